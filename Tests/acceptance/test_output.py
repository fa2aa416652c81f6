"""What commands and the server do where their output can't be written to, and what they print of what people and models wrote."""

import contextlib
import os
import sqlite3
import subprocess
import time
import urllib.request

import pytest
from crm_server import BINARY, clean_environment, run_command
from ports import steady_port

COMMANDS = [
    ("agents", "list"), ("plan", "CLOSURE"), ("run-agent", "REMINDER"), ("doctor",), ("costs",), ("contacts", "export", "1"),
    ("contacts", "count", "stage = lead"),
]


@pytest.fixture
def data(tmp_path):
    """A folder whose database holds the sample business."""
    result = run_command("sample", "load", data=tmp_path)
    assert result.returncode == 0, result.stderr
    return tmp_path


def run(data, *arguments, stdout):
    return subprocess.run(
        [BINARY, *arguments, "--data", data], env=clean_environment(), cwd=data, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
        text=True, timeout=60,
    )


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_whose_output_has_no_room_fails_and_says_why(data, arguments):
    with open("/dev/full", "w") as full:
        result = run(data, *arguments, stdout=full)
    assert result.returncode == 1
    assert result.stderr == "crm-agent: standard output can't be written to: No space left on device.\n"


@pytest.mark.parametrize("arguments", COMMANDS[:2], ids=" ".join)
def test_a_command_whose_reader_has_gone_ends_without_a_word(data, arguments):
    writing = closed_pipe()
    result = run(data, *arguments, stdout=writing)
    os.close(writing)
    assert result.returncode == 141 and result.stderr == ""


def test_a_command_without_an_output_fails_and_leaves_its_files_alone(data):
    command = ["sh", "-c", 'exec "$0" "$@" >&-', BINARY, "agents", "list", "--data", data]
    result = subprocess.run(command, env=clean_environment(), stderr=subprocess.PIPE, text=True, timeout=60)
    assert result.returncode == 1 and "Bad file descriptor" in result.stderr
    with contextlib.closing(sqlite3.connect(data / "crm.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("redirection", [">/dev/full", ">&- 2>&-", "2>&1 | head -1"])
def test_a_server_goes_on_without_its_lines(tmp_path, redirection):
    port = steady_port()
    environment = clean_environment(PORT=port, DATA_DIR=tmp_path, PROGRAM=BINARY, PIDS=tmp_path / "pid")
    line = f'{{ echo $BASHPID > "$PIDS"; exec "$PROGRAM" serve --no-sample; }} {redirection}'
    with subprocess.Popen(["bash", "-c", line], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as shell:
        try:
            assert is_up(port)
            time.sleep(0.2)
            assert is_up(port)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int((tmp_path / "pid").read_text()), 15)
            shell.wait(30)


def is_up(port):
    for _ in range(200):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
        time.sleep(0.1)
    return False


def test_what_people_wrote_neither_steers_a_terminal_nor_breaks_a_row(data):
    with contextlib.closing(sqlite3.connect(data / "crm.sqlite")) as database, database:
        database.execute("UPDATE contacts SET name = 'Ann' || char(27) || '[31m' || char(7) || char(10) || 'Mill' || char(8238), stage = 'lead'")
    for arguments in [("contacts", "count", "stage = lead", "--sample", "2"), ("plan", "FOLLOW_UP"), ("drafts", "list")]:
        told = run_command(*arguments, data=data)
        assert told.returncode == 0, told.stderr
        assert not set(told.stdout) & {chr(27), chr(7), chr(0x202E)}
    told = run_command("contacts", "count", "stage = lead", "--sample", "2", data=data).stdout
    assert "Ann\ufffd[31m\ufffd Mill\ufffd" in told
    assert "Ann\\u001b[31m" in run_command("contacts", "count", "stage = lead", "--sample", "2", "--json", data=data).stdout
