"""The reference bench, called where it lies: its workloads, its stand-in LLM, its server."""

import os
import pathlib
import subprocess
import sys

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
