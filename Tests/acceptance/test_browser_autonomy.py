"""Guarded agents in a real browser: why a draft was left to a person, and what a workspace says of risks."""

import re

from axe_playwright_python.sync_playwright import Axe
from deadline import eventually
from playwright.sync_api import expect
from test_browser import browser, business, open_page  # noqa: F401 (fixtures)


def test_a_draft_tells_why_it_was_left_to_a_person(open_page, server):
    server.post("/api/v1/agents", {"title": "Guarded news", "schedule_rule": "never", "recipients": "contact", "filter": 'name = "Grace Field"',
                                   "contact_prompt": "Hello {{name}}.", "autonomy": "guarded"})
    server.patch("/api/v1/workspace", {"quiet_from": "00:00", "quiet_until": "00:00",
                                       "working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]})
    server.create("contacts", user_id=1, name="Grace Field", email="grace@example.com", consent="given")
    server.post("/api/v1/agents/GUARDED_NEWS/runs", {})
    eventually(lambda: server.get("/api/v1/communications?status=draft&agent_type=GUARDED_NEWS").json()["items"])
    entry = open_page("/#/drafts").locator("li.entry", has_text="To Grace Field")
    expect(entry).to_contain_text("Nothing was sent to this contact yet.")
    expect(entry).to_contain_text("No message by this template has been sent as it was written yet.")


def test_a_workspace_says_what_counts(open_page, server):
    page = open_page("/#/profile", complaining="422")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Legal or medical words").check()
    page.get_by_label("A deal is large from").fill("much")
    page.get_by_role("button", name="Save workspace").click()
    expect(page.get_by_text("A deal is large from must be a number such as 1250.50.")).to_be_visible()
    page.get_by_label("A deal is large from").fill("5000")
    page.get_by_role("button", name="Save workspace").click()
    expect(page.get_by_text("Workspace saved.")).to_be_visible()
    workspace = server.get("/api/v1/workspace").json()
    assert (workspace["large_deal_minor"], workspace["guarded_ignores"]) == (500000, ["legal_or_medical_words"])
    page = open_page("/#/profile")
    expect(page.get_by_label("Legal or medical words")).to_be_checked()
    expect(page.get_by_label("A deal is large from")).to_have_value("5000.00")


def test_a_batch_that_has_ended_says_that_drafts_wait_and_their_count_is_right_at_once(open_page, server):
    server.create("contacts", user_id=1, name="Ada Waits", email="ada@example.com", consent="given")
    server.patch("/api/v1/workspace", {"quiet_from": "00:00", "quiet_until": "00:00",
                                       "working_days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]})
    made = server.post("/api/v1/agents", {"title": "Asking news", "schedule_rule": "never", "recipients": "contact", "filter": 'name = "Ada Waits"',
                                          "contact_prompt": "Hello {{name}}.", "autonomy": "ask"})
    assert made.status_code == 201, made.text
    page = open_page("/#/agents")
    page.get_by_role("button", name="Write to everyone").click()
    page.get_by_label("Agent", exact=True).select_option("Asking news")
    page.get_by_role("button", name="Start", exact=True).click()
    row = page.locator("batch-list li").filter(has_text="Asking news")
    expect(row).to_contain_text(re.compile(r"\d+ drafts? of this agent waits? for a decision\."), timeout=10_000)
    waiting = server.get("/api/v1/drafts/count?user_id=1").json()["count"]
    expect(page.locator("draft-count .count")).to_have_text(f"{waiting} waiting")
    assert Axe().run(page).violations_count == 0
    row.get_by_role("link", name="Look at the drafts").click()
    expect(page.locator("drafts-view h2")).to_be_focused()
