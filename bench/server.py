"""Our server as a target of the reference bench's workloads: its own process on a seeded database."""

import os
import pathlib
import re
import signal
import subprocess

import databases
import reference
import seed

BINARY = os.environ["CRM_AGENT_BIN"]
PORT = 24405


def environment(at_once=256):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept, "OPENAI_BASE_URL": reference.LLM, "OPENAI_API_KEY": "bench", "OPENAI_MODEL": "gpt-4o-mini",
        "LOG_LEVEL": "warning", "LLM_CONCURRENCY": os.environ.get("LLM_CONCURRENCY", str(at_once)),
    }


def command(data, port=PORT):
    return [BINARY, "serve", "--port", str(port), "--data", str(data), "--no-sample"]


class Server(reference.load.Target):
    """Starts in `data`, a folder with a database of its own; a workload's rows are counted in its tables."""

    def __init__(self, data, at_once=256):
        self.data = pathlib.Path(data)
        self.database = databases.create(data)
        settings = {**environment(at_once), **self.database.environment}
        stop(start(data, PORT, settings))  # makes the tables and the workspace
        self.reseed()
        self.process = start(data, PORT, settings)
        super().__init__(f"crm-agent=http://127.0.0.1:{PORT},{self.process.pid}")

    def reseed(self):
        seed.fill(self.database)

    def rows(self):
        return int(self.database.rows("SELECT count(*) FROM communications")[0][0])

    def stop(self):
        stop(self.process)


def start(data, port, settings):
    """Starts a server and returns once it serves."""
    process = subprocess.Popen(command(data, port), env=settings, cwd=data, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if re.search(r"ready on", line):
            break
    return process


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
