"""The page in a real browser: it works, it is accessible, and it says nothing on the console."""

import re
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROFILE
from deadline import eventually
from playwright.sync_api import expect, sync_playwright

# A machine on which much else is under way shows a page late; what never comes fails all the same.
expect.set_options(timeout=20_000)

# Chromium without windows: the whole browser draws pages of its own for each window as well.
BROWSER = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def business(server):
    server.post("/business-profile/1", PROFILE)
    server.create("contacts", user_id=1, name="Harbour Hotel", stage="negotiation")
    server.create("deals", user_id=1, customer="Harbour Hotel", product="SaaS", amount_minor=980000, currency="EUR")
    server.create("targets", user_id=1, product="SaaS", target=20, achieved=7)


@pytest.fixture
def open_page(browser, server):
    """Opens a path in a window of its own; at the end the console must have stayed quiet."""
    contexts, complaints = [], []

    def complain(message, expected):
        if message.type in ("error", "warning") and not (expected and expected in message.text):
            complaints.append(message.text)

    def open_at(path="/", size="desktop", scheme="light", complaining=None):
        """With `complaining`, console messages that hold it are part of the test."""
        context = browser.new_context(base_url=server.url, viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complain(message, complaining))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url) if "ERR_ABORTED" not in (request.failure or "") else None)
        page.goto(path, wait_until="networkidle")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def message_box(page):
    return page.get_by_role("textbox", name="message").first


def with_sample(page):
    """Has the page believe that the business is the sample."""
    page.route("**/api/v1/status", lambda route: route.fulfill(json={**route.fetch().json(), "sample": True}))
    page.reload(wait_until="networkidle")


def assert_side_by_side(page, *selectors):
    """That these parts stand in one line, none over another, all within the window."""
    boxes = sorted((page.locator(selector).bounding_box() for selector in selectors), key=lambda box: box["x"])
    for left, right in zip(boxes, boxes[1:]):
        assert left["x"] + left["width"] <= right["x"] + 0.5, boxes
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes), boxes
    width = page.viewport_size["width"]
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width, boxes
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page is wider than the window"


def test_the_page_loads_and_says_who_writes(open_page):
    page = open_page()
    assert "CRM Agent" in page.title()
    expect(page.get_by_text("offline").first).to_be_visible()


def test_a_chat_message_is_sent_by_keyboard_and_answered(open_page, server):
    page = open_page("/chat")
    box = message_box(page)
    box.fill("What are my tasks for today?")
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok):
        box.press("Enter")
    expect(page.get_by_text("What are my tasks for today?").first).to_be_visible()
    [answer, question] = server.history(1, limit=2)
    assert question["message"] == "What are my tasks for today?"
    expect(page.get_by_role("log").first).to_contain_text(answer["message"].splitlines()[0])


def test_what_a_user_writes_is_shown_as_text(open_page):
    page = open_page("/chat")
    box = message_box(page)
    box.fill("<img src=x onerror=document.title='broken'>")
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok):
        box.press("Enter")
    expect(page.get_by_text("<img src=x").first).to_be_visible()
    assert "CRM Agent" in page.title()


def test_an_agent_is_run_from_the_page(open_page, server):
    page = open_page()
    with page.expect_response(lambda r: r.request.method == "POST" and "run" in r.url and r.ok):
        page.get_by_role("button", name="follow").first.click()
    newest = server.history(1, limit=1)[0]
    assert newest["agent_type"] == "FOLLOW_UP"
    expect(page.get_by_role("log").first).to_contain_text(newest["message"].splitlines()[0])


def test_an_agent_gets_further_messages_to_contacts(open_page, server):
    page = open_page("/#/agents")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Writes to", exact=True).select_option("contact")
    for label, value in {"Title": "Series", "When": "never", "What it writes to contacts": "Hello", "Which contacts": "everyone"}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    for text in ("Second", "Third"):
        dialog.get_by_role("button", name="Add a message").click()
        dialog.get_by_label("text").last.fill(text)
    dialog.get_by_role("button", name="Remove message 1").click()
    dialog.get_by_label("Message 1: after").fill("1 week")
    save(page)
    agent = server.get("/api/v1/agents/SERIES").json()
    assert agent["steps"] == [{"after": "1 week", "when": "no_reply", "prompt": "Third", "on_reply": None}]
    expect(page.get_by_text("1 further message to each contact")).to_be_visible()


