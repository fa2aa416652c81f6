"""Our server beside the reference, interleaved; prints a report in Markdown.

Environment: PHASES (start compare batch import queue driver plan schedules outreach progress live access audit), DATABASE, ONLY (parts of workload names),
ROUNDS, SECS, PEOPLE, IMPORT_ROWS, CONTACTS, SCHEDULES, OUTREACH, SOCKETS.
"""

import os
import pathlib
import shutil
import tempfile

import access
import audit
import batch
import compare_http
import csv_import
import driver
import live
import outreach
import plan
import progress
import reference
import run_queue
import schedules
import start_up

PHASES = {
    "start": start_up.run, "compare": compare_http.run, "batch": batch.run, "import": csv_import.run, "queue": run_queue.run,
    "driver": driver.run, "plan": plan.run, "schedules": schedules.run, "outreach": outreach.run, "progress": progress.run,
    "live": live.run, "access": access.run, "audit": audit.run,
}


def main():
    chosen = os.environ.get("PHASES", "start compare batch import").split()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="crm-agent-bench-"))
    print(f"# Benchmark on {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}\n", flush=True)
    try:
        reference.prepare()
        for name in chosen:
            data = folder / name
            data.mkdir()
            PHASES[name](data)
    finally:
        reference.tear_down()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
