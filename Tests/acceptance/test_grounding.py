"""What a model writes to contacts is compared with the facts before anything leaves: over the API and in the terminal."""

import json

import pytest
from clock import clock
from crm_server import run_command
from deadline import eventually
from problems import assert_problem
from scripted_llm import ScriptedLLM, ok

MONDAY = "2026-03-02 10:00:00"
LIE = "Dear Ada, the Booking Engine is yours for €99 👍, free of charge until Friday 13 March. See https://evil.example/pay."
TRUTH = "Dear Ada, the Booking Engine is €149 per month. Shall we speak on 5 March?"


def answer(body, *facts, subject="A word from us", channel="webhook"):
    return ok(json.dumps({"channel": channel, "facts": list(facts), "subject": subject, "body": body}))


@pytest.fixture
def selling(start_server, tmp_path):
    """A server with a catalogue and one contact, whose agent sends what `llm` writes by itself."""
    with ScriptedLLM() as llm:
        env = clock(MONDAY) | {"OPENAI_API_KEY": "key", "OPENAI_BASE_URL": llm.base_url}
        server = start_server(tmp_path / "data", env=env)
        (tmp_path / "products.csv").write_text("SKU,Name,Price,Currency,Unit\nBE-1,Booking Engine,149.00,EUR,month\n")
        imported = run_command("import", "products", str(tmp_path / "products.csv"), data=tmp_path / "data")
        assert imported.returncode == 0 and "1 created" in imported.stdout, imported.stderr
        ada = server.create("contacts", name="Ada", email="ada@example.com", consent="given")
        server.create("tasks", contact_id=ada["id"], title="Meeting", kind="meeting", due_date="2026-03-05")
        made = server.post("/api/v1/agents", {"title": "News", "schedule_rule": "never", "recipients": "contact", "filter": "everyone",
                                              "contact_prompt": "Say what is new, {{name}}.", "autonomy": "auto"})
        assert made.status_code == 201, made.text

        def write(body, *facts):
            llm.otherwise = answer(body, *facts)
            server.post("/api/v1/agents/NEWS/runs", {})
            return eventually(lambda: server.get(f"/api/v1/communications?contact_id={ada['id']}").json()["items"])[0]

        yield server, write, llm, tmp_path / "data"


def test_what_the_facts_bear_out_is_sent_by_itself_with_the_facts_it_names(selling):
    _, write, llm, _ = selling
    message = write(TRUTH, "product:1", "task:1")
    assert (message["status"], message["findings"], message["facts"]) == ("sent", [], ["product:1", "task:1"])
    request = llm.requests[-1]
    assert "[product:1] Booking Engine, EUR 149 per month" in request.text
    assert request.body["response_format"]["json_schema"]["name"] == "message_to_contact"


def test_what_no_fact_bears_out_waits_for_a_person_with_its_words_marked(selling):
    server, write, _, data = selling
    draft = write(LIE)
    assert draft["status"] == "draft" and draft["body"] == LIE
    marked = [LIE.encode("utf-16-le")[2 * f["start"]:2 * (f["start"] + f["length"])].decode("utf-16-le") for f in draft["findings"]]
    assert marked == [f["phrase"] for f in draft["findings"]] == ["€99", "free of charge", "Friday 13 March", "https://evil.example/pay"]
    assert {f["kind"] for f in draft["findings"]} == {"price", "discount", "date", "link"} and all(f["reason"] for f in draft["findings"])
    approve = f"/api/v1/communications/{draft['id']}/approve"
    for body in ({}, {"body": LIE}):
        assert "€99" in assert_problem(server.post(approve, body), 409)["detail"]
    assert "€98" in assert_problem(server.post(approve, {"body": "Dear Ada, it is €98."}), 409)["detail"]
    listed = run_command("drafts", "list", data=data, env=server.env)
    assert "No fact bears out: €99" in listed.stdout
    refused = run_command("drafts", "approve", str(draft["id"]), data=data, env=server.env)
    assert refused.returncode == 1 and "€99" in refused.stderr
    sent = server.post(approve, {"body": TRUTH})
    assert sent.status_code == 200 and (sent.json()["status"], sent.json()["findings"], sent.json()["written_body"]) == ("sent", [], LIE)


def test_a_person_may_answer_for_it(selling):
    server, write, _, data = selling
    draft = write(LIE)
    approved = run_command("drafts", "approve", str(draft["id"]), "--despite-findings", data=data, env=server.env)
    assert approved.returncode == 0, approved.stderr
    message = server.get(f"/api/v1/communications/{draft['id']}").json()
    assert message["status"] == "sent" and message["despite_findings"] is True and len(message["findings"]) == 4


def test_an_answer_in_words_is_no_message(selling):
    server, _, llm, _ = selling
    llm.otherwise = ok(TRUTH)
    server.post("/api/v1/agents/NEWS/runs", {})
    run = eventually(lambda: server.get("/api/v1/agent-runs?state=failed").json()["items"])[0]
    assert "JSON" in run["error"]
    assert server.get("/api/v1/communications?direction=outbound").json()["items"] == []


def test_a_subject_is_compared_too_and_can_be_changed(selling):
    server, _, llm, data = selling
    llm.otherwise = answer(TRUTH, "product:1", subject="The Booking Engine for €99")
    server.post("/api/v1/agents/NEWS/runs", {})
    draft = eventually(lambda: server.get("/api/v1/communications?status=draft").json()["items"])[0]
    assert (draft["subject"], draft["findings"]) == ("The Booking Engine for €99", [])
    [found] = draft["subject_findings"]
    assert found["phrase"] == "€99" == draft["subject"][found["start"]:found["start"] + found["length"]]
    listed = run_command("drafts", "list", data=data, env=server.env)
    assert "Subject: The Booking Engine for €99" in listed.stdout and "No fact bears out: €99" in listed.stdout
    approve = f"/api/v1/communications/{draft['id']}/approve"
    assert "€99" in assert_problem(server.post(approve, {}), 409)["detail"]
    assert assert_problem(server.post(approve, {"subject": "x" * 121}), 422)["errors"][0]["field"] == "subject"
    sent = run_command("drafts", "approve", str(draft["id"]), "--subject", "The Booking Engine", data=data, env=server.env)
    assert sent.returncode == 0, sent.stderr
    message = server.get(f"/api/v1/communications/{draft['id']}").json()
    assert (message["status"], message["subject"], message["written_subject"], message["written_body"], message["subject_findings"]) == (
        "sent", "The Booking Engine", "The Booking Engine for €99", None, [])


@pytest.mark.parametrize("wrong, reason", [
    ({"channel": "sms"}, "a channel that the agent does not have (sms)"), ({"subject": " "}, "no subject"),
    ({"subject": "x" * 121}, "longer than 120 characters"),
])
def test_an_answer_with_another_channel_or_no_subject_is_refused_with_its_reason(selling, wrong, reason):
    server, _, llm, _ = selling
    llm.otherwise = answer(TRUTH, "product:1", **wrong)
    server.post("/api/v1/agents/NEWS/runs", {})
    run = eventually(lambda: server.get("/api/v1/agent-runs?state=failed").json()["items"])[0]
    assert reason in run["error"]
    assert server.get("/api/v1/communications?direction=outbound").json()["items"] == []
