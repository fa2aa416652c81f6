"""A load balancer before the instances, as docs/self-hosting.md shows it.

An instance that is not ready gets no requests. A request is given to another instance only where none has seen it: when
the connection was refused. A request that may have arrived is never repeated.
"""

import pathlib
import shutil
import subprocess
import tempfile

import httpx
from deadline import eventually
from guard import end_with_the_tests, remove_with_the_tests
from ports import steady_port

CONFIGURATION = """
global
    maxconn 2000
defaults
    mode http
    balance roundrobin
    timeout connect 1s
    timeout client 60s
    timeout server 60s
    timeout tunnel 1h
    timeout check 2s
    retries 5
    retry-on conn-failure
    option redispatch 1
frontend crm
    bind 127.0.0.1:{port}
    default_backend instances
backend instances
    option httpchk GET /readyz
    http-check expect status 200
    default-server check inter 100ms fall 2 rise 1
{servers}
"""


class HAProxy:
    """Balances over `ports`; `url` is where clients go."""

    def __init__(self, ports):
        self.ports, self.port = list(ports), steady_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crm-agent-haproxy-"))
        remove_with_the_tests(self.folder)

    def __enter__(self):
        servers = "\n".join(f"    server instance{n} 127.0.0.1:{port}" for n, port in enumerate(self.ports, 1))
        configuration = self.folder / "haproxy.cfg"
        configuration.write_text(CONFIGURATION.format(port=self.port, servers=servers))
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(["haproxy", "-db", "-f", configuration], stdout=log, stderr=log)
        end_with_the_tests(self.process.pid)
        return self

    def wait_until_ready(self, within=20.0):
        """Returns when an instance behind it answers."""

        def answers():
            try:
                return httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200
            except httpx.TransportError:
                return False

        eventually(answers, within=within, what="an instance behind haproxy")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
