"""The examples in Tests/Wire, which the unit tests read and write as well: requests by hand, answers by the scripted LLM.

`python wire_files.py` writes the answers anew.
"""

import json
from pathlib import Path

import wire_anthropic
import wire_chat
import wire_gemini
import wire_responses
from wire_answer import Answer

FOLDER = Path(__file__).parent.parent / "Wire"
FORMS = {"chat": wire_chat, "responses": wire_responses, "anthropic": wire_anthropic, "gemini": wire_gemini}
ANSWERS = {
    "text": Answer("Good morning! Call \"Harbour Hotel\"."),
    "tool": Answer("Let me see.", call=("plan", {"day": "Friday"})),
    "cut": Answer("Dear Har", is_cut=True),
}


def answers():
    """Each file's name with what is to stand in it."""
    files = {}
    for form, module in FORMS.items():
        for kind, answer in ANSWERS.items():
            files[f"{form}-{kind}.json"] = json.dumps(json.loads(module.answer(answer, False)), indent=1) + "\n"
            files[f"{form}-{kind}.sse"] = "".join(module.answer(answer, True))
    return files


def requests():
    """Each file's name, without its end, with the body in it."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((FOLDER / "requests").glob("*.json"))}


if __name__ == "__main__":
    for name, text in answers().items():
        (FOLDER / "answers" / name).write_text(text)
