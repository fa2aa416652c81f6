"""What the scheduler costs while nothing is due: with the five agents a workspace begins with, and with 100,000."""

import os
import time

import reference
import server

SCHEDULES = int(os.environ.get("SCHEDULES", "100000"))
SECONDS = 60
DAY = 86_400_000


def run(data):
    print(f"\n## The scheduler with nothing due, over {SECONDS} s\n\n| schedules | CPU ms | memory MB |\n|---:|---:|---:|", flush=True)
    ours = server.Server(data)
    ours.stop()
    for count in (0, SCHEDULES):
        if count:
            add(ours.database, count)
        process = server.start(data, server.PORT, {**server.environment(), **ours.database.environment})
        try:
            report(ours.database, process.pid)
        finally:
            server.stop(process)


def add(database, count):
    """Own agents of one workspace, due at moments all over the week after the next."""
    now = int(time.time() * 1000)
    stamps = {"workspace_id": 1, "created_at": now, "updated_at": now, "version": 1, "planned_through": now}
    database.replace([], [("agents", [
        {
            **stamps, "agent_type": f"AGENT_{number}", "title": f"Agent {number}", "purpose": "", "schedule_rule": "every day at 09:00",
            "catch_up": "skip", "prompt": "Good morning.", "next_due_at": now + 7 * DAY + number * 6000,
        }
        for number in range(count)
    ])])


def report(database, pid):
    time.sleep(2)
    before = reference.load.cpu(pid)
    time.sleep(SECONDS)
    schedules = database.rows("SELECT COUNT(*) FROM agents")[0][0]
    print(f"| {int(schedules):,} | {(reference.load.cpu(pid) - before) * 1000:.0f} | {resident(pid):.0f} |", flush=True)


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
