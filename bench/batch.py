"""One agent for many people: our engine through its interface, the reference through its own run function."""

import json
import os
import time
import urllib.request

import reference
import server

PEOPLE = int(os.environ.get("PEOPLE", "2000"))
AT_ONCE = (64, 256)
OURS_AT_ONCE = (256, 512)


def run(data):
    print(f"\n## FOLLOW_UP for {PEOPLE} people\n\n| server | LLM ms | messages | seconds | messages/s | ratio |")
    print("|---|---:|---:|---:|---:|---:|", flush=True)
    reference.start()  # makes its tables
    reference.stop()
    # Each at its best, the better of two, after one run that warms it up.
    for milliseconds in (0, 50):
        reference.services.llm_mode(f"ok{milliseconds}")
        best = max(report(f"reference, {n} at a time", milliseconds, *reference.batch(PEOPLE, n)) for n in AT_ONCE)
        for n in OURS_AT_ONCE:
            report(f"crm-agent, {n} at a time", milliseconds, *measured(data, n), best=best)
    reference.services.llm_mode("ok0")


def measured(data, at_once):
    """Messages written and seconds of a batch in a server that has just been started."""
    ours = server.Server(data, at_once)
    try:
        ours.reseed()
        call(ours, "/agents/run", json.dumps({"user_id": 1, "agent_type": "FOLLOW_UP"}).encode())
        return our_batch(ours)
    finally:
        ours.stop()


def report(name, milliseconds, messages, seconds, best=None):
    rate = messages / seconds
    ratio = f"{rate / best:.1f}x" if best else ""
    print(f"| {name} | {milliseconds} | {messages} | {seconds:.2f} | {rate:,.0f} | {ratio} |", flush=True)
    return rate


def our_batch(ours):
    """Starts a batch, asks until it is done; returns messages written and seconds."""
    before, start = ours.rows(), time.perf_counter()
    occurrence = call(ours, "/api/v1/agents/FOLLOW_UP/runs", b"{}")["occurrence_id"]
    while call(ours, f"/api/v1/occurrences/{occurrence}")["state"] != "done":
        if time.perf_counter() - start > 300:
            raise RuntimeError("the batch did not end within 300 s")
        time.sleep(0.02)
    seconds = time.perf_counter() - start
    return ours.rows() - before, seconds


def call(ours, path, body=None):
    request = urllib.request.Request(ours.url + path, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)
