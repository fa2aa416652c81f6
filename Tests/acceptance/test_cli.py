"""The commands besides `serve`."""

import json
import os
import pty
import re
import sqlite3
import subprocess

import pytest
from conftest import PROFILE
from crm_server import BINARY, clean_environment, run_command
from ports import steady_port

AGENTS = ["REMINDER", "FOLLOW_UP", "CLOSURE", "NURTURE", "UPSELL"]


@pytest.fixture
def data(tmp_path):
    """A folder whose database holds the sample business."""
    result = run_command("sample", "load", data=tmp_path)
    assert result.returncode == 0, result.stderr
    return tmp_path


def succeeds(*arguments, **options):
    result = run_command(*arguments, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def only_line(text):
    [line] = [line for line in text.splitlines() if line.strip()]
    return line


@pytest.mark.parametrize("agent", AGENTS)
def test_run_agent_prints_the_message(data, agent):
    assert len(succeeds("run-agent", agent, "--user", 1, data=data).strip()) > 40


def test_run_agent_prints_json_for_scripts(data):
    run = json.loads(succeeds("run-agent", "REMINDER", "--user", 1, "--json", data=data))
    assert run["agent_type"] == "REMINDER" and run["user_id"] == 1 and run["message"].strip()


@pytest.mark.parametrize("arguments, word", [(("DANCER", "--user", 1), "DANCER"), (("REMINDER", "--user", 999), "999")])
def test_run_agent_says_what_is_wrong(data, arguments, word):
    result = run_command("run-agent", *arguments, data=data)
    assert result.returncode != 0 and word in result.stderr and "Fatal" not in result.stderr


def test_chat_answers_what_is_piped_in(data):
    output = succeeds("chat", "--user", 1, data=data, stdin="What are my tasks today?\nthanks\n")
    assert len(output.strip().splitlines()) >= 2


def test_chat_passes_over_empty_lines_that_are_piped_in(data):
    output = succeeds("chat", "--user", 1, data=data, stdin="\nhello\n\n  \nWhat are my tasks today?\n")
    assert output.count("> ") == 3 and "task" in output.rsplit("> ", 2)[1].lower()


def test_a_run_that_failed_is_told_to_be_tried_again_by_a_server_and_nobody_else(data):
    away = {"OPENAI_API_KEY": "secret-key", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "LLM_TIMEOUT_SECONDS": 2}
    result = run_command("run-agent", "REMINDER", data=data, env=away)
    assert result.returncode == 1 and "A server on this database, if one runs" in result.stderr and "by itself" not in result.stderr


def test_the_sample_is_told_of_in_json(data):
    assert json.loads(succeeds("sample", "load", "--json", data=data)) == {"loaded": False}
    assert json.loads(succeeds("sample", "remove", "--json", data=data))["removed"] > 2
    assert json.loads(succeeds("sample", "remove", "--json", data=data)) == {"removed": 0}


def test_chat_works_in_a_terminal(data):
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        [BINARY, "chat", "--user", "1", "--data", data], env=clean_environment(TERM="dumb"), cwd=data,
        stdin=other_end, stdout=other_end, stderr=other_end, close_fds=True,
    )
    os.close(other_end)
    os.write(terminal, b"What are my tasks today?\n\x04")
    seen = b""
    while True:
        try:
            seen += os.read(terminal, 4096)
        except OSError:  # the other end is closed: it has ended
            break
    assert process.wait(20) == 0
    assert len(seen.decode().strip().splitlines()) >= 3
    os.close(terminal)


def test_migrate_makes_the_database_and_then_has_nothing_to_do(tmp_path):
    succeeds("migrate", data=tmp_path)
    json.loads(succeeds("migrate", "--json", data=tmp_path))
    assert sqlite3.connect(tmp_path / "crm.sqlite").execute("SELECT count(*) FROM contacts").fetchone() == (0,)


def test_the_sample_goes_without_a_trace_of_it_and_leaves_your_own(data, start_server):
    server = start_server(data, args=())
    own = server.create("contacts", user_id=1, name="My own customer")
    assert server.get("/api/v1/status").json()["sample"] is True
    assert len([row for row in server.every("contacts") if row["sample"]]) > 2
    server.stop()
    succeeds("sample", "remove", data=data)
    server.start()
    assert [row["id"] for row in server.every("contacts")] == [own["id"]]
    assert server.every("tasks") == server.every("deals") == server.every("targets") == []
    assert server.get("/api/v1/status").json()["sample"] is False


def test_a_new_database_is_given_the_sample_unless_told_not_to(start_server, tmp_path):
    with_sample = start_server(tmp_path / "with", args=())
    assert with_sample.every("contacts") and with_sample.get("/business-profile/1").status_code == 200
    assert start_server(tmp_path / "without").every("contacts") == []


def test_a_removed_sample_stays_away(data, start_server):
    succeeds("sample", "remove", data=data)
    assert start_server(data, args=()).every("contacts") == []


def test_doctor_finds_nothing_wrong_with_a_good_set_up(data):
    report = json.loads(succeeds("doctor", "--json", data=data))
    assert report
    assert "database" in succeeds("doctor", data=data).lower()


def test_doctor_tells_what_to_mend(data):
    out_of_reach = {"OPENAI_API_KEY": "secret-key", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "LLM_TIMEOUT_SECONDS": 2}
    result = run_command("doctor", data=data, env=out_of_reach)
    assert result.returncode != 0 and "OPENAI" in result.stdout + result.stderr


