"""What an entry of the audit trail adds to a change: changes of suppressions, which are entered, beside those of companies, which
are not; each of one row, over one connection, the rounds of the two in turn.

CPU is our process's own, the sealing of entries included.
"""

import http.client
import json
import os
import statistics
import time

import server
from access import Place

ROUNDS, CHANGES = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("CHANGES", "3000"))
BODIES = {"companies": {"name": "Harbour Bikes"}, "suppressions": {"email": "ada@example.com", "reason": "opt_out"}}
FIELDS = {"companies": "name", "suppressions": "notes"}


def run(data):
    place = Place(data / "audit", server.PORT)
    try:
        paths = {name: f"/api/v1/{name}/{place.post(f'/api/v1/{name}', body)['id']}" for name, body in BODIES.items()}
        costs = {name: [] for name in paths}
        for _ in range(ROUNDS):
            for name, path in paths.items():
                costs[name].append(change(place, path, FIELDS[name]))
        plain = [statistics.median(values) for values in zip(*costs["companies"])]
        print(f"\n## An entry of the audit trail, {ROUNDS} x {CHANGES} changes\n\n| change of | CPU ms | beside | ms until the answer | beside |\n|---|---:|---:|---:|---:|")
        for name, word in (("companies", "not entered"), ("suppressions", "entered")):
            cpu, wall = [statistics.median(values) for values in zip(*costs[name])]
            print(f"| {name} ({word}) | {cpu:.3f} | {cpu / plain[0] - 1:+.0%} | {wall:.3f} | {wall / plain[1] - 1:+.0%} |", flush=True)
    finally:
        place.stop()


def change(place, path, field):
    """CPU and time of one change, in milliseconds."""
    connection = http.client.HTTPConnection(place.url.removeprefix("http://"), timeout=60)
    before, start = place.cpu(), time.monotonic()
    for number in range(CHANGES):
        connection.request("PATCH", path, json.dumps({field: f"Harbour {number}"}), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()
    took = time.monotonic() - start
    time.sleep(2)  # until the entries are sealed
    connection.close()
    return (place.cpu() - before) * 1000 / CHANGES, took * 1000 / CHANGES
