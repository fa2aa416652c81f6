"""Instances whose clocks disagree by minutes: the database's clock decides, so nothing fires twice or early."""

import pytest
from clock import clock
from crm_server import Server
from deadline import eventually
from instances import ended
from postgres_cluster import Cluster
from scripted_llm import held, ok

DAY = "2026-01-05"  # a Monday
DATABASE, AHEAD, BEHIND = f"{DAY} 08:59:45", f"{DAY} 09:04:45", f"{DAY} 08:54:45"


@pytest.fixture
def postgres():
    with Cluster(is_durable=False, env={name: str(value) for name, value in clock(DATABASE).items()}) as cluster:
        yield cluster


@pytest.fixture
def start_at(tmp_path, postgres, writing_with):
    """Starts an instance with its own idea of the time; all share one database."""
    url = postgres.url(postgres.new_database())

    def start(name, moment):
        (tmp_path / name).mkdir()
        return Server(tmp_path / name, env={"DATABASE_URL": url, **writing_with, **clock(moment)}).start()

    return start


def test_an_agent_fires_once_and_not_early(start_at, new_user):
    with ended(start_at("ahead", AHEAD)) as ahead, ended(start_at("behind", BEHIND)) as behind:
        users = [new_user(server) for server in (ahead, behind) * 5]
        messages = eventually(lambda: len(rows := ahead.every("communications")) >= len(users) and rows, within=40, what="nine o'clock")
        assert sorted(message["user_id"] for message in messages) == sorted(users)
        assert min(message["created_at"] for message in messages) >= f"{DAY}T09:00:00"
        assert max(message["created_at"] for message in messages) < f"{DAY}T09:00:40"

        def occurrences():
            return [(row["due_at"][:16], row["state"]) for row in behind.every("occurrences")]

        eventually(lambda: occurrences() == [(f"{DAY}T09:00", "done")], what="one occurrence, and its end")
        assert len(behind.every("agent-runs")) == len(users)


def test_a_clock_ahead_takes_no_work_that_is_still_in_hand(start_at, new_user, llm, gate):
    llm.otherwise = held(ok(), gate)
    with ended(start_at("behind", BEHIND)) as behind:
        new_user(behind)
        # Nine o'clock may come meanwhile.
        assert behind.post("/api/v1/agents/REMINDER/pause").status_code == 200
        behind.post("/api/v1/agents/FOLLOW_UP/runs", {})
        llm.wait_for_requests(1)
        with ended(start_at("ahead", AHEAD)) as ahead:
            gate.wait(7)  # longer than a worker waits before it looks by itself
            gate.set()
            [run] = eventually(lambda: ahead.every("agent-runs", state="succeeded"), what="the end of the run")
    assert run["attempts"] == 1 and len(llm.requests) == 1
