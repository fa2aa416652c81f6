"""An answer in a real browser as it is being written: seen in every window, stopped, changed and sent again."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROFILE
from playwright.sync_api import expect
from test_browser import SIZES, browser, message_box  # noqa: F401 (fixture)
from test_live import slowly


@pytest.fixture
def open_window(browser, llm_server, llm, gate):  # noqa: F811
    llm.otherwise = slowly(gate)
    server = llm_server(LLM_TIMEOUT_SECONDS=30)
    server.post("/business-profile/1", PROFILE)
    windows = []

    def open_window(size="desktop"):
        window = browser.new_context(base_url=server.url, viewport=SIZES[size], reduced_motion="reduce")
        windows.append(window)
        page = window.new_page()
        page.goto("/#/chat", wait_until="networkidle")
        return page

    yield open_window
    for window in windows:
        window.close()


def live(page):
    return page.get_by_role("article", name="An answer that is being written")


@pytest.mark.parametrize("size", SIZES)
def test_words_appear_in_every_window_and_become_the_message(open_window, gate, size):
    asking, other = open_window(size), open_window()
    message_box(asking).fill("Who should I call?")
    message_box(asking).press("Enter")
    for page in (asking, other):
        expect(live(page)).to_contain_text("Call")
        expect(live(page)).not_to_contain_text("Hotel first.")
    results = Axe().run(asking)
    assert results.violations_count == 0, results.generate_report()
    assert asking.evaluate("document.documentElement.scrollWidth <= innerWidth")
    gate.set()
    for page in (asking, other):
        expect(page.get_by_role("article", name="Answer", exact=True)).to_contain_text("Call Harbour Hotel first.")
        expect(live(page)).to_have_count(0)
        expect(page.get_by_role("article")).to_have_count(2)


def test_an_answer_is_stopped_changed_and_asked_again(open_window, gate):
    page = open_window()
    message_box(page).fill("Who should I phone?")
    message_box(page).press("Enter")
    expect(live(page)).to_contain_text("Call")
    page.get_by_role("button", name="Stop the answer").click()
    expect(page.get_by_text("You stopped the answer.")).to_be_visible()
    expect(live(page)).to_have_count(0)
    expect(message_box(page)).to_be_focused()
    gate.set()
    page.get_by_role("button", name="Edit").click()
    expect(message_box(page)).to_have_value("Who should I phone?")
    message_box(page).fill("Who should I call?")
    message_box(page).press("Enter")
    expect(page.get_by_role("article", name="Answer", exact=True)).to_contain_text("Call Harbour Hotel first.")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("article", name="Answer", exact=True)).to_have_count(2)
