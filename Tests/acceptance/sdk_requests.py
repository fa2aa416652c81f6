"""The providers' own types for requests: whatever they would leave out of a body, or can't read, is wrong in it."""

import base64
from functools import cache

from anthropic.types.message_create_params import MessageCreateParamsNonStreaming, MessageCreateParamsStreaming
from google.genai import types
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming, CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming, ResponseCreateParamsStreaming
from pydantic import TypeAdapter

TYPES = {
    "chat": (CompletionCreateParamsNonStreaming, CompletionCreateParamsStreaming),
    "responses": (ResponseCreateParamsNonStreaming, ResponseCreateParamsStreaming),
    "anthropic": (MessageCreateParamsNonStreaming, MessageCreateParamsStreaming),
}


def read(form, body):
    """What the provider's types keep of a request's body."""
    if form == "gemini":
        return _gemini(body)
    return _plain(_adapter(TYPES[form][bool(body.get("stream"))]).validate_python(body))


@cache
def _adapter(kind):
    """Kept, because what it has read refers to it."""
    return TypeAdapter(kind)


def _gemini(body):
    """The client has no type for the whole body, but for each of its parts; they refuse what they don't know."""
    kinds = {"systemInstruction": types.Content, "generationConfig": types.GenerationConfig, "contents": types.Content, "tools": types.Tool}
    return {name: _each(kinds[name], value) for name, value in body.items()}


def _each(kind, value):
    if isinstance(value, list):
        return [_each(kind, item) for item in value]
    return _signed(kind.model_validate(value).model_dump(by_alias=True, exclude_none=True, mode="json"))


def _signed(value):
    """Bytes leave the client in the alphabet for addresses; we hand back what was given to us."""
    if isinstance(value, dict):
        return {name: _standard(item) if name == "thoughtSignature" else _signed(item) for name, item in value.items()}
    return [_signed(item) for item in value] if isinstance(value, list) else value


def _standard(text):
    return base64.b64encode(base64.urlsafe_b64decode(text)).decode()


def _plain(value):
    """Lists that are read only when somebody looks at them are looked at here."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (str, bytes, int, float, bool, type(None))):
        return value
    return [_plain(item) for item in value]
