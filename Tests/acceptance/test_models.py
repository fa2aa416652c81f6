"""Models of a workspace's and of an agent's own: accounts whose keys are kept encrypted, and chains of them."""

import base64
import os

import pytest
from conftest import PROFILE
from crm_server import run_command
from databases import USES_POSTGRES, select
from deadline import eventually
from scripted_llm import ScriptedLLM, ok, status
from test_batches import add_users

KEY = "sk-harbour-never-shown"
MASTER = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def server(start_server):
    """Writes offline unless it is told otherwise."""
    server = start_server(env={"MASTER_KEY": MASTER, "LOG_LEVEL": "debug"})
    add_users(server, 1)
    return server


def add_account(server, llm, name="ours", **values):
    answer = server.post(
        "/api/v1/model-accounts", {"name": name, "provider": "compatible", "base_url": llm.base_url, "api_key": KEY, "max_retries": 0, **values})
    assert answer.status_code == 201, answer.text
    return answer.json()


def write(server, agent="REMINDER"):
    answer = server.post("/agents/run", {"user_id": 1, "agent_type": agent})
    assert answer.status_code == 200, answer.text
    return server.get("/api/v1/communications", params={"sort": "-id", "limit": 1}).json()["items"][0]


def test_an_account_writes_for_whom_it_is_named_and_shows_its_key_to_nobody(server, llm):
    account = add_account(server, llm)
    assert account["has_key"] is True and "api_key" not in account
    assert write(server)["writer"] == "offline"
    assert server.patch("/api/v1/workspace", {"models": ["ours:small"]}).status_code == 200
    assert server.get("/api/v1/status").json()["writer"]["name"] == "compatible:small"
    assert write(server)["writer"] == "compatible:small"
    assert llm.requests[0].headers["authorization"] == f"Bearer {KEY}" and llm.requests[0].body["model"] == "small"
    assert server.patch("/api/v1/agents/CLOSURE", {"models": ["ours:large"]}).status_code == 200
    server.create("deals", user_id=1, customer="Harbour Hotel", product="SaaS")
    assert write(server, "CLOSURE")["writer"] == "compatible:large"
    assert write(server, "FOLLOW_UP")["writer"] == "compatible:small"

    told = run_command("models", "list", data=server.data, env=server.env).stdout
    assert "ours" in told and "with a key" in told
    shown = [server.get(f"/api/v1/{path}").text for path in ("model-accounts", f"model-accounts/{account['id']}", "agent-runs", "model-calls")]
    stored = select(server.data, "SELECT sealed_key FROM model_accounts")[0][0]
    assert stored.startswith("v2.1.")
    for text in [*shown, told, stored, "".join(server.stdout), "".join(server.stderr)]:
        assert KEY not in text
    if not USES_POSTGRES:
        assert all(KEY.encode() not in path.read_bytes() for path in server.data.iterdir() if path.is_file())


def test_a_chain_of_accounts_goes_on_to_the_next(server, llm):
    with ScriptedLLM() as other:
        llm.otherwise = status(500)
        add_account(server, llm, "first")
        add_account(server, other, "second")
        assert server.patch("/api/v1/workspace", {"models": ["first:a", "second:b"]}).status_code == 200
        assert write(server)["writer"] == "compatible:b"
        # The books are written a few times a second.
        calls = eventually(lambda: (items := server.get("/api/v1/model-calls").json()["items"])[1:] and items, what="two calls")
        assert sorted(call["outcome"] for call in calls) == ["answered", "unavailable"]


