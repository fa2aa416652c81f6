"""What models cost: every try in the books, and budgets that hold on three instances whatever fails."""

import random
import time

import pytest
from conftest import PROFILE
from crm_server import run_command
from deadline import eventually
from instances import Instances
from postgres_cluster import Cluster
from scripted_llm import close_early, ok, status
from test_batches import add_users, start_batch

# Nanodollars for the tokens that the scripted model tells, at the prices of gpt-4o-mini.
COST = 412 * 150 + 131 * 600


def spending(client):
    answer = client.get("/api/v1/spending")
    assert answer.status_code == 200, answer.text
    return answer.json()


def items(client, resource, **query):
    return client.get(f"/api/v1/{resource}", params=query).json()["items"]


def set_budget(client, **cents):
    answer = client.patch("/api/v1/workspace", {f"model_budget_{name}_cents": value for name, value in cents.items()})
    assert answer.status_code == 200, answer.text


def test_every_try_is_in_the_books(llm_server, llm):
    server = llm_server(LLM_MAX_RETRIES=2)
    add_users(server, 1)
    llm.script(status(500), close_early(), ok())
    assert server.post("/chat/message", {"user_id": 1, "message": "Hello"}).status_code == 200
    assert server.post("/agents/run", {"user_id": 1, "agent_type": "REMINDER"}).status_code == 200
    calls = eventually(lambda: (rows := items(server, "model-calls", sort="id"))[3:] and rows, what="four calls")
    assert sorted(call["outcome"] for call in calls) == ["answered", "answered", "unavailable", "unavailable"]
    assert {call["purpose"] for call in calls} == {"chat", "run"}
    run = next(call for call in calls if call["purpose"] == "run")
    assert run["run_id"] == items(server, "agent-runs")[0]["id"] and run["agent_type"] == "REMINDER"
    assert run["cost_nanodollars"] == COST and not run["is_estimated"] and run["latency_ms"] >= 0
    broken = next(call for call in calls if call["is_estimated"])
    assert broken["cost_nanodollars"] > COST and broken["tokens_in"] is None
    lines = server.get("/api/v1/spending/summary", params={"by": "agent"}).json()["lines"]
    assert [(line["name"], line["calls"], line["answered"]) for line in lines] == [("CHAT", 3, 1), ("REMINDER", 1, 1)]
    total = sum(call["cost_nanodollars"] for call in calls)
    assert abs(spending(server)["day"]["spent_usd"] - total / 1e9) < 1.1e-6
    told = run_command("costs", "--by", "model", data=server.data, env=server.env)
    assert "openai:gpt-4o-mini" in told.stdout and "4 calls, 2 answered" in told.stdout, told


def test_a_used_up_budget_is_told_and_a_larger_one_lets_work_go_on(llm_server, llm):
    server = llm_server()
    add_users(server, 3)
    set_budget(server, day=0)
    batch = start_batch(server)
    waiting = eventually(lambda: (runs := items(server, "agent-runs", rule="model_budget"))[2:] and runs, what="three that wait")
    assert {run["state"] for run in waiting} == {"queued"} and all("budget" in run["error"] for run in waiting)
    answer = server.post("/chat/message", {"user_id": 1, "message": "Hello"})
    assert answer.status_code == 503 and "budget" in answer.json()["detail"] and int(answer.headers["Retry-After"]) > 0
    notices = [message for message in server.get("/chat/history/1").json()["messages"] if message["agent_type"] == "NOTICE"]
    assert len(notices) == 1 and not llm.requests
    told = run_command("costs", "budget", "--day", "0.50", data=server.data, env=server.env)
    assert told.returncode == 0 and "of $0.500000" in told.stdout, told
    eventually(lambda: server.get(f"/api/v1/occurrences/{batch}/progress").json()["done"] == 3, within=30, what="the batch's end")
    refused = run_command("costs", "budget", "--day", "much", data=server.data, env=server.env)
    assert refused.returncode != 0 and "--day" in refused.stderr and "0.50" in refused.stderr


