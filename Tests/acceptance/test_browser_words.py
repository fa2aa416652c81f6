"""What the page says, in a real browser: in the head, of targets, of agents without a time, and of a text tried on a contact."""

import json

import pytest
from playwright.sync_api import expect
from test_browser import assert_side_by_side, browser, business, open_page, with_sample  # noqa: F401 (fixtures)


def written_by(page, model):
    """Has the page believe that a model writes."""

    def answer(route):
        status = route.fetch().json()
        route.fulfill(json={**status, "writer": {**status["writer"], "kind": "openai", "name": f"openai:{model}", "model": model}})

    page.route("**/api/v1/status", answer)
    page.reload(wait_until="networkidle")


@pytest.mark.parametrize("width", [360, 390, 480])
def test_nothing_in_the_head_lies_over_anything_else(open_page, width):  # noqa: F811
    page = open_page("/#/chat", "phone")
    page.set_viewport_size({"width": width, "height": 800})
    written_by(page, "gpt-4o-mini")
    chip = page.locator("writer-chip a")
    expect(chip).to_contain_text("gpt-4o-mini")
    assert_side_by_side(page, ".top .brand", "writer-chip a", "theme-toggle button")


@pytest.mark.parametrize("width", [390, 961, 1100, 1280, 1920])
def test_what_is_added_and_imported_on_the_first_page_stands_in_one_line(open_page, width):  # noqa: F811
    page = open_page("/#/today", "desktop")
    page.set_viewport_size({"width": width, "height": 900})
    for panel, add in (("task-list", "Add a task"), ("progress-panel", "Add a target")):
        head = f"{panel} .panel-head"
        assert_side_by_side(page, f"{head} h2", f"{head} button:text('Import')", f"{head} button:text('{add}')")


def test_a_sample_is_said_to_be_one(open_page):  # noqa: F811
    page = open_page("/#/chat")
    with_sample(page)
    banner = page.get_by_role("region", name="Sample business")
    expect(banner).to_contain_text("what you added stays")
    banner.get_by_role("button", name="Hide").click()
    expect(banner).to_have_count(0)


def test_a_target_of_nothing_is_not_said_to_be_reached(open_page, server):  # noqa: F811
    target = server.create("targets", user_id=1, product="Nothing yet", target=0)
    page = open_page("/#/chat")
    row = page.locator(f".target[data-row='{target['id']}']")
    expect(row).to_contain_text("0 of 0")
    expect(row).not_to_contain_text("Target reached")


def test_an_agent_that_runs_by_an_event_says_so_in_the_side_panel(open_page, server):  # noqa: F811
    agent = {"title": "On a win", "schedule_rule": "never", "trigger": "deal_status = won", "prompt": "Well done"}
    assert server.post("/api/v1/agents", agent).status_code == 201
    page = open_page("/#/chat")
    row = page.locator("agent-list li", has_text="On a win")
    expect(row).to_contain_text("When deal_status = won")
    expect(row).not_to_contain_text("at no time")


def test_a_failed_run_tells_its_next_try_on_the_clock_of_the_page(open_page):  # noqa: F811
    page = open_page("/#/chat", complaining="503")
    detail = "The model is away. The run is tried again by itself at 2036-11-29T11:27:44.261Z, or as soon as you ask again."
    problem = {"type": "about:blank", "title": "Away", "status": 503, "detail": detail}
    page.route("**/agents/run", lambda route: route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(problem)))
    page.get_by_role("button", name="write now").first.click()
    said = page.get_by_role("status").filter(has_text="could not write")
    expect(said).to_contain_text("11:27")
    expect(said).not_to_contain_text("261Z")


def test_a_text_is_tried_on_a_contact_whom_the_filter_chooses(open_page, server):  # noqa: F811
    server.create("contacts", user_id=1, name="The newest one", stage="lead")
    page = open_page("/#/agents")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Writes to", exact=True).select_option("both")
    dialog.get_by_label("What it writes to contacts").fill("Hello {{name}}")
    dialog.get_by_label("Which contacts").fill('name = "Harbour Hotel"')
    dialog.get_by_role("button", name="Try it on a contact").click()
    expect(dialog.locator("output").filter(has_text="Hello")).to_contain_text("To Harbour Hotel: Hello Harbour Hotel")
    dialog.get_by_label("Which contacts").fill('name = "Nobody"')
    dialog.get_by_role("button", name="Try it on a contact").click()
    expect(dialog.get_by_text("The filter below chooses no contact to try it on.")).to_be_visible()


# Moves a button to right above those with which the form is saved.
TO_FOOT = """button => {
    const dialog = button.closest("dialog");
    dialog.scrollTop += button.getBoundingClientRect().bottom - dialog.querySelector("form > .row").getBoundingClientRect().top + 8;
}"""


def test_on_a_telephone_what_a_trial_gives_comes_into_view_and_names_the_field_as_the_form_does(open_page):  # noqa: F811
    page = open_page("/#/agents", complaining="422")
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator("agents-page").get_by_role("button", name="Edit").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Writes to", exact=True).select_option("contact")
    dialog.get_by_label("What it writes to contacts").fill("Hello {{nobody}}")
    trial = dialog.get_by_role("button", name="Try it on a contact")
    trial.evaluate(TO_FOOT)
    trial.click()
    told = dialog.locator("output", has_text="What it writes to contacts is wrong at line 1")
    expect(told).to_be_visible()
    box, save = told.bounding_box(), dialog.get_by_role("button", name="Save").locator("..").bounding_box()
    assert box["y"] + box["height"] <= save["y"], (box, save)
    dialog.get_by_label("What it writes to contacts").fill("Hello {{name}}")
    dialog.get_by_label("Which contacts").fill("size = 3")
    trial.click()
    expect(dialog.locator("output").filter(visible=True)).to_contain_text("Which contacts")


def test_an_empty_further_message_is_named_as_the_others_are(open_page):  # noqa: F811
    page = open_page("/#/agents", complaining="422")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Writes to", exact=True).select_option("contact")
    for label, value in {"Title": "Empty series", "When": "never", "What it writes to contacts": "Hello", "Which contacts": "everyone"}.items():
        dialog.get_by_label(label, exact=True).fill(value)
    dialog.get_by_role("button", name="Add a message").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Message 1: text must not be empty.")).to_be_visible()
