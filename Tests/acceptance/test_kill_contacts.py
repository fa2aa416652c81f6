"""kill -9 of the server while an agent writes to contacts, for a batch and for what happens: each gets one message."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import webhook_receiver
from clock import quiet_zone
from crm_client import Client
from crm_server import Server, new_key
from deadline import eventually
from instances import ended
from kill_story import SECRET, Story, kill_at_random
from ports import steady_port
from webhook_receiver import WebhookReceiver

KNOWN, NEW, KILLS, SEED = 200, 150, 30, 20260107
# The known ones take longer than the kills.
PER_MINUTE = 1200


@pytest.fixture
def server(tmp_path):
    """Contacts may be written to at any hour of any day, with an agent that does so when one is created and when it is asked to."""
    data = tmp_path / "data"
    data.mkdir()
    settings = {"TIME_ZONE": quiet_zone(), "LOG_LEVEL": "warning", "WEBHOOK_ALLOW_PRIVATE": "true"}
    server = Server(data, env=settings, port=steady_port())
    with ended(server.start()):
        client = Client().connect(server.url)
        prepare(client)
        yield server, client


def prepare(client):
    rules = {"quiet_from": "00:00", "quiet_until": "00:00", "working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]}
    assert client.patch("/api/v1/workspace", rules).status_code == 200
    for number in range(KNOWN):
        create(client, "known", number)
    agent = {
        "title": "Greeting", "schedule_rule": "never", "trigger": "contact_created", "recipients": "contact", "filter": "everyone",
        "contact_prompt": "Hello {{name}}.", "autonomy": "auto", "steps": [{"after": "3 days", "prompt": "And, {{name}}?"}],
    }
    assert client.post("/api/v1/agents", agent).status_code == 201


def create(client, kind, number):
    contact = {"name": f"{kind} {number}", "email": f"{kind}{number}@example.com", "consent": "given"}
    answer = client.until_answered("POST", "/api/v1/contacts", contact, key=new_key())
    assert answer.status_code in (201, 409), answer.text  # 409: it was created, and only the answer was lost


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_a_server_killed_thirty_times_writes_to_each_contact_once(server, capsys):
    server, client = server
    with WebhookReceiver(SECRET) as receiver, ThreadPoolExecutor(1) as work:
        receiver.otherwise = webhook_receiver.delayed(webhook_receiver.ok(), lambda: random.uniform(0, 0.02))
        story = Story(client, people=1)
        story.refuse_now_and_then(receiver)
        client.create("webhooks", url=receiver.url, secret=SECRET, is_idempotent=False)
        started = client.until_answered("POST", "/api/v1/agents/GREETING/runs", {"rate_per_minute": PER_MINUTE}, key=new_key())
        assert started.status_code == 202, started.text
        created = work.submit(lambda: [create(client, "new", number) for number in range(NEW)])
        kill_at_random(story, [server], KILLS, SEED)
        created.result()
        story.wait_for_the_end()
        # The last event may have had no run yet.
        eventually(lambda: len(written(client)) == KNOWN + NEW, within=60, every=0.5, what="a message to each contact")
        story.wait_for_the_end()
        judge(client, receiver, story, capsys)


def written(client):
    return client.every("agent-runs", agent_type="GREETING", state="succeeded")


def judge(client, receiver, story, capsys):
    contacts = client.every("contacts")
    messages = client.every("communications", agent_type="GREETING", direction="outbound")
    runs = client.every("agent-runs", agent_type="GREETING")
    deliveries = client.every("deliveries")
    positions = client.every("sequence-positions", agent_type="GREETING")
    arrived = Counter(request.id for request in receiver.requests)
    with capsys.disabled():
        rows = [("kills", story.kills.total()), ("contacts", len(contacts)), ("runs", len(runs)), ("messages", len(messages)),
                *((f"  deliveries {state}", count) for state, count in sorted(Counter(row["state"] for row in deliveries).items())),
                *((f"  kept out by {rule}", count) for rule, count in Counter(run["rule"] for run in runs if run["rule"]).items())]
        print("\n" + "\n".join(f"{name:<40}{value:>8}" for name, value in rows))
    assert len(contacts) == KNOWN + NEW
    reached = Counter(run["contact_id"] for run in written(client))
    assert reached == Counter(contact["id"] for contact in contacts)
    # Who was created before the batch was planned is in it, and the event finds them in the sequence.
    assert {(run["state"], run["rule"]) for run in runs} <= {("succeeded", None), ("cancelled", "in_sequence")}
    assert Counter(message["contact_id"] for message in messages) == reached
    names = {contact["id"]: contact["name"] for contact in contacts}
    assert all(message["body"].startswith(f"Hello {names[message['contact_id']]}.") for message in messages)
    assert Counter(row["communication_id"] for row in deliveries) == Counter(message["id"] for message in messages)
    for row in deliveries:
        assert row["state"] in ("delivered", "unknown"), row
        assert arrived[row["key"]] == 1 if row["state"] == "delivered" else arrived[row["key"]] <= 1, row
    assert {row["contact_id"] for row in positions} == {message["contact_id"] for message in messages}
    assert {(row["step"], row["state"]) for row in positions} == {(0, "active")}
    events = client.every("events", kind="contact_created")
    assert len(events) == len({event["contact_id"] for event in events}) == NEW
