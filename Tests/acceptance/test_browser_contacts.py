"""A contact's dialog in a real browser: what was said with it, seen and recorded."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from deadline import eventually
from playwright.sync_api import expect
from test_browser import browser, business, open_page, save  # noqa: F401 (fixtures)


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
    page.keyboard.press("Escape")
    expect(outer).to_have_count(0)


def in_a_series(server, name):
    """A contact that agreed and got the first of an agent's messages."""
    agent = {"title": f"Series for {name}", "schedule_rule": "never", "recipients": "contact", "filter": f'name = "{name}"', "contact_prompt": "Hello",
             "autonomy": "auto", "steps": [{"after": "3 days", "prompt": "Second"}]}
    made = server.post("/api/v1/agents", agent)
    assert made.status_code == 201, made.text
    contact = server.create("contacts", user_id=1, name=name, email=f"{name.split()[0].lower()}@example.com", consent="given", notes="Likes tea")
    assert server.post(f"/api/v1/agents/{made.json()['agent_type']}/runs").status_code == 202
    eventually(lambda: server.every("sequence-positions", contact_id=contact["id"], state="active"), what="the sequence")
    return contact


def test_of_a_sequence_whose_contact_has_answered_no_time_is_told(open_page, server):  # noqa: F811
    in_a_series(server, "Talker in a series")
    page = open_page("/#/contacts")
    page.get_by_role("button", name="Edit Talker in a series").click()
    outer = page.get_by_role("dialog", name="Edit Talker in a series")
    expect(outer.get_by_text("1 of 2 so far, the next one")).to_be_visible()
    outer.get_by_text("Messages", exact=True).press("Enter")
    record(page, outer, "Which sizes are there?")
    expect(outer.get_by_text("the next one")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(outer).to_have_count(0)


def record(page, outer, words):
    """Records what the contact wrote; comes back once the dialog knows of the sequence again."""
    outer.get_by_role("button", name="Record a message").press("Enter")
    inner = page.get_by_role("dialog", name="Record what was said with")
    inner.get_by_label("In words").fill(words)
    with page.expect_response(lambda r: "/sequence-positions?" in r.url) as answer:
        inner.get_by_role("button", name="Record").click()
    answer.value.finished()


def test_a_contact_that_says_stop_is_shown_as_it_is_then_and_saved_with_what_was_typed(open_page, server):  # noqa: F811
    contact = in_a_series(server, "Stopper")
    page = open_page("/#/contacts")
    page.get_by_role("button", name="Edit Stopper").click()
    outer = page.get_by_role("dialog", name="Edit Stopper")
    expect(outer.get_by_text("Series for Stopper writes several messages")).to_be_visible()
    expect(outer.get_by_label("Messages from agents")).to_have_value("given")
    outer.get_by_label("Company").fill("Harbour Hotel")
    outer.get_by_text("Messages", exact=True).press("Enter")
    record(page, outer, "STOP")
    expect(outer.get_by_label("Messages from agents")).to_have_value("withdrawn")
    expect(outer.get_by_text("Series for Stopper writes several messages")).to_have_count(0)
    expect(outer.get_by_role("button", name="Stop Series for Stopper")).to_have_count(0)
    expect(outer.get_by_text("Agents write nothing to this address, because its owner asked for no more messages.")).to_be_visible()
    expect(outer.get_by_label("Company")).to_have_value("Harbour Hotel")
    expect(outer.get_by_role("button", name="Record a message")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    outer.get_by_role("button", name="Keep writing").click()
    outer.get_by_label("Notes").fill("Wants no more of it")
    save(page, "PATCH")
    stored = server.get(f"/api/v1/contacts/{contact['id']}").json()
    assert [stored[name] for name in ("company", "notes", "consent")] == ["Harbour Hotel", "Wants no more of it", "withdrawn"]
