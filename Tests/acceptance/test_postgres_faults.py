"""PostgreSQL that is away, stuck, full or crowded: a clear 503 within a bound, no pile-up, and all well again by itself."""

import contextlib
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from deadline import eventually
from other_users import let_others_reach
from postgres_cluster import PASSWORD, Cluster
from problems import assert_problem
from scripted_llm import held, ok

POOL_WAIT, STATEMENT_LIMIT, LOCK_LIMIT = 2, 4, 3
SETTINGS = {
    "DATABASE_POOL_SIZE": 4, "DATABASE_POOL_WAIT_SECONDS": POOL_WAIT, "DATABASE_STATEMENT_TIMEOUT_SECONDS": STATEMENT_LIMIT,
    "DATABASE_LOCK_TIMEOUT_SECONDS": LOCK_LIMIT,
}
SLACK = 6.0  # seconds that a busy machine may add
LONG = 15  # a statement's limit where all connections are to be busy at once, and others be told before one is free


@pytest.fixture(scope="module")
def cluster():
    with Cluster(is_durable=False, max_connections=16) as cluster:
        yield cluster


@pytest.fixture
def postgres(cluster):
    """A cluster that a test may stop."""
    yield cluster
    if cluster.process.poll() is not None:
        cluster.start()


@pytest.fixture
def name(postgres):
    return postgres.new_database()


@pytest.fixture
def start(start_server, postgres, name, writing_with):
    """Starts the server on the database `name`; at the end no secret may be in its log."""
    started = []

    def run(**env):
        started.append(start_server(env={"DATABASE_URL": postgres.url(name), **writing_with, **SETTINGS, **env}))
        return started[-1]

    yield run
    for server in started:
        assert PASSWORD not in "".join(server.stderr + server.stdout)


def assert_unavailable(answer):
    """A 503 that says when to come back and names nothing secret."""
    problem = assert_problem(answer, 503)
    assert int(answer.headers["retry-after"]) >= 1
    assert PASSWORD not in answer.text
    return problem["detail"]


def calls(user):
    return [
        ("GET", f"/business-profile/{user}", None), ("GET", "/api/v1/contacts", None), ("GET", f"/chat/history/{user}", None),
        ("POST", "/api/v1/contacts", {"user_id": user, "name": "Harbour Hotel"}), ("POST", "/chat/message", {"user_id": user, "message": "hello"}),
        ("POST", "/agents/run", {"user_id": user, "agent_type": "REMINDER"}),
    ]


def assert_all_unavailable(server, user, within):
    """Every call is told so within the bound; returns the sentences."""
    details = set()
    for method, path, body in calls(user):
        start = time.monotonic()
        details.add(assert_unavailable(server.http.request(method, path, json=body)))
        assert time.monotonic() - start < within + SLACK, (method, path, time.monotonic() - start)
    return details


def assert_all_is_well(server, user):
    for method, path, body in calls(user):
        answer = server.http.request(method, path, json=body)
        assert answer.is_success, (method, path, answer.text)


def is_ready(server):
    return server.get("/readyz").status_code == 200


def recovers(server, user, within=10):
    eventually(lambda: is_ready(server), within=within, every=0.05, what="readiness")
    assert_all_is_well(server, user)


def test_a_database_absent_at_the_start_is_waited_for(start, postgres, new_user):
    postgres.stop("fast")
    server = start()
    assert server.get("/healthz").status_code == 200
    problem = assert_problem(server.get("/readyz"), 503)
    assert "database" in problem["detail"].lower()
    assert_all_unavailable(server, 1, within=POOL_WAIT)
    postgres.start()
    eventually(lambda: is_ready(server), within=15, what="readiness")
    assert_all_is_well(server, new_user(server))


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_that_goes_away_is_503_and_comes_back(start, postgres, new_user, mode):
    server = start()
    user = new_user(server)
    postgres.stop(mode)
    assert_all_unavailable(server, user, within=POOL_WAIT)
    assert_problem(server.get("/readyz"), 503)
    assert server.get("/healthz").status_code == 200 and server.get("/openapi.json").status_code == 200
    postgres.start()
    recovers(server, user)


def test_a_crowd_of_requests_does_not_pile_up_while_the_database_is_away(start, postgres, new_user):
    server = start()
    user = new_user(server)
    postgres.stop("fast")

    def ask(_):
        begin = time.monotonic()
        assert_unavailable(server.get(f"/business-profile/{user}"))
        return time.monotonic() - begin

    with ThreadPoolExecutor(48) as pool:
        taken = list(pool.map(ask, range(480)))
    assert max(taken) < POOL_WAIT + SLACK
    postgres.start()
    recovers(server, user)