@pytest.mark.parametrize("role", ["web", "worker"])
def test_doctor_says_what_serve_says_of_a_role_that_sqlite_does_not_allow(data, role):
    environment = {"ROLE": role}
    found, refused = run_command("doctor", data=data, env=environment), run_command("serve", "--port", 0, data=data, env=environment)
    assert found.returncode == refused.returncode == 1
    assert refused.stderr.strip().removeprefix("crm-agent: ") in found.stdout


def test_doctor_tells_of_a_model_without_a_key(data):
    result = run_command("doctor", data=data, env={"LLM_MODEL": "gpt-4o-mini"})
    assert result.returncode == 1 and "LLM_MODEL names a model" in result.stdout


@pytest.mark.parametrize("address, words", [("http://127.0.0.1:{port}/v1", "refuses connections"), ("http://nobody.invalid/v1", "nobody knows")])
def test_doctor_says_why_a_model_is_out_of_reach(data, address, words):
    environment = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": address.format(port=steady_port()), "LLM_MODEL": "llama", "LLM_MAX_RETRIES": "0"}
    result = run_command("doctor", data=data, env=environment)
    assert result.returncode == 1 and words in result.stdout and "SocketAddress" not in result.stdout, result.stdout


def test_doctor_tells_that_nothing_delivers_what_agents_write_to_contacts(start_server):
    server = start_server()
    change = {"recipients": "contact", "filter": "everyone"}
    assert server.http.request("PATCH", "/api/v1/agents/NURTURE", json=change).status_code == 200
    result = run_command("doctor", data=server.data)
    assert result.returncode == 1 and "no enabled webhook" in result.stdout
    server.post("/api/v1/webhooks", {"url": "https://crm.example/messages"})
    assert run_command("doctor", data=server.data).returncode == 0


def test_doctor_checks_the_provider_with_a_real_call(data, llm):
    succeeds("doctor", data=data, env={"OPENAI_API_KEY": "secret-key", "OPENAI_BASE_URL": llm.base_url})
    assert llm.requests and llm.requests[0].headers["authorization"] == "Bearer secret-key"


@pytest.mark.parametrize("arguments", [(), ("serve",), ("run-agent",), ("chat",), ("import",), ("migrate",), ("sample",), ("doctor",)])
def test_help_teaches(arguments):
    result = run_command(*arguments, "--help")
    assert result.returncode == 0 and "USAGE" in result.stdout and "crm-agent" in result.stdout
    assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize("arguments", [(), ("serve",), ("run-agent",), ("chat",), ("import",), ("migrate",), ("sample",), ("doctor",)])
def test_help_fills_a_terminal_of_80_columns(arguments):
    help = run_command(*arguments, "--help", env={"COLUMNS": 80}).stdout
    assert max(map(len, help.splitlines())) <= 80
    overview = help[: help.index("USAGE")].split("\n\n")
    for paragraph in overview:
        lines = paragraph.splitlines()
        if not any(line.startswith("  ") for line in lines):
            assert all(len(line) > 60 for line in lines[:-1]), paragraph


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "eighty"), ("PORT", "70000"), ("TIME_ZONE", "Mars/Base"), ("OPENAI_BASE_URL", "not a url"),
        ("LLM_TIMEOUT_SECONDS", "soon"), ("LLM_TIMEOUT_SECONDS", "0"), ("LLM_MAX_RETRIES", "-1"), ("LLM_CONCURRENCY", "0"),
        ("CATCH_UP_MINUTES", "x"), ("SHUTDOWN_SECONDS", "0"), ("LOG_LEVEL", "loud"), ("DATABASE_URL", "sqlite:///data/mine.db"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path, name, value):
    port = () if name == "PORT" else ("--port", 0)
    result = run_command("serve", *port, data=tmp_path, env={"OPENAI_API_KEY": "secret-key", name: value})
    assert result.returncode > 0
    line = only_line(result.stderr)
    assert name in line
    assert re.search(r"example|such as|between|one of|from", line, re.IGNORECASE), line


def test_a_key_never_shows(start_server, llm, tmp_path):
    server = start_server(env={"OPENAI_API_KEY": "secret-key-123", "OPENAI_BASE_URL": llm.base_url, "LOG_LEVEL": "trace"})
    server.post("/business-profile/1", PROFILE)
    server.post("/chat/message", {"user_id": 1, "message": "hello"})
    status = server.get("/api/v1/status").text
    server.stop()
    assert "secret-key-123" not in status + "".join(server.stdout + server.stderr)


def test_a_port_in_use_is_told_in_one_line_before_anything_is_created(server, tmp_path):
    result = run_command("serve", "--port", server.port, data=tmp_path)
    assert result.returncode > 0 and str(server.port) in only_line(result.stderr)
    assert list(tmp_path.iterdir()) == [] and "sample" not in result.stdout


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("run-agent", "REMINDER"), ("migrate",), ("sample", "load")])
def test_a_mistyped_folder_is_refused_rather_than_created(tmp_path, command):
    mistyped = tmp_path / "dta" / "crm"
    result = run_command(*command, data=mistyped, cwd=tmp_path)
    assert result.returncode > 0
    line = only_line(result.stderr)
    assert "DATA_DIR" in line and str(tmp_path / "dta") in line
    assert list(tmp_path.iterdir()) == []


def test_the_last_part_of_the_folder_may_be_new(tmp_path):
    succeeds("migrate", data=tmp_path / "new", cwd=tmp_path)
    assert (tmp_path / "new" / "crm.sqlite").exists()


@pytest.mark.parametrize("name", ["missing/data", "file/data"])
def test_doctor_tells_when_the_folder_cannot_be_created(tmp_path, name):
    (tmp_path / "file").write_text("")
    result = run_command("doctor", data=tmp_path / name, cwd=tmp_path)
    assert result.returncode != 0 and "FIX  database: DATA_DIR" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
