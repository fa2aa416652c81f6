"""How the page comes over a slow line: its files are asked for at once, and until there is data it says that it loads."""

import re

import pytest
from playwright.sync_api import expect
from test_browser import browser, open_page  # noqa: F401 (fixtures)

IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?from\s+"\./([^"]+)"', re.MULTILINE)
MODULE = re.compile(r'<script type="module" src="/assets/\w+/js/([^"]+)"')
PRELOADED = re.compile(r'<link rel="modulepreload" href="/assets/\w+/js/([^"]+)"')
PART = re.compile(r"<([a-z]+-[a-z]+)\b(?![^>]* hidden)")


@pytest.mark.parametrize("path", ["/chat", "/sign-in", "/docs"])
def test_a_page_names_the_modules_that_it_needs_first_and_no_others(open_page, path):  # noqa: F811
    page = open_page("/docs")

    def text(address):
        return page.evaluate("address => fetch(address).then((answer) => answer.text())", address)

    html = text(path)
    [first] = MODULE.findall(html)
    needed, open_ones = set(), [first, *(f"{part}.js" for part in PART.findall(html))]
    while open_ones:
        name = open_ones.pop()
        if name not in needed:
            needed.add(name)
            open_ones += IMPORTED.findall(text(f"/assets/js/{name}"))
    named = PRELOADED.findall(html)
    assert set(named) == needed - {first}
    assert len(named) == len(set(named))


def hold(page, module):
    """Keeps a module back; the list it returns gets its requests."""
    held = []
    page.route(f"**/assets/*/js/{module}", lambda route: held.append(route))
    return held


@pytest.fixture
def window(browser, server):  # noqa: F811
    context = browser.new_context(base_url=server.url)
    yield context.new_page()
    context.close()


def test_what_is_in_sight_does_not_wait_for_other_views_and_those_say_that_they_load(window):
    held = hold(window, "contact-list.js")
    with window.expect_request("**/contact-list.js"):
        window.goto("/")
    expect(window.get_by_role("log")).to_contain_text("Good to see you.")
    link = window.get_by_role("navigation").get_by_role("link", name="Contacts")
    link.press("Enter")
    view = window.locator("contact-list")
    expect(view).to_be_visible()
    assert window.evaluate("getComputedStyle(document.querySelector('contact-list'), '::before').content") == '"Loading…"'
    expect(link).to_be_focused()
    for route in held:
        route.fallback()
    expect(window.get_by_role("heading", name="Contacts")).to_be_focused()


def test_a_keyboard_that_went_on_meanwhile_is_left_where_it_is(window):
    held = hold(window, "contact-list.js")
    with window.expect_request("**/contact-list.js"):
        window.goto("/")
    expect(window.get_by_role("log")).to_contain_text("Good to see you.")
    window.get_by_role("navigation").get_by_role("link", name="Contacts").press("Enter")
    expect(window.locator("contact-list")).to_be_visible()
    window.keyboard.press("Tab")
    deals = window.get_by_role("navigation").get_by_role("link", name="Deals")
    expect(deals).to_be_focused()
    for route in held:
        route.fallback()
    expect(window.get_by_role("heading", name="Contacts")).to_be_visible()
    expect(deals).to_be_focused()


def test_a_part_that_could_not_be_loaded_says_so_and_is_asked_for_again(window):
    visits = []
    window.on("request", lambda request: visits.append(request) if request.is_navigation_request() else None)
    window.route("**/assets/*/js/deal-list.js", lambda route: route.abort() if len(visits) < 2 else route.fallback())
    window.goto("/#/deals")
    expect(window.get_by_role("alert")).to_contain_text("This part of the page could not be loaded.")
    window.get_by_role("button", name="Try again").click()
    expect(window.get_by_role("heading", name="Deals")).to_be_visible()


def test_a_part_that_comes_when_somebody_returns_to_it_takes_the_place_of_those_words(window):
    window.route("**/assets/*/js/deal-list.js", lambda route: route.abort())
    window.goto("/#/deals")
    expect(window.get_by_role("alert")).to_be_visible()
    window.unroute_all()
    for name in ["Contacts", "Deals"]:
        window.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(window.get_by_role("heading", name=name)).to_be_visible()
    expect(window.get_by_role("alert")).to_have_count(0)


def test_until_there_is_data_the_page_says_that_it_loads(browser, server):  # noqa: F811
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    held = []
    page.route("**/api/v1/session", lambda route: held.append(route))
    page.goto("/", wait_until="load")
    expect(page.get_by_role("status").filter(has_text="Loading…")).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name="Chat")).to_be_attached()
    expect(page.get_by_text("Loading…").filter(visible=True)).to_have_count(0)
    context.close()


def test_whoever_comes_again_asks_for_none_of_the_files_anew(browser, server):  # noqa: F811
    context = browser.new_context(base_url=server.url)
    context.new_page().goto("/", wait_until="networkidle")
    before = len(context.pages[0].evaluate("performance.getEntriesByType('resource').map(({ name }) => name)"))
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    expect(page.get_by_role("heading", name="Chat")).to_be_attached()
    files = page.evaluate(
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/')).map(({ name, transferSize }) => [name, transferSize])"
    )
    assert before > 40 and len(files) > 40
    assert [name for name, size in files if size > 0] == []
    context.close()


def test_the_drawings_are_those_of_the_page_s_version(open_page):  # noqa: F811
    page = open_page("/")
    drawings = page.evaluate("[...document.querySelectorAll('svg.icon use')].map((use) => use.getAttribute('href').split('#')[0])")
    assert len(drawings) > 10 and len(set(drawings)) == 1
    assert re.fullmatch(r"/assets/\w+/icons\.svg", drawings[0])
