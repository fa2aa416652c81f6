"""A history is followed as it grows: over a WebSocket and as server-sent events, on any instance, from where the reader was."""

import contextlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import wire_formats
from clock import quiet_zone
from deadline import eventually
from scripted_llm import ok
from test_callers import connect as call
from test_callers import request
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from wire_answer import Answer


@contextlib.contextmanager
def socket(server, user, after=None, **options):
    port = options.pop("port", None) or server.port
    flags = "".join(f"&{name}=true" for name in ("words", "drafts") if options.pop(name, False))
    query = f"user_id={user}" + (f"&after={after}" if after is not None else "") + flags
    with connect(f"ws://127.0.0.1:{port}/api/v1/ws?{query}", proxy=None, open_timeout=10, **options) as opened:
        yield opened


def told(opened, count, within=10):
    """The next messages that a reader is told."""
    until = time.monotonic() + within
    return [json.loads(opened.recv(timeout=until - time.monotonic()))["message"] for _ in range(count)]


def say(server, user, text="What is due today?"):
    answer = server.post("/chat/message", {"user_id": user, "message": text})
    assert answer.status_code == 200, answer.text


def test_what_is_said_and_written_is_told_at_once_to_every_reader_of_that_person(server, new_user):
    user, other = new_user(server), new_user(server)
    with socket(server, user) as first, socket(server, user) as second, socket(server, other) as third:
        say(server, user)
        server.post("/agents/run", {"user_id": user, "agent_type": "REMINDER"})
        rows = {row["id"]: row for row in server.every("communications", user_id=user)}
        for reader in (first, second):
            seen = {}
            while len(seen) < 3 or any(seen[id]["status"] != rows[id]["status"] for id in rows):
                [message] = told(reader, 1)
                seen[message["id"]] = message
            assert seen == rows
        say(server, other)
        assert told(third, 1)[0]["user_id"] == other


def test_a_reader_who_comes_back_is_told_what_it_missed(server, new_user):
    user = new_user(server)
    say(server, user)
    seen = max(row["id"] for row in server.every("communications", user_id=user))
    say(server, user, "What is overdue?")
    missed = {row["id"] for row in server.every("communications", user_id=user) if row["id"] > seen}
    with socket(server, user, after=seen) as opened:
        known = set()
        while not missed <= known:
            known.add(told(opened, 1)[0]["id"])


def test_server_sent_events_tell_the_same_and_go_on_from_the_last_event(server, new_user):
    user = new_user(server)
    say(server, user)
    ids = sorted(row["id"] for row in server.every("communications", user_id=user))
    headers = {"Last-Event-ID": str(ids[0])}
    with httpx.stream("GET", f"{server.url}/api/v1/users/{user}/events", headers=headers, timeout=10, trust_env=False) as answer:
        assert answer.status_code == 200 and answer.headers["content-type"] == "text/event-stream"
        seen, event = {}, {}
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            event[name] = value
            if line == "" and "data" in event:
                seen[int(event["id"])] = json.loads(event["data"])["message"]
                event = {}
            if ids[1] in seen:
                break
    assert seen[ids[1]]["agent_type"] == "AGENT_RESPONSE"


@pytest.mark.parametrize(("path", "headers", "status"), [
    ("/api/v1/ws?user_id=1", {"Origin": "https://elsewhere.example"}, 403),
    ("/api/v1/ws?user_id=999999", {}, 404),
    ("/api/v1/ws?user_id=none", {}, 422),
    ("/api/v1/users", {}, 200),
])
def test_a_socket_is_refused_with_the_reason(server, path, headers, status):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{server.port}{path}", proxy=None, additional_headers=headers).close()
    assert refused.value.response.status_code == status


def test_a_plain_request_is_told_to_upgrade(server):
    answer = server.get("/api/v1/ws?user_id=1")
    assert answer.status_code == 426 and answer.headers["upgrade"] == "websocket"


def test_an_offer_of_another_protocol_is_passed_over(server):
    headers = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAAP__"}
    answer = httpx.post(f"{server.url}/api/v1/contacts", json={"name": "Harbour Hotel"}, headers=headers, trust_env=False)
    assert answer.status_code == 201


