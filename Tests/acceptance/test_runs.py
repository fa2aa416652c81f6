"""Single runs that wait or are under way: cancelled over the API and on the page, and why others can't be."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROFILE
from deadline import eventually
from playwright.sync_api import expect
from problems import assert_problem
from scripted_llm import held, ok
from test_browser import SIZES, browser  # noqa: F401 (fixture)
from test_drafts import drafts
from test_drafts import server as drafted  # noqa: F401 (fixture)


def cancel(server, run):
    return server.patch(f"/api/v1/agent-runs/{run['id']}", {"state": "cancelled"})


@pytest.fixture
def writing(llm_server, llm, gate):
    """A server with one run under way, which its model holds up, and one that waits for it."""
    llm.otherwise = held(ok("Good morning, and welcome."), gate)
    server = llm_server(LLM_TIMEOUT_SECONDS=60, LLM_CONCURRENCY=2)
    server.post("/business-profile/1", PROFILE)
    for agent in ("REMINDER", "FOLLOW_UP"):
        assert server.post(f"/api/v1/agents/{agent}/runs").status_code == 202
    eventually(lambda: len(runs(server, "running")) == 1 and len(runs(server, "queued")) == 1, what="one under way and one that waits")
    return server


def runs(server, state):
    return server.every("agent-runs", state=state)


def test_a_run_is_cancelled_while_it_waits_and_while_it_is_being_written(writing, gate):
    [waiting], [running] = runs(writing, "queued"), runs(writing, "running")
    for run in (waiting, running):
        answer = cancel(writing, run)
        assert answer.status_code == 200 and answer.json()["state"] == "cancelled" and answer.json()["finished_at"]
        assert "cancelled already" in assert_problem(cancel(writing, run), 409)["detail"]
    gate.set()
    again = writing.patch(f"/api/v1/agent-runs/{waiting['id']}", {"state": "queued"})
    assert again.status_code == 200
    eventually(lambda: len(runs(writing, "succeeded")) == 1, what="the one that was queued again")
    assert [message["run_id"] for message in writing.every("communications")] == [waiting["id"]]


def test_what_has_been_written_is_not_cancelled_and_the_state_is_named(drafted):  # noqa: F811
    sent = drafted.create("agent-runs", user_id=1, agent_type="FOLLOW_UP")
    assert "succeeded" in (told := assert_problem(cancel(drafted, sent), 409)["detail"]) and "handed to delivery" in told
    retried = drafted.patch(f"/api/v1/agent-runs/{sent['id']}", {"state": "queued"})
    assert "The run is succeeded" in assert_problem(retried, 409)["detail"]
    draft = drafts(drafted)[0]
    run = drafted.get(f"/api/v1/agent-runs/{draft['run_id']}").json()
    assert f"a draft: reject that (communication {draft['id']})" in assert_problem(cancel(drafted, run), 409)["detail"]
    drafted.post(f"/api/v1/communications/{draft['id']}/reject")
    assert "rejected: nothing of it goes out" in assert_problem(cancel(drafted, run), 409)["detail"]
    assert_problem(cancel(drafted, {"id": 999_999}), 404)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [*SIZES, "narrow"])
def test_the_history_shows_what_waits_and_cancels_it(browser, writing, gate, size, scheme):  # noqa: F811
    viewport = SIZES.get(size, {"width": 360, "height": 740})
    window = browser.new_context(base_url=writing.url, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page = window.new_page()
    page.goto("/#/history")
    waiting = page.get_by_role("region", name="Waiting to be written")
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    expect(waiting).to_contain_text("is being written.")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button = waiting.get_by_role("button", name="Cancel").first
    button.press("Enter")
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    # The keyboard goes on at the next one.
    expect(waiting.get_by_role("button", name="Cancel")).to_be_focused()
    waiting.get_by_role("button", name="Cancel").press("Enter")
    page.keyboard.press("Enter")
    expect(waiting).to_have_count(0)
    gate.set()
    assert len(runs(writing, "cancelled")) == 2 and writing.every("communications") == []
    window.close()
