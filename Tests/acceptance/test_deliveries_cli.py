"""Webhooks, deliveries and runs on the command line; roles that a database cannot serve."""

import json
import re
import sqlite3

import pytest
from crm_server import run_command
from deadline import eventually


def succeeds(*arguments, data):
    result = run_command(*arguments, data=data)
    assert result.returncode == 0, result.stderr
    return result.stdout


def fails(*arguments, data, env=None):
    """The one line that says why."""
    result = run_command(*arguments, data=data, env=env)
    assert result.returncode > 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.fixture
def data(tmp_path):
    """A folder with a webhook, and a message on its way to it."""
    succeeds("webhook", "add", "https://example.com/hook", data=tmp_path)
    succeeds("run-agent", "REMINDER", data=tmp_path)
    return tmp_path


def test_a_secret_is_printed_once(tmp_path):
    added = succeeds("webhook", "add", "https://example.com/hook", "--idempotent", data=tmp_path)
    secret = re.search(r"whsec_\S+", added).group()
    listed = succeeds("webhook", "list", data=tmp_path) + succeeds("webhook", "list", "--json", data=tmp_path)
    assert "https://example.com/hook" in listed and "idempotent" in listed and secret not in listed


def test_a_wrong_address_is_told_in_one_line(tmp_path):
    assert "https://example.com" in fails("webhook", "add", "ftp://example.com", data=tmp_path)


def test_a_message_of_an_agent_is_on_its_way(data):
    delivery = json.loads(succeeds("deliveries", "list", "--json", data=data))
    assert delivery["state"] == "queued" and delivery["webhook_id"] == 1 and delivery["key"].startswith("msg_")
    assert succeeds("deliveries", "list", "--state", "unknown", "--json", data=data) == ""


def test_only_what_failed_can_be_tried_again(data):
    assert "delivery 1" in fails("deliveries", "retry", "1", data=data)
    assert "no delivery 9" in fails("deliveries", "retry", "9", data=data)
    assert "agent run 1" in fails("runs", "retry", "1", data=data)
    assert "no unknown delivery 1" in fails("deliveries", "settle", "1", data=data)


def test_all_that_are_dead_are_sent_again_at_once(data):
    succeeds("webhook", "add", "https://example.com/other", data=data)
    with sqlite3.connect(data / "crm.sqlite") as database:
        database.execute("UPDATE deliveries SET state = 'dead', next_attempt_at = NULL")
    assert "ids, or --dead" in run_command("deliveries", "retry", data=data).stderr
    assert "goes with --dead" in run_command("deliveries", "retry", "1", "--webhook", "1", data=data).stderr
    assert "Queued 0." in succeeds("deliveries", "retry", "--dead", "--webhook", "2", data=data)
    assert "Queued 1." in succeeds("deliveries", "retry", "--dead", data=data)
    assert "Queued 0." in succeeds("deliveries", "retry", "--dead", data=data)
    assert json.loads(succeeds("deliveries", "list", "--json", data=data))["state"] == "queued"


def test_what_waits_for_a_removed_webhook_is_cancelled(data, start_server):
    succeeds("webhook", "remove", "1", data=data)
    server = start_server(data)
    cancelled = eventually(lambda: server.every("deliveries", state="cancelled"), what="the end of the delivery")
    assert cancelled[0]["error"] == "The webhook has been deleted."


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_role_needs_a_database_that_processes_share(tmp_path, role):
    line = fails("serve", "--port", "0", "--role", role, data=tmp_path)
    assert "ROLE" in line and "DATABASE_URL" in line


def test_health_is_answered_under_any_name(server):
    for path, status in [("/healthz", "ok"), ("/readyz", "ready")]:
        answer = server.get(path, headers={"Host": "balancer.example"})
        assert answer.status_code == 200 and answer.json() == {"status": status}
