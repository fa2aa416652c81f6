"""Free ports on 127.0.0.1."""

import os
import random
import socket

# Processes that test side by side (pytest-xdist numbers them) never ask for each other's ports.
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
_given = set()


def steady_port():
    """A port that stays free while its server is down: outside the range the system gives to outgoing connections."""
    while True:
        port = random.randrange(15_000 + _process, 32_000, _processes)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
