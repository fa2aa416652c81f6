"""Several instances on one PostgreSQL: none is special, each knows when it is not ready, and work is shared."""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from crm_client import Client
from crm_server import new_key, run_command
from deadline import eventually
from kill_story import SECRET
from scripted_llm import delayed, held, ok
from webhook_receiver import WebhookReceiver

AGENTS = ("REMINDER", "FOLLOW_UP", "CLOSURE", "NURTURE", "UPSELL")
LEASE_SECONDS, POLL_SECONDS = 20, 5


def batch(client, agent="FOLLOW_UP"):
    answer = client.post(f"/api/v1/agents/{agent}/runs", {})
    assert answer.status_code == 202, answer.text
    return answer.json()["occurrence_id"]


def finished(client, occurrence):
    """The runs of an occurrence once all have succeeded."""
    runs = client.every("agent-runs", occurrence_id=occurrence)
    return all(run["state"] == "succeeded" for run in runs) and runs


def status(server, path):
    """The status at an instance's own port, past the load balancer; None where nothing listens."""
    try:
        return httpx.get(f"http://127.0.0.1:{server.steady_port}{path}", timeout=5, trust_env=False).status_code
    except httpx.TransportError:
        return None


@pytest.mark.alone
def test_ten_instances_starting_at_once_migrate_once_and_load_the_sample_once(start_instances, database):
    instances = start_instances(10, args=())
    migrations = json.loads(run_command("migrate", "--status", "--json", env={"DATABASE_URL": database}).stdout)
    assert migrations
    customers = Counter(contact["name"] for contact in instances.every("contacts"))
    assert customers and max(customers.values()) == 1

    def first_look():
        return [message["agent_type"] for message in instances.every("communications")]

    eventually(lambda: len(first_look()) >= len(AGENTS), within=30, what="the first message of each agent")
    assert Counter(first_look()) == Counter(AGENTS)
    assert not [line for server in instances.servers for line in server.stderr if " error " in line]


def test_a_key_sent_to_two_instances_at_once_is_carried_out_once(start_instances, llm, new_user):
    instances = start_instances()
    user = new_user(instances)
    llm.otherwise = delayed(ok(), seconds=0.4)
    body, key = {"user_id": user, "agent_type": "REMINDER"}, new_key()
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda server: server.post("/agents/run", body, key=key), instances.servers * 3))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len(instances.every("communications", user_id=user)) == 1
    again = instances.until_answered("POST", "/agents/run", body, key=key)
    assert again.status_code == 200 and again.headers["idempotency-replayed"] == "true"


def test_a_batch_is_shared_and_everyone_gets_one_message(start_instances, llm, new_user):
    instances = start_instances(3, env={"LLM_CONCURRENCY": 2})
    users = [new_user(instances) for _ in range(60)]
    llm.otherwise = delayed(ok(), seconds=0.05)
    occurrence = batch(instances)
    runs = eventually(lambda: finished(instances, occurrence), within=30, every=0.1, what="the end of the batch")
    assert sorted(run["user_id"] for run in runs) == sorted(users)
    assert Counter(m["user_id"] for m in instances.every("communications")) == Counter(users)
    assert len(llm.requests) == len(users)


@pytest.mark.alone
def test_work_asked_for_at_one_instance_wakes_another_without_polling(start_instances, new_user):
    """Only a wake-up across processes is quick enough: a worker looks by itself every few seconds."""
    instances = start_instances(roles=("web", "worker"))
    new_user(instances)
    with WebhookReceiver(SECRET) as receiver:
        instances.create("webhooks", url=receiver.url, secret=SECRET)
        taken = []
        for _ in range(5):
            start = time.monotonic()
            occurrence = batch(instances)
            eventually(lambda: finished(instances, occurrence), what="the end of the batch")
            eventually(lambda: instances.every("deliveries", state="delivered")[len(taken):], what="the delivery")
            taken.append(time.monotonic() - start)
    # Who looks by itself does so that long after the work before.
    assert max(taken) < POLL_SECONDS - 1, taken


def test_runs_on_request_at_once_are_each_delivered_once(start_instances, new_user):
    instances = start_instances()
    user = new_user(instances)
    with WebhookReceiver(SECRET) as receiver, ThreadPoolExecutor(8) as pool:
        instances.create("webhooks", url=receiver.url, secret=SECRET)
        body = {"user_id": user, "agent_type": "REMINDER"}
        answers = list(pool.map(lambda server: server.post("/agents/run", body).status_code, instances.servers * 40))
        assert Counter(answers) == {200: 80}
        eventually(lambda: len(instances.every("deliveries", state="delivered")) == 80, within=20, every=0.1, what="80 deliveries")
        assert receiver.counts() == {"requests": 80, "distinct": 80, "repeats": 0, "unverified": 0}
    messages = Counter(message["id"] for message in instances.every("communications"))
    assert Counter(delivery["communication_id"] for delivery in instances.every("deliveries")) == messages


