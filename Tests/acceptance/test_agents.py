"""Agents as rows: changed, paused, restored and made over the API and in the terminal."""

import datetime
import json
import subprocess

import pytest
from crm_server import BINARY
from deadline import eventually
from problems import assert_problem


@pytest.fixture
def server(start_server):
    return start_server()


def agent(server, key="REMINDER"):
    answer = server.get(f"/api/v1/agents/{key}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def moment(text):
    return datetime.datetime.fromisoformat(text)


def due(agent):
    """The day and the time at which an agent is due next."""
    return moment(agent["next_run_at"]).date(), agent["next_run_at"][11:19]


def later(day, days):
    return day + datetime.timedelta(days=days)


def order(server, verb, key="REMINDER", **headers):
    return server.post(f"/api/v1/agents/{key}/{verb}", headers=headers)


def test_a_built_in_agent_is_changed_and_restored(server):
    before = agent(server)
    assert before["built_in"] and before["schedule_rule"] == "every day at 09:00" and due(before)[1] == "09:00:00"
    holidays = [str(later(due(before)[0], days)) for days in (-1, 0, 1)]
    answer = server.patch("/api/v1/agents/REMINDER", {"schedule_rule": "30 10 * * *", "holidays": holidays, "title": "Early bird"})
    assert answer.status_code == 200 and answer.headers["ETag"] == '"2"'
    assert due(answer.json()) == (later(due(before)[0], 2), "10:30:00") and answer.json()["title"] == "Early bird"
    assert agent(server, before["id"]) == answer.json()
    restored = order(server, "restore").json()
    assert {name: restored[name] for name in before if name not in ("version", "updated_at")} == {
        name: before[name] for name in before if name not in ("version", "updated_at")}
    versions = server.get("/api/v1/agents/REMINDER/versions").json()["items"]
    assert [v["version"] for v in versions] == [3, 2, 1] and versions[1]["values"]["holidays"] == holidays
    assert versions[0]["values"] == versions[2]["values"]
    older = server.get("/api/v1/agents/REMINDER/versions", params={"before": 3, "limit": 1}).json()["items"]
    assert older == versions[1:2]
    refused = server.get("/api/v1/agents/REMINDER/versions", params={"before": 0})
    assert refused.status_code == 422 and "before" in refused.json()["errors"][0]["field"]


def test_pause_resume_and_skip_next(server):
    assert order(server, "pause").json()["paused"] is True
    assert agent(server)["next_run_at"] is None
    assert_problem(order(server, "skip-next"), 409)
    day, time = due(order(server, "resume").json())
    assert time == "09:00:00"
    assert due(order(server, "skip-next").json()) == (later(day, 1), time)
    assert due(order(server, "skip-next").json()) == (later(day, 2), time)
    assert due(order(server, "resume").json()) == (day, time)


def test_a_change_needs_the_version_it_was_made_for(server):
    stale = {"If-Match": '"7"'}
    assert_problem(server.patch("/api/v1/agents/REMINDER", {"title": "Late"}, headers=stale), 412)
    assert_problem(order(server, "pause", **stale), 412)
    assert order(server, "pause", **{"If-Match": '"1"'}).status_code == 200


@pytest.mark.parametrize(
    "change, field",
    [({"schedule_rule": "every blue moon"}, "schedule_rule"), ({"holidays": ["tomorrow"]}, "holidays"), ({"time_zone": "Mars/Base"}, "time_zone"),
     ({"catch_up": "maybe"}, "catch_up"), ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "end_date"),
     ({"prompt": "One\nHello {{nmae}}"}, "prompt"), ({"recipients": "everybody"}, "recipients")])
def test_what_cannot_be_is_refused_with_the_field_and_leaves_nothing(server, change, field):
    assert_problem(server.patch("/api/v1/agents/REMINDER", change), 422, field=field)
    assert agent(server)["version"] == 1


def test_unknown_agents_are_not_found(server):
    for key in ("DANCER", "4711"):
        assert_problem(server.get(f"/api/v1/agents/{key}"), 404)
        assert_problem(server.post(f"/api/v1/agents/{key}/runs", {}), 404)
    assert_problem(server.get("/api/v1/agents/dancer"), 422, field="agent")
    assert_problem(server.post("/api/v1/agent-runs", {"user_id": 1, "agent_type": "DANCER"}), 422, field="agent_type")


def test_the_variables_of_a_template_are_listed_with_what_they_stand_for(server, new_user):
    path, user = "/api/v1/templates/variables", new_user(server, business_type="hotel software")

    def examples(**query):
        items = server.get(path, params=query).json()["items"]
        assert all(item["summary"] and item["forms"][0] == "{{%s}}" % item["variable"] for item in items)
        return {item["variable"]: item["example"] for item in items}

    assert examples(user_id=user)["business"] == "hotel software"
    assert set(examples().values()) == {None}
    contact = server.create("contacts", user_id=user, name="Robin Vale")
    of_contact = examples(recipient="contact", contact_id=contact["id"])
    assert (of_contact["name"], of_contact["deal"]) == ("Robin Vale", None)
    assert_problem(server.get(path, params={"recipient": "contact", "contact_id": 4711}), 404)
    assert_problem(server.get(path, params={"recipient": "both"}), 422, field="recipient")


