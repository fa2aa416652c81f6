"""The scripted LLM server judged by OpenAI's own client: what it accepts here is the real wire format."""

import json
import time

import openai
import pytest
from scripted_llm import TEXT, close_early, delayed, hang, ok, raw, status, trickle


@pytest.fixture
def client(llm):
    with openai.OpenAI(api_key="test-key", base_url=llm.base_url, max_retries=0, timeout=5) as client:
        yield client


def ask(client, **options):
    return client.with_options(**options).chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "What is on today?"}]
    )


def test_a_good_answer_is_read_with_its_tokens(client, llm):
    answer = ask(client)
    assert answer.choices[0].message.content == TEXT
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (412, 131)
    assert llm.requests[0].headers["authorization"] == "Bearer test-key"
    assert llm.requests[0].text == "What is on today?"


def test_answers_follow_the_script_and_then_the_rule(client, llm):
    llm.script(ok("one"), ok("two"))
    llm.otherwise = ok("more")
    assert [ask(client).choices[0].message.content for _ in range(4)] == ["one", "two", "more", "more"]


@pytest.mark.parametrize(
    "code, error",
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (403, openai.PermissionDeniedError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_an_error_status_is_the_clients_own_error(client, llm, code, error):
    llm.script(status(code, "No luck"))
    with pytest.raises(error, match="No luck"):
        ask(client)


def test_retry_after_is_honoured_by_the_client(client, llm):
    llm.script(status(429, retry_after=1))
    assert ask(client, max_retries=1).choices[0].message.content == TEXT
    assert llm.requests[1].at - llm.requests[0].at >= 1


@pytest.mark.parametrize("fault", [hang(), delayed(ok(), 30)], ids=["hang", "delay"])
def test_a_client_with_a_time_limit_gives_up(client, llm, fault):
    llm.script(fault)
    with pytest.raises(openai.APITimeoutError):
        ask(client, timeout=0.2)


def test_a_trickled_answer_arrives_whole_and_slowly(client, llm):
    llm.script(trickle(0.001))
    start = time.monotonic()
    assert ask(client).choices[0].message.content == TEXT
    assert time.monotonic() - start > 0.3


@pytest.mark.parametrize("after", [0, 50])
def test_an_early_close_is_a_connection_error(client, llm, after):
    llm.script(close_early(after))
    with pytest.raises(openai.APIConnectionError):
        ask(client)


def test_malformed_json_is_not_an_answer(client, llm):
    llm.script(raw(b'{"id":"chatcmpl-1","choices":[{"ind'))
    with pytest.raises(json.JSONDecodeError):
        ask(client)


def test_refusal_filter_length_and_null_are_well_formed(client, llm):
    llm.script(
        ok(None, refusal="I can't help with that."),
        ok("", finish_reason="content_filter"),
        ok("Half a sen", finish_reason="length"),
        ok(None),
    )
    first, second, third, fourth = (ask(client).choices[0] for _ in range(4))
    assert first.message.refusal == "I can't help with that." and first.message.content is None
    assert second.finish_reason == "content_filter" and third.finish_reason == "length"
    assert fourth.message.content is None
