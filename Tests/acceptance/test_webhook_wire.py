"""The webhook receiver of these tests, judged by the standardwebhooks package, and the channel judged by both.

The channel is called by the Swift test that `WEBHOOK_WIRE_URL` wakes up: it sends its messages there.
"""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook
from webhook_receiver import (
    WebhookReceiver, close_before_answer, close_within_answer, delayed, hang, ok, redirect, reset, status,
)

SECRET = "whsec_aGFyYm91ci1ob3RlbC1zZWNyZXQtMDEyMzQ1Njc4OQ=="
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def binary():
    """No server is started here, so none has to be built."""


@pytest.fixture
def receiver(tmp_path):
    with WebhookReceiver(SECRET, record=tmp_path / "webhooks.jsonl") as receiver:
        yield receiver


def signed(id, body='{"subject":"Good morning"}', secret=SECRET):
    now = datetime.now(timezone.utc)
    return {
        "content": body.encode(),
        "headers": {
            "webhook-id": id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": Webhook(secret).sign(id, now, body),
        },
    }


def send(receiver, id="dlv_1", timeout=5, **rest):
    return httpx.post(receiver.url, timeout=timeout, **signed(id, **rest))


def test_ids_repetitions_and_bad_signatures_are_counted(receiver):
    for id in ["dlv_1", "dlv_2", "dlv_1"]:
        assert send(receiver, id).status_code == 200
    assert send(receiver, "dlv_3", secret="whsec_aGFyYm91cg==").status_code == 200
    assert receiver.counts() == {"requests": 4, "distinct": 3, "repeats": 1, "unverified": 1}
    assert receiver.repeated() == {"dlv_1": 2}
    assert receiver.requests[0].body == '{"subject":"Good morning"}'


def test_answers_follow_the_script_and_then_the_rule(receiver):
    receiver.script(status(500), status(429, retry_after=7), status(410), redirect("http://127.0.0.1:9/"), delayed(ok(), 0.01))
    receiver.otherwise = status(202)
    answers = [send(receiver) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [500, 429, 410, 307, 200, 202]
    assert answers[1].headers["retry-after"] == "7"


@pytest.mark.parametrize("answer", [close_before_answer(), close_within_answer(), reset()], ids=["close", "half", "reset"])
def test_a_broken_answer_is_recorded_and_broken(receiver, answer):
    receiver.script(answer)
    with pytest.raises(httpx.TransportError):
        send(receiver)
    assert receiver.counts()["requests"] == 1
    assert send(receiver, "dlv_2").status_code == 200


def test_a_hanging_answer_outlasts_the_sender_and_not_the_receiver(receiver):
    receiver.script(hang())
    with pytest.raises(httpx.ReadTimeout):
        send(receiver, timeout=0.2)
    assert receiver.counts()["requests"] == 1


def test_counts_survive_the_receiver(tmp_path):
    record = tmp_path / "webhooks.jsonl"
    with WebhookReceiver(SECRET, record) as receiver:
        send(receiver, "dlv_1")
    with record.open("a") as file:
        file.write('{"id":"cut in ha')
    with WebhookReceiver(SECRET, record) as receiver:
        send(receiver, "dlv_1")
        assert receiver.counts() == {"requests": 2, "distinct": 1, "repeats": 1, "unverified": 0}
    assert [json.loads(line)["id"] for line in record.read_text().splitlines()] == ["dlv_1", "dlv_1"]


def test_many_senders_at_once_are_all_recorded(receiver):
    with httpx.Client(limits=httpx.Limits(max_connections=50)) as client, ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda n: client.post(receiver.url, **signed(f"dlv_{n}")).status_code, range(500)))
    assert answers == [200] * 500
    assert receiver.counts() == {"requests": 500, "distinct": 500, "repeats": 0, "unverified": 0}


def test_as_a_program_it_prints_its_address_and_its_counts(tmp_path):
    command = [sys.executable, "webhook_receiver.py", "--secret", SECRET, "--record", tmp_path / "r.jsonl", "--script", "500,429/3,ok+0.01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent) as program:
        url = program.stdout.readline().strip()
        answers = [httpx.post(url, **signed("dlv_1")).status_code for _ in range(3)]
        program.send_signal(signal.SIGTERM)
        assert json.loads(program.stdout.readline())["repeats"] == 2
    assert answers == [500, 429, 200]


@pytest.mark.timeout(300)
def test_what_the_channel_sends_is_accepted_by_the_standard(receiver):
    receiver.script(ok(), status(500), close_before_answer(), redirect("http://127.0.0.1:9/"))
    environment = os.environ | {"WEBHOOK_WIRE_URL": receiver.url, "WEBHOOK_WIRE_SECRET": SECRET}
    command = ["swift", "test", "--skip-build", "--filter", "webhook on the wire"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert result.returncode == 0, f"{result.stdout[-3000:]}{result.stderr[-1000:]}: run `make tests` first"
    assert receiver.counts() == {"requests": 5, "distinct": 5, "repeats": 0, "unverified": 0}, result.stdout[-3000:]
    assert all(abs(int(request.timestamp) - time.time()) < 120 for request in receiver.requests)
    assert "Grüße ✓" in receiver.requests[0].body and len(receiver.requests[4].body) > 200_000
