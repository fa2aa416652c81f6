"""The providers' own clients, each asked in the same words, so that they can judge what the scripted LLM answers."""

import json

import anthropic
import openai
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

QUESTION = [{"role": "user", "content": "What is on today?"}]
SCHEMA = {"type": "object", "properties": {"day": {"type": "string"}}, "required": ["day"], "additionalProperties": False}


class Draft(BaseModel):
    """What a structured answer holds."""

    subject: str


class Chat:
    """OpenAI's chat completions."""

    failure = openai.APIError
    TOOLS = [{"type": "function", "function": {"name": "plan", "description": "Plans a day.", "parameters": SCHEMA}}]

    def __init__(self, llm):
        self.client = openai.OpenAI(api_key="test-key", base_url=llm.base_url, max_retries=0, timeout=5)

    def whole(self, **options):
        answer = self.client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION, **options)
        return answer.choices[0], (answer.usage.prompt_tokens, answer.usage.completion_tokens)

    def streamed(self, **options):
        with self.client.chat.completions.stream(
            model="gpt-4o-mini", messages=QUESTION, stream_options={"include_usage": True}, **options
        ) as events:
            words = "".join(event.delta for event in events if event.type == "content.delta")
            return words, events.get_final_completion()

    def ask(self):
        choice, tokens = self.whole()
        return choice.message.content, tokens

    def stream(self):
        words, answer = self.streamed()
        return words, (answer.usage.prompt_tokens, answer.usage.completion_tokens)

    def call(self, streamed):
        choice = self.streamed(tools=self.TOOLS)[1].choices[0] if streamed else self.whole(tools=self.TOOLS)[0]
        assert choice.finish_reason == "tool_calls"
        [call] = choice.message.tool_calls
        return call.function.name, json.loads(call.function.arguments)

    def parse(self):
        return self.client.chat.completions.parse(model="gpt-4o-mini", messages=QUESTION, response_format=Draft).choices[0].message.parsed

    def is_cut(self):
        return self.whole()[0].finish_reason == "length"


class Azure(Chat):
    def __init__(self, llm):
        self.client = openai.AzureOpenAI(api_key="test-key", azure_endpoint=llm.root, api_version="2024-10-21", max_retries=0, timeout=5)


class Responses(Chat):
    """OpenAI's responses."""

    TOOLS = [{"type": "function", "name": "plan", "description": "Plans a day.", "parameters": SCHEMA, "strict": False}]

    def whole(self, **options):
        answer = self.client.responses.create(model="gpt-4o-mini", input=QUESTION, **options)
        return answer, (answer.usage.input_tokens, answer.usage.output_tokens)

    def streamed(self, **options):
        with self.client.responses.stream(model="gpt-4o-mini", input=QUESTION, **options) as events:
            words = "".join(self._words(event) for event in events)
            return words, events.get_final_response()

    @staticmethod
    def _words(event):
        """The client hands a failure on as an event of its own."""
        if event.type == "error":
            raise openai.APIError(event.message, request=None, body=None)
        return event.delta if event.type == "response.output_text.delta" else ""

    def ask(self):
        answer, tokens = self.whole()
        return answer.output_text, tokens

    def stream(self):
        words, answer = self.streamed()
        assert answer.output_text == words
        return words, (answer.usage.input_tokens, answer.usage.output_tokens)

    def call(self, streamed):
        answer = self.streamed(tools=self.TOOLS)[1] if streamed else self.whole(tools=self.TOOLS)[0]
        [call] = [item for item in answer.output if item.type == "function_call"]
        return call.name, json.loads(call.arguments)

    def parse(self):
        return self.client.responses.parse(model="gpt-4o-mini", input=QUESTION, text_format=Draft).output_parsed

    def is_cut(self):
        answer, _ = self.whole()
        return (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")


class Anthropic:
    """Anthropic's messages."""

    failure = anthropic.APIError
    OPTIONS = {"model": "claude-haiku-4-5", "max_tokens": 100, "messages": QUESTION}
    TOOLS = [{"name": "plan", "description": "Plans a day.", "input_schema": SCHEMA}]

    def __init__(self, llm):
        self.client = anthropic.Anthropic(api_key="test-key", base_url=llm.root, max_retries=0, timeout=5)

    def streamed(self, **options):
        with self.client.messages.stream(**self.OPTIONS, **options) as events:
            return "".join(events.text_stream), events.get_final_message()

    def ask(self):
        answer = self.client.messages.create(**self.OPTIONS)
        return answer.content[0].text, (answer.usage.input_tokens, answer.usage.output_tokens)

    def stream(self):
        words, answer = self.streamed()
        return words, (answer.usage.input_tokens, answer.usage.output_tokens)

    def call(self, streamed):
        answer = self.streamed(tools=self.TOOLS)[1] if streamed else self.client.messages.create(**self.OPTIONS, tools=self.TOOLS)
        assert answer.stop_reason == "tool_use"
        [call] = [block for block in answer.content if block.type == "tool_use"]
        return call.name, call.input

    def parse(self):
        return self.client.messages.parse(**self.OPTIONS, output_format=Draft).parsed_output

    def is_cut(self):
        return self.client.messages.create(**self.OPTIONS).stop_reason == "max_tokens"


class Gemini:
    """Google Gemini's generateContent."""

    failure = errors.APIError
    OPTIONS = {"model": "gemini-2.5-flash", "contents": "What is on today?"}
    TOOLS = types.Tool(function_declarations=[types.FunctionDeclaration(name="plan", description="Plans a day.", parameters_json_schema=SCHEMA)])

    def __init__(self, llm):
        # The version that is documented for all we ask for; which one the client takes by itself depends on its age.
        options = types.HttpOptions(
            base_url=llm.root, api_version="v1beta", timeout=5000, retry_options=types.HttpRetryOptions(attempts=1))
        self.client = genai.Client(api_key="test-key", http_options=options)

    def whole(self, **config):
        return self.client.models.generate_content(**self.OPTIONS, config=types.GenerateContentConfig(**config))

    def streamed(self, **config):
        return list(self.client.models.generate_content_stream(**self.OPTIONS, config=types.GenerateContentConfig(**config)))

    def ask(self):
        answer = self.whole()
        return answer.text, self._tokens(answer)

    def stream(self):
        answers = self.streamed()
        return "".join(answer.text for answer in answers), self._tokens(answers[-1])

    def call(self, streamed):
        answer = self.streamed(tools=[self.TOOLS])[-1] if streamed else self.whole(tools=[self.TOOLS])
        [call] = answer.function_calls
        return call.name, call.args

    def parse(self):
        return self.whole(response_mime_type="application/json", response_schema=Draft).parsed

    def is_cut(self):
        return self.whole().candidates[0].finish_reason == types.FinishReason.MAX_TOKENS

    @staticmethod
    def _tokens(answer):
        return answer.usage_metadata.prompt_token_count, answer.usage_metadata.candidates_token_count


ALL = [Chat, Azure, Responses, Anthropic, Gemini]
