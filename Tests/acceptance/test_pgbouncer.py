"""Behind pgbouncer in transaction mode, where the next statement may meet another session."""

import pathlib
import shutil
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from databases import shared_cluster
from deadline import eventually
from guard import end_with_the_tests, remove_with_the_tests
from instances import Instances
from kill_story import SECRET
from ports import steady_port
from postgres_cluster import PASSWORD, as_postgres, give_to_postgres
from scripted_llm import delayed, ok
from webhook_receiver import WebhookReceiver

CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
"""


class PgBouncer:
    """Three sessions at the server for any number of clients."""

    def __init__(self, cluster):
        self.cluster, self.port = cluster, steady_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crm-agent-pgbouncer-"))
        remove_with_the_tests(self.folder)

    def __enter__(self):
        (self.folder / "users").write_text(f'"crm" "{PASSWORD}"\n')
        configuration = self.folder / "pgbouncer.ini"
        configuration.write_text(CONFIGURATION.format(server_port=self.cluster.port, port=self.port, folder=self.folder))
        for path in (self.folder, *self.folder.iterdir()):
            give_to_postgres(path)
        self.start()
        return self

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(["pgbouncer", self.folder / "pgbouncer.ini"], stdout=log, stderr=log, **as_postgres())
        end_with_the_tests(self.process.pid)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def url(self, name):
        return f"postgresql://crm:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def pgbouncer():
    with PgBouncer(shared_cluster()) as pgbouncer:
        yield pgbouncer


@pytest.fixture
def instances(tmp_path, pgbouncer, writing_with):
    with Instances(tmp_path, pgbouncer.url(shared_cluster().new_database()), 2, writing_with) as instances:
        yield instances


def create(client, numbers):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: client.post("/api/v1/contacts", {"user_id": 1, "name": f"Customer {n}"}), numbers))
    assert Counter(answer.status_code for answer in answers) == {201: len(answers)}, [a.text for a in answers if a.status_code != 201][:3]


def test_a_batch_with_deliveries_and_many_clients(instances, new_user, llm):
    llm.otherwise = delayed(ok(), seconds=0.01)
    users = [new_user(instances) for _ in range(60)]
    with WebhookReceiver(SECRET) as receiver:
        instances.create("webhooks", url=receiver.url, secret=SECRET)
        instances.post("/api/v1/agents/FOLLOW_UP/runs", {})
        instances.post("/business-profile/1", {"business_type": "tech"})
        create(instances, range(200))
        assert len(instances.every("contacts", user_id=1)) == 200
        delivered = eventually(lambda: len(rows := instances.every("deliveries", state="delivered")) >= len(users) and rows, within=40,
                               every=0.2, what="every delivery")
        assert Counter(row["user_id"] for row in delivered) == Counter(users)
        assert receiver.counts() == {"requests": len(users), "distinct": len(users), "repeats": 0, "unverified": 0}
    for server in instances.servers:
        assert not [line for line in server.stderr if "prepared statement" in line]


def test_it_goes_on_after_pgbouncer_was_gone(instances, pgbouncer):
    instances.post("/business-profile/1", {"business_type": "tech"})
    create(instances, range(20))
    pgbouncer.stop()
    assert instances.get("/business-profile/1").status_code == 503
    pgbouncer.start()
    for server in instances.servers:
        eventually(lambda server=server: server.get("/readyz").status_code == 200, within=15, what="the return")
    instances.balancer.wait_until_ready()
    create(instances, range(20, 40))
