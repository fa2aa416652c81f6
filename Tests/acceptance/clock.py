"""A wall clock that starts at a given moment, for one process."""

import functools
import pathlib
import subprocess
import tempfile
from datetime import datetime, timezone

HERE = pathlib.Path(__file__).resolve().parent

_folder = tempfile.TemporaryDirectory(prefix="crm-agent-clock-")  # removed when the tests end


@functools.cache
def library():
    """What the dynamic loader is to load first."""
    built = pathlib.Path(_folder.name) / "set_clock.so"
    built.parent.chmod(0o755)  # PostgreSQL runs as another user
    subprocess.run(["cc", "-Wall", "-shared", "-fPIC", "-o", built, HERE / "set_clock.c"], check=True)
    return built


def clock(moment):
    """Environment that starts a process's clock at `moment`, UTC, such as 2026-01-05 08:59:50."""
    start = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)
    return {"LD_PRELOAD": library(), "SET_CLOCK": int(start.timestamp())}


def quiet_zone():
    """A time zone in which it is about two at night, so that no agent becomes due during a test."""
    ahead = (2 - datetime.now(timezone.utc).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # POSIX signs: Etc/GMT-2 is two hours ahead
