"""Runs per second through the queue on PostgreSQL: claimed, written offline, committed together with their messages; and
claimed, judged by the rules and ended without a message, since their contacts have withdrawn their consent meanwhile.

The second is what claiming and completing cost by themselves.
"""

import contextlib
import os
import time
import types

import batch
import databases
import outreach
import reference
import server

INSTANCES = (1, 3)
PEOPLE = int(os.environ.get("QUEUE_PEOPLE", "20000"))
COLUMNS = ("instances", "runs", "seconds", "runs/s", "CPU s/1k", "CPU s/1k of PostgreSQL")


def run(data):
    for title, seed, measured in (
        ("offline writer", add_people, written), ("to contacts that have withdrawn their consent: no message", add_contacts, ended),
    ):
        print(f"\n## The queue of runs on PostgreSQL, {title}\n\n| {' | '.join(COLUMNS)} |\n|{'---:|' * len(COLUMNS)}", flush=True)
        for count in INSTANCES:
            with instances(data, count) as (database, processes):
                seed(database)
                report(count, database, processes, measured)


@contextlib.contextmanager
def instances(data, count):
    database = databases.Postgres(data)
    settings = {**server.environment(), **database.environment}
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        del settings[name]
    processes = [server.start(folder(data, number), server.PORT + number, settings) for number in range(count)]
    try:
        yield database, processes
    finally:
        for process in processes:
            server.stop(process)


def folder(data, number):
    path = data / f"instance{number}"
    path.mkdir(exist_ok=True)
    return path


def add_people(database):
    stamps = {"workspace_id": 1, "created_at": 0, "updated_at": 0, "version": 1}
    users = [{**stamps, "id": user, "name": f"Sales desk {user}"} for user in range(2, PEOPLE + 1)]  # the first is there
    profiles = [{**stamps, "user_id": user, "business_type": "cheese"} for user in range(1, PEOPLE + 1)]
    database.replace([], [("users", users), ("business_profiles", profiles)])


def add_contacts(database):
    outreach.seed(database, PEOPLE, consent="withdrawn")


def report(count, database, processes, measured):
    postgres = reference.services.alive(reference.services.PGDATA / "postmaster.pid")
    pids = [process.pid for process in processes]
    runs, seconds, begun = measured(database, lambda: (sum(map(reference.load.cpu, pids)), reference.load.cpu(postgres)))
    time.sleep(0.2)
    cpu = sum(map(reference.load.cpu, pids)) - begun[0], reference.load.cpu(postgres) - begun[1]
    cells = (count, f"{runs:,}", f"{seconds:.2f}", f"{runs / seconds:,.0f}", *(f"{each / runs * 1000:.3f}" for each in cpu))
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def written(database, cpu):
    """Runs, seconds, and the CPU before them."""
    begun = cpu()
    target = types.SimpleNamespace(
        url=f"http://127.0.0.1:{server.PORT}", rows=lambda: int(database.rows("SELECT count(*) FROM communications")[0][0]))
    return *batch.our_batch(target), begun


def ended(database, cpu):
    """The same of runs that are put into the queue as they would have been planned before; workers look for such every 5 seconds."""
    database.execute(
        f"""INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, state, runs, created_at, updated_at, version)
            VALUES (1, 'CLOSURE', 'batch', 1, 'running', {PEOPLE}, 1, 1, 1);
            INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, occurrence_id, trigger, state, attempts, next_attempt_at,
                created_at, updated_at, version)
            SELECT 1, 1, c.id, 'CLOSURE', o.id, 'batch', 'queued', 0, CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT) + 3000, 1, 1, 1
            FROM contacts c, occurrences o WHERE o.due_at = 1;
            ANALYZE""")
    begun = cpu()
    while True:
        time.sleep(0.1)
        ended, first, last = database.rows("SELECT count(*), min(started_at), max(finished_at) FROM agent_runs WHERE rule = 'no_consent'")[0]
        if int(ended) == PEOPLE:
            return PEOPLE, max(1, int(last) - int(first)) / 1000, begun
