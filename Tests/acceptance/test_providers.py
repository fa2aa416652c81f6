"""A message written through each provider; a chain that goes on to the next; wrong settings told by name."""

import pytest
from problems import assert_problem
from scripted_llm import TEXT, spoken, status

WRITERS = {
    "openai": "openai:gpt-4o-mini",
    "openai-responses": "openai-responses:gpt-4o-mini",
    "anthropic": "anthropic:claude-haiku-4-5",
    "gemini": "gemini:gemini-2.5-flash",
    "azure": "azure:our-mini",
    "compatible": "compatible:llama3.2:3b",
}
ADDRESSED_BY_VERSION = {"openai", "openai-responses", "compatible"}


def address(llm, provider):
    return llm.base_url if provider in ADDRESSED_BY_VERSION else llm.root


@pytest.fixture
def provider_server(start_server, llm):
    llm.otherwise = spoken()

    def start(provider, **env):
        settings = {
            "LLM_PROVIDER": provider, "LLM_API_KEY": "test-key", "LLM_MODEL": WRITERS[provider].split(":", 1)[1],
            "LLM_BASE_URL": address(llm, provider), "LLM_TIMEOUT_SECONDS": 5, "LLM_MAX_RETRIES": 0,
        }
        return start_server(env=settings | env)

    return start


@pytest.mark.parametrize("provider", WRITERS)
def test_an_agent_writes_through_every_provider(provider_server, llm, new_user, provider):
    server = provider_server(provider)
    user = new_user(server)
    run = server.create("agent-runs", user_id=user, agent_type="REMINDER")
    assert (run["state"], run["writer"], run["tokens_in"], run["tokens_out"]) == ("succeeded", WRITERS[provider], 412, 131)
    assert server.post("/chat/message", {"user_id": user, "message": "And now?"}).json()["message"] == TEXT
    assert "test-key" in "".join(llm.requests[0].headers.values())

    llm.script(status(401, "No luck with test-key"))
    problem = assert_problem(server.post("/chat/message", {"user_id": user, "message": "Once more?"}), 502)
    assert "LLM_API_KEY" in problem["detail"] and "test-key" not in problem["detail"]


def test_a_chain_goes_on_to_the_next_which_is_the_writer(start_server, llm, new_user):
    llm.otherwise = spoken()
    server = start_server(env={
        "LLM_CHAIN": "anthropic:claude-haiku-4-5,openai:gpt-4o-mini", "LLM_MAX_RETRIES": 0,
        "ANTHROPIC_API_KEY": "a-key", "ANTHROPIC_BASE_URL": llm.root, "OPENAI_API_KEY": "o-key", "OPENAI_BASE_URL": llm.base_url,
    })
    user = new_user(server)
    llm.script(status(529, "Overloaded"))
    run = server.create("agent-runs", user_id=user, agent_type="REMINDER")
    assert (run["state"], run["writer"]) == ("succeeded", "openai:gpt-4o-mini")
    assert [request.path for request in llm.requests] == ["/v1/messages", "/v1/chat/completions"]
