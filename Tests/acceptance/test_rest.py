"""A server whose clients have gone uses no processor time."""

import json
import os
import socket
import threading

import pytest
from deadline import eventually

TICKS = os.sysconf("SC_CLK_TCK")
CLIENTS = 32


def processor_seconds(server):
    with open(f"/proc/{server.process.pid}/stat") as file:
        words = file.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / TICKS


def rests(server, window=0.5):
    before = processor_seconds(server)
    threading.Event().wait(window)  # the window of the measurement
    return processor_seconds(server) - before < window / 10


def leave_in_the_middle(server, path, body):
    """Clients that send a request and close without reading the answer."""
    body = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    for _ in range(CLIENTS):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(head.encode() + body)


@pytest.mark.parametrize(
    "path, body",
    [
        ("/chat/message", {"message": "Who should I call?"}),
        ("/agents/run", {"agent_type": "REMINDER"}),
        ("/api/v1/contacts", {"name": "Harbour Hotel"}),
    ],
    ids=["chat", "run", "write"],
)
def test_clients_that_leave_in_the_middle_leave_a_server_at_rest(start_server, new_user, path, body):
    server = start_server()
    leave_in_the_middle(server, path, {"user_id": new_user(server), **body})
    eventually(lambda: rests(server), within=10, what="a server at rest")
    assert server.get("/agents/list").status_code == 200
