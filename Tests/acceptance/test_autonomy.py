"""A guarded agent sends by itself where nothing speaks against it, and leaves the rest to a person with the reasons."""

import pytest
from crm_server import run_command
from deadline import eventually
from problems import assert_problem

ANY_HOUR = {"quiet_from": "00:00", "quiet_until": "00:00", "working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]}


@pytest.fixture
def guarded(start_server, tmp_path):
    """A server whose agent NEWS is guarded, and what it has written to a contact after it ran."""
    server = start_server(tmp_path / "data")
    assert server.patch("/api/v1/workspace", ANY_HOUR | {"conversation_hours": 0, "contact_daily_cap": None}).status_code == 200
    made = server.post("/api/v1/agents", {"title": "News", "schedule_rule": "never", "recipients": "contact", "filter": "everyone",
                                          "contact_prompt": "Hello {{name}}, here is what is new.", "autonomy": "guarded"})
    assert made.status_code == 201 and made.json()["autonomy"] == "guarded", made.text

    def write(contact):
        path = f"/api/v1/communications?contact_id={contact['id']}&agent_type=NEWS"
        before = len(server.get(path).json()["items"])
        server.post("/api/v1/agents/NEWS/runs", {})
        items = eventually(lambda: (items := server.get(path).json()["items"]) and len(items) > before and items)
        return max(items, key=lambda message: message["id"])

    return server, write, tmp_path / "data"


def test_it_sends_by_itself_once_a_person_has_sent_its_first_message(guarded):
    server, write, data = guarded
    ada = server.create("contacts", name="Ada", email="ada@example.com", consent="given")
    draft = write(ada)
    assert (draft["status"], draft["risks"]) == ("draft", ["new_contact", "first_use"])
    listed = run_command("drafts", "list", data=data).stdout
    assert "Left to you: Nothing was sent to this contact yet." in listed and "by this template" in listed
    sent = server.post(f"/api/v1/communications/{draft['id']}/approve", {})
    assert sent.status_code == 200 and sent.json()["risks"] == ["new_contact", "first_use"], sent.text
    message = write(ada)
    assert (message["status"], message["risks"]) == ("sent", [])


def test_a_complaint_and_a_large_deal_are_left_to_a_person_unless_the_workspace_ignores_them(guarded):
    server, write, _ = guarded
    ignoring = server.patch("/api/v1/workspace", {"guarded_ignores": ["first_use", "new_contact"], "large_deal_minor": 500000})
    assert ignoring.status_code == 200, ignoring.text
    assert (ignoring.json()["guarded_ignores"], ignoring.json()["large_deal_minor"]) == (["first_use", "new_contact"], 500000)
    ada = server.create("contacts", name="Ada", email="ada@example.com", consent="given")
    assert write(ada)["status"] == "sent"
    server.create("deals", contact_id=ada["id"], customer="Ada", amount_minor=500000, currency="EUR")
    server.post("/api/v1/communications", {"contact_id": ada["id"], "direction": "inbound", "body": "I want my money back."})
    draft = write(ada)
    assert (draft["status"], draft["risks"]) == ("draft", ["large_deal", "complaint"])
    server.post(f"/api/v1/communications/{draft['id']}/reject", {})
    server.patch("/api/v1/workspace", {"guarded_ignores": ["first_use", "new_contact", "large_deal", "complaint"]})
    assert write(ada)["status"] == "sent"


@pytest.mark.parametrize("change, said", [
    ({"guarded_ignores": ["weather"]}, "new_contact, large_deal"), ({"guarded_ignores": ["complaint", "complaint"]}, "each once"),
    ({"large_deal_minor": 0}, "large_deal_minor"),
])
def test_a_workspace_is_told_what_it_may_say(guarded, change, said):
    server, _, _ = guarded
    assert said in assert_problem(server.patch("/api/v1/workspace", change), 422)["errors"][0]["message"]


def test_risks_are_the_product_s_to_say(guarded):
    server, _, _ = guarded
    ada = server.create("contacts", name="Ada")
    note = {"contact_id": ada["id"], "direction": "outbound", "body": "I called.", "risks": ["complaint"]}
    assert_problem(server.post("/api/v1/communications", note), 422)
