"""Starts the built binary as its users do and talks to it over a real socket."""

import contextlib
import itertools
import os
import pathlib
import queue
import re
import signal
import subprocess
import threading

from crm_client import Client
from databases import database_of
from guard import end_with_the_tests
from preload import library

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("CRM_AGENT_BIN", ROOT / ".build/debug/crm-agent")).absolute()
READY = re.compile(r"CRM Agent is ready on (https?://\S+)")
CRASH = re.compile(r"fatal error|crashed|stack dump|sanitizer|precondition failed|assertion failed", re.IGNORECASE)

_keys = itertools.count()


def clean_environment(**extra):
    """What a server gets: nothing of the developer's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    preloaded = [library("run_at_once"), *filter(None, [extra.pop("LD_PRELOAD", None)])]
    return {**kept, "TZ": "UTC", "LD_PRELOAD": ":".join(map(str, preloaded)), **{name: str(value) for name, value in extra.items()}}


def run_command(*arguments, data=None, env=None, stdin=None, timeout=60, cwd=None):
    """Runs `crm-agent ARGUMENTS` to its end; stdout and stderr as text."""
    command = [BINARY, *map(str, arguments), *(["--data", str(data)] if data else [])]
    return subprocess.run(
        command, env=clean_environment(**{**database_of(data), **(env or {})}), input=stdin, text=True, capture_output=True, timeout=timeout,
        cwd=cwd or data or "/",
    )


class Server(Client):
    """One server process; `start`, then requests, then `stop` or `kill`."""

    def __init__(self, data, env=None, args=("--no-sample",), prepare=None, port=None):
        """`port` is the same in every life of the process; without it the system gives each life a free one."""
        self.data, self.env, self.args, self.prepare, self.steady_port = pathlib.Path(data), env or {}, args, prepare, port
        self.process = self.url = self.http = None
        self.stdout, self.stderr, self.former_stderr = [], [], []

    def start(self, within=20.0):
        """Returns when the server has printed its ready line."""
        self.launch()
        return self.await_ready(within)

    def launch(self):
        """Starts the process without waiting for anything."""
        command = [BINARY, "serve", "--port", str(self.steady_port or 0), "--data", str(self.data), *self.args]
        # A crash may be told by its life before: what prints its backtrace keeps the port.
        self.former_stderr = self.stderr
        self.stdout, self.stderr, self._ready, self.is_stopping = [], [], queue.Queue(), False
        environment = clean_environment(**{**database_of(self.data), **self.env})
        self.process = subprocess.Popen(
            command, env=environment, cwd=self.data, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=self.prepare,
        )
        end_with_the_tests(self.process.pid)
        self._readers = [
            _reader(self.process.stdout, self.stdout, self._ready),
            _reader(self.process.stderr, self.stderr, None),
        ]

    def await_ready(self, within=20.0):
        """Returns when the launched server has printed its ready line."""
        self.url = self._ready_url(within)
        return self.connect(self.url)

    @property
    def was_ready(self):
        """Whether this life of the process has printed its ready line."""
        return any(READY.search(line) for line in self.stdout)

    def _ready_url(self, within):
        with contextlib.suppress(queue.Empty):
            if url := self._ready.get(timeout=within):
                return url
        self.process.kill()
        self.process.wait()
        raise AssertionError("the server was not ready:\n" + "".join(self.stdout + self.stderr)[-4000:])

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def terminate(self):
        """SIGTERM, once in each life."""
        if not self.is_stopping:
            self.is_stopping = True
            self.process.send_signal(signal.SIGTERM)

    def stop(self, within=20.0):
        """SIGTERM, then checks that it ended well: status 0, and nothing on stderr that looks like a crash."""
        if self.process.poll() is None:
            self.terminate()
        code = self.wait(within)
        assert code == 0, f"the server ended with {code}:\n" + "".join(self.stderr)[-4000:]
        self.check_stderr()

    def check_stderr(self):
        text = "".join(self.stderr)
        assert not CRASH.search(text), text[-4000:]

    def wait(self, within=20.0):
        """The exit status; kills the process and fails when it does not end in time."""
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end within {within} s:\n" + "".join(self.stderr)[-4000:]) from None
        self._close()
        return code

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self._close()

    def _close(self):
        for reader in self._readers:
            reader.join(5)
        if self.http:
            self.http.close()


def _reader(stream, lines, ready):
    def run():
        for line in stream:
            lines.append(line)
            if ready and (found := READY.search(line)):
                ready.put(found.group(1).rstrip("/"))
        if ready:
            ready.put(None)
        stream.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def new_key():
    """An Idempotency-Key no other request of this run has."""
    return f"test-{os.getpid()}-{next(_keys)}"
