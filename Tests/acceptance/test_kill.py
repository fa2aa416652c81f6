"""kill -9 at any moment loses nothing acknowledged and repeats nothing."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import pytest
from conftest import PROFILE
from crm_server import new_key
from deadline import eventually
from scripted_llm import delayed, ok

USERS, KILLS, SEED = 300, 50, 20260105
UNFINISHED = ("queued", "running", "failed")


@dataclass
class Story:
    """What the clients of the server saw over all its lives."""

    occurrences: list = field(default_factory=list)
    chats: list = field(default_factory=list)
    open_batch: str | None = None
    phases: Counter = field(default_factory=Counter)
    lives: int = 0


def start_batch(server, story):
    """Starts a batch, or asks again under the same key for one whose answer never came."""
    story.open_batch = story.open_batch or new_key()
    answer = server.post("/api/v1/agents/FOLLOW_UP/runs", {}, key=story.open_batch)
    assert answer.status_code in (202, 409), answer.text
    story.open_batch = None
    if answer.status_code == 202:
        story.occurrences.append(answer.json()["occurrence_id"])
    else:  # it was started and only the answer was lost: it is the newest there is
        story.occurrences.append(server.get("/api/v1/occurrences?agent_type=FOLLOW_UP&sort=-id&limit=1").json()["items"][0]["id"])


def state_of(server, occurrence):
    return server.get(f"/api/v1/occurrences/{occurrence}").json()["state"]


def live(server, story, chance):
    """One life: a batch at work, people chatting, and an end at a random moment."""
    with ThreadPoolExecutor(3) as clients:
        batch = clients.submit(keep_a_batch_going, server, story)
        chats = [clients.submit(chat_until_the_end, server, story, user) for user in (1, 2)]
        threading.Event().wait(chance.uniform(0, 0.25))  # a random moment is what this is about
        server.process.kill()
        for client in chats:
            client.result()
        story.phases["while a batch ran" if batch.exception() is None else "before a batch was acknowledged"] += 1
    server.kill()
    story.lives += 1


def keep_a_batch_going(server, story):
    if not story.occurrences or state_of(server, story.occurrences[-1]) not in ("planned", "running"):
        start_batch(server, story)


def chat_until_the_end(server, story, user):
    """Chats until the server is gone; keeps what was acknowledged."""
    try:
        for n in range(1000):
            text, key = f"question {user} {story.lives} {n}", new_key()
            answer = server.post("/chat/message", {"user_id": user, "message": text}, key=key)
            assert answer.status_code == 200, answer.text
            story.chats.append((user, text, answer.json()["message"]))
    except httpx.TransportError:
        pass  # killed


def finish(server, story):
    def nothing_left():
        return all(state_of(server, o) == "done" for o in story.occurrences) and not any(
            server.every("agent-runs", state=state) for state in UNFINISHED
        )

    eventually(nothing_left, within=120, every=0.2, what="the end of every batch")


def table(story, runs, messages, llm):
    rows = [
        ("kills", KILLS), *((f"  {phase}", count) for phase, count in sorted(story.phases.items())),
        ("batches", len(story.occurrences)), ("runs", len(runs)), ("messages of runs", len(messages)),
        ("chat answers acknowledged", len(story.chats)), ("requests to the model", len(llm.requests)),
        ("attempts beyond the first", sum(run["attempts"] - 1 for run in runs)),
    ]
    return "\n".join(f"{name:<34}{value:>8}" for name, value in rows)


@pytest.mark.alone
@pytest.mark.timeout(600)
def test_fifty_kills_neither_lose_nor_repeat_a_message(llm_server, llm, capsys):
    chance, story = random.Random(SEED), Story()
    llm.otherwise = delayed(ok(), seconds=lambda: random.uniform(0.005, 0.02))
    server = llm_server(LLM_CONCURRENCY=4, LLM_TIMEOUT_SECONDS=30, LLM_MAX_RETRIES=2)
    for user in range(1, USERS + 1):
        assert server.post(f"/business-profile/{user}", PROFILE).status_code == 200
    for _ in range(KILLS):
        live(server, story, chance)
        server.start()
    if story.open_batch:
        start_batch(server, story)
    finish(server, story)

    runs = [run for run in server.every("agent-runs") if run["occurrence_id"] in story.occurrences]
    messages = server.every("communications", agent_type="FOLLOW_UP")
    with capsys.disabled():
        print("\n" + table(story, runs, messages, llm))
    assert len(set(story.occurrences)) == len(story.occurrences)
    assert len(server.every("occurrences", agent_type="FOLLOW_UP", trigger="batch")) == len(story.occurrences)
    wanted = Counter((occurrence, user) for occurrence in story.occurrences for user in range(1, USERS + 1))
    assert Counter((run["occurrence_id"], run["user_id"]) for run in runs) == wanted
    assert {run["state"] for run in runs} == {"succeeded"}
    assert Counter(message["run_id"] for message in messages) == Counter(run["id"] for run in runs)
    assert {run["communication_id"] for run in runs} == {message["id"] for message in messages}
    for user in (1, 2):
        stored = Counter(m["body"] for m in server.every("communications", user_id=user, agent_type="USER_MESSAGE"))
        assert all(stored[text] == 1 for person, text, _ in story.chats if person == user)
        assert max(stored.values(), default=1) == 1
