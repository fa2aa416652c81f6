"""Runs a command while LiteLLM serves the scripted LLM; CRM_LLM_PEER is its address. Its end is the command's."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "acceptance"))

from ports import steady_port  # noqa: E402
from scripted_llm import ScriptedLLM, spoken  # noqa: E402


def by_request(exchange):
    """A tool's call where a tool is offered and none has answered yet, JSON after a schema, and else a greeting."""
    body = exchange.request_read.body
    turns = body.get("messages") or body.get("input")
    has_result = any("tool_call_id" in turn or turn.get("type") == "function_call_output" for turn in turns)
    if body.get("tools") and not has_result:
        answer = spoken("Let me see.", call=("plan", {"day": "Friday"}))
    elif body.get("response_format") or body.get("text"):
        answer = spoken('{"subject": "Hi"}')
    else:
        answer = spoken("Good morning!")
    answer(exchange)


@contextlib.contextmanager
def gateway(upstream):
    """LiteLLM's address while it runs; what it logs is shown only where it does not start."""
    port = steady_port()
    command = [Path(sys.executable).parent / "litellm", "--config", HERE / "litellm.yaml", "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, env=os.environ | {"SCRIPTED_LLM": upstream}, stdout=log, stderr=log)
        try:
            if not is_live(f"http://127.0.0.1:{port}/health/liveliness", process, within=120):
                log.seek(0)
                sys.exit(log.read()[-2000:] + "\nLiteLLM does not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def is_live(address, process, within):
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(address, timeout=5).status == 200
        time.sleep(0.2)
    return False


if __name__ == "__main__":
    with ScriptedLLM() as llm:
        llm.otherwise = by_request
        with gateway(llm.base_url) as address:
            sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"CRM_LLM_PEER": address}).returncode)
