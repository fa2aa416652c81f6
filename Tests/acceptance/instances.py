"""Several instances on one PostgreSQL behind haproxy, as a team runs them."""

import contextlib

from clock import quiet_zone
from crm_client import Client
from crm_server import Server
from haproxy import HAProxy
from ports import steady_port


class Instances(Client):
    """Servers on one database; requests go through the load balancer.

    Entered, all have been started; those that still run at the end are stopped and must end well.
    """

    def __init__(self, folder, database_url, count=2, env=None, args=("--no-sample",), roles=None):
        """`roles` are those of the instances, one each; without them each does everything."""
        settings = {"DATABASE_URL": database_url, "TIME_ZONE": quiet_zone(), "SHUTDOWN_DELAY_SECONDS": 1, **(env or {})}
        self.servers = []
        roles = roles or ["all"] * count
        for number, role in enumerate(roles, 1):
            data = folder / f"instance{number}"
            data.mkdir()
            self.servers.append(Server(data, env=settings, args=("--role", role, *args), port=steady_port()))
        self.balancer = HAProxy(server.steady_port for server, role in zip(self.servers, roles) if role != "worker")

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            for server in self.servers:
                server.launch()
                stack.enter_context(ended(server))
            for server in self.servers:
                server.await_ready()
            stack.enter_context(self.balancer).wait_until_ready()
            self.connect(self.balancer.url)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        for server in self.servers:
            if server.process.poll() is None:
                server.terminate()  # all at once: each goes on for a moment
        return self._stack.__exit__(*error)


@contextlib.contextmanager
def ended(server):
    """At the end a server that still runs is stopped and must end well; after a failure it is killed."""
    try:
        yield server
    except BaseException:
        server.kill()
        raise
    if server.process.poll() is None or server.is_stopping:
        server.stop()
