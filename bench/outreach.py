"""A batch over many contacts with a model of 50 ms, beside what bare calls to the same stand-in LLM allow."""

import json
import os
import re
import subprocess
import tempfile
import threading
import time

import batch
import reference
import schedules
import server

CONTACTS = int(os.environ.get("OUTREACH", "100000"))
AT_ONCE = 512
LATENCY = 0.05
PROMPT = "Ask {{name}} how things are."
# As a model answers that writes to a contact; it claims nothing that the records would have to carry.
ANSWER = {
    "channel": "webhook", "facts": [], "subject": "How are things?",
    "body": "Hello,\n\nit has been a while since we last spoke, and I would like to hear how things are with you. Is there anything that "
    "keeps you busy at the moment and that we could help with? If so, a short answer to this message is enough, and I will call you at a "
    "time that suits you. If everything runs as it should, I am glad to hear that too, and will leave you in peace.\n\nKind regards",
}


def run(data):
    print(f"\n## A batch over {CONTACTS:,} contacts, LLM of {LATENCY * 1000:.0f} ms, {AT_ONCE} calls at once\n", flush=True)
    ours = server.Server(data)
    ours.stop()
    seed(ours.database)
    former = reference.services.TEXT
    reference.answer_with(json.dumps(ANSWER))
    reference.services.llm_mode(f"ok{LATENCY * 1000:.0f}")
    settings = {**server.environment(), **ours.database.environment, "LLM_CONCURRENCY": str(AT_ONCE)}
    ours.process = server.start(data, server.PORT, settings)
    try:
        report(bare_calls(), *measured(ours))
    finally:
        ours.stop()
        reference.services.llm_mode("ok0")
        reference.answer_with(former)


def seed(database, count=CONTACTS, consent="given"):
    """Customers who have agreed to be written to, or not, one salesperson, no quiet hours."""
    now = int(time.time() * 1000)
    stamps = {"workspace_id": 1, "user_id": 1, "created_at": now, "updated_at": now, "version": 1}
    contacts = [
        {**stamps, "name": f"Customer {number}", "email": f"customer{number}@example.com", "stage": "customer", "consent": consent}
        for number in range(count)
    ]
    always = """UPDATE workspaces SET quiet_from = '00:00', quiet_until = '00:00',
        working_days = '["MON","TUE","WED","THU","FRI","SAT","SUN"]'"""
    database.replace([always, "DELETE FROM contacts"], [("contacts", contacts)])


def measured(ours):
    """Messages, seconds and the memory in use every second."""
    agent = batch.call(ours, "/api/v1/agents", json.dumps({
        "title": "Outreach", "schedule_rule": "every day at 03:00", "recipients": "contact", "contact_prompt": PROMPT, "filter": "everyone",
        "autonomy": "auto",
    }).encode())
    memory, ended = [], threading.Event()
    watch = threading.Thread(target=sample, args=(ours.process.pid, memory, ended))
    watch.start()
    start, before = time.perf_counter(), reference.load.cpu(ours.process.pid)
    occurrence = batch.call(ours, f"/api/v1/agents/{agent['id']}/runs", b"{}")["occurrence_id"]
    while batch.call(ours, f"/api/v1/occurrences/{occurrence}")["state"] != "done" and time.perf_counter() - start < 600:
        time.sleep(0.1)
    seconds, cpu = time.perf_counter() - start, reference.load.cpu(ours.process.pid) - before
    ended.set()
    watch.join()
    messages = int(ours.database.rows("SELECT COUNT(*) FROM communications WHERE direction = 'outbound'")[0][0])
    return messages, seconds, cpu, memory


def sample(pid, memory, ended):
    while not ended.wait(1):
        memory.append(schedules.resident(pid))


def bare_calls():
    """Calls a second to the stand-in LLM by one thread of wrk, with a body of the size of ours."""
    script = 'wrk.method = "POST"; wrk.body = string.rep("x", 2000); wrk.headers["Content-Type"] = "application/json"'
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{AT_ONCE}", "-d5s", "-s", file.name, f"{reference.LLM}/chat/completions"]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def report(bare, messages, seconds, cpu, memory):
    allowed = min(AT_ONCE / LATENCY, bare)
    half = memory[len(memory) // 2:] or memory
    print("| messages | seconds | messages/s | of what is allowed | CPU s/1k | memory MB at half, at the end, at most |\n|---:|---:|---:|---:|---:|---|")
    print(
        f"| {messages:,} | {seconds:.1f} | {messages / seconds:,.0f} | {messages / seconds / allowed:.0%} of {allowed:,.0f} | "
        f"{cpu / messages * 1000:.2f} | {half[0]:.0f}, {memory[-1]:.0f}, {max(memory):.0f} |", flush=True)
