"""Names of one very long word, on a telephone of 360 pixels and in other windows: everything can be read and reached, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_browser import browser, business, open_page  # noqa: F401 (fixtures)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik am Rhein"
UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikanten" * 3
NARROW = {"width": 360, "height": 740}
WIDTHS = (320, 360, 768, 1280)
PARTS = ("chat", "today", "contacts", "deals", "drafts", "agents", "history", "audit", "profile", "writer")
# What reaches out of the window, but for what scrolls by itself or is there for screen readers only.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    return width && node.checkVisibility() && !node.closest(".unseen, .shortcuts, pre") && (right > innerWidth + 1 || left < -1);
}).map((node) => `${node.localName}.${node.className}: ${node.textContent.slice(0, 40)}`)"""


@pytest.fixture(scope="module", autouse=True)
def long_names(server, business):  # noqa: F811
    contact = server.create("contacts", user_id=1, name=LONG, company=LONG, email=f"desk@{'harbour' * 8}.example")
    server.create("deals", user_id=1, customer=LONG, contact_id=contact["id"], product=LONG, amount_minor=123456789012, currency="EUR")
    server.create("tasks", user_id=1, title=LONG, due_date="2020-01-01", contact_id=contact["id"])
    server.create("targets", user_id=1, product=LONG, target=20000)
    server.create("communications", contact_id=contact["id"], direction="inbound", body=LONG)


@pytest.fixture(scope="module")
def unbroken_names(server, long_names):
    """Names in which no line can be broken between two words."""
    contact = server.create("contacts", user_id=1, name=UNBROKEN, company=UNBROKEN, email=f"{'desk' * 15}@{'harbour' * 8}.example", consent="given")
    server.create("deals", user_id=1, customer=UNBROKEN, contact_id=contact["id"], product=UNBROKEN, amount_minor=123456789012, currency="EUR")
    server.create("tasks", user_id=1, title=UNBROKEN, due_date="2020-01-01", contact_id=contact["id"])
    server.create("targets", user_id=1, product=UNBROKEN, target=20000)
    server.create("communications", contact_id=contact["id"], direction="outbound", body=f"https://example.com/{'a' * 300}")
    words = {"title": UNBROKEN, "purpose": UNBROKEN, "prompt": UNBROKEN, "contact_prompt": UNBROKEN}
    steps = [{"after": "3 days", "prompt": UNBROKEN, "when": "no_reply", "on_reply": 2}, {"after": "3 days", "prompt": UNBROKEN, "when": "replied"}]
    agent = server.create("agents", **words, recipients="both", filter="everyone", schedule_rule="never", steps=steps)
    assert server.post(f"/api/v1/agents/{agent['agent_type']}/runs", {}).status_code == 202


def fits(page):
    assert page.evaluate(OUTSIDE) == []
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_fits(open_page, scheme):  # noqa: F811
    page = open_page("/", scheme=scheme)
    page.set_viewport_size(NARROW)
    for part in PARTS:
        page.goto(f"/#/{part}")
        page.wait_for_load_state("networkidle")
        fits(page)


@pytest.mark.parametrize("part", PARTS)
def test_names_without_a_gap_widen_no_part(open_page, unbroken_names, part):  # noqa: F811
    page = open_page(f"/#/{part}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OUTSIDE) == [], width


@pytest.mark.parametrize("part, edit", [("contacts", f"Edit {UNBROKEN}"), ("deals", "Edit the deal"), ("agents", f"Edit {UNBROKEN}"), ("agents", f"Plan of {UNBROKEN}")])
def test_names_without_a_gap_widen_no_dialog(open_page, unbroken_names, part, edit):  # noqa: F811
    page = open_page(f"/#/{part}")
    page.get_by_role("button", name=edit).last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.wait_for_load_state("networkidle")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth"), width
        assert page.evaluate(OUTSIDE) == [], width


@pytest.mark.parametrize("part, edit", [("contacts", f"Edit {LONG}"), ("deals", "Edit the deal"), ("today", f"Edit {LONG}"), ("today", "Edit the target for Donau")])
def test_every_dialog_fits(open_page, part, edit):  # noqa: F811
    page = open_page(f"/#/{part}")
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name=edit).last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth")
    fits(page)


@pytest.mark.parametrize("part", ["contacts", "deals", "agents"])
def test_a_heading_and_the_buttons_beside_it_do_not_cover_each_other(open_page, part):  # noqa: F811
    page = open_page(f"/#/{part}")
    for width in (320, 360, 400, 700):
        page.set_viewport_size({"width": width, "height": 740})
        boxes = page.evaluate("""() => [...document.querySelectorAll("[data-view]:not([hidden]) > header :is(h2, button)")].map((node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, top, bottom };
        })""")
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = one["right"] <= other["left"] or other["right"] <= one["left"] or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
                assert apart, (width, boxes)
