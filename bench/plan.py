"""Planning one agent over many contacts: the time and the memory of `crm-agent plan`, with counts per rule and the first of the list."""

import os
import re
import subprocess
import time

import databases
import reference

CONTACTS, ROUNDS = int(os.environ.get("CONTACTS", "1000000")), int(os.environ.get("ROUNDS", "3"))
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
# Numbers from 1 on, as both databases make them.
NUMBERS = f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {CONTACTS})"


def run(folder):
    database = databases.create(folder)
    environment = {**os.environ, **database.environment}
    binary, where = os.environ["CRM_AGENT_BIN"], ["--data", str(folder)]
    command = [binary, "plan", "NURTURE", *where, "--limit", "50"]
    # The first plan makes the agents.
    for first in ([binary, "migrate", *where], command):
        subprocess.run(first, env=environment, check=True, capture_output=True)
    fill(database)
    print(f"\n## A plan over {CONTACTS:,} contacts\n\n| seconds | peak memory, MB | who gets a message, and who not |\n|---:|---:|---|")
    for seconds, memory, counts in sorted(measure(command, environment) for _ in range(ROUNDS)):
        print(f"| {seconds:.2f} | {memory:.0f} | {counts} |", flush=True)


def fill(database):
    """Every tenth has no address, every fifth no consent; every other was written to lately, a third has an own time zone."""
    now = int(time.time() * 1000)
    zones = " ".join(f"WHEN {3 * number} THEN '{zone}'" for number, zone in enumerate(ZONES))
    for sql in (
        "UPDATE agents SET recipients = 'contact' WHERE agent_type = 'NURTURE'",
        f"""INSERT INTO contacts (workspace_id, user_id, name, email, stage, consent, time_zone, sample, created_at, updated_at, version)
            {NUMBERS} SELECT 1, 1, 'Customer ' || n, CASE WHEN n % 10 = 0 THEN NULL ELSE 'c' || n || '@example.com' END,
                CASE n % 4 WHEN 0 THEN 'customer' ELSE 'lead' END, CASE WHEN n % 5 = 1 THEN 'unknown' ELSE 'given' END,
                CASE n % 12 {zones} END, 0, {now}, {now}, 1 FROM numbers""",
        f"""INSERT INTO communications (workspace_id, user_id, contact_id, agent_type, body, status, direction, sent_at, sample, created_at, updated_at, version)
            {NUMBERS} SELECT 1, 1, n, 'FOLLOW_UP', 'Hello', 'sent', 'outbound', {now} - CAST(n % 40 AS BIGINT) * 86400000, 0, {now} - CAST(n % 40 AS BIGINT) * 86400000,
                {now}, 1 FROM numbers WHERE n % 2 = 0""",
        f"""INSERT INTO suppressions (workspace_id, email, reason, created_at, updated_at, version)
            {NUMBERS} SELECT 1, 'c' || n || '@example.com', 'opt_out', {now}, {now}, 1 FROM numbers WHERE n % 100 = 7""",
        "ANALYZE",
    ):
        database.execute(sql)


def measure(command, environment):
    started = time.monotonic()
    result = subprocess.run(["/usr/bin/time", "-f", "peak %M", *command], env=environment, check=True, capture_output=True, text=True)
    seconds = time.monotonic() - started
    peak = int(re.search(r"peak (\d+)", result.stderr).group(1)) / 1024
    counts = re.findall(r"^(\d+) contacts: (\w+)", result.stdout, re.MULTILINE)
    return seconds, peak, ", ".join(f"{'included' if rule == 'get' else rule} {count}" for count, rule in counts)
