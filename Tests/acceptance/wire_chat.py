"""OpenAI's chat completions; Azure and compatible servers speak the same."""

import json

from wire_answer import CALL_ID, TOKENS, event, halves, words

USAGE = {"prompt_tokens": TOKENS[0], "completion_tokens": TOKENS[1], "total_tokens": sum(TOKENS)}


def answer(answer, streamed):
    return _stream(answer) if streamed else _whole(answer)


def _whole(answer):
    message = {"role": "assistant", "content": answer.text or None, "refusal": None, "annotations": []}
    if answer.call:
        message["tool_calls"] = [_call(answer.call[0], answer.arguments)]
    choice = {"index": 0, "finish_reason": _reason(answer), "logprobs": None, "message": message}
    return json.dumps(_head("chat.completion") | {"choices": [choice], "usage": USAGE})


def _stream(answer):
    """The tokens come in a piece of their own, after the one that says why it ends."""
    deltas = [{"role": "assistant", "content": ""}] + [{"content": word} for word in words(answer.text)]
    if answer.call:
        deltas.append({"tool_calls": [{"index": 0} | _call(answer.call[0], "")]})
        deltas += [{"tool_calls": [{"index": 0, "function": {"arguments": half}}]} for half in halves(answer.arguments)]
    chunks = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks += [{"choices": [{"index": 0, "delta": {}, "finish_reason": _reason(answer)}]}, {"choices": [], "usage": USAGE}]
    return [event(_head("chat.completion.chunk") | chunk) for chunk in chunks] + ["data: [DONE]\n\n"]


def error(code, message, kind):
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def broken(message):
    """The event that ends a stream which fails."""
    return event(error(500, message, "server_error"))


def _head(kind):
    return {"id": "chatcmpl-0001", "object": kind, "created": 1760000000, "model": "gpt-4o-mini"}


def _call(name, arguments):
    return {"id": CALL_ID, "type": "function", "function": {"name": name, "arguments": arguments}}


def _reason(answer):
    return "length" if answer.is_cut else "tool_calls" if answer.call else "stop"