def test_pings_are_answered_and_what_is_not_understood_ends_the_connection(server, new_user):
    user = new_user(server)
    with socket(server, user) as opened:
        assert opened.ping(b"hello").wait(5)
        opened.send("anything")
        with pytest.raises(ConnectionClosed) as ended:
            opened.recv(timeout=5)
        assert ended.value.rcvd.code == 1003


def test_readers_do_not_hold_up_a_stop_and_are_sent_away(start_server, new_user):
    server = start_server()
    user = new_user(server)
    with socket(server, user) as opened, httpx.stream("GET", f"{server.url}/api/v1/users/{user}/events", timeout=10, trust_env=False) as events:
        lines = events.iter_lines()
        next(lines)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 8
        with pytest.raises(ConnectionClosed) as ended:
            opened.recv(timeout=5)
        assert ended.value.rcvd is None or ended.value.rcvd.code == 1001
        list(lines)


def test_a_reader_at_one_instance_is_told_what_another_wrote(start_instances, new_user):
    instances = start_instances(2)
    first, second = instances.servers
    user = new_user(instances)
    eventually(lambda: httpx.get(f"http://127.0.0.1:{second.port}/readyz", trust_env=False).status_code == 200, what="readiness")
    with socket(instances, user, port=second.port) as opened:
        began = time.monotonic()
        say(first, user)
        assert {message["agent_type"] for message in told(opened, 2)} <= {"USER_MESSAGE", "AGENT_RESPONSE"}
        assert time.monotonic() - began < 5, "it was found by looking, not told"


