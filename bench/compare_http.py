"""The reference bench's workloads, in turn on both servers (A B, B A, ...)."""

import json
import os
import statistics

import databases
import reference
import server

ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECS = int(os.environ.get("SECS", "5"))
ONLY = [part for part in os.environ.get("ONLY", "").split(",") if part]

COLUMNS = (
    "workload", "server", "req/s", "p50 ms", "p99 ms", "CPU s/1k", "with database", "peak MB", "errors", "lost", "others' CPU",
    "req/s ratio", "CPU ratio", "with database",
)


def run(data):
    print("\n## Side by side, one worker\n", flush=True)
    theirs_rows = reference.load.count_rows
    reference.load.count_rows = lambda target: target.rows() if isinstance(target, server.Server) else theirs_rows(target)
    targets = [server.Server(data), reference.start()]
    try:
        results = {name: measure(name, targets) for name in chosen()}
    finally:
        targets[0].stop()
        reference.stop()
        reference.services.llm_mode("ok0")
    print(f"\n| {' | '.join(COLUMNS)} |\n|---|---|{'---:|' * (len(COLUMNS) - 2)}")
    for name, by_server in results.items():
        print_rows(name, *by_server)
    path = reference.services.BENCH / "results/compare.json"
    path.write_text(json.dumps(results, indent=1))


def chosen():
    return [name for name in reference.load.WORKLOADS if not ONLY or any(part in name for part in ONLY)]


def measure(name, targets):
    """All measurements of one workload: a list for each target."""
    taken = [[], []]
    for round in range(ROUNDS):
        for index in (0, 1) if round % 2 == 0 else (1, 0):
            target = targets[index]
            if index == 0:
                target.reseed()
            one = reference.load.run_workload(target, name, SECS)
            taken[index].append(one)
            print(f"  {name} round {round + 1} {target.name}: {one['rps']:.0f}/s, p99 {one['p99_ms']:.1f} ms", flush=True)
    return taken


def median(runs, key):
    return statistics.median(run.get(key) or 0 for run in runs)


def cpu_with_database(runs, is_ours):
    """SQLite works inside our process."""
    is_inside = is_ours and not databases.USES_POSTGRES
    return median(runs, "cpu_per_1k") + (0 if is_inside else median(runs, "pg_cpu_per_1k"))


def print_rows(name, ours, theirs):
    ratios = (
        median(ours, "rps") / max(median(theirs, "rps"), 1e-9),
        median(theirs, "cpu_per_1k") / max(median(ours, "cpu_per_1k"), 1e-9),
        cpu_with_database(theirs, False) / max(cpu_with_database(ours, True), 1e-9),
    )
    for title, runs, shown in (("crm-agent", ours, ratios), ("reference", theirs, ())):
        whole = cpu_with_database(runs, runs is ours)
        cells = [
            name, title, f"{median(runs, 'rps'):,.0f}", f"{median(runs, 'p50_ms'):.1f}", f"{median(runs, 'p99_ms'):.1f}",
            f"{median(runs, 'cpu_per_1k'):.3f}", f"{whole:.3f}", f"{max(run['peak_mb'] for run in runs):.0f}",
            sum(run["errors"] for run in runs), sum(run.get("lost", 0) for run in runs), f"{median(runs, 'foreign'):.0%}",
            *(f"{ratio:.1f}x" for ratio in shown), *[""] * (3 - len(shown)),
        ]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
