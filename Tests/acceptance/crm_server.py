"""Starts the built binary as its users do and talks to it over a real socket."""

import contextlib
import itertools
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import threading

import httpx

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("CRM_AGENT_BIN", ROOT / ".build/debug/crm-agent")).absolute()
READY = re.compile(r"CRM Agent is ready on (http://\S+)")
CRASH = re.compile(r"fatal error|crashed|stack dump|sanitizer|precondition failed|assertion failed", re.IGNORECASE)

_keys = itertools.count()


def clean_environment(**extra):
    """What a server gets: nothing of the developer's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "TZ": "UTC", **{name: str(value) for name, value in extra.items()}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_command(*arguments, data=None, env=None, stdin=None, timeout=60, cwd=None):
    """Runs `crm-agent ARGUMENTS` to its end; stdout and stderr as text."""
    command = [BINARY, *map(str, arguments), *(["--data", str(data)] if data else [])]
    return subprocess.run(
        command, env=clean_environment(**(env or {})), input=stdin, text=True, capture_output=True, timeout=timeout,
        cwd=cwd or data or "/",
    )


class Server:
    """One server process; `start`, then requests, then `stop` or `kill`."""

    def __init__(self, data, env=None, args=("--no-sample",), prepare=None):
        self.data, self.env, self.args, self.prepare = pathlib.Path(data), env or {}, args, prepare
        self.process = self.url = self.http = None
        self.stdout, self.stderr = [], []

    def start(self, within=20.0):
        """Returns when the server has printed its ready line."""
        port = free_port()
        command = [BINARY, "serve", "--port", str(port), "--data", str(self.data), *self.args]
        self.stdout, self.stderr, ready = [], [], queue.Queue()
        self.process = subprocess.Popen(
            command, env=clean_environment(**self.env), cwd=self.data, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=self.prepare,
        )
        self._readers = [
            _reader(self.process.stdout, self.stdout, ready),
            _reader(self.process.stderr, self.stderr, None),
        ]
        self.url = self._ready_url(ready, within)
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False, limits=httpx.Limits(max_connections=64))
        return self

    def _ready_url(self, ready, within):
        with contextlib.suppress(queue.Empty):
            if url := ready.get(timeout=within):
                return url
        self.process.kill()
        self.process.wait()
        raise AssertionError("the server was not ready:\n" + "".join(self.stdout + self.stderr)[-4000:])

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def get(self, path, **options):
        return self.http.get(path, **options)

    def post(self, path, body=None, key=None, **options):
        """POSTs `body` as JSON, with an Idempotency-Key where one is given."""
        headers = {**options.pop("headers", {}), **({"Idempotency-Key": key} if key else {})}
        return self.http.post(path, json=body, headers=headers, **options)

    def patch(self, path, body, **options):
        return self.http.patch(path, json=body, **options)

    def delete(self, path, **options):
        return self.http.delete(path, **options)

    def create(self, resource, **fields):
        """Creates a row of /api/v1/`resource` and returns it."""
        answer = self.post(f"/api/v1/{resource}", fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def every(self, resource, limit=100, **filters):
        """All rows of /api/v1/`resource`, page by page."""
        cursor, rows = None, []
        while True:
            page = self.get(f"/api/v1/{resource}", params={"limit": limit, **filters, **({"cursor": cursor} if cursor else {})})
            assert page.status_code == 200, page.text
            rows += page.json()["items"]
            cursor = page.json()["next_cursor"]
            if not cursor:
                return rows

    def history(self, user, limit=50):
        return self.get(f"/chat/history/{user}", params={"limit": limit}).json()["messages"]

    def terminate(self):
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
