"""A caller who goes away stops the work that was done for them; nobody else notices."""

import json
import socket
import threading

import pytest
from scripted_llm import TEXT, held, ok

ASKING = {
    "chat": ("/chat/message", {"message": "Who should I call?"}),
    "run": ("/agents/run", {"agent_type": "REMINDER"}),
    "v1 run": ("/api/v1/agent-runs", {"agent_type": "REMINDER"}),
}

# Seconds: by far less than a model may take.
GONE = 10


@pytest.fixture
def server(llm_server):
    return llm_server(LLM_TIMEOUT_SECONDS=60)


class Watched:
    """An answer that never comes; `left` is set once whoever asked has closed the connection."""

    def __init__(self):
        self.left = threading.Event()

    def __call__(self, exchange):
        exchange.connection.settimeout(GONE)
        if exchange.connection.recv(1) == b"":
            self.left.set()
        exchange.close_connection = True


def request(server, path, body):
    text = json.dumps(body)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    return (head + text).encode()


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)


def answers(connection, count):
    """What comes in until `count` answers have begun and their messages are there."""
    received = b""
    while received.count(TEXT.encode()) < count:
        received += (part := connection.recv(65536))
        assert part, received
    return received


def statuses(server, user):
    return [row["status"] for row in server.every("communications", user_id=user)]


@pytest.mark.parametrize("name", ASKING)
def test_a_caller_who_goes_away_cancels_the_call_to_the_model(server, llm, new_user, name):
    path, body = ASKING[name]
    user, hanging = new_user(server), Watched()
    llm.script(hanging)
    with connect(server) as caller:
        caller.sendall(request(server, path, {"user_id": user, **body}))
        llm.wait_for_requests(1)
        assert not hanging.left.is_set()
    assert hanging.left.wait(GONE)

    assert server.every("agent-runs", user_id=user) == []
    assert statuses(server, user) == (["unanswered"] if name == "chat" else [])
    assert server.post(path, {"user_id": user, **body}).status_code in (200, 201)
    assert statuses(server, user) == (["answered", "sent"] if name == "chat" else ["sent"])
    assert len(llm.requests) == 2


def test_a_caller_of_a_conversation_who_goes_away_cancels_the_call_too(server, llm, new_user):
    conversation = server.create("conversations", user_id=new_user(server), title="Harbour Hotel")
    hanging = Watched()
    llm.script(hanging)
    with connect(server) as caller:
        caller.sendall(request(server, f"/api/v1/conversations/{conversation['id']}/messages", {"message": "hello"}))
        llm.wait_for_requests(1)
    assert hanging.left.wait(GONE)


def test_a_connection_that_broke_cancels_the_call_too(server, llm, new_user):
    hanging = Watched()
    llm.script(hanging)
    caller = connect(server)
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closes with a reset
    caller.sendall(request(server, "/chat/message", {"user_id": new_user(server), "message": "hello"}))
    llm.wait_for_requests(1)
    caller.close()
    assert hanging.left.wait(GONE)


def test_callers_who_stay_are_answered_on_the_same_connection(server, llm, new_user, gate):
    user, hanging = new_user(server), Watched()
    llm.script(held(ok(), gate), hanging)
    with connect(server) as stays, connect(server) as leaves:
        stays.sendall(request(server, "/chat/message", {"user_id": user, "message": "first"}))
        llm.wait_for_requests(1)
        leaves.sendall(request(server, "/chat/message", {"user_id": user, "message": "second"}))
        llm.wait_for_requests(2)
        leaves.close()
        assert hanging.left.wait(GONE)
        gate.set()
        answers(stays, 1)
        stays.sendall(request(server, "/chat/message", {"user_id": user, "message": "third"}))
        answers(stays, 1)


def test_a_second_request_sent_ahead_is_not_taken_for_a_goodbye(server, llm, new_user, gate):
    user = new_user(server)
    llm.script(held(ok(), gate))
    with connect(server) as caller:
        caller.sendall(request(server, "/chat/message", {"user_id": user, "message": "first"}))
        llm.wait_for_requests(1)
        caller.sendall(request(server, "/chat/message", {"user_id": user, "message": "second"}))
        assert server.get("/agents/list").status_code == 200
        gate.set()
        assert answers(caller, 2).count(b"HTTP/1.1 200") == 2
    assert sorted(statuses(server, user)) == ["answered", "answered", "sent", "sent"]
