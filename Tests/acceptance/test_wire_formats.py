"""The scripted LLM server judged by the providers' own clients: what they accept here is the real wire format."""

import anthropic
import openai
import pytest
from google import genai
from google.genai import errors, types
from scripted_llm import TEXT, spoken, status
from wire_formats import TOKENS

QUESTION = [{"role": "user", "content": "What is on today?"}]


class Chat:
    """OpenAI's chat completions."""

    failure = openai.APIStatusError

    def __init__(self, llm):
        self.client = openai.OpenAI(api_key="test-key", base_url=llm.base_url, max_retries=0, timeout=5)

    def ask(self):
        answer = self.client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)
        return answer.choices[0].message.content, (answer.usage.prompt_tokens, answer.usage.completion_tokens)

    def stream(self):
        chunks = self.client.chat.completions.create(
            model="gpt-4o-mini", messages=QUESTION, stream=True, stream_options={"include_usage": True})
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


class Azure(Chat):
    def __init__(self, llm):
        self.client = openai.AzureOpenAI(
            api_key="test-key", azure_endpoint=llm.root, api_version="2024-10-21", max_retries=0, timeout=5)


class Responses(Chat):
    def ask(self):
        answer = self.client.responses.create(model="gpt-4o-mini", input=QUESTION)
        return answer.output_text, (answer.usage.input_tokens, answer.usage.output_tokens)

    def stream(self):
        with self.client.responses.stream(model="gpt-4o-mini", input=QUESTION) as events:
            words = "".join(event.delta for event in events if event.type == "response.output_text.delta")
            assert events.get_final_response().output_text == words
            return words


class Anthropic:
    failure = anthropic.APIStatusError

    def __init__(self, llm):
        self.client = anthropic.Anthropic(api_key="test-key", base_url=llm.root, max_retries=0, timeout=5)

    def ask(self):
        answer = self.client.messages.create(model="claude-haiku-4-5", max_tokens=100, messages=QUESTION)
        return answer.content[0].text, (answer.usage.input_tokens, answer.usage.output_tokens)

    def stream(self):
        with self.client.messages.stream(model="claude-haiku-4-5", max_tokens=100, messages=QUESTION) as events:
            words = "".join(events.text_stream)
            assert events.get_final_message().usage.output_tokens == TOKENS[1]
            return words


class Gemini:
    failure = errors.APIError

    def __init__(self, llm):
        self.client = genai.Client(api_key="test-key", http_options=types.HttpOptions(base_url=llm.root, api_version="v1beta"))

    def ask(self):
        answer = self.client.models.generate_content(model="gemini-2.5-flash", contents="What is on today?")
        return answer.text, (answer.usage_metadata.prompt_token_count, answer.usage_metadata.candidates_token_count)

    def stream(self):
        return "".join(chunk.text for chunk in self.client.models.generate_content_stream(model="gemini-2.5-flash", contents="What is on today?"))


@pytest.fixture(params=[Chat, Azure, Responses, Anthropic, Gemini])
def client(request, llm):
    llm.otherwise = spoken()
    return request.param(llm)


def test_a_whole_answer_is_read_with_its_tokens(client):
    assert client.ask() == (TEXT, TOKENS)


def test_a_streamed_answer_is_read_word_by_word(client):
    assert client.stream() == TEXT


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500])
def test_an_error_is_the_clients_own_error(client, llm, code):
    llm.script(*[status(code, "No luck")] * 5)
    with pytest.raises(client.failure, match="No luck"):
        client.ask()
