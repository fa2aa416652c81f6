"""Our server as a target of the reference bench's workloads: its own process on a seeded SQLite database."""

import os
import pathlib
import re
import signal
import sqlite3
import subprocess

import reference
import seed

BINARY = os.environ["CRM_AGENT_BIN"]
PORT = 24405


def environment():
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept, "OPENAI_BASE_URL": reference.LLM, "OPENAI_API_KEY": "bench", "OPENAI_MODEL": "gpt-4o-mini",
        "LOG_LEVEL": "warning", "LLM_CONCURRENCY": os.environ.get("LLM_CONCURRENCY", "256"),
    }


def command(data):
    return [BINARY, "serve", "--port", str(PORT), "--data", str(data), "--no-sample"]


class Server(reference.load.Target):
    """Starts in `data`, a folder with a database of its own; a workload's rows are counted in its tables."""

    def __init__(self, data):
        self.data = pathlib.Path(data)
        self.database = self.data / "crm.sqlite"
        subprocess.run([BINARY, "migrate", "--data", data], check=True, env=environment(), stdout=subprocess.DEVNULL)
        self.reseed()
        self.process = subprocess.Popen(command(data), env=environment(), cwd=data, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if re.search(r"ready on", line):
                break
        super().__init__(f"crm-agent=http://127.0.0.1:{PORT},{self.process.pid}")

    def reseed(self):
        with sqlite3.connect(self.database, timeout=30) as database:
            seed.fill(database)
        database.close()

    def rows(self):
        database = sqlite3.connect(self.database, timeout=30)
        [count] = database.execute("SELECT count(*) FROM communications").fetchone()
        database.close()
        return count

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
