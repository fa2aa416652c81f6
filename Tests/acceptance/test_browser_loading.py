"""How the page comes over a slow line: its files are asked for at once, and until there is data it says that it loads."""

import re

import pytest
from playwright.sync_api import expect
from test_browser import browser, open_page  # noqa: F401 (fixtures)

IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?from\s+"\./([^"]+)"', re.MULTILINE)
MODULE = re.compile(r'<script type="module" src="/assets/js/([^"]+)"')
PRELOADED = re.compile(r'<link rel="modulepreload" href="/assets/js/([^"]+)"')


@pytest.mark.parametrize("path", ["/chat", "/sign-in", "/docs"])
def test_a_page_names_the_modules_that_it_needs_and_no_others(open_page, path):  # noqa: F811
    page = open_page("/docs")

    def text(address):
        return page.evaluate("address => fetch(address).then((answer) => answer.text())", address)

    html = text(path)
    [first] = MODULE.findall(html)
    needed, open_ones = set(), [first]
    while open_ones:
        for name in set(IMPORTED.findall(text(f"/assets/js/{open_ones.pop()}"))) - needed:
            needed.add(name)
            open_ones.append(name)
    named = PRELOADED.findall(html)
    assert set(named) == needed
    assert len(named) == len(set(named))


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