def test_each_role_does_its_part_only(start_instances, new_user):
    instances = start_instances(roles=("web", "worker"))
    web, worker = instances.servers
    user = new_user(instances)
    worker.stop()
    occurrence = batch(instances)
    assert web.post("/agents/run", {"user_id": user, "agent_type": "REMINDER"}).status_code == 200
    held_back = instances.every("agent-runs", occurrence_id=occurrence)
    worker.start()
    assert [run["state"] for run in held_back] == ["queued"]
    eventually(lambda: finished(instances, occurrence), within=2 * POLL_SECONDS, what="the end of the batch")
    assert [status(worker, path) for path in ("/healthz", "/readyz", "/agents/list", "/")] == [200, 200, 404, 404]
    assert [status(web, path) for path in ("/healthz", "/readyz", "/agents/list", "/")] == [200, 200, 200, 200]


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_role_needs_a_database_that_processes_can_share(tmp_path, role):
    result = run_command("serve", "--port", 0, "--role", role, data=tmp_path, env={"DATABASE_URL": ""})
    assert result.returncode > 0
    [line] = [line for line in result.stderr.splitlines() if line.strip()]
    assert "DATABASE_URL" in line


def test_what_a_killed_instance_had_in_hand_is_taken_over_and_what_a_living_one_has_is_not(start_instances, llm, new_user, gate):
    instances = start_instances(env={"LLM_CONCURRENCY": 4})
    killed, _ = instances.servers
    users = [new_user(instances) for _ in range(8)]
    llm.otherwise = held(ok(), gate)
    occurrence = batch(instances)
    llm.wait_for_requests(len(users))  # four at each instance
    request, key = {"user_id": users[0], "agent_type": "REMINDER"}, new_key()
    with ThreadPoolExecutor() as pool:
        lost = pool.submit(killed.post, "/agents/run", request, key=key)
        llm.wait_for_requests(len(users) + 1)
        killed.kill()
        at = time.monotonic()
        assert isinstance(lost.exception(), httpx.TransportError)
    llm.otherwise = ok()
    killed.start()

    def succeeded():
        return len(instances.every("agent-runs", occurrence_id=occurrence, state="succeeded"))

    eventually(lambda: succeeded() == 4, within=LEASE_SECONDS + 2 * POLL_SECONDS, every=0.2, what="the take-over")
    assert time.monotonic() - at > LEASE_SECONDS / 2, "what may still be worked on must be left alone"
    answer = instances.until_answered("POST", "/agents/run", request, key=key, within=2 * LEASE_SECONDS)
    assert answer.status_code == 200, answer.text
    gate.set()  # by now the other four would be lost without renewal
    runs = eventually(lambda: finished(instances, occurrence), what="the end of the batch")
    assert sorted(run["attempts"] for run in runs) == [1] * 4 + [2] * 4 and len(llm.requests) == 8 + 4 + 2
    assert Counter(m["user_id"] for m in instances.every("communications", agent_type="FOLLOW_UP")) == Counter(users)
    assert len(instances.every("communications", agent_type="REMINDER")) == 1


def test_an_instance_that_drains_is_not_ready_and_ends_what_it_has_in_hand(start_instances, llm, new_user, gate):
    instances = start_instances()
    draining, other = instances.servers
    user = new_user(instances)
    llm.script(held(ok(), gate))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(draining.post, "/agents/run", {"user_id": user, "agent_type": "REMINDER"})
        llm.wait_for_requests(1)
        draining.terminate()
        eventually(lambda: status(draining, "/readyz") != 200, what="the end of readiness")
        for _ in range(50):
            assert instances.get(f"/business-profile/{user}").status_code == 200
        gate.set()
        assert answer.result().status_code == 200
    assert draining.wait() == 0 and status(other, "/readyz") == 200


def test_a_rolling_restart_fails_no_request(start_instances, new_user):
    instances = start_instances(3)
    user = new_user(instances)
    failed, counts, over = [], Counter(), []

    def ask(number):
        client = Client().connect(instances.balancer.url)
        while not over:
            for answer in (client.get(f"/business-profile/{user}"), client.post("/api/v1/targets", {"user_id": user, "product": "A", "target": 1})):
                counts[answer.status_code] += 1
                if not answer.is_success:
                    failed.append(answer.text)

    with ThreadPoolExecutor(4) as pool:
        clients = [pool.submit(ask, number) for number in range(4)]
        try:
            for server in instances.servers:
                server.stop()
                server.start()
                eventually(lambda server=server: status(server, "/readyz") == 200, what="readiness")
        finally:
            over.append(True)
        for client in clients:
            client.result()
    assert not failed, (failed[:3], counts)
    assert len(instances.every("targets", user_id=user)) == counts[201]
