"""Deciding on drafts in a real browser: how many wait, where the keyboard goes on, and that nothing typed is lost unasked."""

from axe_playwright_python.sync_playwright import Axe
from deadline import eventually
from playwright.sync_api import expect
from test_browser import browser, open_page  # noqa: F401 (fixtures)
from test_drafts import CONTACTS, drafts, server  # noqa: F401 (fixture)


def tab(page):
    return page.get_by_role("navigation").locator("[data-tab=drafts]")


def test_the_tab_says_how_many_wait_while_they_are_decided_and_come_anew(open_page, server):  # noqa: F811
    page = open_page("/#/drafts")
    expect(tab(page)).to_have_accessible_name(f"Drafts {CONTACTS} waiting")
    page.get_by_role("button", name="Reject the message to Guest 2").click()
    page.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(tab(page)).to_have_accessible_name(f"Drafts {CONTACTS - 1} waiting")
    for draft in drafts(server):
        assert server.post(f"/api/v1/communications/{draft['id']}/reject").status_code == 200
    expect(tab(page)).to_have_accessible_name("Drafts")
    expect(page.get_by_text("Nothing waits for your decision.")).to_be_visible()


def test_the_keyboard_goes_on_at_the_next_draft(open_page, server):  # noqa: F811
    page = open_page("/#/drafts")
    headings = page.get_by_role("heading", name="To Guest")
    expect(headings).to_have_count(CONTACTS)
    _, second, third = (text.removeprefix("To ") for text in headings.all_inner_texts())
    page.get_by_role("button", name=f"Send to {second}").press("Enter")
    expect(page.get_by_role("button", name=f"Send to {third}")).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("heading", name="Drafts")).to_be_focused()
    expect(headings).to_have_count(CONTACTS)
    page.get_by_role("button", name=f"Reject the message to {second}").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Reject").press("Enter")
    expect(page.get_by_role("button", name=f"Reject the message to {third}")).to_be_focused()
    page.get_by_role("button", name="Send all").press("Enter")
    expect(page.get_by_role("heading", name="Drafts")).to_be_focused()


def test_a_changed_draft_is_not_thrown_away_unasked(open_page, server):  # noqa: F811
    page = open_page("/#/drafts")
    page.get_by_role("button", name="Edit the message to Guest 1").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Message").fill("Hello, and more")
    page.keyboard.press("Escape")
    expect(dialog.get_by_text("Discard what you typed?")).to_be_visible()
    dialog.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Edit the message to Guest 1")).to_be_focused()


def test_drafts_that_come_while_others_are_read_are_told_of_and_shown_on_request(open_page, server):  # noqa: F811
    page = open_page("/#/drafts")
    headings = page.get_by_role("heading", name="To ")
    expect(headings).to_have_count(CONTACTS)
    contact = server.create("contacts", user_id=1, name="Late Guest", email="late@example.com", consent="given")
    server.create("deals", user_id=1, contact_id=contact["id"], customer="Late Guest", product="SaaS")
    assert server.post("/api/v1/agents/CLOSURE/runs").status_code == 202
    eventually(lambda: len(drafts(server)) == CONTACTS + 1, what="the draft")
    show = page.get_by_role("button", name="New drafts have come: show them")
    expect(show).to_be_visible()
    expect(headings).to_have_count(CONTACTS)
    assert Axe().run(page).violations_count == 0
    show.press("Enter")
    expect(headings.first).to_have_text("To Late Guest")
    expect(show).to_have_count(0)
    expect(page.get_by_role("heading", name="Drafts")).to_be_focused()


def test_what_is_decided_elsewhere_leaves_the_list_and_the_keyboard_goes_on(open_page, server):  # noqa: F811
    page, other = open_page("/#/drafts"), open_page("/#/drafts")
    headings = page.get_by_role("heading", name="To Guest")
    expect(headings).to_have_count(CONTACTS)
    first, second, third = (text.removeprefix("To ") for text in headings.all_inner_texts())
    page.get_by_role("button", name=f"Edit the message to {second}").focus()
    other.get_by_role("button", name=f"Reject the message to {second}").click()
    other.get_by_role("dialog").get_by_role("button", name="Reject").click()
    expect(headings).to_have_count(CONTACTS - 1)
    expect(page.get_by_role("button", name=f"Edit the message to {third}")).to_be_focused()
    expect(tab(page)).to_have_accessible_name(f"Drafts {CONTACTS - 1} waiting")
    expect(page.get_by_text(f"{CONTACTS - 1} to decide on")).to_be_visible()
    # As many as are seen now.
    page.get_by_role("button", name=f"Send all {CONTACTS - 1}").click()
    expect(page.get_by_text("Nothing waits for your decision.")).to_be_visible()
    expect(other.get_by_text("Nothing waits for your decision.")).to_be_visible()
    assert sorted(sent_to(server)) == sorted([first, third])


def sent_to(server):  # noqa: F811
    return [message["contact_name"] for message in server.every("communications", status="sent") if message["direction"] == "outbound"]


def test_drafts_that_come_to_an_empty_list_are_shown_at_once(open_page, server):  # noqa: F811
    for draft in drafts(server):
        assert server.post(f"/api/v1/communications/{draft['id']}/reject").status_code == 200
    page = open_page("/#/drafts")
    expect(page.get_by_text("Nothing waits for your decision.")).to_be_visible()
    contact = server.create("contacts", user_id=1, name="Late Guest", email="late@example.com", consent="given")
    server.create("deals", user_id=1, contact_id=contact["id"], customer="Late Guest", product="SaaS")
    assert server.post("/api/v1/agents/CLOSURE/runs").status_code == 202
    expect(page.get_by_role("heading", name="To Late Guest")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("heading", name="To Guest")).to_have_count(CONTACTS)
    expect(tab(page)).to_have_accessible_name(f"Drafts {CONTACTS + 1} waiting")
