"""What somebody writes in the chat is not lost before the server has it, in a real browser: over a reload, and with several windows open."""

import json

import pytest
from playwright.sync_api import expect
from test_browser import browser, business, message_box, open_page  # noqa: F401 (fixtures)

SEND = "**/chat/message"
REFUSED = json.dumps({"type": "about:blank", "title": "Away", "status": 503, "detail": "Come back later."})
LEFT = "() => Object.keys(localStorage).filter((name) => name.startsWith('draft-'))"


@pytest.fixture
def windows(open_page):  # noqa: F811
    """Opens two windows of one browser."""

    def open_two(**options):
        first = open_page("/#/chat", **options)
        second = first.context.new_page()
        second.goto("/#/chat", wait_until="networkidle")
        return first, second

    return open_two


def send(page, text):
    message_box(page).fill(text)
    message_box(page).press("Enter")


def stall(page, text):
    """Sends a text; returns the call, which nobody answers."""
    held = []
    page.route(SEND, lambda route: held.append(route))
    send(page, text)
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def own(page, text):
    return page.get_by_role("article", name="You").filter(has_text=text)


def again(page, text):
    return own(page, text).get_by_role("button", name="Send again")


def test_a_message_that_was_on_its_way_when_the_page_was_reloaded_is_offered_to_be_sent_again(open_page, server):  # noqa: F811
    page = open_page("/#/chat")
    key = stall(page, "What is due on the quay?").request.headers["idempotency-key"]
    page.reload(wait_until="networkidle")
    expect(own(page, "on the quay")).to_contain_text("This may not have been sent.")
    page.unroute(SEND)
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok) as answered:
        again(page, "on the quay").click()
    assert answered.value.request.headers["idempotency-key"] == key
    expect(again(page, "on the quay")).to_have_count(0)
    page.reload(wait_until="networkidle")
    expect(own(page, "on the quay")).to_have_count(1)
    expect(again(page, "on the quay")).to_have_count(0)
    assert [row["message"] for row in server.history(1)].count("What is due on the quay?") == 1
    assert page.evaluate(LEFT) == []


def test_a_message_that_the_server_had_when_the_page_was_reloaded_is_shown_once(open_page):  # noqa: F811
    page = open_page("/#/chat")
    assert stall(page, "What is due at the pier?").fetch().ok
    page.reload(wait_until="networkidle")
    expect(own(page, "at the pier")).to_have_count(1)
    expect(again(page, "at the pier")).to_have_count(0)
    assert page.evaluate(LEFT) == []


def test_a_message_that_another_window_finds_answered_is_offered_there_no_more(windows):
    first, second = windows()
    call = stall(first, "What is due in town?")
    second.reload(wait_until="networkidle")
    expect(again(second, "in town")).to_be_visible()
    call.continue_()
    for page in (first, second):
        expect(page.get_by_role("article", name="Answer", exact=True).last).to_be_visible()
        expect(again(page, "in town")).to_have_count(0)
        expect(own(page, "in town")).to_have_count(1)


def test_a_question_cannot_be_asked_while_a_message_is_on_its_way(open_page):  # noqa: F811
    page = open_page("/#/chat")
    call = stall(page, "What is due in port?")
    questions = page.get_by_role("group", name="Questions to ask").get_by_role("button")
    expect(questions).to_have_count(4)
    for question in questions.all():
        expect(question).to_have_attribute("aria-disabled", "true")
    questions.first.click(force=True)
    call.continue_()
    for question in questions.all():
        expect(question).not_to_have_attribute("aria-disabled", "true")
    expect(own(page, questions.first.inner_text())).to_have_count(0)
    page.unroute(SEND)
    questions.first.click()
    expect(own(page, questions.first.inner_text())).to_have_count(1)


def test_sending_in_one_window_leaves_what_is_being_written_in_another(windows):
    first, second = windows()
    message_box(first).fill("For the hotel")
    with second.expect_response(lambda r: r.request.method == "POST" and r.ok):
        send(second, "What is overdue?")
    with second.expect_response(lambda r: r.request.method == "POST" and r.ok):
        second.get_by_role("button", name="What is due today?").click()
    for page, text in ((first, "For the hotel"), (second, "")):
        page.reload(wait_until="networkidle")
        expect(message_box(page)).to_have_value(text)
    message_box(first).fill("")
    assert first.evaluate(LEFT) == []


def test_what_could_not_be_sent_from_two_windows_is_all_kept(windows):
    first, second = windows(complaining="503")
    for page, text in ((first, "Call the harbour"), (second, "Call the ferry")):
        page.route(SEND, lambda route: route.fulfill(status=503, content_type="application/problem+json", body=REFUSED))
        send(page, text)
        expect(again(page, text)).to_be_visible()
    first.reload(wait_until="networkidle")
    for text in ("Call the harbour", "Call the ferry"):
        expect(own(first, text)).to_contain_text("Come back later.")
    own(first, "Call the ferry").get_by_role("button", name="Edit").click()
    expect(message_box(first)).to_have_value("Call the ferry")
    second.reload(wait_until="networkidle")
    expect(again(second, "Call the harbour")).to_be_visible()
    expect(own(second, "Call the ferry")).to_have_count(0)
