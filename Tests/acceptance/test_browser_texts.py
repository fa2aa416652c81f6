"""What people write, as the page takes and shows it: nothing is cut, glued or turned around, in a real browser."""

import pytest
from playwright.sync_api import expect
from test_browser import browser, business, message_box, open_page  # noqa: F401 (fixtures)

# Turns what follows it around, up to the end of the line.
TURNED = "Harbour\u202eletoH"


def pasted(page, box, text):
    """Puts a text in as from the clipboard."""
    box.focus()
    page.keyboard.insert_text(text)


def test_a_pasted_message_that_is_too_long_is_kept_and_refused_in_words(open_page, server):  # noqa: F811
    page = open_page("/#/chat")
    box, text = message_box(page), "word " * 1240 + "end"
    pasted(page, box, text)
    expect(page.get_by_text("too long to be sent: a message has at most 5,000 characters")).to_be_visible()
    expect(page.get_by_text("6,203 of 5,000 characters")).to_be_visible()
    before = len(server.history(1))
    box.press("Enter")
    expect(box).to_have_value(text)
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")
    page.reload(wait_until="networkidle")
    expect(box).to_have_value(text)
    box.fill("What is due today?")
    expect(page.get_by_text("too long to be sent")).to_be_hidden()
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok):
        box.press("Enter")
    assert len(server.history(1)) == before + 2


def test_enter_at_a_message_that_is_too_long_has_it_said_anew(open_page):  # noqa: F811
    page = open_page("/#/chat")
    box, words = message_box(page), page.get_by_text("too long to be sent")
    pasted(page, box, "x" * 5001)
    said = words.evaluate_handle("node => node.firstChild")
    box.press("Enter")
    expect(words).to_have_count(0)
    expect(words).to_be_visible()
    assert not said.evaluate("node => node.isConnected")
    box.fill("")
    expect(words).to_have_count(0)
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_characters_outside_the_first_plane_count_once(open_page):  # noqa: F811
    page = open_page("/#/chat")
    box, send, count = message_box(page), page.get_by_role("button", name="Send"), page.get_by_text("of 5,000 characters")
    pasted(page, box, "\U0001f600" * 4499)
    expect(send).not_to_have_attribute("aria-disabled", "true")
    expect(count).to_have_count(0)
    pasted(page, box, "\U0001f600" * 501 + " ")
    expect(count).to_have_text("5,000 of 5,000 characters")
    expect(send).not_to_have_attribute("aria-disabled", "true")
    pasted(page, box, "\U0001f600")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("too long to be sent")).to_be_visible()
    box.fill("")


def test_lines_that_are_pasted_into_a_field_of_one_line_stay_apart(open_page):  # noqa: F811
    page = open_page("/#/chat")
    box = message_box(page)
    box.fill("Harbour Hotel\n  Quay 7\n")
    box.press("Control+a")
    box.press("Control+c")
    box.fill("")
    page.goto("/#/contacts")
    search = page.get_by_label("Search contacts")
    search.fill("At ")
    with page.expect_response(lambda r: "q=At+Harbour+Hotel+Quay+7" in r.url):
        search.press("Control+v")
    expect(search).to_have_value("At Harbour Hotel Quay 7")
    search.press("Control+z")
    expect(search).to_have_value("At ")


@pytest.mark.parametrize("part, opened, label", [("today", "Add a task", "What needs to be done?"), ("agents", "Add an agent", "Title"), ("deals", "Add a deal", "Currency")])
def test_a_text_that_is_too_long_for_its_field_stays_and_is_refused_there(open_page, part, opened, label):  # noqa: F811
    page = open_page(f"/#/{part}", complaining="422")
    page.get_by_role("button", name=opened).click()
    box = page.get_by_role("dialog").get_by_label(label, exact=True)
    box.fill("")
    pasted(page, box, "x" * 600)
    page.get_by_role("button", name="Save").click()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("x" * 600)
    expect(page.locator(".field .fault:visible").first).to_contain_text("must")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard").click()


@pytest.mark.parametrize("part, label", [("contacts", "Search contacts"), ("history", "Search messages"), ("audit", "By whom")])
def test_words_too_long_to_search_for_are_refused_in_words(open_page, part, label):  # noqa: F811
    page = open_page(f"/#/{part}", complaining="422")
    pasted(page, page.get_by_label(label), "x" * 400)
    expect(page.get_by_role("alert")).to_contain_text("What you search for must have at most")


