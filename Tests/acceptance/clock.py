"""A wall clock that starts at a given moment, for one process."""

from datetime import datetime, timezone

from preload import library


def clock(moment):
    """Environment that starts a process's clock at `moment`, UTC, such as 2026-01-05 08:59:50."""
    start = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
    return {"LD_PRELOAD": library("set_clock"), "SET_CLOCK": int(start.timestamp())}


def quiet_zone():
    """A time zone in which it is about two at night, so that no agent becomes due during a test."""
    ahead = (2 - datetime.now(timezone.utc).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # POSIX signs: Etc/GMT-2 is two hours ahead
