"""What knowing who asks costs: reads with an API key and with an access token beside a server without accounts; and reads while
many try to sign in.

CPU is our process's own, in milliseconds a request, the rounds of the three in turn.
"""

import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import statistics
import subprocess
import threading
import time
import urllib.request

import server

ROUNDS, SECONDS, CONNECTIONS, STORM = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("SECS", "5")), 16, 16
EMAIL, PASSWORD = "owner@example.com", "a kettle under the bridge"
PATH = "/business-profile/1"


def run(data):
    open_server, closed = Place(data / "open", server.PORT), Place(data / "closed", server.PORT + 1)
    try:
        token = closed.with_account()
        key = closed.post("/api/v1/api-keys", {"name": "bench", "scopes": ["read"]}, token)["key"]
        ways = {"without accounts": (open_server, None), "with an API key": (closed, key), "with an access token": (closed, token)}
        costs = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, (place, credential) in ways.items():
                costs[name].append(place.read(credential))
        plain = statistics.median(cost for cost, _ in costs["without accounts"])
        print(f"\n## Who asks, {CONNECTIONS} connections\n\n| `GET {PATH}` | CPU ms a request | beside without |\n|---|---:|---:|")
        for name, measured in costs.items():
            cost = statistics.median(cost for cost, _ in measured)
            print(f"| {name} | {cost:.4f} | {cost / plain - 1:+.0%} |", flush=True)
        storm(closed, key)
    finally:
        open_server.stop()
        closed.stop()


def storm(place, key):
    """p99 of reads, alone and while others sign in as fast as they are answered; in turn."""
    calm, stormy, tried = [], [], 0
    for _ in range(ROUNDS):
        calm.append(place.read(key)[1])
        is_over = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(STORM) as pool:
            guesses = [pool.submit(place.guess, number, is_over) for number in range(STORM)]
            stormy.append(place.read(key)[1])
            is_over.set()
            tried += sum(guess.result() for guess in guesses)
    alone, among = statistics.median(calm), statistics.median(stormy)
    print(f"\n| reads, p99 | ms |\n|---|---:|\n| alone | {alone:.2f} |\n| while {STORM} clients sign in ({tried} tries) | {among:.2f} |")
    print(f"\nThat is {among / alone - 1:+.0%}.", flush=True)


class Place:
    """A server of its own with one business profile."""

    def __init__(self, data, port):
        data.mkdir()
        self.data, self.url = data, f"http://127.0.0.1:{port}"
        self.process = server.start(data, port, server.environment())
        self.post("/business-profile/1", {"business_type": "tech", "products": ["SaaS"], "tone": "professional"})

    def with_account(self):
        """Makes the owner, and signs in: an access token."""
        command = [server.BINARY, "user", "create", EMAIL, "--password-stdin", "--data", str(self.data)]
        subprocess.run(command, input=PASSWORD + "\n", text=True, check=True, capture_output=True, env=server.environment(), cwd=self.data)
        time.sleep(2.5)  # a server without accounts looks for one every two seconds
        return self.post("/api/v1/tokens", {"email": EMAIL, "password": PASSWORD})["access_token"]

    def post(self, path, body, credential=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {credential}"} if credential else {})}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def guess(self, number, is_over):
        """Wrong passwords for accounts that there are not, each from an address of its own, until it is over: how many."""
        count = 0
        while not is_over.is_set():
            count += 1
            body = json.dumps({"email": f"x{number}.{count}@example.com", "password": "not this one at all"})
            place = (f"127.{number + 1}.{count // 250}.{count % 250 + 1}", 0)
            connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60, source_address=place)
            connection.request("POST", "/api/v1/tokens", body, {"Content-Type": "application/json"})
            connection.getresponse().read()
            connection.close()
        return count

    def read(self, credential):
        """CPU milliseconds a request, and p99 in milliseconds, over some seconds of wrk."""
        before = self.cpu()
        header = ["-H", f"Authorization: Bearer {credential}"] if credential else []
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *header, self.url + PATH]
        report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert "Non-2xx" not in report, report
        requests = int(re.search(r"(\d+) requests in", report)[1])
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", report).groups()
        return (self.cpu() - before) * 1000 / requests, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    def cpu(self):
        """Seconds."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        server.stop(self.process)
