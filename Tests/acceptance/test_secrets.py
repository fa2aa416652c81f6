"""Planted secrets: looked for wherever a server writes, found nowhere; and their keys changed under a running server."""

import base64
import os

import pytest
from crm_server import run_command
from databases import USES_POSTGRES, select
from deadline import eventually
from test_batches import add_users
from webhook_receiver import WebhookReceiver


def key():
    return base64.b64encode(os.urandom(32)).decode()


class Planted:
    """Secrets of a run of their own, by what they are."""

    def __init__(self):
        self.master = key()
        self.webhook = "whsec_" + key()
        self.account = "sk-planted-" + os.urandom(12).hex()
        self.provider = "sk-environment-" + os.urandom(12).hex()
        self.password = "pw-" + os.urandom(12).hex()

    def found_in(self, texts):
        """`what in where` for each secret that stands in one of the texts, as it is or as bytes would show it."""
        return sorted(f"{what} in {where}" for where, text in texts.items() for what, secret in vars(self).items() if secret in text)


@pytest.fixture
def planted():
    return Planted()


@pytest.fixture
def server(start_server, planted):
    server = start_server(
        env={"MASTER_KEY": planted.master, "LOG_LEVEL": "trace", "WEBHOOK_ALLOW_PRIVATE": "true", "MODEL_TEST_KEY": planted.provider})
    add_users(server, 1)
    return server


def everything(server, *more):
    """All that a server has written: logs, answers, what commands print, and its files."""
    resources = ["webhooks", "model-accounts", "audit", "workspace", "agents", "deliveries", "communications", "model-calls"]
    texts = {path: server.get(f"/api/v1/{path}").text for path in [*resources, "audit/export", "status", "webhooks/999/secret"]}
    texts |= {f"command {' '.join(words)}": str(run_command(*words, data=server.data, env=server.env)) for words in COMMANDS}
    if not USES_POSTGRES:
        texts |= {path.name: path.read_bytes().decode("latin-1") for path in server.data.iterdir() if path.is_file()}
    texts |= {"stdout": "".join(server.stdout), "stderr": "".join(server.stderr)}
    return texts | {f"answer {number}": text for number, text in enumerate(more)}


COMMANDS = [("audit", "export"), ("audit", "list", "--json"), ("models", "list"), ("webhook", "list", "--json"), ("doctor", "--json")]


def test_a_planted_secret_is_found_in_logs_errors_exports_and_files_only_where_it_was_put_on_purpose(server, planted):
    with WebhookReceiver(planted.webhook) as receiver:
        added = server.post("/api/v1/webhooks", {"url": receiver.url, "secret": planted.webhook})
        assert added.status_code == 201
        account = {"name": "ours", "provider": "compatible", "base_url": "http://127.0.0.1:9", "api_key": planted.account, "max_retries": 0}
        made = server.post("/api/v1/model-accounts", account)
        answers = [made.text, server.post("/api/v1/model-accounts", account).text]
        # Faults that speak of what they were given: a wrong type, a wrong field beside it, a broken body.
        answers.append(server.post("/api/v1/model-accounts", {**account, "name": "other", "timeout_seconds": "x"}).text)
        answers.append(server.http.post("/api/v1/model-accounts", content=f'{{"api_key": "{planted.account}",}}').text)
        answers.append(server.post("/api/v1/webhooks", {"url": "nowhere", "secret": planted.webhook}).text)
        assert server.patch("/api/v1/workspace", {"models": ["ours:small"]}).status_code == 200
        answers.append(server.post("/agents/run", {"user_id": 1, "agent_type": "REMINDER"}).text)
        assert server.patch("/api/v1/workspace", {"models": []}).status_code == 200
        assert server.post("/agents/run", {"user_id": 1, "agent_type": "REMINDER"}).status_code == 200
        receiver.wait_for_requests(1)
        assert all(request.verified for request in receiver.requests)
    texts = everything(server, *answers)
    assert planted.found_in(texts) == []
    # What is to be read is: the secret by its own call, and one that somebody writes into a log.
    assert server.get(f"/api/v1/webhooks/{added.json()['id']}/secret").json() == {"secret": planted.webhook}
    texts["stderr"] += f"debug: using {planted.account}"
    assert planted.found_in(texts) == ["account in stderr"]