def slowly(gate, text="Call Harbour Hotel first."):
    """A streamed answer whose second half waits for the gate."""

    def run(exchange):
        form = wire_formats.at(exchange.request_read.path)
        if not wire_formats.wants_stream(exchange.request_read):
            return ok(text)(exchange)
        pieces = form.answer(Answer(text), True)

        def held():
            yield from pieces[: len(pieces) // 2]
            gate.wait(20)
            yield from pieces[len(pieces) // 2 :]

        exchange.stream(held())

    return run


def answer_of(events):
    """The words as a reader puts them together, and whether the answer is over."""
    text = ""
    for event in events:
        text = event["text"] if event["is_start"] else text + event["text"]
    return text, any(event["is_over"] for event in events)


def read_words(opened, until, within=15):
    """Answer events until the text or the end satisfies."""
    events, end = [], time.monotonic() + within
    while not until(*answer_of(events)):
        news = json.loads(opened.recv(timeout=end - time.monotonic()))
        if news["type"] == "answer":
            events.append(news["answer"])
    return events


def test_words_are_told_as_they_are_written_and_again_to_who_comes_back(llm_server, llm, new_user):
    gate = threading.Event()
    llm.otherwise = slowly(gate)
    server = llm_server(LLM_TIMEOUT_SECONDS=30)
    user = new_user(server)
    with socket(server, user, words=True) as first, ThreadPoolExecutor(1) as asking:
        answer = asking.submit(server.post, "/chat/message", {"user_id": user, "message": "Who first?", "stream": True})
        read_words(first, lambda text, over: text.startswith("Call"))
        with socket(server, user, words=True) as second:
            assert read_words(second, lambda text, over: text.startswith("Call"))[0]["is_start"]
            with httpx.stream("GET", f"{server.url}/api/v1/users/{user}/events?words=true", timeout=10, trust_env=False) as events:
                lines = (line.removeprefix("data: ") for line in events.iter_lines() if line.startswith("data: "))
                assert next(news for news in map(json.loads, lines) if news["type"] == "answer")["answer"]["text"].startswith("Call")
            gate.set()
            for reader in (first, second):
                assert read_words(reader, lambda text, over: over)[-1]["is_over"]
        assert answer.result().json()["message"] == "Call Harbour Hotel first."
    rows = server.every("communications", user_id=user)
    assert [row["agent_type"] for row in sorted(rows, key=lambda row: row["id"])] == ["USER_MESSAGE", "AGENT_RESPONSE"]


def test_an_answer_nobody_waits_for_any_more_is_broken_off_and_can_be_asked_again(llm_server, llm, new_user):
    gate = threading.Event()
    llm.otherwise = slowly(gate)
    server = llm_server(LLM_TIMEOUT_SECONDS=30)
    user = new_user(server)
    with socket(server, user, words=True) as reader:
        with call(server) as caller:
            caller.sendall(request(server, "/chat/message", {"user_id": user, "message": "Who first?", "stream": True}))
            read_words(reader, lambda text, over: text.startswith("Call"))
        read_words(reader, lambda text, over: over)
    assert [row["status"] for row in server.every("communications", user_id=user)] == ["unanswered"]
    gate.set()
    say(server, user, "Who first?")
    assert sorted(row["status"] for row in server.every("communications", user_id=user)) == ["answered", "sent"]


def test_words_are_told_at_another_instance(start_instances, llm, new_user):
    gate = threading.Event()
    llm.otherwise = slowly(gate)
    instances = start_instances(2, env={"OPENAI_API_KEY": "test-key", "OPENAI_BASE_URL": llm.base_url})
    first, second = instances.servers
    user = new_user(instances)
    eventually(lambda: httpx.get(f"http://127.0.0.1:{second.port}/readyz", trust_env=False).status_code == 200, what="readiness")
    with socket(instances, user, port=second.port, words=True) as opened, ThreadPoolExecutor(1) as asking:
        answer = asking.submit(first.post, "/chat/message", {"user_id": user, "message": "Who first?", "stream": True})
        read_words(opened, lambda text, over: text.startswith("Call"))
        gate.set()
        assert answer.result().status_code == 200
        read_words(opened, lambda text, over: over)


def told_of_drafts(opened, count, within=5):
    """The word that so many drafts wait."""
    until = time.monotonic() + within
    while True:
        news = json.loads(opened.recv(timeout=until - time.monotonic()))
        if news["type"] == "drafts" and news["drafts"]["count"] == count:
            return news["drafts"]


def draft(server, user):
    """Lets CLOSURE write to a contact of the user's that it may write to."""
    contact = server.create("contacts", user_id=user, name="Harbour Hotel", email=f"hotel{user}@example.com", consent="given")
    server.create("deals", user_id=user, contact_id=contact["id"], customer="Harbour Hotel", product="SaaS")
    assert server.patch("/api/v1/agents/CLOSURE", {"recipients": "contact", "filter": "everyone"}).status_code == 200
    assert server.post("/api/v1/agents/CLOSURE/runs").status_code == 202


ALWAYS = {
    "quiet_from": "00:00", "quiet_until": "00:00", "working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"],
}


def test_drafts_are_told_as_they_come_and_are_decided_at_whichever_instance(start_instances, new_user):
    # Written offline: what a model says of the contact is not what this is about.
    instances = start_instances(2, env={"TIME_ZONE": quiet_zone(), "OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""})
    first, second = instances.servers
    eventually(lambda: httpx.get(f"http://127.0.0.1:{second.port}/readyz", trust_env=False).status_code == 200, what="readiness")
    user, other = new_user(instances), new_user(instances)
    assert first.patch("/api/v1/workspace", ALWAYS).status_code == 200
    with socket(instances, user, port=second.port, drafts=True) as opened, socket(instances, other, port=second.port, drafts=True) as stranger:
        assert told_of_drafts(opened, 0) == {"count": 0, "newest_id": 0} == told_of_drafts(stranger, 0)
        draft(first, user)
        waiting = told_of_drafts(opened, 1, within=20)
        assert waiting == first.get("/api/v1/drafts/count", params={"user_id": user}).json()
        began = time.monotonic()
        assert first.post(f"/api/v1/communications/{waiting['newest_id']}/reject").status_code == 200
        assert told_of_drafts(opened, 0) == {"count": 0, "newest_id": 0}
        assert time.monotonic() - began < 5, "it was found by looking, not told"
        with pytest.raises(TimeoutError):
            stranger.recv(timeout=0.5)


def test_server_sent_events_tell_of_drafts_only_where_they_are_asked_for(server, new_user):
    user = new_user(server)
    with httpx.stream("GET", f"{server.url}/api/v1/users/{user}/events?drafts=true", timeout=10, trust_env=False) as events:
        data = (line.removeprefix("data: ") for line in events.iter_lines() if line.startswith("data: "))
        assert json.loads(next(data)) == {"type": "drafts", "drafts": {"count": 0, "newest_id": 0}}
    with socket(server, user) as plain, pytest.raises(TimeoutError):
        plain.recv(timeout=0.5)
    assert server.get(f"/api/v1/users/{user}/events?drafts=maybe").status_code == 422
