"""A webhook receiver for tests: records and verifies every request, answers by script, keeps its counts in a file.

    with WebhookReceiver(secret, record=tmp_path / "webhooks.jsonl") as receiver:
        receiver.script(status(500), close_before_answer())    # one answer per request, in order
        receiver.otherwise = delayed(ok(), 0.02)                # what follows after the script
        receiver.requests, receiver.counts()                    # what came in

As a program it serves until it is ended, and prints its counts then:

    webhook_receiver.py --secret whsec_... --record webhooks.jsonl [--port 9900] [--script 500,410,reset] [--otherwise ok]

The file holds one JSON object a line; a receiver that starts on an existing file goes on counting from it. What is
recorded is flushed before the request is answered, so a receiver that is killed knows of all it said yes to.
"""

import argparse
import asyncio
import json
import socket
import struct
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

LARGEST_HEAD = 64 * 1024


@dataclass
class Recorded:
    """One request as it arrived whole; `at` is in seconds since 1970."""

    id: str
    timestamp: str
    signature: str
    body: str
    verified: bool
    path: str = "/"
    at: float = field(default_factory=time.time)


class WebhookReceiver:
    """Serves on a thread of its own, on one event loop."""

    def __init__(self, secret, record=None, port=0):
        self.otherwise = ok()
        # Told each request; what it says yes to is answered 503, and does not count as received.
        self.refuses = lambda request: False
        self.requests = []
        self.refused = []
        self._webhook = Webhook(secret)
        self._script = deque()
        self._arrived = threading.Condition()
        self._record = _Record(record) if record else None
        if self._record:
            self.requests.extend(self._record.earlier)
        self._socket = _listener(port)
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._open = set()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)

    @property
    def port(self):
        return self._socket.getsockname()[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hooks"

    def script(self, *answers):
        """Adds answers, each for one request."""
        self._script.extend(answers)

    def counts(self):
        """How many requests came, how many different ids, how often an id came again, how many were not signed well."""
        with self._arrived:
            ids = Counter(request.id for request in self.requests)
            return {
                "requests": len(self.requests),
                "distinct": len(ids),
                "repeats": len(self.requests) - len(ids),
                "unverified": sum(not request.verified for request in self.requests),
            }

    def repeated(self):
        """The ids that came more than once, with how often."""
        with self._arrived:
            ids = Counter(request.id for request in self.requests)
        return {id: count for id, count in ids.items() if count > 1}

    def wait_for_requests(self, count, within=10.0):
        """Returns when `count` requests have arrived in all."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, within), (
                f"{len(self.requests)} of {count} requests arrived within {within} s"
            )

    def take(self, path, headers, body):
        """Records a request and gives the answer for it."""
        request = Recorded(
            headers.get("webhook-id", ""), headers.get("webhook-timestamp", ""), headers.get("webhook-signature", ""),
            body.decode(errors="replace"), self._is_signed(headers, body), path,
        )
        if self.refuses(request):
            self.refused.append(request)
            return status(503)
        if self._record:
            self._record.add(request)
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()
            return self._script.popleft() if self._script else self.otherwise

    def _is_signed(self, headers, body):
        try:
            self._webhook.verify(body, headers, json_parse=False)
        except (WebhookVerificationError, ValueError):
            return False
        return True

    async def _serve(self):
        server = await asyncio.start_server(self._converse, sock=self._socket, backlog=4096, limit=LARGEST_HEAD)
        await self._closing.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _converse(self, reader, writer):
        task = asyncio.current_task()
        self._open.add(task)
        exchange = _Exchange(reader, writer)
        try:
            while not exchange.is_over and (request := await _request(reader)):
                await self.take(*request)(exchange)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, ValueError):
            pass  # a sender that goes away or speaks no HTTP is part of the tests and no news
        finally:
            self._open.discard(task)
            writer.close()

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self._loop.close()
        if self._record:
            self._record.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class _Record:
    """The file of requests: what an earlier receiver wrote, and one more line for each request."""

    def __init__(self, path):
        path = Path(path)
        whole = [line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")] if path.exists() else []
        self.earlier = [Recorded(**json.loads(line)) for line in whole]
        self._file = open(path, "r+b" if path.exists() else "wb")
        # A line that a kill cut in half belongs to a request that was never answered.
        self._file.truncate(sum(map(len, whole)))
        self._file.seek(0, 2)

    def add(self, request):
        self._file.write(json.dumps(asdict(request)).encode() + b"\n")
        self._file.flush()

    def close(self):
        self._file.close()


class _Exchange:
    """One open connection, as answers see it."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.is_over = False

    async def send(self, code, body=b"", headers=None):
        lines = [f"HTTP/1.1 {code} {'OK' if code < 300 else 'No'}", f"content-length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.writer.write("\r\n".join(lines + ["", ""]).encode() + body)
        await self.writer.drain()

    def end(self):
        self.is_over = True


def _listener(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(4096)
    return listener


async def _request(reader):
    """The path, the headers and the body of the next request; None at the connection's end."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head[:-4].split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return first.split(" ")[1], headers, body


def ok(body=b"{}"):
    return status(200, body)


def status(code, body=b"", retry_after=None, location=None):
    """Any status; `retry_after` in seconds or as an HTTP date."""
    headers = {"retry-after": retry_after, "location": location}
    given = {name: value for name, value in headers.items() if value is not None}

    async def run(exchange):
        await exchange.send(code, body, given)

    return run


def delayed(answer, seconds):
    """`answer` after `seconds`, which may be a function that is asked each time."""

    async def run(exchange):
        await asyncio.sleep(seconds() if callable(seconds) else seconds)
        await answer(exchange)

    return run


def close_before_answer():
    """Reads the request, then closes without a word."""

    async def run(exchange):
        exchange.end()

    return run


def close_within_answer():
    """Closes in the middle of the status line."""

    async def run(exchange):
        exchange.writer.write(b"HTTP/1.1 20")
        exchange.end()

    return run


def reset():
    """Reads the request, then resets the connection."""

    async def run(exchange):
        exchange.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        exchange.writer.transport.abort()
        exchange.end()

    return run


def hang():
    """Takes the request and never answers."""

    async def run(exchange):
        await exchange.reader.read()
        exchange.end()

    return run


def redirect(location, code=307):
    return status(code, location=location)


def by_name(text):
    """An answer by its name on the command line: `ok`, `410`, `429/5` (Retry-After), `ok+0.02` (a delay), `close`, `half`, `reset`, `hang`."""
    name, plus, seconds = text.partition("+")
    if plus:
        return delayed(by_name(name), float(seconds))
    known = {"ok": ok, "close": close_before_answer, "half": close_within_answer, "reset": reset, "hang": hang}
    if name in known:
        return known[name]()
    code, _, wait = name.partition("/")
    return status(int(code), retry_after=wait or None)


def main():
    parser = argparse.ArgumentParser(description="Receives webhooks on 127.0.0.1 until it is ended.")
    parser.add_argument("--secret", required=True)
    parser.add_argument("--record", help="a file that requests are appended to")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", default="", help="answers for the first requests: " + by_name.__doc__)
    parser.add_argument("--otherwise", default="ok")
    options = parser.parse_args()
    receiver = WebhookReceiver(options.secret, options.record, options.port)
    receiver.script(*(by_name(name) for name in options.script.split(",") if name))
    receiver.otherwise = by_name(options.otherwise)
    with receiver:
        print(receiver.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
    print(json.dumps(receiver.counts()), flush=True)


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