def test_what_cannot_be_asked_is_refused_with_the_remedy(server, llm):
    for models, hint in (
        (["nobody:a"], "nobody"), (["ours"], "ours:MODEL"), (["far:a"], "base_url"), (["keyless:a"], "api_key"), ([":a"], "anthropic:claude")
    ):
        for path in ("workspace", "agents/REMINDER"):
            if models == ["ours"] and path == "workspace":
                add_account(server, llm)
                server.post("/api/v1/model-accounts", {"name": "far", "provider": "compatible"})
                server.post("/api/v1/model-accounts", {"name": "keyless", "provider": "anthropic"})
            answer = server.patch(f"/api/v1/{path}", {"models": models})
            assert answer.status_code == 422 and hint in answer.json()["errors"][0]["message"], answer.text
    account = server.get("/api/v1/model-accounts", params={"name": "ours"}).json()["items"][0]
    moved = server.patch(f"/api/v1/model-accounts/{account['id']}", {"base_url": "http://127.0.0.1:9/v1"})
    assert moved.status_code == 409 and "api_key" in moved.json()["detail"]
    assert server.patch(f"/api/v1/model-accounts/{account['id']}", {"base_url": "http://127.0.0.1:9/v1", "api_key": "new"}).status_code == 200
    assert server.post("/api/v1/model-accounts", {"name": "ours", "provider": "openai"}).status_code == 409
    assert server.post("/api/v1/model-accounts", {"name": "Not A Name", "provider": "openai"}).status_code == 422


def test_without_a_master_key_no_key_is_kept(start_server, llm):
    server = start_server()
    answer = server.post("/api/v1/model-accounts", {"name": "ours", "provider": "openai", "api_key": KEY})
    assert answer.status_code == 422 and "MASTER_KEY" in answer.text and KEY not in answer.text


def test_accounts_are_added_and_used_from_the_command_line(start_server, llm):
    server = start_server(env={"MASTER_KEY": MASTER})
    add_users(server, 1)
    added = run_command(
        "models", "add", "ours", "--provider", "compatible", "--base-url", llm.base_url, data=server.data, env=server.env, stdin=f"{KEY}\n")
    assert added.returncode == 0, added
    used = run_command("models", "use", "--agent", "reminder", "ours:small", data=server.data, env=server.env)
    assert used.returncode == 0 and "ours:small" in used.stdout, used
    assert write(server)["writer"] == "compatible:small"
    doctor = run_command("doctor", data=server.data, env=server.env)
    assert "models: ours:small: accounts and keys are in order" in doctor.stdout, doctor
    blind = run_command("doctor", data=server.data, env={**server.env, "MASTER_KEY": base64.b64encode(bytes(32)).decode()})
    assert blind.returncode == 1 and "FIX  models:" in blind.stdout and "MASTER_KEY" in blind.stdout, blind
    removed = run_command("models", "remove", 1, data=server.data, env=server.env)
    assert removed.returncode != 0 and "names account 1" in removed.stderr, removed
    refused = run_command("models", "use", "nobody:a", data=server.data, env=server.env)
    assert refused.returncode != 0 and "nobody" in refused.stderr


def test_each_model_of_a_chain_is_asked_as_its_options_say(server, llm):
    add_account(server, llm)
    llm.script(status(500))
    chain = ["ours:first max_tokens=300 temperature=0.2", "ours:second temperature=1.5"]
    assert server.patch("/api/v1/workspace", {"models": chain}).json()["models"] == chain
    assert write(server)["writer"] == "compatible:second"
    asked = [(request.body["model"], request.body["max_tokens"], request.body["temperature"]) for request in llm.requests]
    assert asked == [("first", 300, 0.2), ("second", 800, 1.5)]
    used = run_command("models", "use", "--agent", "CLOSURE", "ours max_tokens=400", data=server.data, env=server.env)
    assert used.returncode == 1 and "names no model of ours" in used.stderr
    used = run_command("models", "use", "--agent", "CLOSURE", "ours:small max_tokens=400", data=server.data, env=server.env)
    assert used.returncode == 0 and "written by ours:small max_tokens=400" in used.stdout


@pytest.mark.parametrize("model, words", [
    ("ours:x max_tokens=10", "no whole number of 100 to 32000"), ("ours:x temperature=3", "no number of 0 to 2"),
    ("ours:x heat=1", "an option heat, which there is not"), ("ours:o3-mini temperature=1", "o3-mini a temperature, which it does not take"),
])
def test_options_that_cannot_be_are_refused_where_they_are_saved(server, llm, model, words):
    add_account(server, llm)
    answer = server.patch("/api/v1/workspace", {"models": [model]})
    assert answer.status_code == 422 and words in answer.json()["errors"][0]["message"] and answer.json()["errors"][0]["field"] == "models"
    refused = run_command("models", "use", model, data=server.data, env=server.env)
    assert refused.returncode == 1 and words in refused.stderr
