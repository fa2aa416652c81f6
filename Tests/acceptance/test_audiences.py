"""Whom a filter chooses: over the API and on the command line."""

import json

import pytest
from crm_server import run_command


PREVIEW = "/api/v1/audiences/preview"


@pytest.fixture
def contacts(start_server):
    """A server that knows three contacts, one of them with a deal."""
    server = start_server()
    for name, stage, email in [("Harbour Hotel", "lead", "desk@example.com"), ("Mill Bakery", "customer", None), ("Ökohof", None, None)]:
        server.create("contacts", name=name, stage=stage, email=email)
    server.create("deals", contact_id=2, customer="Mill Bakery", status="won", amount_minor=90000)
    return server


@pytest.mark.parametrize(
    "text, names",
    [
        ("everyone", ["Harbour Hotel", "Mill Bakery", "Ökohof"]),
        ("stage in (lead, qualified) and no deal(status = won)", ["Harbour Hotel"]),
        ("sum deal.amount_minor(status = won) >= 90000", ["Mill Bakery"]),
        ("email is empty and created_at = today", ["Mill Bakery", "Ökohof"]),
        ("name = \"'; DROP TABLE contacts; --\"", []),
    ],
)
def test_a_filter_is_shown_as_a_count_and_a_sample(contacts, text, names):
    preview = contacts.post(PREVIEW, {"filter": text}).json()
    assert preview["count"] == len(names)
    assert sorted(row["name"] for row in preview["sample"]) == names


def test_a_sample_may_be_smaller_than_the_audience(contacts):
    preview = contacts.post(PREVIEW, {"filter": "everyone", "sample": 2}).json()
    assert preview["count"] == 3 and len(preview["sample"]) == 2


def test_a_wrong_filter_is_refused_with_its_place_and_the_remedy(server):
    answer = server.post(PREVIEW, {"filter": " stge = lead"})
    assert answer.status_code == 422
    [issue] = answer.json()["errors"]
    assert issue["field"] == "filter" and "character 2" in issue["message"] and "did you mean stage?" in issue["message"]


def test_the_command_line_counts_and_shows(tmp_path):
    assert run_command("sample", "load", data=tmp_path).returncode == 0
    everyone = run_command("contacts", "count", "everyone", data=tmp_path)
    assert int(everyone.stdout) > 0
    leads = json.loads(run_command("contacts", "count", "stage=LEAD", "--sample", 3, "--json", data=tmp_path).stdout)
    assert leads["filter"] == "stage = LEAD" and leads["count"] >= 1
    assert {row["stage"] for row in leads["sample"]} == {"lead"}
    wrong = run_command("contacts", "count", "stage = ", data=tmp_path)
    assert wrong.returncode == 1 and "filter is wrong at character 9" in wrong.stderr


def test_the_language_is_listed_as_it_is_read(server):
    listed = server.get("/api/v1/audiences/language").json()
    contact, *related = listed["records"]
    assert contact["record"] == "contact" and [record["record"] for record in related] == ["deal", "task", "communication"]
    [stage] = [field for field in contact["fields"] if field["field"] == "stage"]
    assert stage["kind"] == "text" and "starts with" in stage["operators"] and stage["summary"]
    for filter in [example["filter"] for example in listed["examples"]] + ["everyone", f"stage = {stage['values'][0]}"]:
        assert server.post(PREVIEW, {"filter": filter}).status_code == 200, filter
