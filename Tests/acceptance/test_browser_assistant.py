"""What the assistant proposes, in a real browser: cards that a person decides on, by mouse and by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, message_box, open_page  # noqa: F401 (fixtures)


def say(page, text):
    message_box(page).fill(text)
    with page.expect_response(lambda r: r.request.method == "POST" and "/chat/message" in r.url and r.ok):
        message_box(page).press("Enter")
    # What is sent before the page has shown the answer stays in the box.
    expect(page.get_by_role("button", name="Stop the answer")).to_be_hidden()


def card(page, text):
    return page.get_by_role("group", name="Proposed change").filter(has_text=text).last


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_change_is_confirmed_by_keyboard(open_page, server, size):
    title = f"Send the quote from a {size}"
    page = open_page("/chat", size)
    say(page, f"Remind me to {title} on Friday")
    proposed = card(page, title)
    expect(proposed.get_by_role("button", name="Confirm")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert server.every("tasks", user_id=1) == [] or all(task["title"] != title for task in server.every("tasks", user_id=1))
    proposed.get_by_role("button", name="Confirm").focus()
    page.keyboard.press("Enter")
    expect(proposed).to_contain_text("Confirmed and done.")
    expect(proposed.get_by_role("button", name="Confirm")).to_have_count(0)
    expect(proposed).to_be_focused()
    assert [task["due_date"] is not None for task in server.every("tasks", user_id=1) if task["title"] == title] == [True]
    expect(page.get_by_role("log").first).to_contain_text(f"Done: Create the task “{title}”")


def test_a_change_is_declined_and_stays_undone(open_page, server):
    page = open_page("/chat")
    say(page, "Add a task to climb a mountain")
    card(page, "Climb a mountain").get_by_role("button", name="Decline").click()
    expect(card(page, "Climb a mountain")).to_contain_text("Declined.")
    assert all(task["title"] != "Climb a mountain" for task in server.every("tasks", user_id=1))


def test_a_change_that_became_impossible_says_why(open_page, server):
    task = server.create("tasks", user_id=1, title="Water the fern")
    page = open_page("/chat", complaining="409")
    say(page, "done with water the fern")
    server.patch(f"/api/v1/tasks/{task['id']}", {"title": "Water the ferns"})
    card(page, "Water the fern").get_by_role("button", name="Confirm").click()
    expect(card(page, "Water the fern")).to_contain_text("Not done: The task has changed since, or is gone: ask again.")


def test_a_change_decided_elsewhere_shows_in_the_open_page(open_page, server):
    page = open_page("/chat")
    say(page, "Add a task to feed the cat")
    expect(card(page, "Feed the cat").get_by_role("button", name="Confirm")).to_be_visible()
    [proposal] = server.get("/api/v1/users/1/proposals", params={"state": "proposed", "limit": 1}).json()["items"]
    server.post(f"/api/v1/proposals/{proposal['id']}/confirm")
    expect(card(page, "Feed the cat")).to_contain_text("Confirmed and done.")


def test_a_kind_of_change_is_allowed_and_that_is_taken_back(open_page, server):
    page = open_page("/chat")
    say(page, "Add a task to sing")
    card(page, "Sing").get_by_role("checkbox").check()
    card(page, "Sing").get_by_role("button", name="Confirm").click()
    expect(card(page, "Sing")).to_contain_text("made unasked")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    card(page, "Sing").get_by_role("button", name="Ask again").click()
    expect(card(page, "Sing")).not_to_contain_text("made unasked")
    assert server.get("/api/v1/users/1/tool-permissions").json()["items"] == []


def test_what_somebody_typed_stays_text_on_a_card(open_page, server):
    page = open_page("/chat")
    say(page, "Add a task to <img src=x onerror=document.title='broken'>")
    expect(card(page, "<img src=x")).to_be_visible()
    card(page, "<img src=x").get_by_text("Details").click()
    expect(card(page, "<img src=x").get_by_role("definition").first).to_have_text(re.compile("^<img src=x"))
    assert "CRM Agent" in page.title()


@pytest.mark.parametrize("live", [False, True])
def test_what_an_answer_says_was_done_is_seen_on_the_page_at_once(open_page, server, live):
    title = "Oil the gate" if live else "Oil the hinges"
    server.create("tasks", user_id=1, title=title, due_date="2020-01-01")
    page = open_page("/")
    task = page.locator("task-list").get_by_text(title, exact=True)
    done = page.locator("progress-panel dl div").filter(has_text="tasks completed").locator("dd")
    expect(task).to_be_visible()
    before = int(done.inner_text())
    say(page, f"done with {title.lower()}")
    expect(card(page, title).get_by_role("button", name="Confirm")).to_be_visible()
    if live:
        assert server.post("/chat/message", {"user_id": 1, "message": "yes"}).status_code == 200
    else:
        say(page, "yes")
    expect(task).to_have_count(0)
    expect(done).to_have_text(str(before + 1))
