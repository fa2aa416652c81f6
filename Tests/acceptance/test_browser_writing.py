"""Writing an agent's templates and its filter in a real browser: what they can be made of is shown, and put in, in place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, open_page, save  # noqa: F401 (fixtures)


@pytest.fixture
def dialog(open_page):  # noqa: F811
    """The dialog of a new agent that writes to people and to contacts."""

    def open_dialog(size="desktop", scheme="light", complaining=None):
        page = open_page("/#/agents", size, scheme, complaining)
        page.get_by_role("button", name="Add an agent").click()
        opened = page.get_by_role("dialog")
        opened.get_by_label("Writes to", exact=True).select_option("both")
        return opened

    return open_dialog


def helper(dialog, label, place=0):
    """Opens a panel below a text."""
    dialog.get_by_text(label, exact=True).nth(place).click()
    panel = dialog.locator("details.help").filter(has_text=label).nth(place)
    expect(panel.get_by_role("button").first).to_be_visible()
    return panel


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_panels_are_accessible_and_fit(dialog, size, scheme):
    opened = dialog(size, scheme)
    helper(opened, "What it can name")
    panel = helper(opened, "Fields and examples")
    panel.get_by_text("Fields of a deal").click()
    panel.get_by_role("button", name="expected_close_date", exact=True).click()
    results = Axe().run(opened.page)
    assert results.violations_count == 0, results.generate_report()
    assert opened.evaluate("node => node.scrollWidth <= node.clientWidth"), "the dialog is wider than its window"


def test_a_template_is_put_together_from_what_the_server_lists_with_what_it_stands_for(dialog, server):
    contact = server.create("contacts", user_id=1, name="Robin Vale", company="Harbour Hotel")
    listed = server.get("/api/v1/templates/variables", params={"recipient": "contact", "contact_id": contact["id"]}).json()["items"]
    opened = dialog()
    panel = helper(opened, "What it can name", 1)
    expect(panel.get_by_role("button")).to_have_text([item["forms"][0] for item in listed])
    expect(panel.get_by_role("listitem").filter(has_text="{{name}}")).to_contain_text("“Robin Vale”")
    text = opened.get_by_label("What it writes to contacts", exact=True)
    text.fill("Hello , good day. ")
    text.evaluate("node => node.setSelectionRange(6, 6)")
    panel.get_by_role("button", name="{{name}}", exact=True).click()
    expect(text).to_be_focused()
    expect(text).to_have_value("Hello {{name}}, good day. ")
    # What was selected stands between the tags.
    text.press("Control+End")
    text.press_sequentially("How is Harbour Hotel?")
    text.evaluate("node => node.setSelectionRange(26, node.value.length)")
    panel.get_by_label("Put in").select_option(label="what stands only where there is some")
    panel.get_by_role("button", name="{{#company}}…{{/company}}", exact=True).click()
    expect(text).to_have_value("Hello {{name}}, good day. {{#company}}How is Harbour Hotel?{{/company}}")
    opened.get_by_role("button", name="Try it on a contact").click()
    expect(opened.get_by_text("To Robin Vale: Hello Robin Vale, good day. How is Harbour Hotel?")).to_be_visible()


def test_a_filter_is_put_together_by_keyboard_and_counted(dialog, server):
    server.create("contacts", user_id=1, name="Mill Bakery", stage="proposal")
    opened = dialog()
    panel = helper(opened, "Fields and examples")
    filter = opened.get_by_label("Which contacts", exact=True)
    for name in ("stage", "starts with"):
        button = panel.get_by_role("button", name=name, exact=True)
        button.press("Enter")
        expect(button).to_be_focused()
        expect(panel.get_by_role("status").first).to_have_text(f"{name} is put in.")
    filter.press_sequentially(" propos")
    panel.get_by_role("button", name="and", exact=True).press("Enter")
    panel.get_by_text("Fields of a deal").click()
    panel.get_by_role("button", name="no deal(…)", exact=True).click()
    filter.press_sequentially("status = won")
    expect(filter).to_have_value("stage starts with propos and no deal(status = won)")
    opened.get_by_role("button", name="Count them").click()
    expect(opened.get_by_text("1 contact, such as Mill Bakery.")).to_be_visible()


def test_a_further_message_has_its_own_panel(dialog):
    opened = dialog()
    for _ in range(2):
        opened.get_by_role("button", name="Add a message").click()
    opened.get_by_label("Message 1: text").focus()
    helper(opened, "What it can name", 2).get_by_role("button", name="{{signature}}").click()
    expect(opened.get_by_label("Message 1: text")).to_have_value("{{signature}}")
    expect(opened.get_by_label("Message 2: text")).to_have_value("")


def test_what_is_chosen_in_a_panel_is_no_part_of_the_agent(dialog, server):
    opened = dialog()
    opened.get_by_label("Writes to", exact=True).select_option("user")
    helper(opened, "What it can name")
    for label, value in {"Title": "Panelled", "When": "never", "What it writes to you": "Hello"}.items():
        opened.get_by_label(label, exact=True).fill(value)
    save(opened.page)
    assert server.get("/api/v1/agents/PANELLED").json()["prompt"] == "Hello"


def test_what_concerns_others_than_those_it_writes_to_is_out_of_sight_unless_it_is_at_fault(dialog):
    opened = dialog(complaining="422")
    to_you, to_contacts = opened.get_by_label("What it writes to you"), opened.get_by_label("What it writes to contacts")
    filter, recipients = opened.get_by_label("Which contacts", exact=True), opened.get_by_label("Writes to", exact=True)
    for chosen, seen in {"both": (True, True), "user": (True, False), "contact": (False, True)}.items():
        recipients.select_option(chosen)
        expect(to_you).to_be_visible(visible=seen[0])
        expect(to_contacts).to_be_visible(visible=seen[1])
        expect(opened.get_by_role("heading", name="To contacts")).to_be_visible(visible=seen[1])
    filter.fill("stage =")
    recipients.select_option("user")
    for label, value in {"Title": "Half", "When": "never", "What it writes to you": "Hello"}.items():
        opened.get_by_label(label, exact=True).fill(value)
    opened.get_by_role("button", name="Save").click()
    expect(filter).to_be_focused()
    expect(filter).to_have_attribute("aria-invalid", "true")


def test_a_panel_that_can_not_be_loaded_says_so_and_tries_again(dialog):
    opened = dialog(complaining="503")
    opened.page.route("**/api/v1/audiences/language", lambda route: route.fulfill(status=503, json={"detail": "The database is away."}), times=1)
    opened.get_by_text("Fields and examples").click()
    expect(opened.get_by_role("alert").filter(has_text="The database is away.")).to_be_visible()
    opened.get_by_role("button", name="Try again").click()
    expect(opened.get_by_role("button", name="last_contacted_at", exact=True)).to_be_visible()
