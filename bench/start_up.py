"""Start to first answer, and memory when idle: the median of five cold starts."""

import os

import reference
import server


def run(data):
    print("\n## Start and idle memory\n", flush=True)
    ours = server.Server(data)
    ours.stop()
    os.environ.update(server.environment())
    mine = reference.load.startup("crm-agent", f"http://127.0.0.1:{server.PORT}", server.command(data))
    theirs = reference.load.startup("reference", f"http://127.0.0.1:{reference.PORT}", reference.start_command())
    first = first_start(data / "fresh")
    print("\n| | crm-agent | reference | ratio |\n|---|---:|---:|---:|")
    for title, key, unit in (("ready after", "start_ms", "ms"), ("idle memory", "idle_rss_mb", "MB")):
        print(f"| {title} | {mine[key]:.0f} {unit} | {theirs[key]:.0f} {unit} | {theirs[key] / mine[key]:.1f}x |")
    print(f"| ready after, with an empty folder | {first['start_ms']:.0f} ms | | |")


def first_start(data):
    """A start that makes its database first; the folder is emptied before each run."""
    command = ["bash", "-c", 'rm -rf "$1" && mkdir "$1" && shift && exec "$@"', "fresh", str(data), *server.command(data)]
    return reference.load.startup("crm-agent, empty folder", f"http://127.0.0.1:{server.PORT}", command)
