"""How providers of language models answer: the paths they are asked at, and the bodies they send, whole or streamed."""

import json
import re

TOKENS = (412, 131)


def chat_completion(text, streamed):
    """OpenAI's chat completions; Azure and compatible servers speak the same."""
    usage = {"prompt_tokens": TOKENS[0], "completion_tokens": TOKENS[1], "total_tokens": sum(TOKENS)}
    head = {"id": "chatcmpl-0001", "created": 1760000000, "model": "gpt-4o-mini"}
    if not streamed:
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "finish_reason": "stop", "logprobs": None, "message": message}
        return json.dumps(head | {"object": "chat.completion", "choices": [choice], "usage": usage})
    head["object"] = "chat.completion.chunk"
    deltas = [{"role": "assistant", "content": ""}] + [{"content": word} for word in words(text)]
    chunks = [head | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks.append(head | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    chunks.append(head | {"choices": [], "usage": usage})
    return [event(chunk) for chunk in chunks] + ["data: [DONE]\n\n"]


def response(text, streamed):
    """OpenAI's responses."""
    message = {
        "type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
        "content": [{"type": "output_text", "annotations": [], "text": text}],
    }
    usage = {
        "input_tokens": TOKENS[0], "output_tokens": TOKENS[1], "total_tokens": sum(TOKENS),
        "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0},
    }
    whole = {
        "id": "resp_1", "object": "response", "created_at": 1760000000, "status": "completed", "error": None, "incomplete_details": None,
        "instructions": None, "metadata": {}, "model": "gpt-4o-mini", "output": [message], "parallel_tool_calls": True, "temperature": 1.0,
        "tool_choice": "auto", "tools": [], "top_p": 1.0, "usage": usage,
    }
    if not streamed:
        return json.dumps(whole)
    begun = whole | {"status": "in_progress", "output": [], "usage": None}
    part = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    events = [("response.created", {"response": begun}), ("response.in_progress", {"response": begun})]
    events.append(("response.output_item.added", {"output_index": 0, "item": message | {"status": "in_progress", "content": []}}))
    events.append(("response.content_part.added", part | {"part": {"type": "output_text", "text": "", "annotations": []}}))
    events += [("response.output_text.delta", part | {"delta": word, "logprobs": []}) for word in words(text)]
    events.append(("response.output_text.done", part | {"text": text, "logprobs": []}))
    events.append(("response.completed", {"response": whole}))
    return [event({"type": kind, "sequence_number": n} | body, kind) for n, (kind, body) in enumerate(events)]


def anthropic_message(text, streamed):
    """Anthropic's messages."""
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5", "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn", "stop_sequence": None, "usage": {"input_tokens": TOKENS[0], "output_tokens": TOKENS[1]},
    }
    if not streamed:
        return json.dumps(message)
    begun = message | {"content": [], "stop_reason": None, "usage": {"input_tokens": TOKENS[0], "output_tokens": 1}}
    events = [{"type": "message_start", "message": begun}]
    events.append({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
    events += [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}} for word in words(text)]
    events.append({"type": "content_block_stop", "index": 0})
    delta = {"stop_reason": "end_turn", "stop_sequence": None}
    events += [{"type": "message_delta", "delta": delta, "usage": {"output_tokens": TOKENS[1]}}, {"type": "message_stop"}]
    return [event(body, body["type"]) for body in events]


def gemini_content(text, streamed):
    """Google Gemini's generateContent."""
    usage = {"promptTokenCount": TOKENS[0], "candidatesTokenCount": TOKENS[1], "totalTokenCount": sum(TOKENS)}

    def content(words, end=None):
        candidate = {"content": {"parts": [{"text": words}], "role": "model"}, "index": 0} | ({"finishReason": end} if end else {})
        return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-2.5-flash", "responseId": "r1"}

    if not streamed:
        return json.dumps(content(text, "STOP"))
    *first, last = words(text)
    return [event(content(word)) for word in first] + [event(content(last, "STOP"))]


FORMATS = [
    (re.compile(r"/v1/chat/completions$"), chat_completion),
    (re.compile(r"/openai/deployments/[^/]+/chat/completions\?api-version=[^&]+$"), chat_completion),
    (re.compile(r"/v1/responses$"), response),
    (re.compile(r"/v1/messages$"), anthropic_message),
    (re.compile(r"/v1beta/models/[^/]+:generateContent$"), gemini_content),
    (re.compile(r"/v1beta/models/[^/]+:streamGenerateContent\?alt=sse$"), gemini_content),
]


def answer_to(request, text):
    """The body for a request, a list of pieces if it is to be streamed; None for a path that no provider has."""
    streamed = request.body.get("stream", False) or ":streamGenerateContent" in request.path
    return next((form(text, streamed) for path, form in FORMATS if path.match(request.path)), None)


def knows(path):
    return any(known.match(path) for known, _ in FORMATS)


def error(path, code, message, kind):
    """An error in the form of the provider that is asked at `path`."""
    if path.startswith("/v1/messages"):
        kinds = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
        return {"type": "error", "error": {"type": kinds.get(code, "overloaded_error" if code == 529 else "api_error"), "message": message}}
    if path.startswith("/v1beta/"):
        kinds = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}
        return {"error": {"code": code, "message": message, "status": kinds.get(code, "UNAVAILABLE" if code == 503 else "INTERNAL")}}
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def words(text):
    """In pieces that joined are the text again."""
    return re.findall(r"\s*\S+\s*$|\s*\S+", text)


def event(body, name=None):
    return (f"event: {name}\n" if name else "") + f"data: {json.dumps(body)}\n\n"
