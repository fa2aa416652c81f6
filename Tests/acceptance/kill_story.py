"""What kill tests have in common: people, batches, killing at random moments, and the judgement at the end."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
from conftest import PROFILE
from crm_server import new_key
from deadline import eventually

SECRET = "whsec_bm90LXRvLWJlLWxvZ2dlZC1ub3QtdG8tYmU="
UNFINISHED_RUNS = ("queued", "running", "failed")
UNFINISHED_DELIVERIES = ("queued", "sending", "failed")


@dataclass
class Story:
    """A deployment's clients: they ask for batches and chat while its processes are killed."""

    client: object
    people: int
    occurrences: list = field(default_factory=list)
    chats: list = field(default_factory=list)
    kills: Counter = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def create_people(self):
        with ThreadPoolExecutor(8) as pool:
            for answer in pool.map(lambda user: self.client.post(f"/business-profile/{user}", PROFILE), range(1, self.people + 1)):
                assert answer.status_code == 200, answer.text

    def add_webhooks(self, receiver):
        """A receiver that takes what comes, and one that tells repetitions, both refusing now and then; returns their ids."""
        self.refuse_now_and_then(receiver)
        return [
            self.client.create("webhooks", url=f"{receiver.url}/{name}", secret=SECRET, is_idempotent=is_idempotent)["id"]
            for name, is_idempotent in (("once", False), ("again", True))
        ]

    def refuse_now_and_then(self, receiver, share=0.1, seed=5):
        """Lets the receiver refuse some messages when they first come, so that they are sent again."""
        chance, seen = random.Random(seed), set()

        def refuses(request):
            is_new = (request.id, request.path) not in seen
            seen.add((request.id, request.path))
            return is_new and chance.random() < share

        receiver.refuses = refuses

    def keep_batches_going(self):
        """Asks for a batch over all people, and for the next one once no run waits any more."""
        while not self.over.is_set():
            answer = self.client.until_answered("POST", "/api/v1/agents/FOLLOW_UP/runs", {}, key=new_key())
            self.occurrences.append(self.occurrence_of(answer))
            eventually(lambda: self.over.is_set() or not self.waiting(), within=120, every=0.2, what="the end of the queue")

    def occurrence_of(self, answer):
        if answer.status_code == 202:
            return answer.json()["occurrence_id"]
        assert answer.status_code == 409, answer.text  # carried out, and only the answer was lost: it is the newest
        newest = self.client.until_answered("GET", "/api/v1/occurrences?agent_type=FOLLOW_UP&sort=-id&limit=1")
        return newest.json()["items"][0]["id"]

    def waiting(self):
        return self.client.until_answered("GET", "/api/v1/agent-runs?state=queued&limit=1").json()["items"]

    def keep_chatting(self, user):
        """Asks one question after the other, each until it is answered."""
        number = 0
        while not self.over.is_set():
            number += 1
            question = {"user_id": user, "message": f"question {number} of {user}"}
            answer = self.client.until_answered("POST", "/chat/message", question, key=new_key())
            assert answer.status_code in (200, 409), answer.text
            self.chats.append((user, question["message"]))

    def kill(self, server):
        """kill -9 and a new start, which is not waited for."""
        told = f"{server.stderr[-20:]}; its life before: {server.former_stderr[-20:]}"
        assert server.process.poll() is None, f"an instance ended by itself with {server.process.returncode}: {told}"
        self.kills["after it was ready" if server.was_ready else "while it started"] += 1
        server.kill()
        server.check_stderr()
        server.launch()

    def wait_for_the_end(self, within=120):
        eventually(lambda: not self.unfinished(), within=within, every=0.3, what="the end of all runs and deliveries")

    def unfinished(self):
        try:
            return [
                (resource, state, len(rows))
                for resource, states in (("agent-runs", UNFINISHED_RUNS), ("deliveries", UNFINISHED_DELIVERIES))
                for state in states
                if (rows := self.client.get(f"/api/v1/{resource}", params={"state": state, "limit": 100}).json()["items"])
            ]
        except httpx.TransportError as error:
            raise AssertionError(repr(error)) from error


