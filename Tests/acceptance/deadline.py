"""Waiting for something to become true, bounded by a deadline."""

import threading
import time

_pause = threading.Event()  # never set: waiting on it yields the processor between two looks


def eventually(condition, within=10.0, every=0.01, what="the condition"):
    """Returns the first truthy value of `condition()`; fails after `within` seconds.

    An AssertionError inside `condition` counts as "not yet" and is shown when time is up.
    """
    end = time.monotonic() + within
    last = None
    while True:
        try:
            if value := condition():
                return value
            last = value
        except AssertionError as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {within} s; last seen: {last!r}")
        _pause.wait(every)
