"""Import of a large CSV file of contacts: into an empty database, and again when nothing has changed."""

import os
import subprocess
import time

import server

ROWS = int(os.environ.get("IMPORT_ROWS", "100000"))


def run(data):
    print(f"\n## Import of {ROWS:,} contacts\n\n| | seconds | rows/s | CPU s | peak MB |\n|---|---:|---:|---:|---:|", flush=True)
    path = data / "contacts.csv"
    with path.open("w") as file:
        file.write("External ID,Name,E-mail,Phone,Company,Stage,Notes\n")
        file.writelines(map(line, range(ROWS)))
    for title in ("first", "again"):
        report(title, data, path)


def line(n):
    notes = f"Asked for a quote.\nCall again in week {n % 52}."
    return f'C-{n},Customer {n},customer{n}@example.com,+49 431 {n},"Company {n % 5000}, Kiel",lead,"{notes}"\n'


def report(title, data, path):
    start = time.perf_counter()
    command = [server.BINARY, "import", "contacts", path, "--data", data, "--json"]
    process = subprocess.Popen(command, env=server.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise RuntimeError(message.decode())
    cpu = used.ru_utime + used.ru_stime
    print(f"| {title} | {seconds:.2f} | {ROWS / seconds:,.0f} | {cpu:.2f} | {used.ru_maxrss / 1024:.0f} |", flush=True)
