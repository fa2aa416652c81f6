"""Drafts as a person decides on them: one by one and many at once, taken back, on the command line and in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from clock import quiet_zone
from conftest import PROFILE
from crm_server import run_command
from deadline import eventually
from playwright.sync_api import expect
from test_browser import SIZES, browser  # noqa: F401 (fixture)

CONTACTS = 3


@pytest.fixture
def server(start_server):
    """A server on which CLOSURE has drafted a message to each of some contacts; nobody sleeps, and every day is a working day."""
    server = start_server(env={"TIME_ZONE": quiet_zone(), "WEBHOOK_ALLOW_PRIVATE": "true"})
    server.post("/business-profile/1", PROFILE)
    days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
    rules = {"quiet_from": "00:00", "quiet_until": "00:00", "working_days": days, "contact_daily_cap": None, "contact_weekly_cap": None}
    assert server.patch("/api/v1/workspace", rules).status_code == 200
    for number in range(1, CONTACTS + 1):
        contact = server.create("contacts", user_id=1, name=f"Guest {number}", email=f"guest{number}@example.com", consent="given")
        server.create("deals", user_id=1, contact_id=contact["id"], customer=f"Guest {number}", product="SaaS")
    assert server.patch("/api/v1/agents/CLOSURE", {"recipients": "contact", "filter": "everyone"}).status_code == 200
    assert server.post("/api/v1/agents/CLOSURE/runs").status_code == 202
    eventually(lambda: len(drafts(server)) == CONTACTS, what="the drafts")
    return server


def drafts(server):
    return server.every("communications", status="draft")


def decide(server, verb, id, body=None):
    return server.post(f"/api/v1/communications/{id}/{verb}", body)


def test_an_approval_is_taken_back_while_there_is_time(server):
    server.create("webhooks", url="http://127.0.0.1:9/hook")
    id = drafts(server)[0]["id"]
    assert decide(server, "approve", id, {"undo_seconds": 600, "body": "Good evening."}).json()["status"] == "sent"
    back = decide(server, "undo", id)
    assert back.status_code == 200 and back.json()["status"] == "draft" and back.json()["body"] == "Good evening."
    assert server.every("deliveries") == []
    assert decide(server, "undo", id).status_code == 409
    told = run_command("drafts", "approve", id, data=server.data, env=server.env)
    assert told.returncode == 0, told
    assert decide(server, "undo", id).status_code == 409


def test_what_was_sent_is_not_deleted_while_a_cap_may_count_it(server):
    sent, draft, *_ = drafts(server)
    assert decide(server, "approve", sent["id"]).json()["status"] == "sent"
    refusal = server.delete(f"/api/v1/communications/{sent['id']}")
    assert refusal.status_code == 409 and "eight days after it went out" in refusal.json()["detail"]
    assert server.delete(f"/api/v1/communications/{draft['id']}").status_code == 204


def test_all_are_decided_on_for_exactly_as_many_as_were_seen(server):
    seen = server.get("/api/v1/drafts/count", params={"agent_type": "CLOSURE"}).json()
    newest = max(draft["id"] for draft in drafts(server))
    assert seen == {"count": CONTACTS, "newest_id": newest}
    refused = server.post("/api/v1/drafts/approve", {"agent_type": "CLOSURE", "count": CONTACTS - 1, "newest_id": newest})
    assert refused.status_code == 409 and f"{CONTACTS} such drafts" in refused.json()["detail"]
    contact = drafts(server)[0]["contact_id"]
    server.patch(f"/api/v1/contacts/{contact}", {"consent": "withdrawn"})
    told = run_command("drafts", "approve", "--all", CONTACTS, "--through", newest, "--agent", "closure", data=server.data, env=server.env)
    assert told.returncode == 0 and f"Approved {CONTACTS - 1}." in told.stdout and "stays a draft" in told.stdout, told
    [left] = drafts(server)
    answer = server.post("/api/v1/drafts/reject", {"contact_id": contact, "count": 1, "newest_id": newest, "reason": "Enough"})
    assert answer.json() == {"decided": [left["id"]], "kept": []}
    assert server.get(f"/api/v1/communications/{left['id']}").json()["rejected_because"] == "Enough"


@pytest.mark.parametrize("size", SIZES)
def test_in_the_page_a_message_is_sent_taken_back_and_all_are_sent(server, browser, size):  # noqa: F811
    page = browser.new_context(base_url=server.url, viewport=SIZES[size], reduced_motion="reduce").new_page()
    page.goto("/#/drafts", wait_until="networkidle")
    expect(page.get_by_text(f"{CONTACTS} to decide on")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Send to Guest 1").click()
    expect(page.get_by_text(f"{CONTACTS - 1} to decide on")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"{CONTACTS} to decide on")).to_be_visible()
    page.locator("drafts-view").get_by_label("Written by").select_option("NURTURE")
    expect(page.get_by_role("button", name="Send all")).to_be_hidden()
    page.locator("drafts-view").get_by_label("Written by").select_option("CLOSURE")
    page.get_by_role("button", name=f"Send all {CONTACTS}").click()
    expect(page.get_by_text(f"{CONTACTS} approved, and nothing delivers them.")).to_be_visible()
    assert drafts(server) == []
    page.context.close()
