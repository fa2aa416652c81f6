"""OpenAI's responses."""

import json

import wire_chat
from wire_answer import CALL_ID, TOKENS, event, halves, words

USAGE = {
    "input_tokens": TOKENS[0], "output_tokens": TOKENS[1], "total_tokens": sum(TOKENS),
    "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0},
}
error = wire_chat.error


def answer(answer, streamed):
    return _stream(answer) if streamed else json.dumps(_whole(answer))


def _whole(answer):
    status = "incomplete" if answer.is_cut else "completed"
    output = [_message(answer.text)] if answer.text else []
    output += [_call(answer.call[0], answer.arguments)] if answer.call else []
    return {
        "id": "resp_1", "object": "response", "created_at": 1760000000, "status": status, "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if answer.is_cut else None, "instructions": None, "metadata": {},
        "model": "gpt-4o-mini", "output": output, "parallel_tool_calls": True, "temperature": 1.0, "tool_choice": "auto", "tools": [],
        "top_p": 1.0, "usage": USAGE,
    }


def _stream(answer):
    """The last event holds the whole answer once more."""
    whole = _whole(answer)
    begun = whole | {"status": "in_progress", "output": [], "usage": None, "incomplete_details": None}
    events = [("response.created", {"response": begun}), ("response.in_progress", {"response": begun})]
    for place, item in enumerate(whole["output"]):
        tell = _tell_message if item["type"] == "message" else _tell_call
        events += tell(item, {"item_id": item["id"], "output_index": place})
        events.append(("response.output_item.done", {"output_index": place, "item": item}))
    events.append((f"response.{whole['status']}", {"response": whole}))
    return [event({"type": kind, "sequence_number": n} | body, kind) for n, (kind, body) in enumerate(events)]


def _tell_message(item, place):
    [part] = item["content"]
    here = place | {"content_index": 0}
    yield "response.output_item.added", {"output_index": place["output_index"], "item": item | {"status": "in_progress", "content": []}}
    yield "response.content_part.added", here | {"part": part | {"text": ""}}
    for word in words(part["text"]):
        yield "response.output_text.delta", here | {"delta": word, "logprobs": []}
    yield "response.output_text.done", here | {"text": part["text"], "logprobs": []}
    yield "response.content_part.done", here | {"part": part}


def _tell_call(item, place):
    yield "response.output_item.added", {"output_index": place["output_index"], "item": item | {"status": "in_progress", "arguments": ""}}
    for half in halves(item["arguments"]):
        yield "response.function_call_arguments.delta", place | {"delta": half}
    yield "response.function_call_arguments.done", place | {"name": item["name"], "arguments": item["arguments"]}


def broken(message):
    """The event that ends a stream which fails."""
    return event({"type": "error", "sequence_number": 9, "code": "server_error", "message": message, "param": None}, "error")


def _message(text):
    content = [{"type": "output_text", "annotations": [], "logprobs": [], "text": text}]
    return {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": content}


def _call(name, arguments):
    return {"type": "function_call", "id": "fc_1", "status": "completed", "call_id": CALL_ID, "name": name, "arguments": arguments}
