"""Runs per second through the queue on PostgreSQL: claimed, written offline, committed together with their messages.

There is no run without a message in the product, so this is the floor of what claiming and completing can do.
"""

import os
import time
import types

import batch
import databases
import reference
import server

INSTANCES = (1, 3)
PEOPLE = int(os.environ.get("QUEUE_PEOPLE", "20000"))
COLUMNS = ("instances", "runs", "seconds", "runs/s", "CPU s/1k", "CPU s/1k of PostgreSQL")


def run(data):
    print(f"\n## The queue of runs on PostgreSQL, offline writer\n\n| {' | '.join(COLUMNS)} |\n|{'---:|' * len(COLUMNS)}", flush=True)
    for count in INSTANCES:
        database = databases.Postgres(data)
        settings = {**server.environment(), **database.environment}
        for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
            del settings[name]
        processes = [server.start(folder(data, number), server.PORT + number, settings) for number in range(count)]
        try:
            add_people(database)
            report(count, database, processes)
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


def report(count, database, processes):
    postgres = reference.services.alive(reference.services.PGDATA / "postmaster.pid")
    pids = [process.pid for process in processes]
    cpu_before = sum(map(reference.load.cpu, pids)), reference.load.cpu(postgres)
    target = types.SimpleNamespace(
        url=f"http://127.0.0.1:{server.PORT}", rows=lambda: int(database.rows("SELECT count(*) FROM communications")[0][0]))
    messages, seconds = batch.our_batch(target)
    time.sleep(0.2)
    cpu = sum(map(reference.load.cpu, pids)) - cpu_before[0], reference.load.cpu(postgres) - cpu_before[1]
    cells = (count, f"{messages:,}", f"{seconds:.2f}", f"{messages / seconds:,.0f}", *(f"{each / messages * 1000:.3f}" for each in cpu))
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
