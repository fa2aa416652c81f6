"""A message written through each provider; a chain that goes on to the next; wrong settings told by name."""

import itertools
import json
from collections import Counter

import pytest
import sdk_requests
from crm_server import run_command
from deadline import eventually
from problems import assert_problem
from scripted_llm import TEXT, delayed, ok, raw, spoken, status

WRITERS = {
    "openai": "openai:gpt-4o-mini",
    "openai-responses": "openai-responses:gpt-4o-mini",
    "anthropic": "anthropic:claude-haiku-4-5",
    "gemini": "gemini:gemini-2.5-flash",
    "azure": "azure:our-mini",
    "compatible": "compatible:llama3.2:3b",
}
FORMS = {"openai-responses": "responses", "anthropic": "anthropic", "gemini": "gemini"}
ADDRESSED_BY_VERSION = {"openai", "openai-responses", "compatible"}
CHAIN = ["anthropic:claude-haiku-4-5", "openai:gpt-4o-mini"]


def address(llm, provider):
    return llm.base_url if provider in ADDRESSED_BY_VERSION else llm.root


@pytest.fixture
def provider_server(start_server, llm):
    llm.otherwise = spoken()

    def start(provider, **env):
        settings = {
            "LLM_PROVIDER": provider, "LLM_API_KEY": "secret-key", "LLM_MODEL": WRITERS[provider].split(":", 1)[1],
            "LLM_BASE_URL": address(llm, provider), "LLM_TIMEOUT_SECONDS": 5, "LLM_MAX_RETRIES": 0,
        }
        return start_server(env=settings | env)

    return start


@pytest.fixture
def chain(llm):
    """Anthropic first, then OpenAI, both answered by the scripted LLM."""
    llm.otherwise = spoken()
    return {
        "LLM_CHAIN": ",".join(CHAIN), "LLM_MAX_RETRIES": 0, "LLM_TIMEOUT_SECONDS": 5,
        "ANTHROPIC_API_KEY": "secret-key-a", "ANTHROPIC_BASE_URL": llm.root, "OPENAI_API_KEY": "secret-key-o", "OPENAI_BASE_URL": llm.base_url,
    }