def test_a_purpose_of_several_lines_keeps_its_lines(open_page, server):  # noqa: F811
    purpose = "Wins back who left.\nNever on Mondays."
    agent = server.create("agents", title="Regain", purpose=purpose, prompt="Hello", schedule_rule="never")
    page = open_page("/#/agents")
    page.get_by_role("button", name="Edit Regain").click()
    box = page.get_by_role("dialog").get_by_label("Purpose")
    expect(box).to_have_value(purpose)
    assert box.evaluate("node => node.scrollHeight <= node.clientHeight"), "not all of it is in sight"
    box.press("End")
    pasted(page, box, " Nor ever by night.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert server.get(f"/api/v1/agents/{agent['id']}").json()["purpose"].count("\n") == 1


def test_a_name_that_turns_what_follows_around_turns_nothing_beside_it(open_page, server):  # noqa: F811
    contact = server.create("contacts", user_id=1, name=TURNED, company=TURNED, consent="given")
    server.create("tasks", user_id=1, title=f"Call {TURNED} back", contact_id=contact["id"])
    for part in ("today", "contacts"):
        page = open_page(f"/#/{part}")
        expect(page.get_by_text("HarbourletoH").locator("visible=true").first).to_be_visible()
        assert "\u202e" not in page.evaluate("document.body.innerText")
    page.goto("/#/contacts")
    page.get_by_role("combobox", name="Stage of HarbourletoH").select_option("qualified")
    expect(page.get_by_text("HarbourletoH moved.")).to_be_visible()


def test_a_message_is_shown_with_every_character_that_is_sent_and_turns_nothing_beside_it(open_page, server):  # noqa: F811
    contact = server.create("contacts", user_id=1, name="Turning", email="turning@example.com", consent="given")
    body = f"{TURNED} says:\r\n- {TURNED}\r\nYes."
    server.create("communications", user_id=1, contact_id=contact["id"], direction="inbound", body=body)
    words = open_page("/#/history").locator(".words").filter(has_text="says:").first
    assert words.evaluate("node => node.textContent") == body
    expect(words.locator(".entry-line")).to_have_text(f"- {TURNED}")
    assert words.evaluate("node => getComputedStyle(node).unicodeBidi") == "plaintext"


def test_a_name_written_from_right_to_left_keeps_to_its_own_place(open_page, server):  # noqa: F811
    """Beside it stands a number, which without a border would go to its other side."""
    server.create("contacts", user_id=1, name="\u05de\u05dc\u05d5\u05df 7")
    page = open_page("/#/contacts")
    assert page.locator(".name").first.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    box = page.get_by_label("Search contacts")
    assert box.evaluate("node => getComputedStyle(node).unicodeBidi") == "plaintext"


def test_the_entries_of_a_list_hang_together_and_the_message_stays_as_it_was_written(open_page, server):  # noqa: F811
    entry = "- Harbour Hotel: " + ", ".join(["call about the second quote"] * 8)
    body = f"Two things:\n{entry}\n- Mill Bakery\nThat is all."
    server.create("communications", user_id=1, direction="internal", body=body)
    page = open_page("/#/chat")
    words = page.get_by_role("log").locator(".words").last
    expect(words).to_contain_text("That is all.")
    assert words.evaluate("node => node.textContent") == body
    lines = words.locator(".entry-line")
    expect(lines).to_have_count(2)
    lefts = lines.first.evaluate("""node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].filter(({ width }) => width > 1).map(({ left }) => left);
    }""")
    assert len(lefts) > 1 and lefts[0] < lefts[1], "the second line begins below the dash"


def test_a_deal_names_its_customer_once_and_leads_to_the_contact_of_that_name(open_page, server):  # noqa: F811
    contact = server.create("contacts", user_id=1, name="Quay House")
    server.create("deals", user_id=1, customer="Quay House", contact_id=contact["id"])
    server.create("deals", user_id=1, customer="Quay House Ltd", contact_id=contact["id"])
    page = open_page("/#/deals")
    for name, times in {"Quay House": 1, "Quay House Ltd": 2}.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Edit the deal with {name}", exact=True))
        assert row.get_by_role("rowheader").inner_text().count("Quay House") == times
    page.get_by_role("button", name="Contact Quay House").first.click()
    expect(page.get_by_role("dialog", name="Edit Quay House")).to_be_visible()
