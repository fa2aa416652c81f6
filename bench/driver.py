"""Our PostgreSQL driver beside pgbench: single-row statements, prepared, on the same number of connections."""

import os
import pathlib
import re
import subprocess
import tempfile

import reference

BINARY = pathlib.Path(os.environ["CRM_AGENT_BIN"]).with_name("storage-bench")
CONNECTIONS, SECONDS, ROUNDS = 8, int(os.environ.get("SECS", "5")), int(os.environ.get("ROUNDS", "3"))
PGBENCH = {
    "select": "\\set id random(1, 100000)\nSELECT id, name, notes FROM bench WHERE id = :id;",
    "insert": "\\set id random(1, 100000)\nINSERT INTO bench_log (ref, body) VALUES (:id, 'a note of some length');",
}
TABLES = """
DROP TABLE IF EXISTS bench, bench_log;
CREATE TABLE bench (id BIGINT PRIMARY KEY, name TEXT, notes TEXT);
CREATE TABLE bench_log (ref BIGINT, body TEXT);
INSERT INTO bench SELECT n, 'Customer ' || n, repeat('Asked for a quote. ', 5) FROM generate_series(1, 100000) n;
VACUUM ANALYZE bench;
CHECKPOINT
"""


def run(_):
    print(f"\n## Driver and pgbench, {CONNECTIONS} connections\n\n| statement | callers | driver/s | pgbench/s | share |\n|---|---:|---:|---:|---:|")
    reference.services.psql(TABLES, "bench")
    for statement in PGBENCH:
        for callers in (CONNECTIONS, 64):
            pairs = [(ours(statement, callers), theirs(statement)) for _ in range(ROUNDS)]
            mine, other = (sorted(values)[len(values) // 2] for values in zip(*pairs))
            print(f"| {statement} | {callers} | {mine:,.0f} | {other:,.0f} | {mine / other:.0%} |", flush=True)


def ours(statement, callers):
    url = f"postgresql://bench@127.0.0.1:{reference.services.PGPORT}/bench"
    return rate([BINARY, url, statement, callers, SECONDS], r": (\d+)/s")


def theirs(statement):
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PGBENCH[statement])
        script.flush()
        return rate([
            reference.services.PGBIN / "pgbench", "-h", "127.0.0.1", "-p", reference.services.PGPORT, "-U", "bench", "-n", "-M", "prepared",
            "-c", CONNECTIONS, "-j", 1, "-T", SECONDS, "-f", script.name, "bench",
        ], r"tps = ([\d.]+)")


def rate(command, pattern):
    output = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    return float(re.search(pattern, output).group(1))
