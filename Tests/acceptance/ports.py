"""Free ports on 127.0.0.1."""

import random
import socket

_given = set()


def steady_port():
    """A port that stays free while its server is down: outside the range the system gives to outgoing connections."""
    while True:
        port = random.randrange(15_000, 32_000)
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
