"""The reference bench, called where it lies: its workloads, its stand-in LLM, its server."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.request

FOLDER = pathlib.Path(os.environ["BENCH_REFERENCE"]).resolve()
sys.path.insert(0, str(FOLDER))

import load  # noqa: E402  these two are modules of the reference bench
import services  # noqa: E402

LLM = services.LLM_SWITCH
PORT = 24401


def prepare():
    """Starts PostgreSQL and the stand-in LLM, and installs the reference server."""
    services.start()
    script("install")
    services.psql("drop database if exists bench with (force)", "postgres")
    services.psql("create database bench", "postgres")


def tear_down():
    script("stop", "reference")
    services.stop()


def answer_with(text):
    """What the stand-in LLM says from now on, in every mode that answers."""
    services.TEXT = text
    (services.NGX / "nginx.conf").write_text(services.nginx_conf())
    os.kill(services.alive(services.NGX / "nginx.pid"), signal.SIGHUP)
    while said() != text:  # nginx lets its former worker go on for a moment
        time.sleep(0.05)


def said():
    request = urllib.request.Request(f"{LLM}/chat/completions", b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]


def script(*arguments):
    subprocess.run([FOLDER / "reference.sh", *map(str, arguments)], check=True)


def start():
    """The reference server with one worker, as a target of the workloads."""
    script("start", "reference", PORT, 1, "bench", LLM)
    return load.Target(f"reference=http://127.0.0.1:{PORT}", dbs={"reference": "bench"})


def stop():
    script("stop", "reference")


def start_command():
    return [str(FOLDER / "reference.sh"), "run", "start", str(PORT), "1", "bench", LLM]


def batch(people, at_once):
    """Runs FOLLOW_UP for `people` users inside the reference; returns messages and seconds."""
    services.psql((FOLDER / "seed.sql").read_text(), "bench")
    command = [FOLDER / "reference.sh", "exec", "bench", LLM, "batch_reference.py", str(people), str(at_once)]
    output = subprocess.run(command, check=True, text=True, capture_output=True, cwd=FOLDER, timeout=300).stdout
    words = output.strip().splitlines()[-1].split()
    return int(words[0]), float(words[3])