@pytest.fixture
def data(tmp_path):
    """A folder whose database holds the sample business."""
    assert run_command("sample", "load", data=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("provider", WRITERS)
def test_an_agent_writes_through_every_provider(provider_server, llm, new_user, provider):
    server = provider_server(provider)
    user = new_user(server)
    run = server.create("agent-runs", user_id=user, agent_type="REMINDER")
    assert (run["state"], run["writer"], run["tokens_in"], run["tokens_out"]) == ("succeeded", WRITERS[provider], 412, 131)
    assert server.post("/chat/message", {"user_id": user, "message": "And now?"}).json()["message"] == TEXT
    for request in llm.requests:
        assert "secret-key" in "".join(request.headers.values()) and "secret-key" not in request.path
        assert sdk_requests.read(FORMS.get(provider, "chat"), request.body) == request.body
    writer = server.get("/api/v1/status").json()["writer"]
    assert [writer["kind"], writer["model"]] == WRITERS[provider].split(":", 1)


@pytest.mark.parametrize("provider", WRITERS)
def test_a_key_never_shows_whoever_the_provider_is(provider_server, llm, new_user, provider):
    server = provider_server(provider, LOG_LEVEL="trace")
    user = new_user(server)
    llm.script(status(401, "No luck with secret-key"), raw(b"no JSON, but secret-key"))
    problem = assert_problem(server.post("/chat/message", {"user_id": user, "message": "And now?"}), 502)
    assert "LLM_API_KEY" in problem["detail"] and "No luck with [key]" in problem["detail"]
    other = assert_problem(server.post("/chat/message", {"user_id": user, "message": "And now?"}), 502)
    assert "LLM_BASE_URL" in other["detail"]
    server.stop()
    assert "secret-key" not in json.dumps([problem, other]) + "".join(server.stdout + server.stderr)


@pytest.mark.parametrize(
    "fault", [status(529, "Overloaded"), status(401, "No such key"), status(404, "No such model"), delayed(ok(), 30)],
    ids=["overloaded", "key", "model", "slow"])
def test_a_chain_goes_on_to_the_next_which_is_the_writer(start_server, llm, new_user, chain, fault):
    server = start_server(env=chain)
    user = new_user(server)
    llm.script(fault)
    run = server.create("agent-runs", user_id=user, agent_type="REMINDER")
    assert (run["state"], run["writer"], run["attempts"]) == ("succeeded", CHAIN[1], 1)
    assert [request.path for request in llm.requests] == ["/v1/messages", "/v1/chat/completions"]
    [message] = server.every("communications", user_id=user)
    assert message["writer"] == CHAIN[1]


def test_a_chain_comes_back_to_the_first(start_server, llm, new_user, chain):
    server = start_server(env=chain)
    llm.script(status(529, "Overloaded"))
    writers = [server.create("agent-runs", user_id=new_user(server), agent_type="REMINDER")["writer"] for _ in range(3)]
    assert writers == [CHAIN[1], CHAIN[0], CHAIN[0]]


def test_an_agent_writes_to_everyone_along_the_chain(start_server, llm, new_user, chain):
    """Every third call of the first provider fails; nobody is left out or written to twice."""
    calls = itertools.count()

    def unsteady(exchange):
        fails = exchange.path == "/v1/messages" and next(calls) % 3 == 0
        (status(529, "Overloaded") if fails else spoken())(exchange)

    llm.otherwise = unsteady
    server = start_server(env=chain)
    users = [new_user(server) for _ in range(30)]
    occurrence = server.post("/api/v1/agents/FOLLOW_UP/runs", {}).json()["occurrence_id"]

    def finished():
        runs = server.every("agent-runs", occurrence_id=occurrence)
        return len(runs) == len(users) and all(run["state"] == "succeeded" for run in runs) and runs

    runs = eventually(finished, within=30, every=0.1, what="the end of the batch")
    assert sorted(run["user_id"] for run in runs) == sorted(users)
    assert Counter(run["writer"] for run in runs) == {CHAIN[0]: 20, CHAIN[1]: 10}
    assert {run["attempts"] for run in runs} == {1}


def test_a_chain_does_not_ask_elsewhere_for_what_was_refused(start_server, llm, new_user, chain):
    server = start_server(env=chain)
    user = new_user(server)
    llm.script(spoken("Dear Har", is_cut=True))
    assert_problem(server.post("/chat/message", {"user_id": user, "message": "Who should I call?"}), 502)
    assert len(llm.requests) == 1


def test_a_chain_of_which_nobody_answers_says_what_may_pass(start_server, llm, new_user, chain):
    server = start_server(env=chain)
    user = new_user(server)
    llm.script(status(529, "Overloaded"), status(401, "No luck with secret-key-o"))
    problem = assert_problem(server.post("/chat/message", {"user_id": user, "message": "Who should I call?"}), 503)
    assert "Overloaded" in problem["detail"] and "secret-key" not in problem["detail"]


def test_an_agent_run_by_command_goes_along_the_chain(data, llm, chain):
    llm.script(status(401, "No such key"))
    result = run_command("run-agent", "REMINDER", "--user", 1, "--json", data=data, env=chain)
    assert result.returncode == 0, result.stderr
    run = json.loads(result.stdout)
    assert (run["message"], len(llm.requests)) == (TEXT, 2)


def test_doctor_asks_every_link_of_a_chain(data, llm, chain):
    result = run_command("doctor", data=data, env=chain)
    assert result.returncode == 0 and "Anthropic answers" in result.stdout and "OpenAI answers" in result.stdout

    llm.script(status(401, "No luck with secret-key-a"))
    result = run_command("doctor", data=data, env=chain)
    assert result.returncode != 0 and "FIX  model" in result.stdout and "ANTHROPIC_API_KEY" in result.stdout
    assert "OpenAI answers" in result.stdout and "secret-key" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    "env, name",
    [
        ({"LLM_PROVIDER": "chatgpt"}, "LLM_PROVIDER"),
        ({"LLM_PROVIDER": "anthropic"}, "ANTHROPIC_API_KEY"),
        ({"LLM_PROVIDER": "azure", "LLM_API_KEY": "secret-key", "LLM_MODEL": "mini"}, "AZURE_OPENAI_BASE_URL"),
        ({"LLM_PROVIDER": "compatible", "LLM_BASE_URL": "http://127.0.0.1:9/v1"}, "COMPATIBLE_MODEL"),
        ({"LLM_PROVIDER": "gemini", "LLM_API_KEY": "secret key"}, "LLM_API_KEY"),
        ({"LLM_CHAIN": "anthropic,chatgpt", "ANTHROPIC_API_KEY": "secret-key"}, "LLM_CHAIN"),
        ({"LLM_CHAIN": ","}, "LLM_CHAIN"),
        ({"LLM_CHAIN": "openai", "LLM_PROVIDER": "openai"}, "LLM_PROVIDER"),
        ({"LLM_CHAIN": "openai", "LLM_API_KEY": "secret-key"}, "OPENAI_API_KEY"),
    ])
def test_a_setting_that_is_wrong_or_missing_is_named(tmp_path, env, name):
    result = run_command("serve", "--port", 0, data=tmp_path, env=env)
    [line] = result.stderr.splitlines()
    assert result.returncode > 0 and line.startswith(f"crm-agent: {name} ")
    assert "secret" not in line and ("such as" in line or "example" in line or "leave" in line)
