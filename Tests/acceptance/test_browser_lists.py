"""Lists and forms in a real browser: they stay as long as they were, and tell what has changed elsewhere."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROFILE
from playwright.sync_api import expect
from test_browser import SIZES, browser, business, message_box, open_page, save  # noqa: F401 (fixtures)

PAGE = 40


def test_a_list_of_several_pages_stays_as_long_after_a_change_and_a_deletion(open_page, server):  # noqa: F811
    for number in range(2 * PAGE + 5):
        server.create("contacts", user_id=1, name=f"Series {number:03}")
    page = open_page("/#/contacts")
    page.get_by_label("Search contacts").fill("Series")
    rows = page.locator("contact-list tbody tr")
    expect(rows.first).to_contain_text("Series 000")
    expect(rows).to_have_count(PAGE)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(2 * PAGE)
    page.get_by_role("button", name="Edit Series 070").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Company").fill("Harbour")
    save(page, "PATCH")
    expect(page.get_by_role("row", name="Series 070")).to_contain_text("Harbour")
    expect(rows).to_have_count(2 * PAGE)
    page.get_by_role("button", name="Show more").press("Enter")
    expect(rows).to_have_count(2 * PAGE + 5)
    expect(rows.nth(2 * PAGE)).to_be_focused()
    page.get_by_role("button", name="Edit Series 071").click()
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete for good?").click()
    expect(page.get_by_role("row", name="Series 071")).to_have_count(0)
    expect(rows).to_have_count(2 * PAGE + 4)
    # Another search begins anew.
    page.get_by_label("Search contacts").fill("series 0")
    expect(rows).to_have_count(PAGE)


def test_an_own_agent_is_among_the_quick_actions_as_soon_as_it_is_made_renamed_and_gone(open_page):  # noqa: F811
    page = open_page("/#/agents")
    quick = page.get_by_role("group", name="Let an agent write now", include_hidden=True)
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    for label, value in {"Title": "Morning note", "When": "never", "What it writes to you": "Good morning"}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    save(page)
    expect(quick).to_contain_text("Morning note")
    page.get_by_role("button", name="Edit Morning note").click()
    dialog.get_by_label("Title").fill("Evening note")
    save(page, "PATCH")
    expect(quick).to_contain_text("Evening note")
    expect(quick).not_to_contain_text("Morning note")
    page.get_by_role("button", name="Edit Evening note").click()
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete for good?").click()
    expect(quick).not_to_contain_text("Evening note")


def test_an_agent_that_was_deleted_elsewhere_is_said_to_be_gone_and_offered_no_more(open_page, server):  # noqa: F811
    agent = server.post("/api/v1/agents", {"title": "Short note", "schedule_rule": "never", "prompt": "Hello"}).json()
    page = open_page("/#/chat", complaining="422")
    server.delete(f"/api/v1/agents/{agent['id']}")
    quick = page.get_by_role("group", name="Let an agent write now").get_by_role("button", name="Short note")
    quick.press("Enter")
    expect(page.get_by_text("Short note has been deleted in the meantime.")).to_be_visible()
    expect(quick).to_have_count(0)
    expect(message_box(page)).to_be_focused()


def test_the_server_takes_every_schedule_that_the_form_suggests(open_page, server):  # noqa: F811
    page = open_page("/#/agents")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    suggested = dialog.get_by_label("When", exact=True).evaluate("input => [...input.list.options].map((option) => option.value)")
    assert len(suggested) > 5
    for number, rule in enumerate([*suggested, "every day at 9:05"]):
        dialog.get_by_label("Title", exact=True).fill(f"Suggested {number}")
        dialog.get_by_label("What it writes to you").fill("Good morning")
        dialog.get_by_label("When", exact=True).fill(rule)
        save(page)
        [agent] = [agent for agent in server.get("/api/v1/agents").json()["items"] if agent["title"] == f"Suggested {number}"]
        assert agent["schedule_rule"] in (rule, "every day at 09:05")
        assert server.delete(f"/api/v1/agents/{agent['id']}").status_code == 204
        page.get_by_role("button", name="Add an agent").click()


@pytest.mark.parametrize("part, label, path", [("Save", "Goal of each day", "profile"), ("Save workspace", "Name", "workspace")])
def test_what_another_person_has_saved_meanwhile_is_not_overwritten(open_page, server, part, label, path):  # noqa: F811
    page = open_page("/#/profile", complaining="412")
    button = page.get_by_role("button", name=part, exact=True)
    page.get_by_label(label, exact=True).fill("Mine")
    if path == "profile":
        assert server.post("/business-profile/1", PROFILE | {"daily_goal": "Theirs"}).status_code == 200
    else:
        assert server.patch("/api/v1/workspace", {"name": "Theirs"}).status_code == 200
    button.click()
    notice = page.get_by_role("alert").filter(has_text="in the meantime. What you typed is not saved.")
    expect(notice).to_be_visible()
    expect(page.get_by_label(label, exact=True)).to_have_value("Mine")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    notice.get_by_role("button", name="Show how it stands now").click()
    expect(page.get_by_label(label, exact=True)).to_have_value("Mine")
    page.get_by_role("group", name="Discard what you typed?").get_by_role("button", name="Discard").click()
    expect(page.get_by_label(label, exact=True)).to_have_value("Theirs")
    for value in ("Mine again", "Mine at last"):
        page.get_by_label(label, exact=True).fill(value)
        with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
            button.click()
    expect(page.get_by_text(re.compile("[Ss]aved"))).to_be_visible()


def test_a_person_without_a_profile_makes_one(open_page, server):  # noqa: F811
    for profile in server.every("business-profiles", user_id=1):
        server.delete(f"/api/v1/business-profiles/{profile['id']}")
    page = open_page("/#/profile")
    page.get_by_label("Kind of business").fill("Bakery")
    page.get_by_label("Products and services").fill("Bread\nRolls")
    for method, goal in (("POST", "Sell out"), ("PATCH", "Sell out twice")):
        page.get_by_label("Goal of each day").fill(goal)
        with page.expect_response(lambda r, method=method: r.request.method == method and r.ok):
            page.get_by_role("button", name="Save", exact=True).click()
    [profile] = server.every("business-profiles", user_id=1)
    assert (profile["business_type"], profile["products"], profile["daily_goal"]) == ("Bakery", ["Bread", "Rolls"], "Sell out twice")


def test_a_contact_is_said_to_have_agreed_and_the_list_tells(open_page, server):  # noqa: F811
    page = open_page("/#/contacts")
    page.get_by_role("button", name="Add a contact").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Nell Quay")
    dialog.get_by_label("E-mail").fill("nell@example.com")
    expect(dialog.get_by_label("Messages from agents")).to_have_accessible_description("Agents write only to a contact that has agreed.")
    save(page)
    row = page.get_by_role("row", name="Nell Quay")
    expect(row).to_contain_text("has not agreed to messages")
    for choice, words, consent in (("Agreed to get messages", "agreed to messages", "given"), ("Wants no messages", "wants no messages", "withdrawn")):
        page.get_by_role("button", name="Edit Nell Quay").click()
        dialog.get_by_label("Messages from agents").select_option(choice)
        save(page, "PATCH")
        expect(row).to_contain_text(words)
        assert [contact["consent"] for contact in server.every("contacts", q="Nell")] == [consent]


@pytest.mark.parametrize("size", SIZES)
def test_a_contact_whose_address_gets_no_messages_says_so_and_is_let_in_again(open_page, server, size):  # noqa: F811
    address = f"kim.{size}@example.com"
    server.create("contacts", user_id=1, name=f"Kim {size}", email=address, consent="given")
    server.create("suppressions", email=address.upper(), reason="opt_out")
    page = open_page("/#/contacts", size)
    page.get_by_label("Search contacts").fill("Kim")
    expect(page.get_by_role("row", name=f"Kim {size}")).to_contain_text("address gets no messages")
    page.get_by_role("button", name=f"Edit Kim {size}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Agents write nothing to this address, because its owner asked for no more messages.")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    dialog.get_by_role("button", name="Allow messages again").press("Enter")
    dialog.get_by_role("button", name="Does the contact want them?").press("Enter")
    expect(dialog.get_by_text("Agents may write to this address again.")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("row", name=f"Kim {size}")).to_contain_text("agreed to messages")


def test_a_workspace_says_whether_contacts_must_have_agreed(open_page, server):  # noqa: F811
    server.create("contacts", user_id=1, name="Unasked Una", email="una@example.com")
    page = open_page("/#/profile")
    page.get_by_label("Agents write only to contacts who have agreed").uncheck()
    page.get_by_role("button", name="Save workspace").click()
    expect(page.get_by_text("Workspace saved.")).to_be_visible()
    assert server.get("/api/v1/workspace").json()["requires_consent"] is False
    page.goto("/#/contacts")
    page.get_by_label("Search contacts").fill("Una")
    expect(page.get_by_role("row", name="Unasked Una")).to_contain_text("not asked about messages")
    server.patch("/api/v1/workspace", {"requires_consent": True})


def test_an_address_that_another_contact_has_is_told_at_its_field(open_page, server):  # noqa: F811
    server.create("contacts", user_id=1, name="First Owner", email="taken@example.com")
    page = open_page("/#/contacts", complaining="409")
    page.get_by_role("button", name="Add a contact").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Second Owner")
    dialog.get_by_label("E-mail").fill("Taken@example.com")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("E-mail")).to_be_focused()
    expect(dialog.get_by_label("E-mail")).to_have_accessible_description(
        "E-mail belongs to another contact already. Change that one, or use another email.")


def test_a_batch_that_waits_for_its_hours_tells_no_time_that_is_left(open_page):  # noqa: F811
    page = open_page("/#/chat")
    waiting = {
        "occurrence_id": 7, "agent_type": "FOLLOW_UP", "state": "running", "total": 2, "done": 1, "failed": 0, "cancelled": 0, "running": 0,
        "retrying": 0, "left": 1, "last_error": None, "rate_per_minute": 60, "messages_per_minute": 1.0, "tokens_in": 0, "tokens_out": 0,
        "cost_usd": 0, "unpriced_tokens": 0, "waits_until": "2030-01-07T08:00:00Z", "seconds_left": 60,
        "started_at": "2030-01-06T20:00:00Z", "finished_at": None,
    }
    page.route("**/api/v1/occurrences?*", lambda route: route.fulfill(json={"items": [{"id": 7}], "next_cursor": None}))
    page.route("**/api/v1/occurrences/7/progress", lambda route: route.fulfill(json=waiting))
    page.goto("/#/agents")
    row = page.locator("batch-list li")
    expect(row).to_contain_text("as the hours of its contacts and the daily caps allow")
    expect(row).not_to_contain_text("to go")
    waiting |= {"waits_until": None, "running": 1}
    expect(row).to_contain_text("about 60 s to go")


@pytest.mark.parametrize("resource, row, words", [("tasks", {"title": "Gone"}, "Task deleted"), ("targets", {"product": "Gone", "target": 2}, "Target deleted")])
def test_who_deleted_a_task_or_a_target_is_found_by_what_was_done(open_page, server, resource, row, words):  # noqa: F811
    made = server.create(resource, user_id=1, **row)
    server.delete(f"/api/v1/{resource}/{made['id']}")
    page = open_page("/#/audit")
    page.get_by_label("What was done").select_option(words)
    entries = page.locator("audit-view .audited")
    expect(entries.filter(has_not_text=words)).to_have_count(0)
    expect(entries.first).to_contain_text(words)


def test_what_an_agent_lacks_and_to_whom_it_writes_is_said_in_plain_words(open_page, server):  # noqa: F811
    page = open_page("/#/agents", complaining="422")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Plain words")
    dialog.get_by_label("Writes to", exact=True).select_option("Contacts")
    dialog.get_by_label("When", exact=True).fill("never")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Say which contacts, such as stage = lead; everyone stands for all of them.")).to_be_visible()
    expect(dialog.get_by_text("Write what it is to say")).to_be_visible()
    dialog.get_by_label("What it writes to contacts").fill("Hello {{name}}")
    dialog.get_by_label("Which contacts").fill("everyone")
    save(page)
    expect(page.locator("agents-page .agent", has_text="Plain words")).to_contain_text("Writes to every contact")


def test_on_a_small_phone_nothing_touches_its_neighbour(open_page):  # noqa: F811
    page = open_page("/#/contacts", "phone")
    page.set_viewport_size({"width": 360, "height": 740})
    words = page.evaluate("""[...document.querySelectorAll(".tabs a")].map((tab) => {
      const range = document.createRange();
      range.selectNode([...tab.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()) ?? tab.querySelector("span"));
      const { left, right } = range.getBoundingClientRect();
      return [left, right];
    })""")
    edges = [0, *(edge for pair in words for edge in pair), 360]
    gaps = [right - left for left, right in zip(edges[::2], edges[1::2])]
    assert min(gaps[1:-1]) >= 6 and min(gaps) >= 3, gaps
    page.get_by_role("button", name="Edit ").first.click()
    dialog = page.get_by_role("dialog")
    save_box = dialog.get_by_role("button", name="Save").bounding_box()
    summary = dialog.get_by_text("Export or erase").bounding_box()
    assert summary["y"] - save_box["y"] - save_box["height"] >= 16


@pytest.mark.parametrize("path, noun, field", [("/#/contacts", "contact", "Name"), ("/#/deals", "deal", "Customer")])
def test_a_search_that_finds_nothing_leads_back_to_the_whole_list(open_page, path, noun, field):  # noqa: F811
    page = open_page(path)
    search = page.get_by_label(f"Search {noun}s")
    search.fill("nobody is called so")
    expect(page.get_by_text(f"No {noun} matches.")).to_be_visible()
    page.get_by_role("button", name=f"Show all {noun}s").press("Enter")
    expect(page.get_by_role("rowheader", name="Harbour Hotel")).to_be_visible()
    expect(search).to_be_focused()
    expect(search).to_have_value("")


def test_why_a_deal_was_lost_is_asked_once_it_is(open_page, server):  # noqa: F811
    deal = server.create("deals", user_id=1, customer="Aa Lost", amount_minor=100, currency="CHF")
    page = open_page("/#/deals")
    dialog = page.get_by_role("dialog")
    why = dialog.get_by_label("Why it was lost")
    page.get_by_role("button", name="Add a deal").click()
    expect(dialog.get_by_label("Customer")).to_be_visible()
    expect(why).to_be_hidden()
    # In what the deals in sight are counted.
    expect(dialog.get_by_label("Currency")).to_have_value("CHF")
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_label("Status of the deal with Aa Lost").select_option("lost")
    page.get_by_role("button", name="Say why").click()
    why.fill("Too dear")
    save(page, "PATCH")
    stored = server.get(f"/api/v1/deals/{deal['id']}").json()
    assert (stored["status"], stored["reason_failed"]) == ("lost", "Too dear")
    page.get_by_role("button", name="Edit the deal with Aa Lost").click()
    dialog.get_by_label("Status").select_option("open")
    expect(why).to_be_hidden()
    save(page, "PATCH")
    assert server.get(f"/api/v1/deals/{deal['id']}").json()["reason_failed"] == "Too dear"
    server.delete(f"/api/v1/deals/{deal['id']}")


def test_the_plan_names_whoever_has_given_no_name_and_no_zone_that_is_not_known(open_page, server):  # noqa: F811
    agent = server.get("/api/v1/agents/REMINDER").json()
    page = open_page("/#/agents")
    page.get_by_role("button", name=f"Plan of {agent['title']}").click()
    first = page.get_by_role("dialog").get_by_role("listitem").first
    expect(first).to_have_text(re.compile(r"^(You|User 1)Today at \d\d:\d\d$"))


def test_a_budget_that_is_typed_stays_when_the_costs_are_looked_at_by_something_else(open_page, server):  # noqa: F811
    page = open_page("/#/writer")

    def with_a_model(route):
        answer = route.fetch()
        status = answer.json()
        route.fulfill(response=answer, json=status | {"writer": status["writer"] | {"kind": "model"}})

    page.route("**/api/v1/status", with_a_model)
    page.reload()
    budget = page.get_by_label("For a day, in US dollars")
    budget.fill("12")
    with page.expect_response(lambda r: "by=agent" in r.url):
        page.get_by_label("The last 30 days, by").select_option("agent")
    page.wait_for_load_state("networkidle")
    expect(budget).to_have_value("12")
    for dollars in ("12", "13"):
        budget.fill(dollars)
        with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
            budget.press("Enter")
        expect(budget).to_have_value(f"{dollars}.00")
    assert server.get("/api/v1/workspace").json()["model_budget_day_cents"] == 1300
    server.patch("/api/v1/workspace", {"model_budget_day_cents": None})


def test_on_a_telephone_a_message_has_the_whole_width(open_page, server):  # noqa: F811
    assert server.post("/agents/run", {"user_id": 1, "agent_type": "REMINDER"}).status_code == 200
    page = open_page("/#/chat", "phone")
    message = page.get_by_role("article").last
    expect(message.locator(".letter")).to_be_visible()
    assert message.locator(".letter").bounding_box()["x"] == message.locator(".mark").bounding_box()["x"]
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_an_empty_business_says_where_to_begin(browser, start_server):  # noqa: F811
    server = start_server()
    context = browser.new_context(base_url=server.url, viewport=SIZES["phone"])
    page = context.new_page()
    page.goto("/#/history", wait_until="networkidle")
    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible()
    page.get_by_label("Search messages").fill("price")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    page.goto("/#/audit", wait_until="networkidle")
    expect(page.get_by_text("Nothing has been recorded yet.")).to_be_visible()
    page.goto("/#/drafts", wait_until="networkidle")
    expect(page.get_by_text("Nothing waits for your decision.")).to_be_visible()
    expect(page.get_by_label("Written by").locator("visible=true")).to_have_count(0)
    page.get_by_role("link", name="let one do so").click()
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()
    for path, name in (("contacts", "contacts"), ("deals", "deals"), ("today", "targets")):
        page.goto(f"/#/{path}", wait_until="networkidle")
        expect(page.get_by_text(f"No {name} yet. Add one here, or import a CSV file of them.")).to_be_visible()
        expect(page.get_by_role("button", name=f"Import {name}")).to_be_visible()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    page.goto("/#/chat", wait_until="networkidle")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.get_by_role("link", name="your business").click()
    expect(page.get_by_role("heading", name="Your business")).to_be_visible()
    context.close()


def test_by_arrow_keys_only_the_choice_that_is_meant_is_stored(open_page, server):  # noqa: F811
    deal = server.create("deals", user_id=1, customer="Aa Arrow")
    page = open_page("/#/deals")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "PATCH" else None)
    status = page.get_by_label("Status of the deal with Aa Arrow")
    status.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="The deal with Aa Arrow is lost.")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="The deal with Aa Arrow is won.")).to_be_visible()
    assert sent == [{"status": "lost"}, {"status": "won"}]
    assert server.get(f"/api/v1/deals/{deal['id']}").json()["status"] == "won"
    server.delete(f"/api/v1/deals/{deal['id']}")


def test_a_run_that_is_put_back_while_the_list_is_read_is_shown_as_waiting(open_page):  # noqa: F811
    page = open_page("/#/contacts")
    run = {
        "id": 77, "agent_type": "REMINDER", "contact_id": None, "version": 1, "created_at": "2026-01-05T10:00:00Z",
        "next_attempt_at": None, "error": None,
    }
    asked = []

    def answer(route):
        [state] = parse_qs(urlsplit(route.request.url).query)["state"]
        # It is being written until those that wait and those that failed have been read.
        is_put_back = {"queued", "failed"} <= set(asked)
        asked.append(state)
        items = [run | {"state": state}] if state == ("queued" if is_put_back else "running") else []
        route.fulfill(json={"items": items, "next_cursor": None})

    page.route("**/api/v1/agent-runs?**", answer)
    page.goto("/#/history")
    expect(page.get_by_role("region", name="Waiting to be written")).to_contain_text("is held back with its batch")
