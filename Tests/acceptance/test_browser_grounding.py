"""A draft with findings in a real browser: its words are marked, and it takes another text or a decision to send it."""

import json

from clock import clock
from deadline import eventually
from playwright.sync_api import expect, sync_playwright
from scripted_llm import ok
from test_browser import BROWSER, FLAGS

LIE = "Dear Ada, it is yours for €99 👍 and free of charge."
AGENT = {"title": "News", "schedule_rule": "never", "recipients": "contact", "filter": "everyone", "contact_prompt": "Write, {{name}}."}


def test_marks_the_words_and_asks_before_they_are_sent(start_server, llm, tmp_path):
    llm.otherwise = ok(json.dumps({"channel": "webhook", "facts": [], "subject": "A word from us", "body": LIE}))
    env = clock("2026-03-02 10:00:00") | {"OPENAI_API_KEY": "key", "OPENAI_BASE_URL": llm.base_url}
    server = start_server(tmp_path / "data", env=env)
    server.create("contacts", name="Ada", email="ada@example.com", consent="given")
    server.post("/api/v1/agents", AGENT)
    server.post("/api/v1/agents/NEWS/runs", {})
    [draft] = eventually(lambda: server.get("/api/v1/communications?status=draft").json()["items"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        page = browser.new_page(base_url=server.url)
        page.goto("/#/drafts", wait_until="networkidle")
        expect(page.locator(".letter mark")).to_have_text(["€99", "free of charge"])
        expect(page.locator(".letter")).to_have_text(LIE)
        expect(page.locator(".findings li").first).to_contain_text("No fact names the price €99.")
        page.get_by_role("button", name="Edit the message to Ada").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Message", exact=True).fill("Dear Ada, it is yours for €98.")
        dialog.get_by_role("button", name="Send", exact=True).click()
        expect(dialog.get_by_role("alert").filter(has_text="€98")).to_be_visible()
        expect(dialog.get_by_role("button", name="Send anyway")).to_be_visible()
        dialog.get_by_label("Message", exact=True).fill("Dear Ada, shall we speak?")
        dialog.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator(".letter")).to_have_count(0)
        browser.close()
    assert server.get(f"/api/v1/communications/{draft['id']}").json()["body"] == "Dear Ada, shall we speak?"
