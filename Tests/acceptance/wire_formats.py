"""How providers of language models are asked and how they answer: one module for each form, found by a request's path.

Each has `answer(answer, streamed)`, a body or a list of pieces; `error(code, message, kind)`; and `broken(message)`.
"""

import re

import wire_anthropic
import wire_chat
import wire_gemini
import wire_responses

FORMATS = [
    (re.compile(r"/v1/chat/completions$"), wire_chat),
    (re.compile(r"/openai/deployments/[^/]+/chat/completions\?api-version=[^&]+$"), wire_chat),
    (re.compile(r"/v1/responses$"), wire_responses),
    (re.compile(r"/v1/messages$"), wire_anthropic),
    (re.compile(r"/v1beta/models/[^/]+:generateContent$"), wire_gemini),
    (re.compile(r"/v1beta/models/[^/]+:streamGenerateContent\?alt=sse$"), wire_gemini),
]


def knows(path):
    return any(known.match(path) for known, _ in FORMATS)


def at(path):
    """The form of the provider that is asked at `path`; OpenAI's where no provider has such a path."""
    return next((form for known, form in FORMATS if known.match(path)), wire_chat)


def wants_stream(request):
    return request.body.get("stream", False) or ":streamGenerateContent" in request.path
