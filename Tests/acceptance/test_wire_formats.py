"""The scripted LLM server judged by the providers' own clients: what they accept here is the real wire format."""

import pytest
import sdk_clients
from scripted_llm import TEXT, broken, spoken, status
from wire_answer import TOKENS

PLAN = ("plan", {"day": "Friday"})


@pytest.fixture(params=sdk_clients.ALL, ids=lambda client: client.__name__)
def client(request, llm):
    llm.otherwise = spoken()
    return request.param(llm)


def test_a_whole_answer_is_read_with_its_tokens(client):
    assert client.ask() == (TEXT, TOKENS)


def test_a_streamed_answer_is_read_word_by_word(client):
    assert client.stream() == (TEXT, TOKENS)


@pytest.mark.parametrize("text", ["", "Let me see."], ids=["at once", "after words"])
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_tool_is_asked_for_with_its_arguments(client, llm, text, streamed):
    llm.script(spoken(text, call=PLAN))
    assert client.call(streamed) == PLAN


def test_an_answer_after_a_schema_is_read_as_its_type(client, llm):
    llm.script(spoken('{"subject": "The quote"}'))
    assert client.parse() == sdk_clients.Draft(subject="The quote")


def test_an_answer_that_was_cut_off_says_so(client, llm):
    llm.script(spoken("Dear Har", is_cut=True))
    assert client.is_cut()


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500, 503, 529])
def test_an_error_is_the_clients_own_error(client, llm, code):
    llm.script(status(code, "No luck"))
    with pytest.raises(client.failure, match="No luck"):
        client.ask()


def test_an_error_in_the_middle_of_a_stream_is_the_clients_own_error(client, llm):
    llm.script(broken(after=3, message="No luck"))
    with pytest.raises(client.failure, match="No luck"):
        client.stream()
