"""The agents keep their times: checked with the clock set, so that nine o'clock comes when the test wants it."""

import pytest
from clock import clock
from deadline import eventually

MONDAY = "2026-01-05"


@pytest.fixture
def at(start_server, tmp_path):
    """Starts a server on the same data at another time; stops the one before."""
    running = []

    def start(moment, **env):
        if running:
            running.pop().stop()
        running.append(start_server(tmp_path / "data", env={**clock(moment), **env}))
        return running[0]

    (tmp_path / "data").mkdir()
    return start


def occurrences(server, agent):
    return [(row["due_at"][:19] + "Z", row["state"]) for row in server.every("occurrences", agent_type=agent)]


def messages(server, agent):
    return sorted(row["user_id"] for row in server.every("communications", agent_type=agent))


def done(server, agent):
    eventually(lambda: (rows := occurrences(server, agent)) and all(s in ("done", "missed") for _, s in rows), within=30,
               every=0.05, what=f"the end of {agent}")
    return messages(server, agent)


def test_reminder_fires_once_at_nine_for_everyone_with_a_profile(at, new_user):
    server = at(f"{MONDAY} 08:59:50")
    users = [new_user(server) for _ in range(3)]
    server.create("users", name="No profile yet")
    assert messages(server, "REMINDER") == []
    assert done(server, "REMINDER") == users
    assert occurrences(server, "REMINDER") == [(f"{MONDAY}T09:00:00Z", "done")]
    server = at(f"{MONDAY} 09:00:30")
    assert done(server, "REMINDER") == users and len(occurrences(server, "REMINDER")) == 1


def test_a_start_less_than_an_hour_late_runs_what_was_missed_once(at, new_user):
    users = [new_user(at(f"{MONDAY} 08:00:00")) for _ in range(1)]
    server = at(f"{MONDAY} 09:59:00")
    assert done(server, "REMINDER") == users
    assert done(at(f"{MONDAY} 09:59:30"), "REMINDER") == users


def test_a_start_more_than_an_hour_late_records_what_was_missed(at, new_user):
    new_user(at(f"{MONDAY} 08:00:00"))
    server = at(f"{MONDAY} 10:30:00")
    assert done(server, "REMINDER") == []
    assert occurrences(server, "REMINDER") == [(f"{MONDAY}T09:00:00Z", "missed")]


def test_how_late_is_too_late_can_be_set(at, new_user):
    user = new_user(at(f"{MONDAY} 08:00:00"))
    assert done(at(f"{MONDAY} 10:30:00", CATCH_UP_MINUTES=120), "REMINDER") == [user]


def test_a_first_start_makes_up_for_nothing(at, new_user):
    server = at(f"{MONDAY} 09:30:00")
    new_user(server)
    assert messages(server, "REMINDER") == []


def test_nine_is_nine_in_the_workspaces_time_zone(at, new_user):
    server = at(f"{MONDAY} 07:59:50", TIME_ZONE="Europe/Berlin")
    user = new_user(server)
    assert done(server, "REMINDER") == [user]
    assert occurrences(server, "REMINDER") == [(f"{MONDAY}T08:00:00Z", "done")]


@pytest.mark.parametrize("day, runs", [("2026-01-30", True), ("2026-01-31", False), ("2026-02-01", True), ("2026-02-02", False)])
def test_every_two_days_counts_real_days_across_the_month_end(at, day, runs):
    server = at(f"{day} 10:00:00")
    [nurture] = [a for a in server.get("/api/v1/agents").json()["items"] if a["agent_type"] == "NURTURE"]
    assert nurture["next_run_at"].startswith(f"{day}T11:00:00") is runs


def test_upsell_waits_for_monday(at):
    server = at("2026-01-06 08:00:00")
    [upsell] = [a for a in server.get("/api/v1/agents").json()["items"] if a["agent_type"] == "UPSELL"]
    assert upsell["next_run_at"].startswith("2026-01-12T10:00:00")


def test_a_week_of_downtime_is_recorded_as_missed_and_not_caught_up(at, new_user):
    user = new_user(at(f"{MONDAY} 08:00:00"))
    server = at("2026-01-12 09:30:00")
    assert done(server, "REMINDER") == [user]
    states = dict(occurrences(server, "REMINDER"))
    assert states.pop("2026-01-12T09:00:00Z") == "done"
    assert set(states.values()) == {"missed"} and len(states) == 7