def test_a_batch_is_started_watched_slowed_down_paused_and_cancelled(open_page, server):
    for user in range(2, 12):
        server.post(f"/business-profile/{user}", PROFILE)
    page = open_page("/#/agents", complaining="422")
    page.get_by_role("button", name="Write to everyone").click()
    page.get_by_label("Agent", exact=True).select_option("REMINDER")
    page.get_by_label("At most a minute").fill("many")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_label("At most a minute")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("At most a minute").fill("1")
    with page.expect_response(lambda r: r.request.method == "POST" and "runs" in r.url and r.ok):
        page.get_by_role("button", name="Start", exact=True).click()
    row = page.locator("batch-list li").first
    expect(row).to_contain_text("under way")
    row.get_by_label("Messages a minute of").fill("6000")
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("paused")
    expect(row.get_by_label("Messages a minute of")).to_have_value("6000")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    row.get_by_role("button", name="Set").click()
    row.get_by_role("button", name="Resume").click()
    expect(row).to_contain_text(re.compile(r"(\d\d) of \1 done"), timeout=10_000)
    page.get_by_role("button", name="Write to everyone").click()
    page.get_by_label("Agent", exact=True).select_option("REMINDER")
    page.get_by_label("At most a minute").fill("1")
    page.get_by_role("button", name="Start", exact=True).click()
    row = page.locator("batch-list li").first
    expect(row).to_contain_text("under way")
    row.get_by_role("button", name="Cancel").click()
    row.get_by_role("button", name="Cancel for good?").click()
    expect(row.locator(".target-line")).to_contain_text("cancelled")
    # Those that have ended are still there after a reload.
    page.reload()
    expect(page.locator("batch-list li")).to_have_count(2)


@pytest.mark.parametrize("trigger", ["batch", "schedule"])
def test_what_a_batch_gave_up_is_tried_again_with_one_click(open_page, server, trigger):
    batch = server.post("/api/v1/agents/REMINDER/runs").json()["occurrence_id"]
    path = f"**/api/v1/occurrences/{batch}"
    eventually(lambda: server.get(f"/api/v1/occurrences/{batch}/progress").json()["state"] == "done", within=20, what="the end of the batch")
    page, failed = open_page(), [1]

    def as_if_failed(route):
        told = route.fetch().json()
        told["failed"], told["done"] = failed[0], told["total"] - failed[0]
        route.fulfill(json=told)

    def as_if_made_so(route):
        asked = parse_qs(urlsplit(route.request.url).query)
        told = route.fetch().json()
        if asked["state"] == ["done"]:
            told["items"] = [{"id": batch}] if asked["trigger"] == [trigger] else []
        route.fulfill(json=told)

    page.route("**/api/v1/occurrences?*", as_if_made_so)
    page.route(f"{path}/progress", as_if_failed)
    page.route(f"{path}/retry", lambda route: (failed.pop(), failed.append(0), route.fulfill(json={})))
    page.goto("/#/agents")
    row = page.locator(f"batch-list li[data-row='{batch}']")
    expect(row).to_contain_text("1 failed")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.reload()
    expect(row).to_contain_text("1 failed")
    row.get_by_role("button", name="Try again what failed").click()
    expect(row).to_contain_text(re.compile(r"(\d+) of \1 done"))
    expect(row.get_by_role("button")).to_have_count(0)


def test_a_task_is_completed_with_one_click(open_page, server):
    today = datetime.now(timezone.utc).date().isoformat()
    task = server.create("tasks", user_id=1, title="Send the quote to Harbour Hotel", due_date=today)
    page = open_page()
    control = page.get_by_role("checkbox", name="Send the quote").or_(page.get_by_role("button", name="Send the quote")).first
    with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        control.click()
    assert server.get(f"/api/v1/tasks/{task['id']}").json()["status"] == "done"


