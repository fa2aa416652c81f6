"""Anthropic's messages."""

import json

from wire_answer import CALL_ID, TOKENS, event, halves, words

KINDS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error",
         529: "overloaded_error"}


def answer(answer, streamed):
    return _stream(answer) if streamed else json.dumps(_whole(answer))


def _whole(answer):
    content = [{"type": "text", "text": answer.text}] if answer.text else []
    content += [_call(answer.call[0], answer.call[1])] if answer.call else []
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5", "content": content,
        "stop_reason": "max_tokens" if answer.is_cut else "tool_use" if answer.call else "end_turn", "stop_sequence": None,
        "usage": {"input_tokens": TOKENS[0], "output_tokens": TOKENS[1]},
    }


def _stream(answer):
    """A stream tells its blocks by number, and its tokens twice: at its begin and at its end."""
    whole = _whole(answer)
    begun = whole | {"content": [], "stop_reason": None, "usage": {"input_tokens": TOKENS[0], "output_tokens": 1}}
    events = [{"type": "message_start", "message": begun}]
    for place, block in enumerate(whole["content"]):
        is_text = block["type"] == "text"
        empty = block | ({"text": ""} if is_text else {"input": {}})
        deltas = [{"type": "text_delta", "text": word} for word in words(block["text"])] if is_text else [
            {"type": "input_json_delta", "partial_json": half} for half in ["", *halves(answer.arguments)]]
        events.append({"type": "content_block_start", "index": place, "content_block": empty})
        events += [{"type": "content_block_delta", "index": place, "delta": delta} for delta in deltas]
        events += [{"type": "content_block_stop", "index": place}, {"type": "ping"}]
    delta = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    events += [{"type": "message_delta", "delta": delta, "usage": {"output_tokens": TOKENS[1]}}, {"type": "message_stop"}]
    return [event(body, body["type"]) for body in events]


def error(code, message, kind):
    return {"type": "error", "error": {"type": KINDS.get(code, "api_error"), "message": message}}


def broken(message):
    """The event that ends a stream which fails."""
    return event(error(529, message, ""), "error")


def _call(name, arguments):
    return {"type": "tool_use", "id": CALL_ID, "name": name, "input": arguments}
