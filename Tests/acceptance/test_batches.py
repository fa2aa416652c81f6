"""Batches under way: paused, slowed down, resumed, killed, cancelled; every message written once, every count exact."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import time

import pytest
from conftest import PROFILE
from crm_server import BINARY, clean_environment, run_command
from databases import USES_POSTGRES, database_of, select
from deadline import eventually
from scripted_llm import held, ok, status

USERS, AT_ONCE = 40, 4


def add_users(server, count=USERS):
    for user in range(1, count + 1):
        assert server.post(f"/business-profile/{user}", PROFILE).status_code == 200


def start_batch(server, body=None):
    answer = server.post("/api/v1/agents/REMINDER/runs", body)
    assert answer.status_code == 202, answer.text
    return answer.json()["occurrence_id"]


def progress(server, batch):
    answer = server.get(f"/api/v1/occurrences/{batch}/progress")
    assert answer.status_code == 200, answer.text
    return answer.json()


def tell(server, batch, verb):
    answer = server.post(f"/api/v1/occurrences/{batch}/{verb}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(server, batch, within=60, **wanted):
    """The progress once it shows all that is wanted."""

    def shows():
        now = progress(server, batch)
        assert {name: now[name] for name in wanted} == wanted, now
        return now

    return eventually(shows, within=within, every=0.05, what=f"{wanted}")


def messages_per_person(server, batch):
    rows = select(
        server.data,
        f"SELECT r.user_id, COUNT(*) FROM communications c JOIN agent_runs r ON r.id = c.run_id WHERE r.occurrence_id = {batch} GROUP BY r.user_id",
    )
    return {user: count for user, count in rows}


@pytest.fixture
def slow_server(llm_server, llm, gate):
    """A server whose model answers once the gate is open."""
    llm.otherwise = held(ok(), gate)
    server = llm_server(LLM_CONCURRENCY=AT_ONCE, LLM_TIMEOUT_SECONDS=60)
    add_users(server)
    return server


def test_a_batch_is_paused_killed_slowed_down_resumed_and_killed_again(slow_server, llm, gate):
    server = slow_server
    batch = start_batch(server)
    llm.wait_for_requests(AT_ONCE)
    assert tell(server, batch, "pause")["paused"] is True
    gate.set()
    paused = until(server, batch, done=AT_ONCE, running=0)
    assert paused["state"] == "paused" and paused["total"] == USERS and paused["left"] == USERS - AT_ONCE
    assert paused["tokens_in"] > 0 and paused["seconds_left"] is None
    # The prices of gpt-4o-mini for a million tokens.
    cost = (paused["tokens_in"] * 0.15 + paused["tokens_out"] * 0.6) / 1e6
    assert paused["unpriced_tokens"] == 0 and cost <= paused["cost_usd"] < cost + 1.1e-6

    server.kill()
    server.start()
    assert progress(server, batch) | {"messages_per_minute": 0} == paused | {"messages_per_minute": 0}
    answer = server.patch(f"/api/v1/occurrences/{batch}", {"rate_per_minute": 6000})
    assert answer.status_code == 200 and answer.json()["rate_per_minute"] == 6000
    assert len(llm.requests) == AT_ONCE, "a paused batch asked the model"

    gate.clear()
    tell(server, batch, "resume")
    llm.wait_for_requests(2 * AT_ONCE)
    server.kill()
    gate.set()
    server.start()
    done = until(server, batch, state="done")
    assert (done["done"], done["failed"], done["cancelled"], done["left"]) == (USERS, 0, 0, 0)
    assert messages_per_person(server, batch) == {user: 1 for user in range(1, USERS + 1)}
    refusal = server.post(f"/api/v1/occurrences/{batch}/pause")
    assert refusal.status_code == 409 and "ended" in refusal.json()["detail"]


def test_prices_of_ones_own_count_and_what_fails_is_told(llm_server, llm, tmp_path):
    prices = {"date": "2026-01-31", "prices": [{"provider": "openai", "model": "gpt-4o-mini", "input": 1000, "output": 2000}]}
    (tmp_path / "prices.json").write_text(json.dumps(prices))
    llm.script(status(503), status(503))
    llm.otherwise = ok()
    server = llm_server(LLM_PRICES=str(tmp_path / "prices.json"), LLM_MAX_RETRIES=0, LLM_CONCURRENCY=1)
    add_users(server, 2)
    batch = start_batch(server)
    troubled = until(server, batch, retrying=2)
    assert "503" in troubled["last_error"]
    for run in server.every("agent-runs", occurrence_id=batch):
        assert server.patch(f"/api/v1/agent-runs/{run['id']}", {"state": "queued"}).status_code == 200
    done = until(server, batch, state="done")
    assert done["last_error"] is None
    assert done["cost_usd"] == pytest.approx((done["tokens_in"] * 1000 + done["tokens_out"] * 2000) / 1e6)


def test_a_cancelled_batch_ends_what_is_being_written_and_writes_nothing_more(slow_server, llm, gate):
    server = slow_server
    batch = start_batch(server)
    llm.wait_for_requests(AT_ONCE)
    assert tell(server, batch, "cancel")["cancelled_at"]
    assert progress(server, batch)["state"] == "cancelled"
    gate.set()
    end = until(server, batch, left=0, running=0)
    assert (end["done"], end["cancelled"], end["state"]) == (AT_ONCE, USERS - AT_ONCE, "cancelled")
    assert eventually(lambda: progress(server, batch)["finished_at"], within=35)
    assert len(messages_per_person(server, batch)) == AT_ONCE == len(llm.requests)
    assert server.post(f"/api/v1/occurrences/{batch}/cancel").status_code == 409


def test_a_batch_cancelled_and_killed_is_not_taken_up_again(slow_server, llm, gate):
    server = slow_server
    batch = start_batch(server)
    llm.wait_for_requests(AT_ONCE)
    tell(server, batch, "cancel")
    server.kill()
    gate.set()
    server.start()
    end = until(server, batch, left=0, running=0)
    assert (end["done"], end["cancelled"]) == (0, USERS) and messages_per_person(server, batch) == {}


def test_a_rate_holds_from_the_beginning_and_can_be_taken_away(start_server):
    server = start_server()
    add_users(server, 30)
    began = time.monotonic()
    batch = start_batch(server, {"rate_per_minute": 120})
    done = eventually(lambda: (done := progress(server, batch)["done"]) >= 4 and done, within=60, what="four messages")
    assert done <= (time.monotonic() - began) * 2 + 1.2, "two a second, and the first at once"
    server.patch(f"/api/v1/occurrences/{batch}", {"rate_per_minute": None})
    assert until(server, batch, state="done", within=10)["done"] == 30


def test_a_batch_with_a_rate_that_is_killed_goes_on_and_writes_to_everybody_once(start_server):
    server = start_server()
    add_users(server, 30)
    batch = start_batch(server, {"rate_per_minute": 600})
    for written in (5, 12, 20):
        eventually(lambda: progress(server, batch)["done"] >= written, within=30, every=0.02)
        server.kill()
        server.start()
        assert progress(server, batch)["rate_per_minute"] == 600
    assert until(server, batch, state="done")["done"] == 30
    assert messages_per_person(server, batch) == {user: 1 for user in range(1, 31)}


@pytest.mark.parametrize("rate", [0, -1, 1.5, "fast", 100_001])
def test_a_rate_that_is_none_is_refused_and_starts_nothing(server, rate):
    before = server.get("/api/v1/occurrences?sort=-id&limit=1").json()["items"]
    answer = server.post("/api/v1/agents/REMINDER/runs", {"rate_per_minute": rate})
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "rate_per_minute"
    assert server.get("/api/v1/occurrences?sort=-id&limit=1").json()["items"] == before


def test_what_cannot_be_done_is_told(server):
    for path in ("pause", "resume", "cancel", "retry"):
        assert server.post(f"/api/v1/occurrences/999999/{path}").status_code == 404
    assert server.get("/api/v1/occurrences/999999/progress").status_code == 404
    assert server.patch("/api/v1/occurrences/999999", {"rate_per_minute": 5}).status_code == 404
    answer = server.patch("/api/v1/occurrences/1", {})
    assert answer.status_code == 422 and "rate_per_minute" in answer.json()["detail"]


def command(*arguments, data, code=0):
    result = run_command("batch", *arguments, data=data)
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout


@pytest.mark.skipif(USES_POSTGRES, reason="its last attempt is made by hand, in SQLite's file")
def test_what_a_batch_gave_up_is_tried_again_once_the_model_is_back(llm_server, llm):
    llm.otherwise = status(401)
    server = llm_server(LLM_MAX_RETRIES=0)
    add_users(server, 3)
    batch = start_batch(server)
    until(server, batch, retrying=3)
    # As after the last attempt, an hour later.
    with contextlib.closing(sqlite3.connect(f"{server.data}/crm.sqlite", timeout=10)) as database, database:
        database.execute("UPDATE agent_runs SET state = 'dead', next_attempt_at = NULL WHERE state = 'failed'")
    until(server, batch, state="done", failed=3)
    llm.otherwise = ok()
    answer = server.post(f"/api/v1/occurrences/{batch}/retry")
    assert answer.status_code == 200, answer.text
    until(server, batch, done=3, failed=0, left=0)
    assert messages_per_person(server, batch) == {1: 1, 2: 1, 3: 1}
    refusal = server.post(f"/api/v1/occurrences/{batch}/retry")
    assert refusal.status_code == 409 and "can be tried again" in refusal.json()["detail"]
    told = run_command("batch", "retry", str(batch), data=server.data, env=server.env)
    assert told.returncode != 0 and "can be tried again" in told.stderr


@pytest.mark.skipif(USES_POSTGRES, reason="a PostgreSQL is written to by servers only")
def test_the_command_writes_by_itself_where_no_server_is_at_work(start_server):
    server = start_server()
    add_users(server, 12)
    server.stop()
    output = command("run", "REMINDER", "--wait", data=server.data)
    assert "done 12 of 12" in output
    status = json.loads(command("status", "1", "--json", data=server.data))
    assert status["state"] == "done" and status["done"] == 12
    assert "REMINDER" in command("list", data=server.data)


@pytest.mark.skipif(USES_POSTGRES, reason="a PostgreSQL is written to by servers only")
def test_the_command_ends_where_nobody_is_to_be_written_to(start_server):
    server = start_server()
    server.stop()
    assert "done 0 of 0" in command("run", "REMINDER", "--wait", data=server.data)


def test_who_stops_waiting_is_told_that_the_batch_goes_on(slow_server, llm, gate):
    server = slow_server
    waiting = subprocess.Popen(
        [BINARY, "batch", "run", "REMINDER", "--wait", "--data", server.data], stderr=subprocess.PIPE, text=True,
        env=clean_environment(**database_of(server.data)), cwd=server.data)
    llm.wait_for_requests(AT_ONCE)
    waiting.send_signal(signal.SIGINT)
    _, said = waiting.communicate(timeout=20)
    [line] = said.splitlines()
    assert waiting.returncode == 130
    future = "is not cancelled: it goes on in the servers on the database, and where none runs with the next one" if USES_POSTGRES else "goes on in the server"
    assert f"Batch 1 {future}" in line and "batch pause 1" in line and "batch cancel 1" in line
    gate.set()
    assert f"done {USERS} of {USERS}" in command("status", "1", "--wait", data=server.data)
    assert progress(server, 1)["left"] == 0


def test_the_commands_steer_a_server(slow_server, llm, gate):
    server, data = slow_server, slow_server.data
    assert "batch 1" in command("run", "reminder", data=data)
    llm.wait_for_requests(AT_ONCE)
    assert "paused" in command("pause", "1", data=data)
    gate.set()
    until(server, 1, done=AT_ONCE, running=0)
    command("rate", "1", "6000", data=data)
    assert progress(server, 1)["rate_per_minute"] == 6000
    command("rate", "1", "none", data=data)
    assert progress(server, 1)["rate_per_minute"] is None
    gate.clear()
    command("resume", "1", data=data)
    llm.wait_for_requests(2 * AT_ONCE, within=20)
    assert "cancelled" in command("cancel", "1", data=data)
    gate.set()
    end = until(server, 1, left=0)
    assert (end["done"], end["cancelled"]) == (2 * AT_ONCE, USERS - 2 * AT_ONCE)
    for arguments in (("pause", "1"), ("status", "99"), ("run", "DANCER")):
        result = run_command("batch", *arguments, data=data)
        assert result.returncode != 0 and len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert run_command("batch", "rate", "1", "0", data=data).returncode != 0
