"""The rules for messages to contacts in a real browser: which agent keeps a contact to itself, and how many messages contacts get."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from deadline import eventually
from playwright.sync_api import expect
from test_browser import browser, open_page, save  # noqa: F401 (fixtures)
from test_drafts import CONTACTS, decide, drafts, server  # noqa: F401 (fixture)

LIMITS = {
    "contact_daily_cap": "Messages to one contact a day, at most", "contact_weekly_cap": "Messages to one contact a week, at most",
    "daily_cap": "Messages to all contacts a day, at most", "conversation_hours": "Agents keep out of a conversation for, in hours",
    "draft_days": "Drafts wait for you for, in days",
}


def assert_accessible(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.fixture
def held(server):  # noqa: F811
    """A contact that CLOSURE keeps to itself after its message while NURTURE waits for it, and one with a draft of CLOSURE's."""
    assert server.patch("/api/v1/agents/CLOSURE", {"hold_days": 7}).status_code == 200
    assert server.patch("/api/v1/agents/NURTURE", {"recipients": "contact", "filter": "everyone"}).status_code == 200
    first, second = drafts(server)[:2]
    assert decide(server, "approve", first["id"], {}).status_code == 200
    return first, second


def waiting(server):
    """Whom NURTURE waits for."""
    return [entry["contact_id"] for entry in server.get("/api/v1/agents/NURTURE/plan?rule=held").json()["items"]]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_contact_tells_which_agent_keeps_it_to_itself_and_is_released(open_page, server, held, size):  # noqa: F811
    contact = held[0]
    page = open_page("/#/contacts", size)
    page.get_by_role("button", name=f"Edit {contact['contact_name']}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Afternoon closer keeps this contact to itself: other agents wait for it.")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Release the contact").press("Enter")
    said = dialog.get_by_text("Afternoon closer has let go of the contact.")
    expect(said).to_be_focused()
    expect(dialog.get_by_role("button", name="Release the contact")).to_have_count(0)
    assert contact["contact_id"] not in waiting(server)
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name=f"Edit {contact['contact_name']}").click()
    expect(dialog.get_by_role("button", name="Cancel")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(dialog.get_by_text("keeps this contact to itself")).to_have_count(0)


def test_a_contact_to_whom_something_is_on_its_way_is_not_released_and_it_says_why(open_page, server, held):  # noqa: F811
    contact = held[1]
    page = open_page("/#/contacts")
    page.get_by_role("button", name=f"Edit {contact['contact_name']}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("It lets go, or can be released, once its draft is decided on.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Release the contact")).to_have_count(0)
    assert_accessible(page)
    assert contact["contact_id"] in waiting(server)


def test_a_plan_names_the_agent_that_is_busy_and_has_it_let_go(open_page, server, held):  # noqa: F811
    kept, drafted = (draft["contact_name"] for draft in held)
    page = open_page("/#/agents", complaining="409")
    page.get_by_role("button", name="Plan of Lead nurture").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li", has_text=kept)).to_contain_text("Afternoon closer is busy with the contact.")
    assert_accessible(page)
    dialog.get_by_role("button", name=f"Release {drafted}").click()
    expect(dialog.get_by_role("status").filter(has_text=drafted)).to_contain_text("decide on its draft")
    dialog.get_by_role("button", name=f"Release {kept}").press("Enter")
    expect(dialog.get_by_role("status").filter(has_text=kept)).to_contain_text("Afternoon closer has let go of the contact.")
    expect(dialog.locator("li", has_text=kept)).not_to_contain_text("busy")
    expect(dialog.locator("button:focus")).to_have_count(1)
    assert held[0]["contact_id"] not in waiting(server)


def test_a_batch_for_nobody_leads_to_the_reasons(open_page, server):  # noqa: F811
    assert server.patch("/api/v1/agents/NURTURE", {"recipients": "contact", "filter": 'name = "Nobody"'}).status_code == 200
    page = open_page("/#/agents")
    page.get_by_role("button", name="Write to everyone").click()
    page.get_by_label("Agent", exact=True).select_option("Lead nurture")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("status").filter(has_text="nothing to write to anybody").get_by_role("button", name="Why").press("Enter")
    dialog = page.get_by_role("dialog", name="Who gets what Lead nurture writes")
    expect(dialog.get_by_role("button", name="The filter does not choose them")).to_contain_text(str(CONTACTS))
    expect(page.locator("batch-list .batch").filter(has_text="It had nothing to write to anybody.")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_sequence_is_seen_at_the_contact_and_stopped_there(open_page, server, size):  # noqa: F811
    steps = [{"after": "3 days", "prompt": "Second"}, {"after": "1 week", "prompt": "Third"}]
    agent = {"title": "Welcome series", "schedule_rule": "never", "recipients": "contact", "filter": 'name = "New Guest"', "contact_prompt": "Hello",
             "autonomy": "auto", "steps": steps}
    assert server.post("/api/v1/agents", agent).status_code == 201
    server.create("contacts", user_id=1, name="New Guest", email="new@example.com", consent="given")
    assert server.post("/api/v1/agents/WELCOME_SERIES/runs").status_code == 202
    eventually(lambda: server.every("sequence-positions", state="active"), what="the sequence")
    page = open_page("/#/contacts", size)
    page.get_by_role("button", name="Edit New Guest").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Welcome series writes several messages to this contact: 1 of 3 so far, the next one is due")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Stop Welcome series").press("Enter")
    dialog.get_by_role("button", name="No further message? Welcome series").press("Enter")
    expect(dialog.get_by_text("Welcome series writes no further message to this contact.")).to_be_focused()
    [position] = server.every("sequence-positions")
    assert (position["state"], position["why"]) == ("stopped", "person")


def test_a_contact_has_a_clock_of_its_own(open_page, server):  # noqa: F811
    page = open_page("/#/contacts", complaining="422")
    page.get_by_role("button", name="Edit Guest 1").click()
    zone = page.get_by_role("dialog").get_by_label("Time zone")
    zone.fill("Midgard/Asgard")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(zone).to_be_focused()
    expect(zone).to_have_attribute("aria-invalid", "true")
    zone.fill("Asia/Tokyo")
    save(page, "PATCH")
    [contact] = server.every("contacts", q="Guest 1")
    assert contact["time_zone"] == "Asia/Tokyo"


def test_a_workspace_says_how_many_messages_contacts_get(open_page, server):  # noqa: F811
    page = open_page("/#/profile", complaining="422")
    save_it = page.get_by_role("button", name="Save workspace")
    before = server.get("/api/v1/workspace").json()
    for name, label in LIMITS.items():
        expect(page.get_by_label(label)).to_have_value("" if before[name] is None else str(before[name]))
    for label, typed in zip(LIMITS.values(), ["-1", "many", "2.5", "", "0"]):
        page.get_by_label(label).fill(typed)
    save_it.click()
    expect(page.get_by_label(LIMITS["contact_daily_cap"])).to_be_focused()
    faults = ["must be between 0 and 1000.", "must be a whole number.", "must be a whole number.", "must not be empty.", "must be between 1 and 3650."]
    for label, fault in zip(LIMITS.values(), faults):
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_text(f"{label} {fault}")).to_be_visible()
    assert_accessible(page)
    for label, typed in zip(LIMITS.values(), ["2", "5", "", "24", "14"]):
        page.get_by_label(label).fill(typed)
    save_it.click()
    expect(page.get_by_text("Workspace saved.")).to_be_visible()
    after = server.get("/api/v1/workspace").json()
    assert {name: after[name] for name in LIMITS} == {
        "contact_daily_cap": 2, "contact_weekly_cap": 5, "daily_cap": None, "conversation_hours": 24, "draft_days": 14,
    }