def test_a_frozen_database_is_503_within_bounds_and_goes_on(start, postgres, new_user):
    """Frozen, it keeps every connection and answers nothing, like a host behind a broken network."""
    server = start()
    user = new_user(server)
    postgres.signal_all(signal.SIGSTOP)
    try:
        begin = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            for answer in pool.map(lambda _: server.get(f"/business-profile/{user}"), range(16)):
                assert_unavailable(answer)
        assert time.monotonic() - begin < 15 + SLACK
        eventually(lambda: server.get("/readyz").status_code == 503, within=10, what="the end of readiness")
        assert server.get("/healthz").status_code == 200
    finally:
        postgres.signal_all(signal.SIGCONT)
    recovers(server, user)


def test_a_question_is_kept_while_the_database_restarts_under_a_chat(start, postgres, new_user, llm, gate):
    server = start()
    user = new_user(server)
    llm.script(held(ok("The answer"), gate))
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.post, "/chat/message", {"user_id": user, "message": "Who should I call?"})
        llm.wait_for_requests(1)
        postgres.restart("fast")
        gate.set()
        assert answer.result().status_code in (200, 503)
    history = [message["message"] for message in server.history(user)]
    assert history in (["The answer", "Who should I call?"], ["Who should I call?"])


def end_sessions(postgres):
    postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'crm'")


def test_ended_sessions_are_no_ones_error(start, postgres, new_user):
    server = start()
    user = new_user(server)
    for _ in range(5):
        end_sessions(postgres)
        for _ in range(8):
            assert server.get(f"/business-profile/{user}").status_code == 200


def test_every_request_is_answered_while_sessions_end(start, postgres, new_user):
    server = start()
    user = new_user(server)
    with ThreadPoolExecutor(6) as pool:
        for _ in range(80):
            end_sessions(postgres)
            answers = list(pool.map(lambda _: server.get(f"/business-profile/{user}", timeout=POOL_WAIT + SLACK).status_code, range(6)))
            assert set(answers) <= {200, 503}
    assert not [line for line in server.stderr if "MISUSE" in line or line.startswith("FATAL")]


def test_a_full_connection_limit_is_503_and_passes(start, postgres, name, new_user):
    server = start()
    user = new_user(server)
    others = []

    def nobody_gets_in():
        # The server's worker may have been back before the others had all that is left.
        postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'crm' AND application_name <> 'other'")
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                others.append(psycopg.connect(postgres.url(name), application_name="other"))
        return server.get(f"/business-profile/{user}").status_code == 503

    eventually(nobody_gets_in, within=60, what="the end of connections")
    assert "connection" in " ".join(assert_all_unavailable(server, user, within=POOL_WAIT)).lower()
    for other in others:
        other.close()
    recovers(server, user)


def test_a_lock_held_for_long_is_503_for_what_needs_it_and_passes(start, postgres, name, new_user):
    server = start()
    user = new_user(server)
    with postgres.connect(name) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE targets IN ACCESS EXCLUSIVE MODE")
        begin = time.monotonic()
        assert_unavailable(server.post("/api/v1/targets", {"user_id": user, "product": "A", "target": 1}))
        assert time.monotonic() - begin < LOCK_LIMIT + SLACK
        assert server.get(f"/business-profile/{user}").status_code == 200 and is_ready(server)
        other.execute("ROLLBACK")
    recovers(server, user)


