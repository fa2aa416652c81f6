"""A private PostgreSQL for tests: its own folder, a free port on 127.0.0.1, every way to stop it, a standby.

    with Cluster() as primary:
        primary.create_database("crm")
        primary.url("crm")                  # for DATABASE_URL
        primary.restart("immediate")
        with primary.standby() as standby:  # receives every commit before it is acknowledged
            primary.kill()
            standby.promote()

Sorting follows English rules, not those of bytes, so that a query which relies on byte order without saying so is found.
"""

import contextlib
import itertools
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

import psycopg
from deadline import eventually
from guard import end_with_the_tests, remove_with_the_tests
from ports import steady_port

PROGRAMS = pathlib.Path(os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))
PASSWORD = "not-to-be-logged"
STOP_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}

_names = itertools.count(1)


class Cluster:
    """One server process. `options` are lines of postgresql.conf, `env` its environment; `folder` holds the data.

    Unless durable it may lose data with the machine, not with its own processes.
    The role `crm` is no superuser: it owns the databases that `new_database` makes, and nothing else.
    """

    is_standby = False

    def __init__(self, folder=None, is_durable=True, env=None, **options):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="crm-agent-postgres-"))
        self.owns_folder = folder is None
        self.data = self.folder / "data"
        self.port = steady_port()
        self.options = {"fsync": "on" if is_durable else "off", **options}
        self.env, self.process = {**os.environ, **(env or {})}, None

    def __enter__(self):
        if self.owns_folder:
            remove_with_the_tests(self.folder)
        give_to_postgres(self.folder)
        self.create()
        self.start()
        if not self.is_standby:
            self.sql(f"CREATE ROLE crm LOGIN PASSWORD '{PASSWORD}'")
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.stop("immediate")
        if self.owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def create(self):
        password = self.folder / "password"
        password.write_text(PASSWORD)
        give_to_postgres(password)
        run("initdb", "--pgdata", self.data, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
            "--icu-locale=en-US", "--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256")

    def start(self, within=30.0):
        """Starts the server and returns when it takes connections."""
        self.launch()
        eventually(self.is_ready, within=within, every=0.02, what="the start of PostgreSQL")
        return self

    def launch(self):
        """Starts the process without waiting."""
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder, "shared_buffers": "64MB",
            "log_min_messages": "warning", "max_wal_size": "256MB", **self.options,
        }
        with open(self.folder / "log", "ab") as log:
            arguments = [PROGRAMS / "postgres", "-D", self.data, *(f"--{name}={value}" for name, value in settings.items())]
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env=self.env, **as_postgres())
        end_with_the_tests(self.process.pid)

    def is_ready(self):
        assert self.process.poll() is None, f"PostgreSQL ended with {self.process.returncode}:\n{self.log()[-2000:]}"
        with contextlib.suppress(psycopg.OperationalError), self.connect("postgres"):
            return True

    def stop(self, mode="fast", within=60.0):
        """`fast` ends sessions in order; `immediate` ends them as a crash would, with recovery at the next start."""
        self.process.send_signal(STOP_SIGNALS[mode])
        self.process.wait(within)

    def kill(self):
        """kill -9 of the server and all its backends: nothing is said to any client."""
        self.signal_all(signal.SIGKILL)
        self.process.wait()

    def processes(self):
        """The server's and those of its backends."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def signal_all(self, number):
        """Such as SIGSTOP: it keeps its connections and answers nothing, like a host behind a broken network."""
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def restart(self, mode="fast"):
        self.stop(mode)
        return self.start()

    def connect(self, database, **options):
        """A superuser's connection, each statement its own transaction."""
        return psycopg.connect(self.url(database, user="postgres"), autocommit=True, connect_timeout=5, **options)

    def url(self, database, host="127.0.0.1", scheme="postgresql", user="crm"):
        return f"{scheme}://{user}:{PASSWORD}@{host}:{self.port}/{database}"

    def sql(self, statement, *parameters, database="postgres"):
        """Executes one statement; returns its rows."""
        with self.connect(database) as connection:
            cursor = connection.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def new_database(self, options=""):
        """Creates a database with a name of its own; returns the name."""
        name = f"crm_{next(_names)}"
        self.sql(f"CREATE DATABASE {name} OWNER crm {options}")
        return name

    @contextlib.contextmanager
    def standby(self):
        """A streaming standby, without which no commit is acknowledged."""
        with _Standby(self) as standby:
            self.sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            self.sql("SELECT pg_reload_conf()")
            eventually(standby.is_synchronous, within=30, what="the synchronous standby")
            yield standby

    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""


class _Standby(Cluster):
    is_standby = True

    def __init__(self, primary):
        super().__init__(**primary.options)
        self.primary = primary

    def create(self):
        source = f"host=127.0.0.1 port={self.primary.port} user=postgres password={PASSWORD} application_name=standby"
        run("pg_basebackup", "--pgdata", self.data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--dbname", source)

    def is_synchronous(self):
        return self.primary.sql("SELECT 1 FROM pg_stat_replication WHERE application_name = 'standby' AND sync_state = 'sync'")

    def promote(self):
        """Returns when it takes writes."""
        assert self.sql("SELECT pg_promote(true, 30)") == [(True,)]


def run(program, *arguments):
    """One of PostgreSQL's programs, to its end, as the user it wants."""
    result = subprocess.run([PROGRAMS / program, *arguments], text=True, capture_output=True, cwd="/", timeout=120, **as_postgres())
    assert result.returncode == 0, f"{program} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}"
    return result.stdout


def as_postgres():
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def give_to_postgres(path):
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(path, owner.pw_uid, owner.pw_gid)