def save(page, method="POST"):
    """Saves the open dialog, which must close."""
    with page.expect_response(lambda r: r.request.method == method and r.ok):
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_deal_is_added_changed_and_removed(open_page, server):
    page = open_page("/#/deals")
    page.get_by_role("button", name="Add a deal").click()
    dialog = page.get_by_role("dialog")
    for label, value in {"Customer": "Garden Inn", "Product": "SaaS", "Amount": "1250,50", "Currency": "eur"}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    save(page)
    [deal] = server.every("deals", customer="Garden Inn")
    assert (deal["user_id"], deal["product"], deal["amount_minor"], deal["currency"], deal["status"]) == (1, "SaaS", 125050, "EUR", "open")
    expect(page.get_by_text("1,250.50")).to_be_visible()

    with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
        page.get_by_label("Status of the deal with Garden Inn").select_option("won")
    page.get_by_role("button", name="Edit the deal with Garden Inn").click()
    expect(dialog.get_by_label("Amount")).to_have_value("1250.50")
    dialog.get_by_label("Product").fill("")
    save(page, "PATCH")
    [deal] = server.every("deals", customer="Garden Inn")
    assert (deal["status"], deal["product"], deal["amount_minor"]) == ("won", "", 125050)

    page.get_by_role("button", name="Edit the deal with Garden Inn").click()
    dialog.get_by_role("button", name="Delete").click()
    with page.expect_response(lambda r: r.request.method == "DELETE" and r.ok):
        dialog.get_by_role("button", name="Delete for good?").click()
    expect(page.get_by_role("row", name="Garden Inn")).to_have_count(0)
    assert server.every("deals", customer="Garden Inn") == []


def test_a_target_is_added_changed_and_removed(open_page, server):
    page = open_page()
    page.get_by_role("button", name="Add a target").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Product").fill("Coffee")
    dialog.get_by_label("To sell").fill("8")
    save(page)
    expect(page.get_by_role("img", name="Coffee: 0 percent of the target")).to_be_visible()

    page.get_by_role("button", name="Edit the target for Coffee").click()
    dialog.get_by_label("Sold so far").fill("2")
    save(page, "PATCH")
    expect(page.get_by_role("img", name="Coffee: 25 percent of the target")).to_be_visible()
    [target] = server.every("targets", product="Coffee")
    assert (target["user_id"], target["target"], target["achieved"]) == (1, 8, 2)

    page.get_by_role("button", name="Edit the target for Coffee").click()
    dialog.get_by_role("button", name="Delete").click()
    with page.expect_response(lambda r: r.request.method == "DELETE" and r.ok):
        dialog.get_by_role("button", name="Delete for good?").click()
    expect(page.get_by_text("Coffee")).to_have_count(0)


def test_a_number_below_zero_is_told_what_may_be_sold(open_page):
    page = open_page(complaining="422")
    page.get_by_role("button", name="Add a target").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Product").fill("Tea")
    dialog.get_by_label("To sell").fill("-3")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("To sell must be between 0 and")).to_be_visible()


def test_a_task_is_added_changed_and_removed(open_page, server):
    page = open_page("/#/today", "phone")
    page.get_by_role("button", name="Add a task").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What needs to be done?").fill("Call the ferry line")
    save(page)
    [task] = server.every("tasks", q="ferry")
    assert (task["user_id"], task["kind"], task["due_date"]) == (1, "call", datetime.now(timezone.utc).date().isoformat())

    page.get_by_role("button", name="Edit Call the ferry line").click()
    expect(dialog.get_by_label("Kind")).to_have_value("call")
    dialog.get_by_label("What needs to be done?").fill("Visit the ferry line")
    dialog.get_by_label("Kind").select_option("visit")
    dialog.get_by_label("Due").fill("")
    dialog.get_by_label("Notes").fill("At the pier")
    accessible = Axe().run(page)
    assert accessible.violations_count == 0, accessible.generate_report()
    save(page, "PATCH")
    [task] = server.every("tasks", q="ferry")
    assert (task["title"], task["kind"], task["due_date"], task["notes"]) == ("Visit the ferry line", "visit", None, "At the pier")

    page.get_by_role("button", name="Edit Visit the ferry line").click()
    dialog.get_by_role("button", name="Delete").click()
    with page.expect_response(lambda r: r.request.method == "DELETE" and r.ok):
        dialog.get_by_role("button", name="Delete for good?").click()
    expect(page.get_by_text("Visit the ferry line")).to_have_count(0)
    assert server.every("tasks", q="ferry") == []


