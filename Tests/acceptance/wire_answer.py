"""What a model answers, before a provider has put it into its own form."""

import json
import re
from dataclasses import dataclass

TOKENS = (412, 131)
CALL_ID = "call_1"


@dataclass(frozen=True)
class Answer:
    text: str = ""
    # The tool it asks for, by name, with its arguments.
    call: tuple[str, dict] | None = None
    # Whether the token limit cut it off.
    is_cut: bool = False

    @property
    def arguments(self):
        return json.dumps(self.call[1])


def words(text):
    """In pieces that joined are the text again."""
    return re.findall(r"\s*\S+\s*$|\s*\S+", text)


def halves(text):
    middle = len(text) // 2
    return [text[:middle], text[middle:]]


def event(body, name=None):
    return (f"event: {name}\n" if name else "") + f"data: {json.dumps(body)}\n\n"
