"""The assistant over the wire: a model calls tools, and what it proposes happens once a person says so."""

import pytest
import sdk_requests
from problems import assert_problem
from scripted_llm import spoken
from test_providers import FORMS, WRITERS, provider_server  # noqa: F401 (fixture)


def calling(name, **arguments):
    return spoken("", call=(name, arguments))


@pytest.fixture
def assistant(llm_server, llm, new_user):
    """A server with a model, a user of its own, and a contact of the user's."""
    llm.otherwise = spoken()
    server = llm_server()
    user = new_user(server)
    contact = server.create("contacts", user_id=user, name="Harbour Hotel", email="hotel@example.com")["id"]
    return server, user, contact


def say(server, user, text):
    answer = server.post("/chat/message", {"user_id": user, "message": text})
    assert answer.status_code == 200, answer.text
    return answer.json()["message"]


def proposals(server, user, **query):
    answer = server.get(f"/api/v1/users/{user}/proposals", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_a_change_is_proposed_told_and_carried_out_when_confirmed(assistant, llm):
    server, user, contact = assistant
    llm.script(
        calling("find_contacts", words="harbour"), calling("create_task", title="Send the quote", contact_id=contact), spoken("Shall I?"))
    text = say(server, user, "Remind me of the quote for Harbour Hotel")
    assert text.startswith("Shall I?") and f"Create the task “Send the quote” about “Harbour Hotel” (contact {contact}), without a day." in text
    names = [tool["function"]["name"] for tool in llm.requests[0].body["tools"]]
    assert "find_contacts" in names and "draft_message" in names
    found = next(message for message in llm.requests[1].body["messages"] if message["role"] == "tool")
    assert f"contact {contact}: name: Harbour Hotel" in found["content"] and found["content"].endswith("</found>")
    [proposal] = proposals(server, user, state="proposed")
    assert (proposal["tool"], proposal["arguments"]) == ("create_task", {"title": "Send the quote", "contact_id": contact})
    assert server.every("tasks", user_id=user) == []
    done = server.post(f"/api/v1/proposals/{proposal['id']}/confirm")
    assert (done.status_code, done.json()["state"]) == (200, "confirmed")
    [task] = server.every("tasks", user_id=user)
    assert (task["title"], task["contact_id"]) == ("Send the quote", contact)
    assert server.history(user, limit=1)[0]["message"] == f"Done: {proposal['sentence']}"
    assert_problem(server.post(f"/api/v1/proposals/{proposal['id']}/confirm"), 409)
    assert len(server.every("tasks", user_id=user)) == 1


@pytest.mark.parametrize("provider", WRITERS)
def test_tools_are_called_through_every_provider(provider_server, llm, new_user, provider):
    server = provider_server(provider)
    user = new_user(server)
    llm.script(calling("find_tasks", status="pending"), calling("create_task", title="Call the mill"), spoken("Shall I?"))
    assert say(server, user, "Have me call the mill").startswith("Shall I?")
    assert [each["sentence"] for each in proposals(server, user)] == ["Create the task “Call the mill”, without a day."]
    assert len(llm.requests) == 3
    for request in llm.requests:
        assert sdk_requests.read(FORMS.get(provider, "chat"), request.body) == request.body


def test_a_client_that_knows_only_the_contract_confirms_by_a_word(assistant, llm):
    server, user, contact = assistant
    llm.script(calling("draft_message", contact_id=contact, text="Dear Harbour Hotel, hello."), spoken("Here is a draft."))
    assert "answering “confirm”" in say(server, user, "Write to the hotel")
    assert say(server, user, "confirm").startswith("Done: Put a message to “Harbour Hotel”")
    [draft] = server.every("communications", status="draft", user_id=user)
    assert (draft["contact_id"], draft["body"], draft["agent_type"]) == (contact, "Dear Harbour Hotel, hello.", "ASSISTANT")
    assert server.every("deliveries", user_id=user) == []


def test_a_kind_of_change_is_allowed_and_that_is_taken_back(assistant, llm):
    server, user, _ = assistant
    for number in range(3):
        llm.script(calling("create_task", title=f"Task {number}"), spoken("Well."))
    say(server, user, "One")
    [proposal] = proposals(server, user)
    assert server.post(f"/api/v1/proposals/{proposal['id']}/confirm", {"remember": True}).status_code == 200
    assert "Done, as you allow it" in say(server, user, "Two")
    assert len(server.every("tasks", user_id=user)) == 2
    [permission] = server.get(f"/api/v1/users/{user}/tool-permissions").json()["items"]
    assert permission["tool"] == "create_task"
    assert server.delete(f"/api/v1/tool-permissions/{permission['id']}").status_code == 204
    assert_problem(server.delete(f"/api/v1/tool-permissions/{permission['id']}"), 404)
    assert "To be confirmed" in say(server, user, "Three")
    assert len(server.every("tasks", user_id=user)) == 2


def test_offline_plain_words_propose_changes(server, user):
    task = server.create("tasks", user_id=user, title="Call the mill")["id"]
    server.create("deals", user_id=user, customer="Mill Bakery")
    assert "Create the task “Send the quote”, due" in say(server, user, "Remind me to send the quote on Friday")
    assert "Mark the task “Call the mill” as done." in say(server, user, "done with call the mill")
    assert say(server, user, "confirm") == "Done: Mark the task “Call the mill” as done."
    assert server.get(f"/api/v1/tasks/{task}").json()["status"] == "done"
    assert "move it from open to won" in say(server, user, "Move Mill Bakery to won")
    assert say(server, user, "decline").startswith("Not done, as you declined")
    states = [(each["tool"], each["state"]) for each in proposals(server, user)]
    assert states == [("move_deal", "declined"), ("complete_task", "confirmed"), ("create_task", "proposed")]


def test_bad_requests_about_proposals_say_what_is_wrong(server, user):
    assert_problem(server.get(f"/api/v1/users/{user}/proposals", params={"state": "open"}), 422)
    assert_problem(server.get("/api/v1/users/987654/proposals"), 404)
    assert_problem(server.get("/api/v1/users/987654/tool-permissions"), 404)
    assert_problem(server.post("/api/v1/proposals/987654/confirm"), 404)
    assert_problem(server.post("/api/v1/proposals/987654/decline"), 404)
    say(server, user, "Remind me to sleep")
    [proposal] = proposals(server, user, limit=1)
    assert_problem(server.post(f"/api/v1/proposals/{proposal['id']}/confirm", {"remember": "yes"}), 422)
    assert_problem(server.post(f"/api/v1/proposals/{proposal['id']}/confirm", {"remembered": True}), 422)
    assert server.post(f"/api/v1/proposals/{proposal['id']}/decline").json()["state"] == "declined"
