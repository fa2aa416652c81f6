"""The calls at the root, which clients of an earlier system make: paths, names, status codes and order, exactly."""

import re
from datetime import datetime, timezone

import pytest
from conftest import PROFILE
from problems import assert_problem

AGENTS = ["REMINDER", "FOLLOW_UP", "CLOSURE", "NURTURE", "UPSELL"]


def today():
    return datetime.now(timezone.utc).date().isoformat()


def test_the_root_says_it_is_running(server):
    answer = server.get("/")
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "ok" and body["message"] == "CRM Agent is running" and body["version"]


def test_a_browser_gets_the_app_at_the_root(server):
    answer = server.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert re.search(r"<title>[^<]*CRM Agent[^<]*</title>", answer.text)


def test_the_chat_page_is_html_titled_crm_agent(server):
    answer = server.get("/chat")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert re.search(r"<title>[^<]*CRM Agent[^<]*</title>", answer.text)


def test_a_chat_message_is_answered(server, user):
    answer = server.post("/chat/message", {"user_id": user, "message": "What are my tasks today?"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body.keys() >= {"user_id", "message", "agent_type"}
    assert body["user_id"] == user and body["agent_type"] == "AGENT_RESPONSE" and body["message"].strip()


def test_history_is_newest_first_and_in_the_contracts_form(server, user):
    for text in ("first question", "second question"):
        answer = server.post("/chat/message", {"user_id": user, "message": text})
    body = server.get(f"/chat/history/{user}").json()
    assert body["user_id"] == user
    messages = body["messages"]
    assert [m["agent_type"] for m in messages] == ["AGENT_RESPONSE", "USER_MESSAGE"] * 2
    assert messages[1]["message"] == "second question" and messages[3]["message"] == "first question"
    assert messages[0]["message"] == answer.json()["message"]
    assert [m["id"] for m in messages] == sorted((m["id"] for m in messages), reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", m["created_at"]) for m in messages)
    assert all(m.keys() >= {"id", "agent_type", "message", "created_at"} for m in messages)


def test_history_gives_fifty_unless_told_otherwise(server, user):
    for n in range(26):
        server.post("/chat/message", {"user_id": user, "message": f"question {n}"})
    assert len(server.history(user, limit=3)) == 3
    assert len(server.get(f"/chat/history/{user}").json()["messages"]) == 50
    assert len(server.history(user, limit=52)) == 52


def test_a_message_is_trimmed_before_it_is_stored(server, user):
    server.post("/chat/message", {"user_id": user, "message": "  hello \n"})
    assert server.history(user)[1]["message"] == "hello"


@pytest.mark.parametrize(
    "text",
    ["x", "x" * 5000, "  " + "é" * 5000 + "\n", "👩‍👩‍👧 hello"],
    ids=["one", "5000", "5000 after trimming", "emoji"],
)
def test_messages_of_1_to_5000_characters_are_taken(server, user, text):
    answer = server.post("/chat/message", {"user_id": user, "message": text})
    assert answer.status_code == 200, answer.text
    assert server.history(user)[1]["message"] == text.strip()


@pytest.mark.parametrize("text", ["", "   \n\t ", "x" * 5001], ids=["empty", "blank", "5001"])
def test_messages_outside_1_to_5000_characters_are_422(server, user, text):
    assert_problem(server.post("/chat/message", {"user_id": user, "message": text}), 422, field="message")
    assert server.history(user) == []


@pytest.mark.parametrize("bad", [0, -1])
def test_a_user_id_that_is_not_positive_is_422(server, bad):
    assert_problem(server.post("/chat/message", {"user_id": bad, "message": "hello"}), 422, field="user_id")


def test_a_profile_needs_only_its_business_type(server, new_user):
    user = new_user(server) + 100_000
    answer = server.post(f"/business-profile/{user}", {"business_type": "bakery"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "success" and answer.json()["profile_id"] > 0
    profile = server.get(f"/business-profile/{user}").json()
    assert profile["id"] == answer.json()["profile_id"] and profile["user_id"] == user
    assert profile["business_type"] == "bakery" and profile["products"] == [] and profile["keywords"] == []


def test_a_profile_is_given_back_as_it_was_saved(server, user):
    profile = server.get(f"/business-profile/{user}").json()
    assert {name: profile[name] for name in PROFILE} == PROFILE


def test_profile_fields_left_out_keep_their_value(server, user):
    first = server.get(f"/business-profile/{user}").json()
    again = server.post(f"/business-profile/{user}", {"business_type": "cheese", "tone": "friendly"})
    assert again.json()["profile_id"] == first["id"]
    kept = server.get(f"/business-profile/{user}").json()
    assert kept["business_type"] == "cheese" and kept["tone"] == "friendly"
    assert kept["products"] == PROFILE["products"] and kept["daily_goal"] == PROFILE["daily_goal"]


def test_a_profile_without_business_type_is_422(server, user):
    assert_problem(server.post(f"/business-profile/{user}", {"tone": "friendly"}), 422, field="business_type")
    assert server.get(f"/business-profile/{user}").json()["tone"] == PROFILE["tone"]


def test_user_1_exists_from_the_start_and_has_no_profile(start_server):
    server = start_server()
    assert_problem(server.get("/business-profile/1"), 404)
    assert server.get("/tasks/today/1").json() == {"user_id": 1, "tasks": []}
    assert server.get("/chat/history/1").json() == {"user_id": 1, "messages": []}


def test_tasks_of_today_are_listed_and_no_others(server, user):
    for title, day in (("Call Harbour Hotel", today()), ("Long ago", "2020-01-01"), ("Far away", "2099-01-01")):
        server.create("tasks", user_id=user, title=title, due_date=day)
    server.create("tasks", user_id=user, title="Some day")
    body = server.get(f"/tasks/today/{user}").json()
    assert body["user_id"] == user
    [task] = body["tasks"]
    assert task["title"] == "Call Harbour Hotel" and task["status"] == "pending" and task["due_date"] == today()
    assert task["id"] > 0


def test_progress_is_counted_from_rows(server, user):
    for n in range(3):
        server.create("contacts", user_id=user, name=f"Harbour Hotel {n}", stage="lead")
    for kind in ("meeting", "call"):
        server.create("tasks", user_id=user, title=f"A {kind}", kind=kind, status="done")
    server.create("tasks", user_id=user, title="Open meeting", kind="meeting")
    server.create("deals", user_id=user, customer="Harbour Hotel", product="SaaS", status="won")
    server.create("deals", user_id=user, customer="City Bakery", product="SaaS", status="open")
    server.create("targets", user_id=user, product="SaaS", target=20, achieved=7)
    body = server.get(f"/progress/{user}").json()
    assert body["user_id"] == user
    assert body["progress"] == {"leads_generated": 3, "meetings_completed": 1, "deals_closed": 1, "tasks_completed": 2}
    assert body["targets"] == [{"product": "SaaS", "target": 20, "achieved": 7, "percent": 35}]


@pytest.mark.parametrize("agent", AGENTS)
def test_an_agent_runs_and_its_message_joins_the_history(server, user, agent):
    server.create("contacts", user_id=user, name="Harbour Hotel", stage="customer")
    server.create("contacts", user_id=user, name="City Bakery", stage="negotiation")
    answer = server.post("/agents/run", {"user_id": user, "agent_type": agent})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["status"] == "ok" and body["agent_type"] == agent and body["user_id"] == user and body["message"].strip()
    newest = server.history(user)[0]
    assert newest["agent_type"] == agent and newest["message"] == body["message"]


def test_an_unknown_agent_is_422(server, user):
    assert_problem(server.post("/agents/run", {"user_id": user, "agent_type": "DANCER"}), 422, field="agent_type")


def test_the_agents_are_listed_in_order(server):
    assert server.get("/agents/list").json() == {"agents": AGENTS}