def test_an_own_agent_from_template_to_message(server, new_user):
    user = new_user(server, business_type="hotel software")
    answer = server.post("/api/v1/agents/preview", {"prompt": "News about {{business}}.", "user_id": user})
    assert answer.json() == {"user_id": user, "contact_id": None, "text": "News about hotel software."}
    wrong = assert_problem(server.post("/api/v1/agents/preview", {"prompt": "News about {{bsiness}}."}), 422, field="prompt")
    assert "line 1, character 12: unknown variable bsiness: did you mean business?" in wrong["detail"]
    assert server.get("/api/v1/agents/preview").headers["Allow"] == "POST"
    own = server.create("agents", title="Weekly news", schedule_rule="every day at 08:30", prompt="News about {{business}}.")
    assert own["agent_type"] == "WEEKLY_NEWS" and not own["built_in"] and due(own)[1] == "08:30:00"
    run = server.create("agent-runs", user_id=user, agent_type="WEEKLY_NEWS")
    assert run["agent_id"] == own["id"] and run["agent_version"] == 1
    newest = server.history(user)[0]
    assert newest["agent_type"] == "WEEKLY_NEWS" and newest["message"] == "News about hotel software."
    # Clients of the calls at the root see the five they know.
    assert len(server.get("/agents/list").json()["agents"]) == 5
    assert server.post("/agents/run", {"user_id": user, "agent_type": "WEEKLY_NEWS"}).json()["message"].startswith("News about")
    accepted = server.post(f"/api/v1/agents/{own['id']}/runs", {})
    assert accepted.status_code == 202 and accepted.json()["agent_type"] == "WEEKLY_NEWS"
    eventually(lambda: len(server.history(user)) == 3, within=20, every=0.05, what="the message of the run for all")
    assert_problem(order(server, "restore", "WEEKLY_NEWS"), 409)
    assert_problem(server.delete("/api/v1/agents/UPSELL"), 409)
    assert server.delete(f"/api/v1/agents/{own['id']}").status_code == 204
    assert_problem(server.get("/api/v1/agents/WEEKLY_NEWS"), 404)
    assert server.history(user)[0]["agent_type"] == "WEEKLY_NEWS"


def test_a_new_schedule_wakes_the_scheduler(server, new_user):
    user = new_user(server)
    # Sooner than the scheduler looks by itself.
    soon = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = server.patch("/api/v1/agents/REMINDER", {"schedule_rule": f"once at {soon}"})
    assert answer.status_code == 200 and moment(answer.json()["next_run_at"]) == moment(soon)
    eventually(lambda: [m["agent_type"] for m in server.history(user)] == ["REMINDER"], within=25, every=0.1, what="the message at its new time")


def test_a_model_is_given_the_template_as_its_task(llm_server, llm, new_user):
    server = llm_server()
    user = new_user(server, business_type="hotel software")
    server.patch("/api/v1/agents/CLOSURE", {"prompt": "Ask about {{business}}."})
    assert server.post("/agents/run", {"user_id": user, "agent_type": "CLOSURE"}).status_code == 200
    assert "Task: Ask about \u201chotel software\u201d." in llm.requests[-1].text


def test_the_same_in_the_terminal(tmp_path):
    def run(*arguments, code=0):
        result = subprocess.run(
            [BINARY, "agents", *arguments, "--data", tmp_path / "data"], capture_output=True, text=True, timeout=60, cwd=tmp_path)
        assert result.returncode == code, result.stdout + result.stderr
        return result.stdout or result.stderr

    subprocess.run([BINARY, "migrate", "--data", tmp_path / "data"], check=True, capture_output=True, timeout=60, cwd=tmp_path)
    assert len(run("list").splitlines()) == 5
    assert json.loads(run("list", "--json").splitlines()[4])["agent_type"] == "UPSELL"
    assert run("pause", "follow-up") == "FOLLOW_UP rests.\n"
    assert "FOLLOW_UP  paused" in run("list")
    assert "paused" in run("skip-next", "FOLLOW_UP", code=1)
    assert run("resume", "FOLLOW_UP").startswith("FOLLOW_UP is due at ")
    before = json.loads(run("show", "FOLLOW_UP"))
    run("skip-next", "FOLLOW_UP")
    after = json.loads(run("show", "FOLLOW_UP"))
    assert before["next_run_at"] == after["skipped_through"] < after["next_run_at"]
    run("restore", "FOLLOW_UP")
    assert json.loads(run("show", "FOLLOW_UP"))["next_run_at"] == before["next_run_at"]
    assert "There is no agent DANCER" in run("show", "DANCER", code=1)
    run("show", "no agent!", code=64)
