"""What streaming adds: answers word by word over a WebSocket beside the stand-in read directly, and many open WebSockets.

The stand-in says its words in steady steps, each with the moment at which it was said, so that both clients read the delay of each
word from the same clock.
"""

import asyncio
import base64
import json
import os
import statistics
import time
import urllib.request

import server

SOCKETS, ANSWERS, WORDS, STEP = int(os.environ.get("SOCKETS", "2000")), 20, 50, 0.01
LLM_PORT = server.PORT + 1


def run(data):
    asyncio.run(measured(data))


async def measured(data):
    standin = await asyncio.start_server(answer, "127.0.0.1", LLM_PORT)
    ours = server.Server(data)
    ours.stop()
    settings = {**server.environment(), **ours.database.environment, "OPENAI_BASE_URL": f"http://127.0.0.1:{LLM_PORT}/v1"}
    process = await asyncio.to_thread(server.start, data, server.PORT, settings)
    try:
        direct, streamed = await through(read_directly), await through(read_ours)
        print(f"\n## {ANSWERS} answers of {WORDS} words, one every {STEP * 1000:.0f} ms\n\n| | first word after, ms | each word after, ms, median | p99 |\n|---|---:|---:|---:|")
        for name, (first, median, p99) in (("stand-in directly", direct), ("over our WebSocket", streamed)):
            print(f"| {name} | {first:.2f} | {median:.2f} | {p99:.2f} |")
        await many_sockets(process.pid)
    finally:
        await asyncio.to_thread(server.stop, process)
        standin.close()


async def answer(reader, writer):
    """A chat completion as server-sent events; each word is the time at which it is said, in nanoseconds."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return writer.close()
        length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(WORDS + 2):
            delta = {"content": f"{time.monotonic_ns()} "} if number < WORDS else {}
            choices = [{"index": 0, "delta": delta, "finish_reason": "stop" if number == WORDS else None}] if number <= WORDS else []
            usage = {"prompt_tokens": 400, "completion_tokens": WORDS} if number > WORDS else None
            event = f"data: {json.dumps({'id': 'x', 'model': 'gpt-4o-mini', 'choices': choices, 'usage': usage})}\n\n".encode()
            if number == WORDS + 1:
                event += b"data: [DONE]\n\n"
            writer.write(b"%x\r\n%s\r\n" % (len(event), event))
            await writer.drain()
            await asyncio.sleep(STEP if number < WORDS else 0)
        writer.write(b"0\r\n\r\n")


async def through(read):
    """Delays in ms: of the first word (median), of all words (median), and their p99."""
    answers = [await read() for _ in range(ANSWERS)]
    every = sorted(delay for delays in answers for delay in delays)
    return statistics.median(delays[0] for delays in answers), statistics.median(every), every[int(len(every) * 0.99)]


def delays_of(text):
    now = time.monotonic_ns()
    return [(now - int(word)) / 1e6 for word in text.split()]


async def read_directly():
    reader, writer = await asyncio.open_connection("127.0.0.1", LLM_PORT)
    body = json.dumps({"model": "gpt-4o-mini", "stream": True, "messages": [{"role": "user", "content": "Hello"}]}).encode()
    writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    delays = []
    async for line in reader:
        if line.startswith(b"data: {"):
            choices = json.loads(line[6:])["choices"]
            delays += delays_of(choices[0]["delta"].get("content", "")) if choices else []
        if line.startswith(b"data: [DONE]"):
            break
    writer.close()
    return delays


async def read_ours():
    socket = await Socket.open("words=true")
    asking = asyncio.create_task(asyncio.to_thread(ask))
    delays, rest = [], ""
    while True:
        news = json.loads(await socket.read())
        if news["type"] == "answer":
            text = rest + news["answer"]["text"]
            # A word is whole once the space after it has come.
            whole, _, rest = text.rpartition(" ")
            delays += delays_of(whole)
            if news["answer"]["is_over"]:
                break
    await asking
    socket.close()
    return delays


def ask(stream=True):
    body = json.dumps({"user_id": 1, "message": f"Hello {time.monotonic_ns()}", "stream": stream}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{server.PORT}/chat/message", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as got:
        got.read()


async def many_sockets(process):
    """So many readers of one history: the memory of each, and how long one message takes to all."""
    before = memory(process)
    sockets = [await Socket.open() for _ in range(SOCKETS)]
    await asyncio.sleep(1)
    each = (memory(process) - before) / SOCKETS
    note = json.dumps({"user_id": 1, "body": "For everybody"}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{server.PORT}/api/v1/communications", note, {"Content-Type": "application/json"})
    readers = [asyncio.create_task(socket.read()) for socket in sockets]
    started = time.monotonic()
    await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=60).read())
    await asyncio.gather(*readers)
    took = time.monotonic() - started
    print(f"\n{SOCKETS:,} open WebSockets: {each:.1f} KiB each, one message to all of them in {took * 1000:.0f} ms (this client's own reading included).")
    for socket in sockets:
        socket.close()


def memory(process):
    """Resident, in KiB."""
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


class Socket:
    """As much of RFC 6455 as a reader needs."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, query=""):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.PORT)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /api/v1/ws?user_id=1&{query} HTTP/1.1\r\nHost: 127.0.0.1:{server.PORT}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in head, head
        return cls(reader, writer)

    async def read(self):
        """The next text; pings are answered."""
        while True:
            kind, length = await self.reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await self.reader.readexactly(2))
            elif length == 127:
                length = int.from_bytes(await self.reader.readexactly(8))
            payload = await self.reader.readexactly(length)
            if kind & 0x0F == 1:
                return payload
            if kind & 0x0F == 9:
                self.writer.write(bytes([0x8A, 0x80 | length, 0, 0, 0, 0]) + payload)

    def close(self):
        self.writer.close()