def test_a_task_that_somebody_else_changed_is_not_overwritten(open_page, server):
    task = server.create("tasks", user_id=1, title="Order napkins", due_date="2020-01-01")
    page = open_page("/#/today", complaining="412")
    page.get_by_role("button", name="Edit Order napkins").click()
    server.patch(f"/api/v1/tasks/{task['id']}", {"title": "Order blue napkins"})
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Notes").fill("Linen")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody changed this task in the meantime.")
    expect(dialog.get_by_label("Notes")).to_have_value("Linen")
    show = dialog.get_by_role("button", name="Show how it stands now")
    show.click()
    dialog.get_by_role("group", name="Discard what you typed?").get_by_role("button", name="Keep writing").click()
    expect(dialog.get_by_label("Notes")).to_have_value("Linen")
    expect(show).to_be_focused()
    show.click()
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog.get_by_label("What needs to be done?")).to_have_value("Order blue napkins")
    dialog.get_by_label("Notes").fill("Linen")
    save(page, "PATCH")
    stored = server.get(f"/api/v1/tasks/{task['id']}").json()
    assert (stored["title"], stored["notes"]) == ("Order blue napkins", "Linen")
    server.delete(f"/api/v1/tasks/{task['id']}")


FAULTS = [
    ("/#/deals", "Add a deal", {}, "Customer", "Customer must not be empty."),
    ("/#/deals", "Add a deal", {"Customer": "x", "Amount": "much"}, "Amount", "Amount must be a number such as 1250.50."),
    ("/#/today", "Add a target", {"Product": "Coffee", "To sell": "many"}, "To sell", "To sell must be a whole number."),
    ("/#/contacts", "Add a contact", {"Name": "x", "E-mail": "x"}, "E-mail", "E-mail must be an e-mail address such as sales@example.com."),
]


@pytest.mark.parametrize("path, add, filled, label, words", FAULTS, ids=[f"{add} {label}" for _, add, _, label, _ in FAULTS])
def test_a_fault_is_told_at_its_field_in_the_words_of_the_form(open_page, path, add, filled, label, words):
    page = open_page(path, complaining="422")
    page.get_by_role("button", name=add).click()
    dialog = page.get_by_role("dialog")
    for name, value in filled.items():
        dialog.get_by_label(name, exact=True).fill(value)
    dialog.get_by_role("button", name="Save").click()
    field = dialog.get_by_label(label, exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(words)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_page_says_who_an_agent_writes_to_and_which_rule_keeps_the_others_out(open_page, server):
    agent = server.patch("/api/v1/agents/NURTURE", {"recipients": "contact", "filter": "stage = lead"}).json()
    server.create("contacts", user_id=1, name="Lea Brook", email="lea@example.com", stage="lead", consent="given", time_zone="Asia/Tokyo")
    server.create("contacts", user_id=1, name="Noa Field", email="noa@example.com", stage="lead", consent="withdrawn")
    page = open_page("/#/agents", "phone")
    page.get_by_role("button", name=f"Plan of {agent['title']}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem").filter(has_text="Lea Brook")).to_contain_text("Asia/Tokyo (the contact's own zone)")
    expect(dialog.get_by_role("listitem").filter(has_text="Noa Field")).to_contain_text("withdrawn its consent")
    dialog.get_by_role("button", name="1 Get a message").click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    expect(dialog.get_by_role("button", name="1 Get a message")).to_be_focused()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    server.patch("/api/v1/agents/NURTURE", {"recipients": "user", "filter": None})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/#/contacts", "/#/deals", "/#/agents", "/#/drafts", "/#/writer", "/docs"])
def test_there_are_no_accessibility_violations(open_page, tmp_path, path, size, scheme):
    page = open_page(path, size, scheme)
    picture = tmp_path / f"{path.strip('/#') or 'page'}-{size}-{scheme}.png"
    page.screenshot(path=picture, full_page=path == "/")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    assert picture.stat().st_size > 10_000
