"""Agents that run by what happens: over the API, and through an import."""

import pytest
from crm_server import run_command
from deadline import eventually
from problems import assert_problem


@pytest.fixture
def server(start_server):
    server = start_server()
    server.create("business-profiles", user_id=1, business_type="hotel software")
    return server


def listener(server, trigger, **more):
    values = {"title": "Listener", "schedule_rule": "never", "trigger": trigger, "prompt": "It has happened{{addressed}}."} | more
    answer = server.post("/api/v1/agents", values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def messages(server):
    return [row["body"] for row in server.get("/api/v1/communications?agent_type=LISTENER").json()["items"]]


def test_a_deal_that_is_won_has_a_message_written(server):
    assert listener(server, "deal_status = won")["next_run_at"] is None
    deal = server.create("deals", customer="Harbour Hotel")
    assert server.patch(f"/api/v1/deals/{deal['id']}", {"status": "won"}).status_code == 200
    eventually(lambda: messages(server) == ["It has happened."])
    event = server.get("/api/v1/events?kind=deal_status").json()["items"][0]
    assert (event["detail"], event["subject_id"]) == ("won", deal["id"])
    occurrences = server.get("/api/v1/occurrences?trigger=event").json()["items"]
    assert [(row["event_id"], row["trigger"]) for row in occurrences] == [(event["id"], "event")]


def test_contacts_that_are_imported_are_created_too(server, tmp_path):
    listener(server, "contact_created")
    file = tmp_path / "contacts.csv"
    file.write_text("name\nHarbour Hotel\nMill Bakery\n")
    run_command("import", "contacts", str(file), data=server.data)
    eventually(lambda: len(messages(server)) == 2)


def test_an_agent_is_told_once_for_each_key(server):
    listener(server, "api")
    told = [server.post("/api/v1/agents/LISTENER/events", {"key": key, "user_id": 1}) for key in ["a", "a", "b"]]
    assert [answer.status_code for answer in told] == [202] * 3
    assert [answer.json()["is_new"] for answer in told] == [True, False, True]
    eventually(lambda: len(messages(server)) == 2)


def test_a_key_that_names_an_event_of_somebody_else_is_refused(server):
    listener(server, "api")
    other = server.post("/api/v1/users", {"name": "Robin"}).json()["id"]
    told = [server.post("/api/v1/agents/LISTENER/events", {"key": "a", "user_id": user}) for user in (1, other, 1)]
    assert [answer.status_code for answer in told] == [202, 409, 202]
    assert told[0].json()["event_id"] == told[2].json()["event_id"]


@pytest.mark.parametrize("body", [{"key": "a"}, {"user_id": 1}, {"key": "a", "user_id": 1, "contact_id": 1}, {"key": "a", "user_id": 99}])
def test_an_event_without_its_subject_is_refused(server, body):
    listener(server, "api")
    assert_problem(server.post("/api/v1/agents/LISTENER/events", body), 422)


def test_an_agent_that_does_not_wait_for_calls_says_so(server):
    assert_problem(server.post("/api/v1/agents/REMINDER/events", {"key": "a", "user_id": 1}), 409)


def test_a_trigger_that_cannot_be_read_is_refused_with_its_place(server):
    answer = server.patch("/api/v1/agents/REMINDER", {"trigger": "deal_status = sold"})
    assert_problem(answer, 422)
    assert "column 15" in answer.text
