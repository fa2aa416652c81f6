"""kill -9 of random instances at random moments, and PostgreSQL restarted meanwhile: what goes out, goes out once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import webhook_receiver
from clock import quiet_zone
from crm_client import Client
from crm_server import Server
from instances import Instances, ended
from kill_story import SECRET, Judgement, Story, kill_at_random
from ports import steady_port
from postgres_cluster import Cluster
from scripted_llm import delayed, ok
from webhook_receiver import WebhookReceiver

PEOPLE, KILLS, SEED = 2000, 100, 20260105


@pytest.fixture
def settings(llm, writing_with):
    llm.otherwise = delayed(ok(), seconds=lambda: random.uniform(0.005, 0.05))
    return {**writing_with, "LLM_CONCURRENCY": 4, "LOG_LEVEL": "warning"}


def tell(client, servers, capsys, between=lambda kill: None):
    """The whole story on a deployment, and its judgement."""
    with WebhookReceiver(SECRET) as receiver, ThreadPoolExecutor(3) as clients:
        receiver.otherwise = webhook_receiver.delayed(webhook_receiver.ok(), lambda: random.uniform(0, 0.02))
        story = Story(client, PEOPLE)
        story.create_people()
        webhooks = story.add_webhooks(receiver)
        started = time.monotonic()
        work = [clients.submit(story.keep_batches_going), *(clients.submit(story.keep_chatting, user) for user in (1, 2))]
        try:
            kill_at_random(story, servers, KILLS, SEED, between)
        finally:
            killed_for = time.monotonic() - started
            story.over.set()
            for each in work:
                each.result()
        story.wait_for_the_end()
        judgement = Judgement(story, receiver, *webhooks)
        with capsys.disabled():
            print(f"\n{judgement.table()}\n{'seconds of killing, and after it':<40}{killed_for:>8.1f}{time.monotonic() - started - killed_for:>8.1f}")
        judgement.assert_every_person_has_one_run_and_one_message()
        judgement.assert_every_message_went_out_once()
        judgement.assert_the_counts_agree()
        judgement.assert_every_question_is_kept_once()


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_three_instances_killed_a_hundred_times_send_everything_once(tmp_path, settings, capsys):
    with Cluster() as postgres, Instances(tmp_path, postgres.url(postgres.new_database()), 3, settings) as instances:
        with ThreadPoolExecutor(1) as operator:
            restarts = {KILLS // 3: "fast", 2 * KILLS // 3: "immediate"}
            done = []

            def restart_postgres(kill):
                if mode := restarts.get(kill):
                    done.append(operator.submit(postgres.restart, mode))

            tell(instances, instances.servers, capsys, restart_postgres)
            assert len([restart.result() for restart in done]) == 2


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_one_server_on_sqlite_killed_a_hundred_times_sends_everything_once(tmp_path, settings, capsys):
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data, env={"TIME_ZONE": quiet_zone(), **settings}, port=steady_port())
    with ended(server.start()):
        tell(Client().connect(server.url), [server], capsys)
