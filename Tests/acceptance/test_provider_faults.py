"""A language model that fails is told as such: no fault of it becomes a message, and nothing else suffers."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from crm_server import new_key
from problems import assert_problem
from scripted_llm import TEXT, close_early, delayed, hang, held, ok, raw, status, trickle

PASSING = {  # may pass by itself: busy, slow or out of reach
    "429": status(429, "Slow down", retry_after=7),
    "500": status(500),
    "503": status(503),
    "hang": hang(),
    "too late": delayed(ok(), 30),
    "byte by byte": trickle(0.05),
    "closed at once": close_early(),
    "closed in mid answer": close_early(40),
}
LASTING = {  # settings to change, or an answer that is no message
    "400": status(400, "Bad request", "invalid_request_error"),
    "401": status(401, "Incorrect API key provided"),
    "403": status(403, "No access to this model"),
    "404": status(404, "No such model"),
    "malformed": raw(b'{"id":"chatcmpl-1","choices":[{"ind'),
    "no JSON": raw(b"<html>It works</html>"),
    "no choices": raw(b'{"id":"x","object":"chat.completion","choices":[]}'),
    "empty": ok(""),
    "blank": ok(" \n "),
    "null": ok(None),
    "cut off": ok("Half a sen", finish_reason="length"),
    "refused": ok(None, refusal="I can't help with that."),
    "filtered": ok("", finish_reason="content_filter"),
}
FAULTS = [(502, fault) for fault in LASTING] + [(503, fault) for fault in PASSING]


@pytest.fixture
def server(llm_server):
    return llm_server()


def chat(server, user, message="Who should I call?", **options):
    return server.post("/chat/message", {"user_id": user, "message": message}, **options)


def bodies(server, user):
    return [(row["agent_type"], row["body"], row["status"]) for row in server.every("communications", user_id=user, sort="created_at")]


@pytest.mark.parametrize("code, fault", FAULTS, ids=[fault for _, fault in FAULTS])
def test_a_chat_call_tells_the_fault_and_keeps_the_question(server, llm, new_user, code, fault):
    user = new_user(server)
    llm.script(LASTING.get(fault) or PASSING[fault])
    start = time.monotonic()
    answer = chat(server, user)
    assert time.monotonic() - start < 8
    problem = assert_problem(answer, code)
    assert "test-key" not in answer.text and "Sorry" not in problem["detail"]
    assert bodies(server, user) == [("USER_MESSAGE", "Who should I call?", "unanswered")]
    assert len(llm.requests) == 1
    if code == 503:
        assert int(answer.headers["retry-after"]) >= 1

    recovered = chat(server, user)
    assert recovered.status_code == 200 and recovered.json()["message"] == TEXT
    assert bodies(server, user) == [("USER_MESSAGE", "Who should I call?", "answered"), ("AGENT_RESPONSE", TEXT, "sent")]


@pytest.mark.parametrize("fault", ["401", "500", "refused"])
def test_an_agent_run_that_failed_has_a_reason_and_no_message(server, llm, new_user, fault):
    user = new_user(server)
    llm.otherwise = LASTING.get(fault) or PASSING[fault]
    answer = server.post("/agents/run", {"user_id": user, "agent_type": "REMINDER"})
    assert_problem(answer, 503 if fault in PASSING else 502)
    [run] = server.every("agent-runs", user_id=user)
    assert run["state"] in ("failed", "queued") and run["error"].strip() and run["communication_id"] is None
    assert bodies(server, user) == []


@pytest.mark.parametrize("path", ["/agents/run", "/api/v1/agent-runs"])
def test_a_run_that_failed_waits_and_is_taken_up_by_who_asks_again(server, llm, new_user, path):
    user = new_user(server)
    llm.script(status(500))
    body = {"user_id": user, "agent_type": "REMINDER"}
    key = new_key()
    problem = assert_problem(server.post(path, body, key=key), 503)
    [run] = server.every("agent-runs", user_id=user)
    assert run["state"] == "failed" and run["next_attempt_at"] in problem["detail"]

    assert server.post(path, body, key=key).status_code in (200, 201)
    [run] = server.every("agent-runs", user_id=user)
    assert (run["state"], run["attempts"], run["next_attempt_at"]) == ("succeeded", 2, None)
    assert bodies(server, user) == [("REMINDER", TEXT, "sent")]
    assert server.post(path, body, key=key).status_code in (200, 201)
    assert len(llm.requests) == 2


def test_a_run_records_its_tokens_and_model(server, llm, new_user):
    user = new_user(server)
    run = server.create("agent-runs", user_id=user, agent_type="REMINDER")
    assert (run["tokens_in"], run["tokens_out"], run["writer"]) == (412, 131, "openai:gpt-4o-mini")
    assert run["state"] == "succeeded" and run["attempts"] == 1


def test_the_model_is_asked_with_the_key_the_model_and_the_facts(server, llm, new_user):
    user = new_user(server, business_type="cheese dairy")
    server.create("contacts", user_id=user, name="Harbour Hotel", stage="negotiation")
    assert chat(server, user).status_code == 200
    [request] = llm.requests
    assert request.headers["authorization"] == "Bearer test-key" and request.body["model"] == "gpt-4o-mini"
    assert "Harbour Hotel" in request.text and "cheese dairy" in request.text
    assert request.body["messages"][-1] == {"role": "user", "content": "Who should I call?"}


@pytest.mark.parametrize("fault", [status(500), status(429), close_early(), close_early(30)], ids=["500", "429", "close", "mid answer"])
def test_what_may_pass_is_tried_again(llm_server, llm, new_user, fault):
    server = llm_server(LLM_MAX_RETRIES=2, LLM_TIMEOUT_SECONDS=20)
    user = new_user(server)
    llm.script(fault, fault)
    assert chat(server, user).json()["message"] == TEXT
    assert len(llm.requests) == 3


def test_tries_are_counted(llm_server, llm, new_user):
    server = llm_server(LLM_MAX_RETRIES=2, LLM_TIMEOUT_SECONDS=20)
    llm.otherwise = status(500)
    assert_problem(chat(server, new_user(server)), 503)
    assert len(llm.requests) == 3


@pytest.mark.parametrize("code", [400, 401, 403, 404])
def test_what_a_person_must_mend_is_not_tried_again(llm_server, llm, new_user, code):
    server = llm_server(LLM_MAX_RETRIES=5, LLM_TIMEOUT_SECONDS=20)
    llm.script(status(code))
    assert_problem(chat(server, new_user(server)), 502)
    assert len(llm.requests) == 1


def test_retry_after_is_waited_for(llm_server, llm, new_user):
    server = llm_server(LLM_MAX_RETRIES=1, LLM_TIMEOUT_SECONDS=20)
    user = new_user(server)
    llm.script(status(429, retry_after=2))
    assert chat(server, user).status_code == 200
    assert 2 <= llm.requests[1].at - llm.requests[0].at < 10


def test_a_retry_after_beyond_the_time_limit_is_passed_on(llm_server, llm, new_user):
    server = llm_server(LLM_MAX_RETRIES=2)
    user = new_user(server)
    llm.script(status(429, retry_after=600))
    start = time.monotonic()
    answer = chat(server, user)
    assert_problem(answer, 503)
    assert int(answer.headers["retry-after"]) >= 500 and time.monotonic() - start < 5


def test_a_model_out_of_reach_is_503(llm_server, new_user):
    server = llm_server(OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    user = new_user(server)
    assert_problem(chat(server, user), 503)
    assert server.history(user)[0]["message"] == "Who should I call?"


def test_a_failure_is_not_replayed_under_its_key(server, llm, new_user):
    user, key = new_user(server), new_key()
    llm.script(status(500))
    assert_problem(chat(server, user, key=key), 503)
    assert chat(server, user, key=key).json()["message"] == TEXT
    assert [kind for kind, _, _ in bodies(server, user)] == ["USER_MESSAGE", "AGENT_RESPONSE"]


def test_other_requests_are_unharmed_while_a_model_hangs(llm_server, llm, new_user, gate):
    server = llm_server(LLM_TIMEOUT_SECONDS=60)
    user = new_user(server)
    llm.otherwise = held(ok(), gate)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(chat, server, user, f"question {n}") for n in range(8)]
        llm.wait_for_requests(8)
        start = time.monotonic()
        for path in ("/agents/list", f"/tasks/today/{user}", f"/progress/{user}", f"/chat/history/{user}", "/api/v1/status"):
            assert server.get(path).status_code == 200
        server.create("contacts", user_id=user, name="Harbour Hotel")
        assert time.monotonic() - start < 5
        gate.set()
        assert {w.result().status_code for w in waiting} == {200}


def test_the_models_text_is_passed_on_as_it_is(server, llm, new_user):
    text = "Zeile eins\n- „Käse“ & <b>Brot</b> {{name}} 🧀"
    llm.script(ok(f"\n{text}  \n"))
    user = new_user(server)
    assert chat(server, user).json()["message"] == text
    assert server.history(user)[0]["message"] == text


def test_with_a_key_a_run_of_a_batch_that_failed_is_tried_again_later(server, llm, new_user):
    users = [new_user(server) for _ in range(3)]
    llm.otherwise = status(500)
    answer = server.post("/api/v1/agents/REMINDER/runs", {})
    assert answer.status_code == 202
    llm.wait_for_requests(3)
    runs = server.every("agent-runs", occurrence_id=answer.json()["occurrence_id"])
    assert {run["user_id"] for run in runs} >= set(users)
    assert all(run["state"] != "succeeded" and run["communication_id"] is None for run in runs)
