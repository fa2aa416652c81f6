"""Deals and tasks of a contact in a real browser: chosen by searching, seen in the lists, begun at the contact."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, open_page, save  # noqa: F401 (fixtures)


@pytest.fixture(scope="module", autouse=True)
def people(server, business):  # noqa: F811
    for number in range(12):
        server.create("contacts", user_id=1, name=f"Guest {number:02}", company="Harbour Group", email=f"guest{number}@harbour.example")


def assert_accessible(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_deal_is_given_to_a_contact_by_keyboard(open_page, server, size, scheme):  # noqa: F811
    page = open_page("/#/deals", size, scheme)
    page.get_by_role("button", name="Add a deal").click()
    dialog = page.get_by_role("dialog")
    contact = dialog.get_by_role("combobox", name="Contact")
    contact.press_sequentially("guest")
    choices = dialog.get_by_role("listbox", name="Contacts").get_by_role("option")
    expect(choices).to_have_count(8)
    expect(contact).to_have_attribute("aria-expanded", "true")
    expect(dialog.get_by_text("The first 8 that match")).to_be_visible()
    assert_accessible(page)
    # The list closes, the dialog stays.
    contact.press("Escape")
    expect(choices).to_have_count(0)
    expect(dialog).to_be_visible()
    contact.press("ArrowDown")
    expect(choices).to_have_count(8)
    contact.press("ArrowDown")
    contact.press("ArrowDown")
    expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    assert contact.get_attribute("aria-activedescendant") == choices.nth(1).get_attribute("id")
    contact.press("Enter")
    expect(contact).to_have_value("Guest 01")
    expect(dialog.get_by_label("Customer")).to_have_value("Guest 01")
    product = f"Key {size} {scheme}"
    dialog.get_by_label("Product").fill(product)
    save(page)
    [deal] = [deal for deal in server.every("deals") if deal["product"] == product]
    assert (deal["customer"], deal["contact_name"]) == ("Guest 01", "Guest 01")
    link = page.get_by_role("row", name=product).get_by_role("button", name="Contact Guest 01")
    assert_accessible(page)
    link.press("Enter")
    expect(page.get_by_role("dialog", name="Edit Guest 01")).to_be_visible()


def test_a_name_that_was_typed_and_not_chosen_is_refused_with_the_remedy(open_page, server):  # noqa: F811
    page = open_page("/#/deals")
    page.get_by_role("button", name="Add a deal").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Customer").fill("Somebody")
    contact = dialog.get_by_role("combobox", name="Contact")
    contact.fill("nobody at all")
    expect(dialog.get_by_text("No contact matches.")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(contact).to_be_focused()
    expect(dialog.get_by_text("Choose a contact from the list that appears as you type, or leave this empty.")).to_be_visible()
    contact.fill("")
    save(page)
    [deal] = [deal for deal in server.every("deals") if deal["customer"] == "Somebody"]
    assert deal["contact_id"] is None


def test_what_a_person_wrote_as_the_customer_stays_and_a_contact_can_be_taken_away(open_page, server):  # noqa: F811
    page = open_page("/#/deals")
    page.get_by_role("button", name="Add a deal").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Customer").fill("Harbour Group Ltd")
    dialog.get_by_role("combobox", name="Contact").press_sequentially("guest 05")
    dialog.get_by_role("option", name="Guest 05").click()
    expect(dialog.get_by_label("Customer")).to_have_value("Harbour Group Ltd")
    save(page)
    [deal] = [deal for deal in server.every("deals") if deal["customer"] == "Harbour Group Ltd"]
    assert deal["contact_name"] == "Guest 05"
    page.get_by_role("button", name="Edit the deal with Harbour Group Ltd").click()
    expect(dialog.get_by_role("combobox", name="Contact")).to_have_value("Guest 05")
    dialog.get_by_role("combobox", name="Contact").fill("")
    save(page, "PATCH")
    assert server.get(f"/api/v1/deals/{deal['id']}").json()["contact_id"] is None


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_contact_offers_a_deal_and_a_task_of_its_own(open_page, server, size):  # noqa: F811
    contact = server.create("contacts", user_id=1, name=f"Begun on a {size}")
    page = open_page("/#/contacts", size)
    page.get_by_role("button", name=f"Edit {contact['name']}").click()
    outer = page.get_by_role("dialog", name=f"Edit {contact['name']}")
    assert_accessible(page)
    outer.get_by_role("button", name="New deal").press("Enter")
    inner = page.get_by_role("dialog", name="Add a deal")
    expect(inner.get_by_role("combobox", name="Contact")).to_have_value(contact["name"])
    expect(inner.get_by_label("Customer")).to_have_value(contact["name"])
    inner.get_by_role("button", name="Save").click()
    expect(inner).to_have_count(0)
    outer.get_by_role("button", name="New task").press("Enter")
    inner = page.get_by_role("dialog", name="Add a task")
    inner.get_by_label("What needs to be done?").fill("Call them back")
    inner.get_by_role("button", name="Save").click()
    expect(inner).to_have_count(0)
    expect(outer.get_by_role("button", name="New task")).to_be_focused()
    assert [deal["customer"] for deal in server.every("deals", contact_id=contact["id"])] == [contact["name"]]
    assert [task["title"] for task in server.every("tasks", contact_id=contact["id"])] == ["Call them back"]
    page.goto("/#/today" if size == "phone" else "/#/chat")
    page.get_by_role("button", name=f"Contact {contact['name']}").click()
    expect(outer).to_be_visible()
