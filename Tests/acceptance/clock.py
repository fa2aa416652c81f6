"""A clock set to a given moment, for one process: libfaketime, with the timers left honest."""

import functools
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


_folder = tempfile.TemporaryDirectory(prefix="crm-agent-clock-")  # removed when the tests end


@functools.cache
def libraries():
    """What the dynamic loader is to load first."""
    built = pathlib.Path(_folder.name) / "honest_timers.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", built, HERE / "honest_timers.c"], check=True)
    files = subprocess.run(["dpkg", "-L", "libfaketime"], text=True, capture_output=True, check=True).stdout.split()
    return f"{built}:{next(path for path in files if path.endswith('libfaketimeMT.so.1'))}"


def clock(moment):
    """Environment that starts a process's clock at `moment`, UTC, such as 2026-01-05 08:59:50."""
    return {"LD_PRELOAD": libraries(), "FAKETIME": f"@{moment}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