PEOPLE, CENTS = 1000, 7


def failing(seed):
    """A model that answers most, refuses some, and breaks some off after it may have answered."""
    chance = random.Random(seed)

    def run(exchange):
        time.sleep(chance.uniform(0.01, 0.2))
        chosen = chance.random()
        (status(500) if chosen < 0.15 else close_early(after_bytes=40) if chosen < 0.25 else ok())(exchange)

    return run


@pytest.mark.alone
@pytest.mark.timeout(240)
def test_three_instances_with_a_thousand_calls_at_once_spend_no_more_than_the_budget(tmp_path, llm, capsys):
    llm.otherwise = failing(7)
    settings = {
        "LLM_CHAIN": "openai:gpt-4o-mini,anthropic:claude-haiku-4-5", "OPENAI_API_KEY": "sk-one", "OPENAI_BASE_URL": llm.base_url,
        "ANTHROPIC_API_KEY": "sk-two", "ANTHROPIC_BASE_URL": llm.root, "LLM_CONCURRENCY": 334, "LLM_TIMEOUT_SECONDS": 5, "LLM_MAX_RETRIES": 1,
        "LOG_LEVEL": "error",
    }
    with Cluster() as postgres:
        database = postgres.new_database()
        url = postgres.url(database)
        # Before there is an instance that would have to learn of it.
        told = run_command("costs", "budget", "--day", f"0.0{CENTS}", env={"DATABASE_URL": url, "DATA_DIR": str(tmp_path)})
        assert told.returncode == 0, told
        with Instances(tmp_path, url, 3, settings) as instances:
            for user in range(1, PEOPLE + 1):
                assert instances.post(f"/business-profile/{user}", PROFILE).status_code == 200

            def rows(sql):
                return postgres.sql(sql, database=database)

            assert instances.post("/api/v1/agents/REMINDER/runs").status_code == 202
            llm.wait_for_requests(100, within=30)
            instances.servers[0].kill()
            instances.servers[0].start()

            def is_quiet():
                # Nothing under way, nothing set aside, and whoever waits does so for the next day.
                return rows(
                    "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM model_calls WHERE outcome = 'open' OR is_counted = 0)"
                    " AND NOT EXISTS (SELECT 1 FROM agent_runs WHERE state = 'running'"
                    " OR (state = 'queued' AND (rule IS NULL OR next_attempt_at < (extract(epoch FROM now()) * 1000)::BIGINT + 10000)))"
                )

            eventually(is_quiet, within=150, every=0.5, what="the end of the budget")
            cap = CENTS * 10_000_000
            (spent, reserved), *_ = rows("SELECT spent, reserved FROM model_spending WHERE period LIKE '____-__-__'")
            (booked, calls, lost), *_ = rows("SELECT SUM(cost_nanodollars)::BIGINT, COUNT(*), COUNT(*) FILTER (WHERE outcome = 'lost') FROM model_calls")
            (done,), *_ = rows("SELECT COUNT(*) FROM agent_runs WHERE state = 'succeeded'")
            with capsys.disabled():
                print(f"\n{calls} calls, {lost} lost, {done} messages: {spent / cap:.1%} of the budget spent, {reserved} set aside")
            assert spent <= cap and reserved == 0 and booked == spent
            # What was left would not have held another call.
            assert spent > cap * 0.9 and 0 < done < PEOPLE

            set_budget(instances, day=None)
            # A few whose tries had all failed before wait for their next one.
            goes_on = "SELECT COUNT(*) FROM agent_runs WHERE state = 'succeeded' OR (state = 'failed' AND rule IS NULL)"
            eventually(lambda: rows(goes_on)[0][0] == PEOPLE, within=60, every=0.5, what="all messages")
            assert rows("SELECT COUNT(*) FROM agent_runs WHERE state = 'succeeded'")[0][0] > PEOPLE * 0.9
            assert rows("SELECT COUNT(*) FROM communications WHERE agent_type = 'NOTICE'")[0][0] == 1
