"""A contact's dialog in a real browser: what was said with it, seen and recorded."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, open_page  # noqa: F401 (fixtures)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_was_said_with_a_contact_is_seen_and_recorded(open_page, server, size):  # noqa: F811
    contact = server.create("contacts", user_id=1, name=f"Talker on a {size}")
    server.create("communications", contact_id=contact["id"], direction="inbound", body="<b>Which sizes</b> are there?")
    page = open_page("/#/contacts", size, complaining="422")
    page.get_by_role("button", name=f"Edit {contact['name']}").click()
    outer = page.get_by_role("dialog", name=f"Edit {contact['name']}")
    outer.get_by_text("Messages", exact=True).press("Enter")
    expect(outer.get_by_text("<b>Which sizes</b> are there?")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    outer.get_by_role("button", name="Record a message").press("Enter")
    inner = page.get_by_role("dialog", name=f"Record what was said with {contact['name']}")
    inner.get_by_role("button", name="Record").click()
    words = inner.get_by_label("In words")
    expect(words).to_be_focused()
    expect(words).to_have_accessible_description(re.compile("In words must not be empty"))
    assert Axe().run(page).violations_count == 0
    words.fill("I called, he takes the small ones.")
    page.keyboard.press("Escape")
    inner.get_by_role("button", name="Keep writing").click()
    inner.get_by_label("What happened").select_option("One of us wrote or said")
    inner.get_by_role("button", name="Record").click()
    expect(inner).to_have_count(0)
    expect(outer.locator("li").first).to_contain_text("One of you")
    expect(outer.locator("li").first).to_contain_text("I called, he takes the small ones.")
    expect(outer.get_by_role("button", name="Record a message")).to_be_focused()
    [newest, _] = server.every("communications", contact_id=contact["id"], sort="-created_at")
    assert (newest["direction"], newest["body"], newest["user_id"]) == ("outbound", "I called, he takes the small ones.", 1)
