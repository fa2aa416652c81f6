"""A server that is away for a while, seen in a real browser: it is said, nothing typed is lost, and the page goes on by itself."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from crm_server import Server
from playwright.sync_api import expect
from ports import steady_port
from test_browser import browser, message_box, save  # noqa: F401 (fixtures)

AWAY = "The server can’t be reached."


@pytest.fixture
def server(tmp_path):
    """At the same address in each life."""
    server = Server(tmp_path, port=steady_port()).start()
    yield server
    server.stop()


@pytest.fixture
def page(browser, server):  # noqa: F811
    context = browser.new_context(base_url=server.url, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    # What happens is told over it, so its end is the first sign.
    with page.expect_websocket():
        page.goto("/#/contacts", wait_until="networkidle")
    yield page
    context.close()


def test_the_page_says_so_and_goes_on_once_it_is_back(page, server):
    server.create("deals", user_id=1, customer="Garden Inn")
    server.stop()
    expect(page.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    page.goto("/#/deals")
    expect(page.get_by_role("alert").filter(has_text="This could not be loaded").filter(visible=True)).to_contain_text("It is tried again by itself.")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    server.start()
    page.get_by_role("button", name="Look now").click()
    expect(page.get_by_role("row", name="Garden Inn")).to_be_visible()
    expect(page.get_by_text(AWAY)).to_have_count(0)
    expect(page.get_by_text("The server is back.")).to_be_visible()


def test_a_server_that_answered_once_more_before_it_stopped_is_missed_all_the_same(page, server):
    answer = server.get("/api/v1/session").text
    page.route("**/api/v1/session", lambda route: route.fulfill(body=answer, content_type="application/json"), times=1)
    server.stop()
    expect(page.get_by_role("status").filter(has_text=AWAY)).to_be_visible()


def test_what_was_typed_is_kept_and_saved_once_it_is_back(page, server):
    page.get_by_role("button", name="Add a contact").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Harbour Hotel")
    server.stop()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert").filter(has_text="What you typed is kept here")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Harbour Hotel")
    server.start()
    save(page)
    assert [contact["name"] for contact in server.every("contacts")] == ["Harbour Hotel"]


def test_a_chat_message_is_kept_and_sent_once_it_is_back(page, server):
    page.goto("/#/chat")
    message_box(page).fill("What is due today?")
    server.stop()
    message_box(page).press("Enter")
    expect(page.get_by_text("Your message is kept here")).to_be_visible()
    server.start()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("article", name="Answer", exact=True)).to_be_visible()
    expect(page.get_by_role("article", name="You")).to_have_count(1)
