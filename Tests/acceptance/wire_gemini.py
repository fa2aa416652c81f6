"""Google Gemini's generateContent."""

import json

from wire_answer import TOKENS, event, words

KINDS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
         503: "UNAVAILABLE"}


def answer(answer, streamed):
    """Each event of a stream is an answer of its own, with what is new; the last one says why it ends."""
    parts = [{"text": word} for word in (words(answer.text) if streamed else [answer.text] if answer.text else [])]
    if answer.call:
        parts.append({"functionCall": {"name": answer.call[0], "args": answer.call[1]}, "thoughtSignature": "c2lnbmVk"})
    reason = "MAX_TOKENS" if answer.is_cut else "STOP"
    if not streamed:
        return json.dumps(_content(parts, reason))
    return [event(_content([part])) for part in parts[:-1]] + [event(_content(parts[-1:], reason))]


def error(code, message, kind):
    return {"error": {"code": code, "message": message, "status": KINDS.get(code, "INTERNAL")}}


def broken(message):
    """The event that ends a stream which fails."""
    return event(error(503, message, ""))


def _content(parts, reason=None):
    candidate = {"content": {"parts": parts, "role": "model"}, "index": 0} | ({"finishReason": reason} if reason else {})
    usage = {"promptTokenCount": TOKENS[0], "candidatesTokenCount": TOKENS[1], "totalTokenCount": sum(TOKENS)}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-2.5-flash", "responseId": "r1"}
