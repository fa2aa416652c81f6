"""An LLM server for tests: it speaks as each provider does (wire_formats.py), with answers and faults by script.

    with ScriptedLLM() as llm:
        llm.script(status(429, retry_after=1), ok("Good morning"))   # one answer per request, in order
        llm.otherwise = delayed(ok(), seconds=0.02)                  # what follows after the script
        llm.requests                                                 # what came in

An answer is a function of the open exchange, so a test can pass its own.
"""

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import wire_formats
from wire_answer import Answer

TEXT = "Good morning! You have three tasks today. Start with the quote for Harbour Hotel."


@dataclass
class Recorded:
    """One request as it arrived; `at` is in seconds of the monotonic clock."""

    path: str
    headers: dict
    body: dict
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self):
        """All message contents, joined."""
        return "\n".join(message["content"] for message in self.body["messages"])


class ScriptedLLM:
    def __init__(self):
        self.otherwise = ok()
        self.requests = []
        self.closing = threading.Event()
        self._script = deque()
        self._arrived = threading.Condition()
        self._server = _Listener(("127.0.0.1", 0), _Exchange)
        self._server.llm = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self):
        """The address of OpenAI's paths."""
        return self.root + "/v1"

    @property
    def root(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def script(self, *answers):
        """Adds answers, each for one request."""
        self._script.extend(answers)

    def wait_for_requests(self, count, within=10.0):
        """Returns when `count` requests have arrived in all."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, within), (
                f"{len(self.requests)} of {count} requests arrived within {within} s"
            )

    def take(self, request):
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()
            return self._script.popleft() if self._script else self.otherwise

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        """A client that goes away is part of the tests and no news."""


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Recorded(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        self.request_read = request
        answer = self.server.llm.take(request)
        if not wire_formats.knows(self.path):
            answer = status(404, "Unknown path")
        answer(self)

    def send(self, code, body, headers=None):
        self.head(code, len(body), headers)
        self.wfile.write(body)
        self.wfile.flush()

    def head(self, code, length, headers=None):
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def stream(self, pieces):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(f"{len(piece.encode()):x}\r\n{piece}\r\n".encode())
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def log_message(self, *_):
        """Requests are recorded, not printed."""


def completion(content=TEXT, finish_reason="stop", refusal=None, tokens=(412, 131), model="gpt-4o-mini"):
    """The body of a chat completion as a dictionary."""
    return {
        "id": "chatcmpl-0001",
        "object": "chat.completion",
        "created": 1760000000,
        "model": model,
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "logprobs": None,
                "message": {"role": "assistant", "content": content, "refusal": refusal, "annotations": []},
            }
        ],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
        "system_fingerprint": "fp_0001",
    }


def ok(content=TEXT, **rest):
    """A whole and good answer; `rest` as in `completion`, for answers that are well formed and yet no message."""
    return raw(json.dumps(completion(content, **rest)).encode())


def spoken(text=TEXT, **rest):
    """An answer as the provider gives it that was asked, streamed where that was asked for; `rest` as in `Answer`."""

    def run(exchange):
        request = exchange.request_read
        body = wire_formats.at(request.path).answer(Answer(text, **rest), wire_formats.wants_stream(request))
        exchange.send(200, body.encode()) if isinstance(body, str) else exchange.stream(body)

    return run


def broken(after, message, text=TEXT):
    """A stream whose first `after` pieces are followed by the provider's own error event."""

    def run(exchange):
        form = wire_formats.at(exchange.path)
        exchange.stream(form.answer(Answer(text), True)[:after] + [form.broken(message)])

    return run


def raw(body, code=200, headers=None):
    """Any bytes as body."""
    return lambda exchange: exchange.send(code, body, headers)


def status(code, message="The request failed", kind="server_error", retry_after=None):
    """An error in the form of the provider that was asked; `retry_after` in seconds or as an HTTP date."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def run(exchange):
        exchange.send(code, json.dumps(wire_formats.at(exchange.path).error(code, message, kind)).encode(), headers)

    return run


def delayed(answer, seconds):
    """`answer` after `seconds`, which may be a function that is asked each time."""

    def run(exchange):
        exchange.server.llm.closing.wait(seconds() if callable(seconds) else seconds)
        answer(exchange)

    return run


def held(answer, gate):
    """`answer` once the event `gate` is set."""

    def run(exchange):
        while not gate.wait(0.02) and not exchange.server.llm.closing.is_set():
            pass
        answer(exchange)

    return run


def hang():
    """Takes the request and never answers."""

    def run(exchange):
        exchange.server.llm.closing.wait()
        exchange.close_connection = True

    return run


def trickle(seconds_per_byte, content=TEXT):
    """A good answer, one byte at a time."""

    def run(exchange):
        body = json.dumps(completion(content)).encode()
        exchange.head(200, len(body))
        for byte in body:
            exchange.wfile.write(bytes([byte]))
            exchange.wfile.flush()
            if exchange.server.llm.closing.wait(seconds_per_byte):
                return

    return run


def close_early(after_bytes=0, content=TEXT):
    """Closes the connection: before any answer, or `after_bytes` into the body."""

    def run(exchange):
        if after_bytes:
            body = json.dumps(completion(content)).encode()
            exchange.head(200, len(body))
            exchange.wfile.write(body[:after_bytes])
            exchange.wfile.flush()
        exchange.close_connection = True

    return run
