"""Dialogs in a real browser: what was typed is not lost unasked, and the keyboard goes on where it was."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, open_page, save  # noqa: F401 (fixtures)

QUESTION = "Discard what you typed?"


@pytest.fixture
def typing(open_page):  # noqa: F811
    """A dialog in which something was typed."""

    def open_dialog(size="desktop", scheme="light"):
        page = open_page("/#/contacts", size, scheme)
        page.goto("/#/deals")
        page.get_by_role("button", name="Add a deal").click()
        page.get_by_role("dialog").get_by_label("Customer").fill("Half a name")
        return page

    return open_dialog


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_escape_asks_before_it_throws_away_what_was_typed(typing, size, scheme):
    page = typing(size, scheme)
    dialog = page.get_by_role("dialog")
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(dialog.get_by_role("group", name=QUESTION)).to_be_visible()
        expect(dialog.get_by_role("button", name="Keep writing")).to_be_focused()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        page.keyboard.press("Escape")
        expect(dialog.get_by_text(QUESTION)).to_have_count(0)
        expect(dialog.get_by_label("Customer")).to_be_focused()
        expect(dialog.get_by_label("Customer")).to_have_value("Half a name")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Add a deal")).to_be_focused()


def test_cancel_asks_as_escape_does(typing):
    page = typing()
    dialog = page.get_by_role("dialog")
    cancel = dialog.get_by_role("button", name="Cancel")
    cancel.press("Enter")
    expect(dialog.get_by_role("button", name="Keep writing")).to_be_focused()
    cancel.click()
    expect(dialog.get_by_role("group", name=QUESTION)).to_have_count(1)
    dialog.get_by_role("button", name="Keep writing").press("Enter")
    expect(cancel).to_be_focused()
    expect(dialog.get_by_label("Customer")).to_have_value("Half a name")
    cancel.press("Enter")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Add a deal").click()
    cancel.click()
    expect(dialog).to_have_count(0)


def test_the_way_back_asks_too_and_goes_on_after_that(typing):
    page = typing()
    dialog = page.get_by_role("dialog")
    page.go_back()
    expect(dialog.get_by_text(QUESTION)).to_be_visible()
    assert page.url.endswith("/#/deals")
    dialog.get_by_role("button", name="Keep writing").click()
    expect(dialog.get_by_label("Customer")).to_have_value("Half a name")
    page.go_back()
    dialog.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()
    expect(dialog).to_have_count(0)


def test_nothing_is_asked_where_nothing_was_changed(typing):
    page = typing()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Customer").fill("")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_keyboard_goes_on_at_the_same_row_after_a_change_and_at_the_next_one_after_a_deletion(open_page, server):  # noqa: F811
    for name in ("Keyboard One", "Keyboard Two", "Keyboard Three"):
        server.create("deals", user_id=1, customer=name)
    page = open_page("/#/deals")
    page.get_by_label("Search deals").fill("Keyboard")
    expect(page.get_by_role("row")).to_have_count(4)
    edit = {name: page.get_by_role("button", name=f"Edit the deal with Keyboard {name}") for name in ("One", "Two", "Three")}
    edit["Three"].press("Enter")
    page.get_by_role("dialog").get_by_label("Product").fill("Maps")
    save(page, "PATCH")
    expect(page.get_by_role("row", name="Maps")).to_be_visible()
    expect(edit["Three"]).to_be_focused()
    for gone, next_one in (("Three", edit["Two"]), ("Two", edit["One"]), ("One", page.get_by_role("heading", name="Deals"))):
        edit[gone].press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Delete for good?").press("Enter")
        expect(edit[gone]).to_have_count(0)
        expect(next_one).to_be_focused()


def test_the_keyboard_stays_at_a_task_that_is_done_and_taken_back(open_page, server):  # noqa: F811
    server.create("tasks", user_id=1, title="Sweep the yard", due_date="2020-01-01")
    page = open_page("/#/today", "phone")
    page.get_by_role("button", name="Complete: Sweep the yard").press("Enter")
    expect(page.get_by_role("button", name="Undo: Sweep the yard")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Complete: Sweep the yard")).to_be_focused()


def test_what_was_just_saved_stands_in_the_next_dialog_also_before_the_list_is_read_anew(open_page, server):  # noqa: F811
    server.create("deals", user_id=1, customer="Late List", product="Olive oil")
    page = open_page("/#/deals")
    edit = page.get_by_role("button", name="Edit the deal with Late List")
    expect(edit).to_be_visible()
    page.route("**/api/v1/deals?*", lambda route: None)
    for product in ("Labneh", "Honey"):
        edit.click()
        page.get_by_role("dialog").get_by_label("Product").fill(product)
        save(page, "PATCH")
    edit.click()
    expect(page.get_by_role("dialog").get_by_label("Product")).to_have_value("Honey")


@pytest.mark.parametrize("button", ["Save", "Delete"])
@pytest.mark.parametrize(
    "path, resource, row, name",
    [
        ("/#/today", "tasks", {"title": "Call the gone one", "due_date": "2020-01-01"}, "Call the gone one"),
        ("/#/contacts", "contacts", {"name": "Aa Gone"}, "Aa Gone"),
    ],
)
def test_what_was_deleted_elsewhere_is_said_at_once_and_what_was_typed_stays_readable(open_page, server, path, resource, row, name, button):  # noqa: F811
    made = server.create(resource, user_id=1, **row)
    page = open_page(path, complaining="the server responded with a status of 4")
    page.get_by_role("button", name=f"Edit {name}", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Notes").fill("Bring the key")
    server.delete(f"/api/v1/{resource}/{made['id']}")
    dialog.get_by_role("button", name=button).click()
    if button == "Delete":
        dialog.get_by_role("button", name="Delete for good?").click()
    expect(dialog.get_by_role("alert")).to_contain_text("has been deleted in the meantime. What you typed is not saved")
    expect(dialog.get_by_role("button")).to_have_text(["Close"])
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    expect(dialog.get_by_label("Notes")).to_have_value("Bring the key")
    expect(dialog.get_by_label("Notes")).not_to_be_editable()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name=f"Edit {name}", exact=True)).to_have_count(0)
    page.wait_for_function("document.activeElement !== document.body")


def test_escape_waits_until_what_is_being_saved_is_saved(typing):
    page = typing()
    held = []
    page.route("**/api/v1/deals", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    dialog = page.get_by_role("dialog")
    with page.expect_request(lambda r: r.method == "POST"):
        dialog.get_by_role("button", name="Save").click()
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(dialog.get_by_text(QUESTION)).to_have_count(0)
        expect(dialog).to_be_visible()
    held[0].continue_()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Edit the deal with Half a name")).to_be_visible()


@pytest.mark.parametrize("label", ["Kind of business", "Name"])
def test_leaving_the_page_asks_where_something_was_typed_about_the_business(open_page, label):  # noqa: F811
    page = open_page("/#/profile")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    field = page.get_by_label(label, exact=True)
    field.click()
    page.reload()
    assert asked == []
    field.press("End")
    field.press("s")
    page.reload()
    assert asked == ["beforeunload"]
    field.press("End")
    field.press("s")
    with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        field.press("Enter")
    expect(page.get_by_role("status").filter(has_text="aved")).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]


def test_a_task_that_is_done_stays_where_it_was(open_page, server):  # noqa: F811
    for day in (1, 2, 3):
        server.create("tasks", user_id=1, title=f"Plan winter {day}", due_date=f"2099-12-0{day}")
    page = open_page("/#/today")
    lists = page.locator("task-list ul").filter(has_text="Plan winter")
    page.get_by_role("button", name="Complete: Plan winter 2").press("Enter")
    expect(page.get_by_role("button", name="Undo: Plan winter 2")).to_be_focused()
    expect(page.get_by_role("button", name="Undo: Plan winter 2")).to_be_in_viewport()
    expect(lists).to_have_count(1)
    expect(lists.locator("li .title").filter(has_text="Plan winter")).to_have_text([f"Plan winter {day}" for day in (1, 2, 3)])
    expect(page.get_by_role("heading", name="Next")).to_be_visible()


def test_a_row_that_moves_far_away_is_brought_into_sight(open_page, server):  # noqa: F811
    for number in range(35):
        server.create("contacts", user_id=1, name=f"Moving {number:02}")
    page = open_page("/#/contacts", "phone")
    page.get_by_label("Search contacts").fill("Moving")
    expect(page.locator("contact-list tbody tr")).to_have_count(35)
    page.get_by_role("button", name="Edit Moving 34").press("Enter")
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("A Moving One")
    save(page, "PATCH")
    edit = page.get_by_role("button", name="Edit A Moving One")
    expect(edit).to_be_focused()
    expect(edit).to_be_in_viewport()


@pytest.mark.parametrize(
    "path, noun, label",
    [("/#/today", "task", "What needs to be done?"), ("/#/contacts", "contact", "Name"), ("/#/deals", "deal", "Customer"), ("/#/today", "target", "Product")],
)
def test_what_was_added_changed_and_deleted_is_said(open_page, path, noun, label):  # noqa: F811
    page = open_page(path)
    said = page.get_by_role("status").filter(has_text=noun.capitalize())
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name=f"Add a {noun}", exact=True).click()
    dialog.get_by_label(label, exact=True).fill("0 Said aloud")
    if noun == "target":
        dialog.get_by_label("To sell").fill("5")
    save(page)
    expect(said).to_have_text(f"{noun.capitalize()} added.")
    edit = page.get_by_role("button", name="0 Said aloud").and_(page.get_by_text("Edit"))
    edit.click()
    dialog.get_by_label(label, exact=True).fill("0 Said aloud again")
    save(page, "PATCH")
    expect(said).to_have_text(f"{noun.capitalize()} changed.")
    edit.click()
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete for good?").click()
    expect(said).to_have_text(f"{noun.capitalize()} deleted.")


@pytest.mark.parametrize("path, resource, noun, label, who", [
    ("/#/contacts", "contacts", "contact", "Name", "Zz Last"),
    ("/#/deals", "deals", "deal", "Customer", "The deal with Zz Last"),
])
def test_a_row_that_is_added_beyond_those_in_sight_is_said_to_be_there(open_page, server, path, resource, noun, label, who):  # noqa: F811
    for number in range(41):
        server.create(resource, user_id=1, **{label.lower(): f"Many {number:02}"})
    page = open_page(path)
    expect(page.get_by_role("button", name="Show more").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name=f"Add a {noun}").click()
    page.get_by_role("dialog").get_by_label(label, exact=True).fill("Zz Last")
    save(page)
    expect(page.get_by_role("status").filter(has_text="Zz Last")).to_have_text(f"{who} is added, further down in the list.")


@pytest.mark.parametrize("label", ["Kind of business", "Name"])
def test_what_is_typed_while_a_save_is_under_way_is_not_taken_for_saved(open_page, label):  # noqa: F811
    page = open_page("/#/profile")
    held, asked = [], []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/api/v1/**", lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    field = page.get_by_label(label, exact=True)
    field.fill("First words")
    with page.expect_request(lambda r: r.method == "PATCH"):
        field.press("Enter")
    field.fill("First words and more")
    held.pop().continue_()
    expect(page.get_by_role("status").filter(has_text="aved")).to_be_visible()
    page.unroute_all()
    page.reload()
    assert asked == ["beforeunload"]
    expect(field).to_have_value("First words")


def choose_person(page, words):
    page.get_by_label("Person", exact=True).select_option(words)


def test_another_person_is_chosen_only_after_a_question_where_something_was_typed_about_the_business(open_page, server):  # noqa: F811
    server.post("/business-profile/2", {"business_type": "bakery"})
    page = open_page("/#/profile")
    kind, person = page.get_by_label("Kind of business", exact=True), page.get_by_label("Person", exact=True)
    question = page.get_by_role("group", name="Discard what you typed about the business?")
    kind.fill("Half a word")
    choose_person(page, "User 2")
    expect(question.get_by_role("button", name="Keep writing")).to_be_focused()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    expect(person).to_have_value("1")
    expect(kind).to_have_value("Half a word")
    page.goto("/#/contacts")
    choose_person(page, "User 2")
    expect(question).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    question.get_by_role("button", name="Discard").click()
    expect(person).to_have_value("2")
    page.goto("/#/profile")
    expect(kind).to_have_value("bakery")


def test_what_was_typed_about_the_workspace_stays_when_another_person_is_chosen(open_page, server):  # noqa: F811
    server.post("/business-profile/2", {"business_type": "bakery"})
    page = open_page("/#/profile")
    page.get_by_label("Name", exact=True).fill("Half a name")
    choose_person(page, "User 2")
    expect(page.get_by_label("Kind of business", exact=True)).to_have_value("bakery")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Half a name")
    with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        page.get_by_label("Name", exact=True).press("Enter")
    assert server.get("/api/v1/workspace").json()["name"] == "Half a name"


@pytest.mark.parametrize("typed, words", [
    ("01310002", "The year must be from 2000 to 2099."),
    ("0131", "Fill in the day, the month and the year, or leave the date empty."),
])
def test_a_day_that_nobody_can_mean_is_not_stored(open_page, server, typed, words):  # noqa: F811
    page = open_page("/#/today")
    page.get_by_role("button", name="Add a task").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What needs to be done?").fill("Paint the sign")
    due = dialog.get_by_label("Due")
    due.fill("")
    due.press_sequentially(typed)
    dialog.get_by_role("button", name="Save").click()
    expect(due).to_be_focused()
    expect(due).to_have_attribute("aria-invalid", "true")
    expect(due).to_have_accessible_description(words)
    assert server.every("tasks", q="Paint the sign") == []
    due.fill("2027-01-31")
    save(page)
    [task] = server.every("tasks", q="Paint the sign")
    assert task["due_date"] == "2027-01-31"
    server.delete(f"/api/v1/tasks/{task['id']}")


def test_a_far_off_day_that_was_stored_before_may_stay(open_page, server):  # noqa: F811
    deal = server.create("deals", user_id=1, customer="Aa Far off", expected_close_date="1999-12-31")
    page = open_page("/#/deals")
    page.get_by_role("button", name="Edit the deal with Aa Far off").click()
    page.get_by_role("dialog").get_by_label("Product").fill("Maps")
    save(page, "PATCH")
    stored = server.get(f"/api/v1/deals/{deal['id']}").json()
    assert (stored["product"], stored["expected_close_date"]) == ("Maps", "1999-12-31")


@pytest.mark.parametrize("path, resource, noun, label, who", [
    ("/#/contacts", "contacts", "contact", "Name", "Zz Other"),
    ("/#/deals", "deals", "deal", "Customer", "The deal with Zz Other"),
])
def test_a_row_that_is_added_and_does_not_match_the_search_is_not_said_to_be_in_the_list(open_page, server, path, resource, noun, label, who):  # noqa: F811
    for number in range(41):
        server.create(resource, user_id=1, **{label.lower(): f"Sought {number:02}"})
    page = open_page(path)
    page.get_by_label(f"Search {resource}").fill("Sought")
    expect(page.get_by_role("rowheader", name="Sought 39")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Many")).to_have_count(0)
    for name, words in (("Other", ". It is not in the list now, because it does not match your search or the chosen filter."), ("Sought", ", further down in the list.")):
        page.get_by_role("button", name=f"Add a {noun}").click()
        page.get_by_role("dialog").get_by_label(label, exact=True).fill(f"Zz {name}")
        save(page)
        expect(page.get_by_role("status").filter(has_text=f"Zz {name}")).to_have_text(f"{who.replace('Other', name)} is added{words}")


def test_a_workspace_says_when_contacts_get_messages(open_page, server):  # noqa: F811
    page = open_page("/#/profile", complaining="422")
    before = server.get("/api/v1/workspace").json()
    expect(page.get_by_label("No messages from")).to_have_value(before["quiet_from"])
    save_it = page.get_by_role("button", name="Save workspace")
    days = page.get_by_role("group", name="Days on which messages go out")
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        days.get_by_label(name).uncheck()
    save_it.click()
    expect(days.get_by_text("Choose at least one day.")).to_be_visible()
    expect(days.get_by_label("Monday")).to_be_focused()
    expect(days).to_have_accessible_description("Choose at least one day.")
    days.get_by_label("Monday").check()
    days.get_by_label("Saturday").check()
    page.get_by_label("Holidays").fill("tomorrow")
    save_it.click()
    expect(page.get_by_label("Holidays")).to_be_focused()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.get_by_label("Holidays").fill("2026-12-25\n\n2027-01-01")
    page.get_by_label("No messages from").fill("21:30")
    page.get_by_label("Until", exact=True).fill("07:15")
    save_it.click()
    expect(page.get_by_text("Workspace saved.")).to_be_visible()
    after = server.get("/api/v1/workspace").json()
    changed = {name: after[name] for name in ("quiet_from", "quiet_until", "working_days", "holidays")}
    assert changed == {"quiet_from": "21:30", "quiet_until": "07:15", "working_days": ["MON", "SAT"], "holidays": ["2026-12-25", "2027-01-01"]}
    server.patch("/api/v1/workspace", {name: before[name] for name in changed})


def test_a_person_says_how_agents_greet_them(open_page, server):  # noqa: F811
    page = open_page("/#/profile", complaining="412")
    name = page.get_by_label("Your name")
    name.fill("Nora")
    with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        name.press("Enter")
    assert server.get("/api/v1/users/1").json()["name"] == "Nora"
    server.patch("/api/v1/users/1", {"name": "Nora Field"})
    name.fill("Nora F.")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_role("alert").filter(has_text="Somebody changed this name in the meantime.")).to_be_visible()
    page.get_by_role("button", name="Show how it stands now").click()
    page.get_by_role("button", name="Discard").click()
    expect(name).to_have_value("Nora Field")
    expect(name).to_be_focused()
    server.patch("/api/v1/users/1", {"name": ""})


def test_nothing_is_typed_into_a_dialog_that_is_about_to_close(open_page):  # noqa: F811
    page = open_page("/#/deals", complaining="422")
    held = []
    page.route("**/api/v1/deals", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Add a deal").click()
    dialog = page.get_by_role("dialog")
    customer = dialog.get_by_label("Customer")
    customer.fill("Half a name")
    with page.expect_request(lambda r: r.method == "POST"):
        customer.press("Enter")
    page.keyboard.type(" and more")
    expect(customer).to_have_value("Half a name")
    held.pop().fulfill(status=422, json={"title": "no", "errors": [{"field": "product", "message": "product is wrong."}]})
    expect(dialog.get_by_label("Product")).to_be_focused()
    customer.press("End")
    page.keyboard.type(" and more")
    expect(customer).to_have_value("Half a name and more")
