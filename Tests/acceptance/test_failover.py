"""A primary that dies and a standby that takes over: the instances go on by themselves, and nothing acknowledged is lost."""

import signal
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from clock import quiet_zone
from crm_server import new_key
from deadline import eventually
from instances import Instances
from kill_story import SECRET, Judgement, Story
from postgres_cluster import PASSWORD, Cluster
from scripted_llm import delayed, ok
from webhook_receiver import WebhookReceiver

PEOPLE = 500


@pytest.fixture
def pair():
    with Cluster() as primary, primary.standby() as standby:
        yield primary, standby


def both(primary, standby, name):
    return f"postgresql://crm:{PASSWORD}@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/{name}?target_session_attrs=read-write"


def keep_creating(client, over, acknowledged):
    """Creates one contact after the other; keeps the names of those that were acknowledged."""
    number = 0
    while not over.is_set():
        number += 1
        contact = {"user_id": 1, "name": f"Customer {number}"}
        answer = client.until_answered("POST", "/api/v1/contacts", contact, key=new_key())
        assert answer.status_code in (201, 409), answer.text
        acknowledged.append(contact["name"])


@pytest.mark.alone
@pytest.mark.timeout(240)
def test_the_instances_go_on_with_the_standby(tmp_path, pair, llm, writing_with, capsys):
    primary, standby = pair
    llm.otherwise = delayed(ok(), seconds=0.05)
    url = both(primary, standby, primary.new_database())
    with Instances(tmp_path, url, 3, {**writing_with, "LLM_CONCURRENCY": 2}) as instances, WebhookReceiver(SECRET) as receiver:
        story, over, acknowledged = Story(instances, PEOPLE), threading.Event(), []
        story.create_people()
        webhooks = story.add_webhooks(receiver)
        with ThreadPoolExecutor(2) as clients:
            creating = clients.submit(keep_creating, instances, over, acknowledged)
            story.occurrences.append(story.occurrence_of(instances.post("/api/v1/agents/FOLLOW_UP/runs", {})))
            eventually(lambda: len(acknowledged) > 20 and instances.get("/api/v1/agent-runs?state=succeeded&limit=100").json()["next_cursor"],
                       within=30, every=0.05, what="a batch under way")
            before = len(acknowledged)
            assert story.waiting(), "the batch was over before the primary died"
            primary.kill()
            standby.promote()
            eventually(lambda: len(acknowledged) > before + 20, within=30, what="new contacts after the fail-over")
            over.set()
            creating.result()
        story.wait_for_the_end()
        judgement = Judgement(story, receiver, *webhooks)
        with capsys.disabled():
            print(f"\n{judgement.table()}\n{'contacts acknowledged':<40}{len(acknowledged):>8}")
        stored = Counter(contact["name"] for contact in instances.every("contacts"))
        assert stored == Counter(acknowledged)
        judgement.assert_every_person_has_one_run_and_one_message()
        judgement.assert_every_message_went_out_once()
        judgement.assert_the_counts_agree()


def test_what_the_standby_has_not_is_not_acknowledged(start_server, pair, new_user, writing_with):
    """A commit that waits for the standby in vain must not be told as done, whatever limit ends the wait."""
    primary, standby = pair
    name = primary.new_database()
    server = start_server(env={
        "DATABASE_URL": both(primary, standby, name), "DATABASE_STATEMENT_TIMEOUT_SECONDS": 3, "TIME_ZONE": quiet_zone(), **writing_with})
    user = new_user(server)
    standby.signal_all(signal.SIGSTOP)
    answer = server.post("/api/v1/contacts", {"user_id": user, "name": "Harbour Hotel"})
    standby.signal_all(signal.SIGCONT)
    assert answer.status_code == 503, "it was acknowledged while only the primary had it"
