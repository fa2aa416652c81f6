"""The page in small windows: a telephone on its side, and letters that the reader has made large."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, message_box, open_page, with_sample  # noqa: F401 (fixtures)

LOW = [(740, 320), (667, 331), (844, 340), (568, 320), (1280, 400)]


def in_window(page, width, height, letters=16):
    """Gives the window this size, and the browser's text that of `letters`, in pixels."""
    page.set_viewport_size({"width": width, "height": height})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters}px"


def assert_accessible(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"


def seen_height(page):
    return page.get_by_role("log").evaluate("log => log.clientHeight")


def is_at_newest(page):
    return page.get_by_role("log").evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight < 2")


@pytest.mark.parametrize("size", LOW)
def test_in_a_low_window_the_conversation_has_most_of_it(open_page, size):  # noqa: F811
    page = open_page("/#/chat", "phone")
    with_sample(page)
    in_window(page, *size)
    assert seen_height(page) > size[1] / 2
    for part in (message_box(page), page.get_by_role("button", name="Send"), page.get_by_role("navigation", name="Main")):
        expect(part).to_be_in_viewport(ratio=1)
    assert_accessible(page)


@pytest.mark.parametrize("size", [(740, 320), (390, 400)])
def test_in_a_low_window_the_note_on_the_sample_and_what_to_ask_are_reached_by_keyboard(open_page, size):  # noqa: F811
    page = open_page("/#/chat", "phone")
    with_sample(page)
    in_window(page, *size)
    hide = page.get_by_role("region", name="Sample business").get_by_role("button", name="Hide")
    expect(hide).not_to_be_in_viewport(ratio=0.5)
    hide.focus()
    expect(hide).to_be_in_viewport(ratio=1)
    last = page.get_by_role("button", name="What is overdue?")
    last.focus()
    expect(last).to_be_in_viewport(ratio=0.9)
    message_box(page).focus()
    expect(message_box(page)).to_be_in_viewport(ratio=0.75)
    hide.click()
    expect(message_box(page)).to_be_in_viewport(ratio=1)
    assert seen_height(page) > size[1] / 3


def test_in_a_low_window_what_is_written_and_what_comes_is_in_view(open_page, server):  # noqa: F811
    for number in range(6):
        assert server.post("/chat/message", {"user_id": 1, "message": f"What is due today, for the {number}th time?"}).status_code == 200
    page = open_page("/#/chat", "phone")
    with_sample(page)
    in_window(page, 740, 320)
    message_box(page).fill("Who should I call before noon?")
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok):
        message_box(page).press("Enter")
    newest = server.history(1, limit=1)[0]["message"].splitlines()[-1]
    expect(page.get_by_role("log")).to_contain_text(newest)
    assert is_at_newest(page)
    # From elsewhere, while this is being looked at.
    assert server.post("/chat/message", {"user_id": 1, "message": "Written in another window"}).status_code == 200
    expect(page.get_by_role("log")).to_contain_text("Written in another window")
    page.wait_for_function("(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('.log'))")
    expect(message_box(page)).to_be_in_viewport(ratio=1)


TABS = ["Chat", "Today", "Contacts", "Deals", "Drafts", "Agents", "History", "Business"]

# Where what a tab shows stands: its word, or where that is not shown its icon.
SHOWN = """tabs => tabs.map(tab => {
  const word = tab.querySelector("span"), range = document.createRange();
  range.selectNodeContents(word);
  const isShown = getComputedStyle(word).clipPath === "none";
  const box = (isShown ? range : tab.querySelector(".icon")).getBoundingClientRect();
  return { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
})"""


@pytest.mark.parametrize(
    "width, height, letters",
    [(390, 844, 16), (360, 740, 16), (320, 568, 16), (390, 844, 20), (390, 844, 24), (390, 844, 32), (320, 640, 32), (740, 320, 16), (844, 390, 24)],
)
def test_every_tab_is_in_view_and_none_touches_another(open_page, width, height, letters):  # noqa: F811
    page = open_page("/#/agents", "phone")
    in_window(page, width, height, letters)
    bar = page.get_by_role("navigation", name="Main")
    for name in TABS:
        expect(bar.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    boxes = bar.get_by_role("link").evaluate_all(SHOWN)
    assert len(boxes) == len(TABS)
    for box in boxes:
        assert 0 <= box["left"] and box["right"] <= width and box["bottom"] <= height, boxes
    for left, right in zip(boxes, boxes[1:]):
        is_same_line = right["top"] < left["bottom"] and left["top"] < right["bottom"]
        assert not is_same_line or right["left"] - left["right"] >= 6, boxes
    # The last of a page is not under the tabs.
    edges = page.evaluate("[document.querySelector('main').getBoundingClientRect().bottom, document.querySelector('.tabs').getBoundingClientRect().top]")
    assert edges[0] <= edges[1] + 1.5
    assert_accessible(page)