def test_a_short_lock_is_waited_out(start, postgres, name, new_user):
    server = start()
    user = new_user(server)
    with postgres.connect(name) as other, ThreadPoolExecutor() as pool:
        other.execute("BEGIN")
        other.execute("LOCK TABLE targets IN ACCESS EXCLUSIVE MODE")
        answer = pool.submit(server.post, "/api/v1/targets", {"user_id": user, "product": "A", "target": 1})
        eventually(lambda: postgres.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"), what="a waiting statement")
        other.execute("ROLLBACK")
        assert answer.result().status_code == 201


def slow_down(postgres, name):
    """Each new target takes a minute."""
    for statement in (
        "CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'",
        "CREATE TRIGGER nap BEFORE INSERT ON targets FOR EACH ROW EXECUTE FUNCTION nap()",
    ):
        postgres.sql(statement, database=name)


def working(postgres):
    return postgres.sql("SELECT pid FROM pg_stat_activity WHERE usename = 'crm' AND state = 'active'")


def test_a_slow_query_is_ended_and_told(start, postgres, name, new_user):
    server = start()
    user = new_user(server)
    slow_down(postgres, name)
    begin = time.monotonic()
    assert_unavailable(server.post("/api/v1/targets", {"user_id": user, "product": "A", "target": 1}))
    assert time.monotonic() - begin < STATEMENT_LIMIT + SLACK
    assert not working(postgres)
    postgres.sql("DROP TRIGGER nap ON targets", database=name)
    recovers(server, user)
    assert server.every("targets", user_id=user) == []


def test_slow_queries_on_every_connection_leave_others_waiting_only_so_long(start, postgres, name, new_user):
    server = start(DATABASE_STATEMENT_TIMEOUT_SECONDS=LONG)
    user = new_user(server)
    slow_down(postgres, name)
    with ThreadPoolExecutor(8) as pool:
        target, size = {"user_id": user, "product": "A", "target": 1}, SETTINGS["DATABASE_POOL_SIZE"]
        stuck = [pool.submit(server.post, "/api/v1/targets", target) for _ in range(size)]
        eventually(lambda: len(working(postgres)) == size, what="the use of every connection")
        begin = time.monotonic()
        assert_unavailable(server.get(f"/business-profile/{user}"))
        assert time.monotonic() - begin < POOL_WAIT + SLACK
        for answer in stuck:
            assert_unavailable(answer.result())
    assert server.get(f"/business-profile/{user}").status_code == 200


def test_a_busy_database_is_no_reason_to_wait_for_readiness(start, postgres, name, new_user):
    server = start(DATABASE_STATEMENT_TIMEOUT_SECONDS=LONG)
    user = new_user(server)
    assert is_ready(server)
    slow_down(postgres, name)
    with ThreadPoolExecutor(8) as pool:
        target, size = {"user_id": user, "product": "A", "target": 1}, SETTINGS["DATABASE_POOL_SIZE"]
        stuck = [pool.submit(server.post, "/api/v1/targets", target) for _ in range(size)]
        eventually(lambda: len(working(postgres)) == size, what="the use of every connection")
        begin = time.monotonic()
        assert is_ready(server) and is_ready(server)
        assert time.monotonic() - begin < LONG / 2
        for answer in stuck:
            assert_unavailable(answer.result())
    recovers(server, user)


def test_a_write_that_hangs_is_answered_before_the_server_stops(start, postgres, name, new_user):
    server = start(SHUTDOWN_SECONDS=1, DATABASE_STATEMENT_TIMEOUT_SECONDS=60)
    user = new_user(server)
    slow_down(postgres, name)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.post, "/api/v1/targets", {"user_id": user, "product": "A", "target": 1})
        eventually(lambda: working(postgres), what="the writing")
        server.terminate()
        assert "Look before you repeat it" in assert_unavailable(answer.result())
    server.wait(within=10)
    server.check_stderr()
    end_sessions(postgres)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, large enough for a database and little more."""
    if os.geteuid() != 0:
        (pytest.fail if "CI" in os.environ else pytest.skip)("mounting a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    let_others_reach(tmp_path)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m,mode=0777", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_is_503_and_passes(start_server, postgres, small_disk, new_user, writing_with):
    tablespace = small_disk / "tables"
    tablespace.mkdir()
    os.chown(tablespace, *os.stat(postgres.data)[4:6])
    postgres.sql(f"CREATE TABLESPACE small LOCATION '{tablespace}'")
    name = postgres.new_database("TABLESPACE small")
    server = start_server(env={"DATABASE_URL": postgres.url(name), **writing_with, **SETTINGS})
    user = new_user(server)
    filler = fill(small_disk)

    def write():  # random, as PostgreSQL compresses
        return server.post("/api/v1/contacts", {"user_id": user, "name": "Harbour Hotel", "notes": os.urandom(2000).hex()})

    # What room the tables' own pages still have is used up first.
    answer = eventually(lambda: (answer := write()).status_code == 503 and answer, every=0, within=30, what="the end of the disk")
    assert "disk" in assert_unavailable(answer).lower()
    assert server.get("/api/v1/contacts?limit=1").status_code == 200 and is_ready(server)
    filler.unlink()
    recovers(server, user)
    server.stop()
    postgres.sql(f"DROP DATABASE {name}")


def fill(disk):
    """Takes what is left of the disk; returns the file to remove."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    return filler


def test_a_wrong_password_is_said_and_not_shown(start, postgres, name):
    server = start(DATABASE_URL=postgres.url(name).replace(PASSWORD, "something-else"))
    problem = assert_problem(server.get("/readyz"), 503)
    assert "password" in problem["detail"].lower()
    assert "something-else" not in "".join(server.stderr) + server.get("/readyz").text
