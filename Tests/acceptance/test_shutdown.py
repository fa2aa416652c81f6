"""SIGTERM lets requests and runs in hand finish, within bounds."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from deadline import eventually
from problems import assert_problem
from scripted_llm import TEXT, held, ok


def refuses_connections(server):
    try:
        httpx.get(f"{server.url}/agents/list", timeout=2, trust_env=False)
    except httpx.TransportError:
        return True
    return False


@pytest.mark.parametrize(
    "path, body", [("/chat/message", {"message": "Who should I call?"}), ("/agents/run", {"agent_type": "REMINDER"})], ids=["chat", "run"]
)
def test_a_request_in_hand_is_answered_before_the_end(llm_server, llm, new_user, gate, path, body):
    server = llm_server(LLM_TIMEOUT_SECONDS=60)
    user = new_user(server)
    llm.script(held(ok(), gate))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.post, path, {"user_id": user, **body})
        llm.wait_for_requests(1)
        server.terminate()
        eventually(lambda: refuses_connections(server), what="the refusal of new connections")
        gate.set()
        assert answer.result().status_code == 200 and answer.result().json()["message"] == TEXT
    assert server.wait() == 0
    server.check_stderr()
    assert server.start().history(user)[0]["message"] == TEXT


def test_an_idle_server_with_open_connections_ends_at_once(start_server):
    server = start_server()
    with httpx.Client(base_url=server.url, trust_env=False) as idle:
        assert idle.get("/agents/list").status_code == 200
        server.terminate()
        assert server.wait(within=5) == 0


def test_a_batch_in_hand_goes_on_after_a_restart(llm_server, llm, new_user, gate):
    server = llm_server(LLM_TIMEOUT_SECONDS=60, LLM_CONCURRENCY=2)
    users = {new_user(server) for _ in range(12)}
    llm.otherwise = held(ok(), gate)
    occurrence = server.post("/api/v1/agents/FOLLOW_UP/runs", {}).json()["occurrence_id"]
    llm.wait_for_requests(2)
    server.terminate()
    eventually(lambda: refuses_connections(server), what="the refusal of new connections")
    gate.set()
    assert server.wait(within=30) == 0
    server.start()

    def finished():
        runs = server.every("agent-runs", occurrence_id=occurrence)
        return all(run["state"] == "succeeded" for run in runs) and runs

    runs = eventually(finished, within=30, every=0.1, what="the end of the batch")
    assert sorted(run["user_id"] for run in runs) == sorted(users)
    assert len(server.every("communications", agent_type="FOLLOW_UP")) == len(users)


@pytest.mark.parametrize(
    "path, body", [("/chat/message", {"message": "hello"}), ("/agents/run", {"agent_type": "REMINDER"})], ids=["chat", "run"]
)
def test_a_request_that_never_ends_is_told_so_at_the_bound(llm_server, llm, new_user, gate, path, body):
    server = llm_server(LLM_TIMEOUT_SECONDS=3600, SHUTDOWN_SECONDS=1)
    user = new_user(server)
    llm.script(held(ok(), gate))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.post, path, {"user_id": user, **body})
        llm.wait_for_requests(1)
        server.terminate()
        assert int(answer.result().headers["retry-after"]) >= 1
        assert_problem(answer.result(), 503)
    assert server.wait(within=5) == 0
    server.check_stderr()
    assert [row["status"] for row in server.start().every("communications", user_id=user)] == ["unanswered"] * (path == "/chat/message")