def test_a_password_in_an_address_is_in_no_message(tmp_path, planted):
    for url in (f"postgresql://crm:{planted.password}@127.0.0.1:9/crm", f"postgresql://crm:{planted.password}@[::1/crm"):
        env = {"DATABASE_URL": url, "LOG_LEVEL": "trace", "MASTER_KEY": planted.master}
        for words in (("doctor",), ("doctor", "--json"), ("migrate",), ("audit", "list")):
            told = run_command(*words, env=env, cwd=tmp_path)
            assert planted.found_in({" ".join(words): told.stdout + told.stderr}) == []


def test_wrong_keys_are_named_and_not_shown(tmp_path, planted):
    for env in ({"MASTER_KEY": planted.password}, {"MASTER_KEY": planted.master, "MASTER_KEY_PREVIOUS": planted.password},
                {"MASTER_KEY_PREVIOUS": planted.master}):
        told = run_command("keys", "rotate", env=env, data=tmp_path)
        assert told.returncode == 1 and "MASTER_KEY" in told.stderr, told
        assert planted.found_in({"told": told.stdout + told.stderr}) == []


def test_doctor_says_whether_the_master_key_is_that_of_the_secrets(server, planted):
    assert server.post("/api/v1/webhooks", {"url": "http://127.0.0.1:9/hook", "secret": planted.webhook}).status_code == 201
    server.stop()
    for env, words in (
        ({"MASTER_KEY": planted.master}, "ok   secrets: MASTER_KEY opens all"),
        ({"MASTER_KEY": key()}, "FIX  secrets: Secrets were encrypted with another MASTER_KEY"),
        ({"MASTER_KEY": key(), "MASTER_KEY_PREVIOUS": planted.master}, "ok   secrets:"),
        ({}, "FIX  secrets: MASTER_KEY is not set"),
    ):
        assert words in run_command("doctor", data=server.data, env=env).stdout


def test_keys_are_changed_under_a_running_server(start_server, server, planted):
    first = server.post("/api/v1/webhooks", {"url": "http://127.0.0.1:9/hook", "secret": planted.webhook}).json()["id"]
    server.stop()
    new = key()
    both = {**server.env, "MASTER_KEY": new, "MASTER_KEY_PREVIOUS": planted.master}
    server = start_server(data=server.data, env=both)
    secret = lambda: server.get(f"/api/v1/webhooks/{first}/secret").json()  # noqa: E731
    assert secret() == {"secret": planted.webhook}
    told = run_command("keys", "rotate", "--values", data=server.data, env=both)
    assert told.returncode == 0 and "1 data keys and 1 secrets" in told.stdout, told
    assert secret() == {"secret": planted.webhook}
    second = server.post("/api/v1/webhooks", {"url": "http://127.0.0.1:9/hook"}).json()
    server.stop()
    server = start_server(data=server.data, env={**both, "MASTER_KEY_PREVIOUS": ""})
    assert secret() == {"secret": planted.webhook}
    assert server.get(f"/api/v1/webhooks/{second['id']}/secret").json() == {"secret": second["secret"]}
    rows = select(server.data, "SELECT secret FROM webhooks ORDER BY id")
    assert all(row[0].startswith("v2.2.") for row in rows), rows
    server.stop()
    server = start_server(data=server.data, env={**both, "MASTER_KEY": planted.master, "MASTER_KEY_PREVIOUS": ""})
    assert server.get(f"/api/v1/webhooks/{first}/secret").status_code == 409


def test_without_a_master_key_webhooks_go_on_as_they_are_and_are_encrypted_once_there_is_one(start_server, planted):
    server = start_server(env={"WEBHOOK_ALLOW_PRIVATE": "true"})
    id = server.post("/api/v1/webhooks", {"url": "http://127.0.0.1:9/hook", "secret": planted.webhook}).json()["id"]
    assert select(server.data, "SELECT secret FROM webhooks")[0][0] == planted.webhook
    told = run_command("keys", "rotate", data=server.data, env={"MASTER_KEY": planted.master})
    assert told.returncode == 0, told
    assert select(server.data, "SELECT secret FROM webhooks")[0][0].startswith("v2.1.")
    assert server.get(f"/api/v1/webhooks/{id}/secret").status_code == 409


def test_the_most_talkative_log_tells_services_by_name_and_nothing_that_they_hold(start_server, planted):
    server = start_server(env={"LOG_LEVEL": "trace", "MASTER_KEY": planted.master, "LLM_PROVIDER": "openai", "LLM_API_KEY": planted.provider})
    server.get("/agents/list")
    server.stop()
    log = "".join(server.stderr)
    assert '"Outbox"' in log and max(map(len, server.stderr)) < 1000
    assert planted.found_in({"log": log}) == []