class Judgement:
    """What the API and the receiver say at the end, and whether they agree."""

    def __init__(self, story, receiver, once, again):
        """`once` and `again` are the ids of the plain webhook and of the one whose receiver tells repetitions."""
        client = story.client
        self.story, self.once, self.again = story, once, again
        self.runs = [run for run in client.every("agent-runs") if run["occurrence_id"] in story.occurrences]
        self.messages = client.every("communications", agent_type="FOLLOW_UP")
        self.deliveries = client.every("deliveries")
        self.received, self.unverified = Counter(request.id for request in receiver.requests), receiver.counts()["unverified"]
        self.refused = Counter(request.id for request in receiver.refused)

    def of(self, webhook):
        return [delivery for delivery in self.deliveries if delivery["webhook_id"] == webhook]

    def arrivals(self, delivery):
        return self.received[delivery["key"]]

    def table(self):
        once, again = self.of(self.once), self.of(self.again)
        unknown = [delivery for delivery in once if delivery["state"] == "unknown"]
        rows = [
            ("kills", self.story.kills.total()), *((f"  {when}", count) for when, count in sorted(self.story.kills.items())),
            ("people", self.story.people), ("batches", len(self.story.occurrences)), ("runs", len(self.runs)),
            ("  attempts beyond the first", sum(run["attempts"] - 1 for run in self.runs)),
            ("messages", len(self.messages)), ("questions answered in chats", len(self.story.chats)),
            ("deliveries refused, to be sent again", self.refused.total()),
            ("deliveries, receiver not idempotent", len(once)),
            ("  delivered", sum(delivery["state"] == "delivered" for delivery in once)),
            ("  unknown, and had arrived", sum(self.arrivals(delivery) == 1 for delivery in unknown)),
            ("  unknown, and had not arrived", sum(self.arrivals(delivery) == 0 for delivery in unknown)),
            ("  received", sum(map(self.arrivals, once))), ("  received more than once", sum(self.arrivals(d) > 1 for d in once)),
            ("deliveries, receiver idempotent", len(again)),
            ("  delivered", sum(delivery["state"] == "delivered" for delivery in again)),
            ("  received, distinct", sum(self.arrivals(delivery) > 0 for delivery in again)),
            ("  received, repetitions", sum(self.arrivals(delivery) - 1 for delivery in again)),
        ]
        return "\n".join(f"{name:<40}{value:>8}" for name, value in rows)

    def assert_every_person_has_one_run_and_one_message(self):
        wanted = Counter((occurrence, user) for occurrence in self.story.occurrences for user in range(1, self.story.people + 1))
        assert Counter((run["occurrence_id"], run["user_id"]) for run in self.runs) == wanted
        assert Counter(run["state"] for run in self.runs) == {"succeeded": len(self.runs)}
        assert Counter(message["run_id"] for message in self.messages) == Counter(run["id"] for run in self.runs)
        assert {run["communication_id"] for run in self.runs} == {message["id"] for message in self.messages}

    def assert_every_message_went_out_once(self):
        messages = Counter(message["id"] for message in self.messages)
        for webhook in (self.once, self.again):
            assert Counter(delivery["communication_id"] for delivery in self.of(webhook)) == messages
        for delivery in self.of(self.once):
            assert delivery["state"] in ("delivered", "unknown"), delivery
            if delivery["state"] == "delivered":
                assert self.arrivals(delivery) == 1, delivery
            else:
                assert self.arrivals(delivery) <= 1 and delivery["error"].strip(), delivery
        for delivery in self.of(self.again):
            assert delivery["state"] == "delivered" and self.arrivals(delivery) >= 1, delivery

    def assert_the_counts_agree(self):
        assert self.unverified == 0
        assert self.refused, "no message was refused, so none was sent again after a refusal"
        assert set(self.received) | set(self.refused) <= {delivery["key"] for delivery in self.deliveries}
        arrived = sum(self.arrivals(delivery) for delivery in self.of(self.once))
        states = Counter(delivery["state"] for delivery in self.of(self.once))
        assert states["delivered"] <= arrived <= states["delivered"] + states["unknown"]

    def assert_every_question_is_kept_once(self):
        for user in {user for user, _ in self.story.chats}:
            asked = [text for person, text in self.story.chats if person == user]
            stored = Counter(m["body"] for m in self.story.client.every("communications", user_id=user, agent_type="USER_MESSAGE"))
            answers = self.story.client.every("communications", user_id=user, agent_type="AGENT_RESPONSE")
            assert all(stored[text] == 1 for text in asked)
            assert len(asked) <= len(answers) <= len(stored) <= len(asked) + 1


def kill_at_random(story, servers, kills, seed, between=lambda kill: None):
    """Kills one of the servers after every 100 to 500 ms; `between` is told the number of each kill."""
    chance = random.Random(seed)
    for kill in range(kills):
        story.over.wait(chance.uniform(0.1, 0.5))  # a random moment is what this is about
        assert not story.over.is_set(), "a client of the test failed"
        story.kill(chance.choice(servers))
        between(kill)
