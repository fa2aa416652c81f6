"""Models that play in evaluations: each case holds a message that has all it expects and one that misses what it says."""

import json
import re

from crm_server import ROOT
from scripted_llm import ok

EVALS = ROOT / "Evals"
AGENTS = ("reminder", "follow_up", "closure", "nurture", "upsell")


def suites():
    """Each suite's cases, by its name and theirs."""
    return {
        folder.name: {file.stem: json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))}
        for folder in sorted(EVALS.iterdir()) if folder.is_dir()
    }


def reader(case):
    """Whom the case's message is for, which no other case has."""
    return case["salesperson"] if case.get("recipients") == "user" else case["contacts"][0]["name"]


CASES = {reader(case): case for cases in suites().values() for case in cases.values()}


def case_of(request):
    return CASES[re.search(r"^(?:contact|person): (.*)$", request.text, re.MULTILINE).group(1)]


def written(case, kind):
    """The answer with one of the case's own messages."""
    message = case[kind]
    if case.get("recipients") == "user":
        return message["body"]
    return json.dumps({"channel": "webhook", "facts": message.get("facts", []), "subject": message["subject"], "body": message["body"]})


def model(choose):
    """Answers with the message that `choose` names for a case: good or bad."""

    def run(exchange):
        case = case_of(exchange.request_read)
        ok(written(case, choose(case)), tokens=(100, 10))(exchange)

    return run


def good(_):
    return "good"


def bad(_):
    return "bad"
