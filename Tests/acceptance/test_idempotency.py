"""An Idempotency-Key makes a POST happen once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from crm_server import new_key
from problems import assert_problem
from scripted_llm import held, ok


@pytest.mark.parametrize(
    "path, body",
    [
        ("/chat/message", {"message": "What are my tasks today?"}),
        ("/agents/run", {"agent_type": "REMINDER"}),
        ("/api/v1/contacts", {"name": "Harbour Hotel"}),
        ("/api/v1/agent-runs", {"agent_type": "REMINDER"}),
    ],
)
def test_the_same_key_replays_the_answer(server, user, path, body):
    key, body = new_key(), {"user_id": user, **body}
    first = server.post(path, body, key=key)
    rows = len(server.every("communications", user_id=user)) + len(server.every("contacts", user_id=user))
    again = server.post(path, body, key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content) and first.is_success
    assert again.headers["idempotency-replayed"] == "true" and "idempotency-replayed" not in first.headers
    assert len(server.every("communications", user_id=user)) + len(server.every("contacts", user_id=user)) == rows


def test_a_key_with_another_body_is_422(server, user):
    key = new_key()
    assert server.post("/api/v1/contacts", {"user_id": user, "name": "Harbour Hotel"}, key=key).status_code == 201
    assert_problem(server.post("/api/v1/contacts", {"user_id": user, "name": "City Bakery"}, key=key), 422)


def test_a_key_still_at_work_is_409(llm_server, llm, new_user, gate):
    server = llm_server(LLM_TIMEOUT_SECONDS=30)
    user, key = new_user(server), new_key()
    llm.script(held(ok(), gate))
    with ThreadPoolExecutor() as pool:
        first = pool.submit(server.post, "/chat/message", {"user_id": user, "message": "hello"}, key=key)
        llm.wait_for_requests(1)
        assert_problem(server.post("/chat/message", {"user_id": user, "message": "hello"}, key=key), 409)
        gate.set()
        assert first.result().status_code == 200
    assert server.post("/chat/message", {"user_id": user, "message": "hello"}, key=key).content == first.result().content
    assert len(llm.requests) == 1


def test_a_replay_outlives_a_restart(start_server, new_user):
    server = start_server()
    body, key = {"user_id": new_user(server), "message": "hello"}, new_key()
    first = server.post("/chat/message", body, key=key)
    server.kill()
    again = server.start().post("/chat/message", body, key=key)
    assert again.content == first.content and again.headers["idempotency-replayed"] == "true"


def test_many_at_once_with_one_key_do_the_work_once(server, user):
    body, key = {"user_id": user, "name": "Harbour Hotel"}, new_key()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: server.post("/api/v1/contacts", body, key=key), range(16)))
    assert {a.status_code for a in answers} <= {201, 409} and len(server.every("contacts", user_id=user)) == 1
