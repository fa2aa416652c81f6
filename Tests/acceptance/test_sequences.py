"""Sequences: an agent's further messages to a contact, over the API, in the terminal and across days."""

import json

import pytest
from clock import clock
from crm_server import run_command
from deadline import eventually
from problems import assert_problem

MONDAY, THURSDAY = "2026-03-02 10:00:00", "2026-03-05 10:00:30"
STEPS = [{"after": "3 days", "prompt": "Have you read it, {{name}}?"}]


def series(server, **more):
    values = {"title": "Series", "schedule_rule": "never", "recipients": "contact", "filter": "everyone", "contact_prompt": "Hello {{name}}.",
              "autonomy": "auto", "steps": STEPS} | more
    return server.post("/api/v1/agents", values)


def contact(server, name):
    return server.create("contacts", name=name, email=f"{name.lower()}@example.com", consent="given")


def bodies(server, contact_id):
    rows = server.get(f"/api/v1/communications?contact_id={contact_id}&direction=outbound").json()["items"]
    return [row["body"] for row in rows]


def test_the_next_message_comes_after_days_where_no_answer_has_come(start_server, tmp_path):
    server = start_server(tmp_path / "data", env=clock(MONDAY))
    assert series(server).status_code == 201
    quiet, talking = contact(server, "Ada"), contact(server, "Grace")
    server.post("/api/v1/agents/SERIES/runs", {})
    eventually(lambda: bodies(server, quiet["id"]) == ["Hello Ada."] and bodies(server, talking["id"]) == ["Hello Grace."])
    server.create("communications", contact_id=talking["id"], direction="inbound", body="Tell me more")
    server.stop()
    server = start_server(tmp_path / "data", env=clock(THURSDAY))
    eventually(lambda: bodies(server, quiet["id"]) == ["Hello Ada.", "Have you read it, Ada?"])
    assert bodies(server, talking["id"]) == ["Hello Grace."]
    positions = server.get("/api/v1/sequence-positions?agent_type=SERIES").json()["items"]
    assert {row["contact_id"]: (row["step"], row["state"], row["why"]) for row in positions} == {
        quiet["id"]: (1, "active", None), talking["id"]: (0, "stopped", "replied")}
    counts = server.get("/api/v1/agents/SERIES/sequence").json()["steps"]
    assert counts == [{"step": 0, "active": 0, "done": 0, "stopped": 1}, {"step": 1, "active": 1, "done": 0, "stopped": 0}]
    shown = run_command("agents", "sequence", "SERIES", "--json", data=tmp_path / "data")
    assert [json.loads(line) for line in shown.stdout.splitlines()] == counts, shown.stderr


def test_a_person_ends_it_for_a_contact(start_server):
    server = start_server(env=clock(MONDAY))
    series(server)
    contact(server, "Ada")
    server.post("/api/v1/agents/SERIES/runs", {})
    [position] = eventually(lambda: server.get("/api/v1/sequence-positions?state=active").json()["items"])
    answer = server.post(f"/api/v1/sequence-positions/{position['id']}/stop")
    assert answer.status_code == 200 and (answer.json()["state"], answer.json()["why"]) == ("stopped", "person")
    assert_problem(server.post(f"/api/v1/sequence-positions/{position['id']}/stop"), 409)
    assert_problem(server.post("/api/v1/sequence-positions/99/stop"), 404)
    plan = server.get("/api/v1/agents/SERIES/plan").json()
    assert [(row["rule"], row["next_at"]) for row in plan["items"]] == [("in_sequence", None)]


def test_what_is_open_is_decided_before_it_is_deleted(start_server):
    server = start_server(env=clock(MONDAY))
    series(server, autonomy="ask")
    contact(server, "Ada")
    server.post("/api/v1/agents/SERIES/runs", {})
    [draft] = eventually(lambda: server.every("communications", status="draft"), what="the draft")
    assert_problem(server.delete(f"/api/v1/agent-runs/{draft['run_id']}"), 409)
    assert server.delete(f"/api/v1/communications/{draft['id']}").status_code == 204
    [position] = server.every("sequence-positions")
    assert (position["state"], position["why"]) == ("stopped", "rejected")
    assert server.delete(f"/api/v1/agent-runs/{draft['run_id']}").status_code == 204


def test_when_the_next_message_is_due_is_told_by_the_position_and_by_the_plan(start_server, tmp_path):
    server = start_server(tmp_path / "data", env=clock(MONDAY))
    series(server)
    contact(server, "Ada")
    server.post("/api/v1/agents/SERIES/runs", {})
    position = eventually(lambda: [row for row in server.every("sequence-positions") if row["next_at"]], what="the first message")[0]
    assert position["next_at"].startswith("2026-03-05T10:00:") and position["next_step"] == 1
    assert server.get(f"/api/v1/sequence-positions/{position['id']}").json()["next_at"] == position["next_at"]
    [now, later] = [server.get(f"/api/v1/agents/SERIES/plan?at={at}").json() for at in ("2026-03-05T09:59:00Z", "2026-03-05T10:01:00Z")]
    assert (now["steps_due"], later["steps_due"]) == (0, 1)
    assert [(row["next_step"], row["next_at"]) for row in later["items"]] == [(1, position["next_at"])]
    shown = run_command("plan", "SERIES", "--at", "2026-03-05T10:01:00Z", data=tmp_path / "data")
    assert "1 of those in the sequence: its next message is due by then" in shown.stdout and "Step 1 is due at 2026-03-05T" in shown.stdout


@pytest.mark.parametrize("steps, field", [
    ([{"prompt": "Hello"}], "steps[1].after"), ([{"after": "soon", "prompt": "Hello"}], "steps[1].after"),
    ([{"after": "1 day", "prompt": "{{nmae}}"}], "steps[1].prompt"), ([{"after": "1 day", "prompt": "Hello", "when": "maybe"}], "steps[1].when"),
    ([{"after": "1 day", "prompt": "Hello", "on_reply": 3}], "steps[1].on_reply"), ([{"after": "1 day", "prompt": "Hello", "if": 1}], "steps[1].if"),
    (["3 days"], "steps[1]"), ("3 days", "steps"), (STEPS * 21, "steps")])
def test_steps_that_cannot_be_are_refused_with_their_place(server, steps, field):
    answer = series(server, steps=steps)
    assert_problem(answer, 422)
    assert [issue["field"] for issue in answer.json()["errors"]] == [field]


def test_steps_are_kept_as_they_were_said(server):
    said = [{"after": "3 days", "when": "no_reply", "prompt": "Hello", "on_reply": 2},
            {"after": "1 week", "when": "replied", "prompt": "Thanks", "on_reply": None}]
    agent = series(server, steps=said).json()
    assert agent["steps"] == said
    versions = server.get(f"/api/v1/agents/{agent['id']}/versions").json()["items"]
    assert versions[0]["values"]["steps"] == said
    assert server.get("/api/v1/agents/REMINDER").json()["steps"] == []
