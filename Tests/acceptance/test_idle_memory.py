"""A server that has nothing to do holds on to little memory."""

import pathlib

import pytest
from crm_server import BINARY
from deadline import eventually


def resident(server):
    """Megabytes of RAM, and how much of that is the program's own code."""
    smaps = pathlib.Path(f"/proc/{server.process.pid}/smaps").read_text()
    total = code = 0
    is_code = False
    for line in smaps.splitlines():
        if "-" in line.split(" ", 1)[0]:
            is_code = " r-xp " in line and line.endswith(str(BINARY.resolve()))
        elif line.startswith("Rss:"):
            total += int(line.split()[1])
            code += int(line.split()[1]) if is_code else 0
    return total / 1024, code / 1024


@pytest.mark.alone
def test_what_a_start_and_a_burst_of_work_needed_is_given_back(start_server, new_user):
    server = start_server()
    user = new_user(server)
    started = eventually(lambda: resident(server) if resident(server)[1] < 6 else None, within=20, what="the start's code given back")

    contacts = [{"name": f"Contact {n}", "email": f"c{n}@example.org", "notes": "x" * 200} for n in range(300)]
    for contact in contacts:
        assert server.post("/api/v1/contacts", {"user_id": user, **contact}).status_code == 201
    assert len(server.every("contacts", user_id=user)) == len(contacts)
    busy = resident(server)
    assert busy[1] > started[1] + 2, "the burst ran code that the idle server did not hold"

    rested = eventually(lambda: resident(server) if resident(server)[1] < busy[1] / 2 else None, within=30, what="the burst's code given back")
    assert rested[0] < busy[0]
    assert server.get("/agents/list").status_code == 200
