"""What it costs to ask how far a large batch is, and to pause it, let it go on and change its rate."""

import json
import os
import statistics
import time
import urllib.request

import server

RUNS, ROUNDS = int(os.environ.get("OUTREACH", "100000")), 5
ADDRESS = f"http://127.0.0.1:{server.PORT}/api/v1/occurrences"
# Due when the benchmark is over, so that nothing of it is written meanwhile.
LATER = "4102444800000"


def run(data):
    ours = server.Server(data)
    ours.stop()
    batch = fill(ours.database)
    process = server.start(data, server.PORT, {**server.environment(), **ours.database.environment})
    try:
        print(f"\n## A batch of {RUNS:,} runs\n\n| request | ms, median of {ROUNDS} |\n|---|---:|", flush=True)
        measure(batch, "how far it is", [("GET", "/progress", None)])
        measure(batch, "pause", [("POST", "/pause", {}), ("POST", "/resume", None)])
        measure(batch, "resume", [("POST", "/resume", {}), ("POST", "/pause", None)], ("POST", "/pause", None))
        send(batch, "POST", "/resume", None)
        measure(batch, "a rate", [("PATCH", "", {"rate_per_minute": 60}), ("PATCH", "", {"rate_per_minute": None})])
    finally:
        server.stop(process)


def fill(database):
    """One occurrence, a tenth of whose runs have ended: its id."""
    for sql in (
        f"""INSERT INTO occurrences (workspace_id, agent_type, trigger, due_at, state, runs, created_at, updated_at, version)
            VALUES (1, 'CLOSURE', 'batch', 1, 'running', {RUNS}, 1, 1, 1)""",
        f"""INSERT INTO agent_runs (workspace_id, user_id, contact_id, agent_type, occurrence_id, trigger, state, attempts, next_attempt_at,
                tokens_in, tokens_out, created_at, updated_at, version)
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {RUNS})
            SELECT 1, 1, n, 'CLOSURE', (SELECT id FROM occurrences WHERE due_at = 1), 'batch', CASE WHEN n % 10 = 0 THEN 'succeeded' ELSE 'queued' END, 0,
                CASE WHEN n % 10 <> 0 THEN {LATER} END, 900, 90, 1, 1, 1 FROM numbers""",
        "ANALYZE",
    ):
        database.execute(sql)
    return database.rows("SELECT id FROM occurrences WHERE due_at = 1")[0][0]


def measure(batch, name, requests, *before):
    """The time of the first request; the others bring back what it changed."""
    for request in before:
        send(batch, *request)
    times = []
    for _ in range(ROUNDS):
        times.append(send(batch, *requests[0]))
        for request in requests[1:]:
            send(batch, *request)
    print(f"| {name} | {statistics.median(times) * 1000:.0f} |", flush=True)


def send(batch, method, path, body):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{ADDRESS}/{batch}{path}", data, {"Content-Type": "application/json"}, method=method)
    started = time.monotonic()
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()
    return time.monotonic() - started
