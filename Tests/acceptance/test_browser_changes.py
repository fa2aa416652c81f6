"""A dialog in a real browser sends what was changed in it, and nothing else."""

import sqlite3

import pytest
from databases import USES_POSTGRES
from playwright.sync_api import expect
from test_browser import browser, business, open_page, save  # noqa: F401 (fixtures)


def saved(page, method="PATCH"):
    """What saving the open dialog sends."""
    with page.expect_request(lambda r: r.method == method and "/api/v1/" in r.url) as request:
        save(page, method)
    return request.value.post_data_json


ROWS = {
    "contact": ("/#/contacts", "contacts", {"name": "Aa Inn", "company": "Inns", "email": "aa@inn.example"}, "Edit Aa Inn", "Notes"),
    "deal": ("/#/deals", "deals", {"customer": "Aa Inn", "amount_minor": 1250, "currency": "EUR"}, "Edit the deal with Aa Inn", "Product"),
    "task": ("/#/today", "tasks", {"title": "Aa task", "due_date": "2020-01-01", "notes": "Two"}, "Edit Aa task", "Notes"),
    "target": ("/#/today", "targets", {"product": "Aa maps", "target": 9}, "Edit the target for Aa maps", "Product"),
    "agent": ("/#/agents", "agents", {"title": "Aa agent", "schedule_rule": "never", "prompt": "Hello"}, "Edit Aa agent", "Purpose"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_only_the_field_that_was_changed_is_sent(open_page, server, kind):  # noqa: F811
    path, resource, row, edit, label = ROWS[kind]
    made = server.create(resource, **({} if kind == "agent" else {"user_id": 1}), **row)
    page = open_page(path)
    page.get_by_role("button", name=edit, exact=True).click()
    page.get_by_role("dialog").get_by_label(label, exact=True).fill("Something else")
    sent = saved(page)
    assert list(sent.values()) == ["Something else"]
    stored = server.get(f"/api/v1/{resource}/{made['id']}").json()
    assert {**row, **sent}.items() <= stored.items()


def test_a_dialog_in_which_nothing_was_changed_sends_nothing(open_page, server):  # noqa: F811
    made = server.create("contacts", user_id=1, name="Bb Inn")
    page = open_page("/#/contacts")
    asked = []
    page.on("request", lambda request: request.method == "PATCH" and asked.append(request.url))
    page.get_by_role("button", name="Edit Bb Inn", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit Bb Inn", exact=True)).to_be_focused()
    assert asked == [] and server.get(f"/api/v1/contacts/{made['id']}").json()["version"] == made["version"]


@pytest.mark.skipif(USES_POSTGRES, reason="puts a row into SQLite's file")
def test_a_contact_whose_address_is_none_any_more_can_still_be_given_notes(open_page, server):  # noqa: F811
    made = server.create("contacts", user_id=1, name="Cc Inn", email="cc@inn.example")
    with sqlite3.connect(server.data / "crm.sqlite") as database:
        database.execute("UPDATE contacts SET email = 'cc at inn' WHERE id = ?", [made["id"]])
    page = open_page("/#/contacts")
    page.get_by_role("button", name="Edit Cc Inn", exact=True).click()
    page.get_by_role("dialog").get_by_label("Notes").fill("Likes the harbour")
    save(page, "PATCH")
    stored = server.get(f"/api/v1/contacts/{made['id']}").json()
    assert (stored["notes"], stored["email"]) == ("Likes the harbour", "cc at inn")


def test_what_is_said_about_the_business_and_the_workspace_is_sent_by_field_too(open_page, server):  # noqa: F811
    page = open_page("/#/profile")
    for label, field, button in (("Goal of each day", "daily_goal", "Save"), ("Name", "name", "Save workspace")):
        for text in ("Ten visits", "Twelve visits"):
            page.get_by_label(label, exact=True).fill(text)
            with page.expect_request(lambda r: r.method == "PATCH") as request:
                page.get_by_role("button", name=button, exact=True).click()
            assert request.value.post_data_json == {field: text}
            assert request.value.response().ok
