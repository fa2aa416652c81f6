"""Signing in with a real browser, and what each role is offered there."""

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PROFILE
from crm_server import Server, run_command
from databases import select
from deadline import eventually
from one_time_codes import code
from playwright.sync_api import expect
from test_browser import SIZES, assert_side_by_side, browser, message_box, open_page, save, with_sample  # noqa: F401 (fixtures)

PASSWORD = "green kettle under the bridge"
PEOPLE = {"olga@example.com": "owner", "ada@example.com": "admin", "max@example.com": "member", "vera@example.com": "viewer"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with an account of each role, and a contact of the owner's and one that is shared."""
    data = tmp_path_factory.mktemp("data")
    for email, role in PEOPLE.items():
        made = run_command("user", "create", email, "--role", role, "--password-stdin", data=data, stdin=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
    server = Server(data).start()
    token = server.post("/api/v1/tokens", {"email": "olga@example.com", "password": PASSWORD}).json()["access_token"]
    server.http.headers["Authorization"] = f"Bearer {token}"
    server.create("contacts", name="Harbour Hotel", stage="lead")
    server.create("contacts", name="Garden Inn", stage="lead", shared=True)
    for account in server.every("accounts"):
        assert server.post(f"/business-profile/{account['user_id']}", PROFILE).status_code == 200
    yield server
    server.stop()


def fill_in(page, email, password=PASSWORD):
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(password)


def entered(page, email, password=PASSWORD):
    fill_in(page, email, password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label(f"Account of {email}")).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture(scope="module")
def cookies():
    """Each person's last session: signing in again and again from one address is slowed down."""
    return {}


@pytest.fixture
def signed_in(open_page, cookies):  # noqa: F811
    """Opens a part of the page in a window of its own, signed in."""

    def open_as(email, path="/", **options):
        page = open_page("/docs", **options)
        page.context.add_cookies(cookies.get(email, []))
        page.goto(path, wait_until="networkidle")
        if "/sign-in" in page.url:
            entered(page, email)
        cookies[email] = page.context.cookies()
        expect(page.get_by_label(f"Account of {email}")).to_be_visible()
        return page

    return open_as


def invite(server, email, role="member"):
    """An account of somebody else, and the address of its link."""
    made = server.post("/api/v1/accounts", {"email": email, "role": role})
    assert made.status_code == 201, made.text
    return made.json()


def accessible(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"


def test_who_is_not_signed_in_signs_in_by_keyboard_and_gets_to_where_they_wanted(open_page):
    page = open_page("/#/deals")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type("olga@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Deals")).to_be_visible(timeout=20_000)
    assert page.url.endswith("/#/deals")
    page.goto("/sign-in?to=%23%2Fcontacts")
    expect(page.get_by_role("heading", name="Contacts")).to_be_visible()


@pytest.mark.parametrize("to", ["//example.com", "https://example.com", "javascript:alert(1)", "/docs", "#//example.com/%2e%2e"])
def test_a_link_to_the_sign_in_page_leads_nowhere_but_to_the_page(signed_in, server, to):
    page = signed_in("olga@example.com", f"/sign-in?to={quote(to, safe='')}")
    assert page.url.startswith(f"{server.url}/#") or page.url == f"{server.url}/"


def test_a_wrong_password_is_told_without_saying_what_was_wrong(open_page):
    page = open_page("/sign-in", complaining="401")
    for email in ("olga@example.com", "nobody@example.com"):
        fill_in(page, email, "not the password of anyone")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert").filter(has_text="The e-mail address or the password is wrong.")).to_be_visible(timeout=20_000)
    accessible(page)


def test_a_fault_stands_at_its_field(open_page):
    page = open_page("/sign-in", complaining="422")
    fill_in(page, "olga", "x")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_accessible_description(re.compile("E-mail must be an e-mail address"))
    accessible(page)


def test_who_guesses_is_told_how_long_to_wait(open_page, server):
    page = open_page("/sign-in", complaining="429")
    fill_in(page, "guessed@example.com", "one guess more")
    guess = {"email": "guessed@example.com", "password": "one guess of many"}
    # A minute gives a try back, so a slow machine has more than ten.
    eventually(lambda: server.post("/api/v1/session", guess).status_code == 429, within=120, what="the end of the tries")
    # One may have come back just now.
    assert any(server.post("/api/v1/session", guess).status_code == 429 for _ in range(3))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"Wait \d+ seconds"))).to_be_visible()


def test_somebody_invited_chooses_a_password_and_is_in(open_page, server):
    invited = invite(server, "ines@example.com")
    page = open_page(invited["link"], complaining="422")
    assert page.url == f"{server.url}/sign-in", "the link's secret must leave the address"
    expect(page.get_by_label("E-mail")).to_have_value("ines@example.com")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password", exact=True)).to_have_accessible_description(re.compile("12 to 1000 characters"))
    accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Choose and sign in").click()
    expect(page.get_by_label("Account of ines@example.com")).to_be_visible(timeout=20_000)


def test_a_link_counts_once(open_page, server):
    invited = invite(server, "once@example.com")
    server.post(f"/api/v1/accounts/{invited['id']}/link")
    page = open_page(invited["link"], complaining="404")
    expect(page.get_by_role("heading", name="This link is not open any more")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Sign in with a password").click()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_the_first_owner_comes_by_the_link_that_the_server_printed(browser, start_server, tmp_path):  # noqa: F811
    (tmp_path / "faced").mkdir()
    server = start_server(tmp_path / "faced", env={"HOST": "0.0.0.0"})
    link = eventually(lambda: re.search(r"/sign-in#(\S+)", "".join(server.stdout)), what="the link")[1]
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}")
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="There are no accounts yet")).to_be_visible()
    accessible(page)
    page.goto(f"/sign-in#{link}")
    fill_in(page, "first@example.com")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_label("Account of first@example.com")).to_be_visible(timeout=20_000)
    context.close()


def test_a_member_sees_their_own_and_what_is_shared(signed_in, server):
    page = signed_in("max@example.com", "/#/contacts")
    expect(page.get_by_role("row", name="Garden Inn")).to_be_visible()
    expect(page.get_by_role("row", name="Harbour Hotel")).to_have_count(0)
    expect(page.locator("user-picker select")).to_have_count(0)
    page.get_by_role("button", name="Add a contact").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Max’s Café")
    save(page)
    expect(page.get_by_role("row", name="Max’s Café")).to_be_visible()
    page.get_by_role("button", name="Edit Garden Inn").click()
    expect(page.get_by_role("dialog").get_by_label("Everyone in the workspace works with it")).to_have_count(0)
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.goto("/#/agents")
    expect(page.get_by_role("heading", name="Agents", exact=True)).to_be_visible()
    for name in ("Add an agent", "Write to everyone", re.compile("^Pause"), re.compile("^Plan of")):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.goto("/#/writer")
    expect(page.get_by_text("What models cost")).to_have_count(0)
    page.goto("/#/accounts")
    expect(page.get_by_text("The list of accounts is for those with the role admin or owner.")).to_be_visible()


def test_a_contact_is_shared_and_taken_back(signed_in, server):
    page = signed_in("olga@example.com", "/#/contacts")
    shared = "Everyone in the workspace works with it"
    for wanted in (True, False):
        page.get_by_role("button", name="Edit Harbour Hotel").click()
        box = page.get_by_role("dialog").get_by_label(shared)
        expect(box).to_be_checked(checked=not wanted)
        box.set_checked(wanted)
        save(page, "PATCH")
        assert [contact["shared"] for contact in server.every("contacts", q="Harbour")] == [wanted]


def test_a_deal_whose_contact_went_to_somebody_else_is_changed_without_telling_of_the_contact(signed_in, server):
    [max_] = [account["user_id"] for account in server.every("accounts") if account["email"] == "max@example.com"]
    contact = server.create("contacts", name="Old Mill", user_id=max_)
    deal = server.create("deals", customer="The mill", product="Labneh", contact_id=contact["id"], user_id=max_)
    assert server.patch(f"/api/v1/contacts/{contact['id']}", {"user_id": 1, "name": "New Mill"}).status_code == 200
    assert server.get(f"/api/v1/deals/{deal['id']}").json()["contact_name"] is None
    page = signed_in("max@example.com", "/#/deals")
    page.get_by_role("button", name="Edit the deal with The mill").click()
    expect(page.get_by_role("dialog").get_by_role("combobox", name="Contact")).to_have_value("")
    page.get_by_role("dialog").get_by_label("Product").fill("Olive oil")
    save(page, "PATCH")
    changed = server.get(f"/api/v1/deals/{deal['id']}").json()
    assert (changed["product"], changed["contact_id"]) == ("Olive oil", contact["id"])


@pytest.mark.parametrize("path", ["chat", "today", "contacts", "deals", "drafts", "agents", "history", "profile"])
def test_a_viewer_is_offered_no_changes(signed_in, path):
    page = signed_in("vera@example.com", f"/#/{path}")
    # To look at an agent's plan changes nothing.
    changing = page.get_by_role("main").get_by_role("button").filter(has_not_text=re.compile("^Plan$"))
    assert changing.all_inner_texts() == []
    for field in page.get_by_role("main").locator("form :is(input, select, textarea)").all():
        expect(field).not_to_be_editable()
    accessible(page)


LOOKS_AFTER_IT = {email: role in ("owner", "admin") for email, role in PEOPLE.items()}


@pytest.mark.parametrize("email, may_look", LOOKS_AFTER_IT.items())
def test_who_did_what_is_offered_to_those_who_may_see_it(signed_in, email, may_look):
    page = signed_in(email, "/#/history")
    expect(page.locator("history-view").get_by_text("Nothing has been written yet.")).to_be_visible()
    expect(page.get_by_role("link", name="Who did what")).to_have_count(int(may_look))


@pytest.mark.parametrize("email, may_remove", LOOKS_AFTER_IT.items())
def test_how_to_be_rid_of_the_sample_is_told_to_those_who_may_remove_it(signed_in, email, may_remove):
    page = signed_in(email, "/#/history")
    with_sample(page)
    expect(page.locator("history-view").get_by_text("Nothing has been written yet.")).to_be_visible()
    expect(page.get_by_role("region", name="Sample business")).to_have_count(int(may_remove))


def test_a_text_is_tried_on_the_contact_of_somebody_else_where_one_has_none(signed_in, server):
    [ada] = [account["user_id"] for account in server.every("accounts") if account["email"] == "ada@example.com"]
    assert server.every("contacts", user_id=ada) == []
    page = signed_in("ada@example.com", "/#/agents")
    page.get_by_role("button", name="Add an agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Writes to", exact=True).select_option("contact")
    dialog.get_by_label("What it writes to contacts").fill("Hello {{name}}")
    dialog.get_by_role("button", name="Try it on a contact").click()
    [newest, *_] = server.every("contacts", sort="-updated_at")
    expect(dialog.get_by_text(f"To {newest['name']}: Hello {newest['name']}")).to_be_visible()


# Between them lies all that the tabs in the head leave little room in.
@pytest.mark.parametrize("width", [961, 1000, 1088, 1095, 1279, 1280])
def test_the_head_of_a_team_fits(signed_in, width):
    page = signed_in("ada@example.com", "/#/contacts")
    page.set_viewport_size({"width": width, "height": 800})
    assert_side_by_side(page, ".top .brand", ".top .tabs", "user-picker select", "writer-chip a", "theme-toggle button", "account-menu summary")
    for part in ("user-picker select", "writer-chip a"):
        assert page.locator(part).bounding_box()["width"] >= 60, f"nothing can be read in {part}"


def test_a_key_is_shown_once_and_works_until_it_is_deleted(signed_in, server):
    page = signed_in("max@example.com", "/#/account", complaining="422")
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox")).to_have_count(4)
    dialog.get_by_label("Read what the workspace holds").uncheck()
    dialog.get_by_label("What it is for").fill("Till")
    dialog.get_by_role("button", name="Make").click()
    expect(dialog.get_by_role("group", name="What it may do")).to_contain_text("at least one")
    accessible(page)
    dialog.get_by_label("Read what the workspace holds").check()
    dialog.get_by_role("button", name="Make").click()
    key = page.get_by_label("API key", exact=True).input_value()
    assert key.startswith("crm_key_")
    accessible(page)
    page.get_by_role("button", name="Close").click()
    page.reload()
    entry = page.get_by_role("listitem").filter(has_text="Till")
    expect(entry).to_contain_text("may read")
    assert key not in page.content()
    with_key = {"Authorization": f"Bearer {key}"}
    assert server.get("/api/v1/contacts", headers=with_key).status_code == 200
    assert server.post("/api/v1/contacts", {"name": "x"}, headers=with_key).status_code == 403
    entry.get_by_role("button", name="Delete").click()
    with page.expect_response(lambda r: r.request.method == "DELETE" and r.ok):
        entry.get_by_role("button", name="Delete for good?").click()
    expect(entry).to_have_count(0)
    assert server.get("/api/v1/contacts", headers=with_key).status_code == 401


def test_signing_out_everywhere_from_another_browser_leads_to_the_sign_in_page(signed_in, open_page):  # noqa: F811
    here = signed_in("ada@example.com", "/#/contacts", complaining="401")
    there = entered(open_page("/#/account"), "ada@example.com")
    expect(there.locator("session-list li")).to_have_count(2)
    expect(there.locator("session-list li").first).to_contain_text("this one")
    accessible(there)
    there.get_by_role("button", name="Sign out everywhere").click()
    there.get_by_role("button", name="Sign out here too?").click()
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
    here.get_by_label("Stage", exact=True).select_option("lead")
    expect(here.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "to=%23%2Fcontacts" in here.url
    entered(here, "ada@example.com")
    expect(here.get_by_role("heading", name="Contacts")).to_be_visible()


KEPT = "() => JSON.stringify([localStorage, sessionStorage])"


def end_sessions(server, email):
    """Ends them as an admin's change of an account does."""
    [account] = [account for account in server.every("accounts") if account["email"] == email]
    assert server.patch(f"/api/v1/accounts/{account['id']}", {"role": account["role"]}).status_code == 200


def test_a_message_that_was_being_sent_is_still_there_after_signing_in_again(signed_in, server):
    page = signed_in("max@example.com", "/#/chat", complaining="401")
    message_box(page).fill("What is due today?")
    end_sessions(server, "max@example.com")
    message_box(page).press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    entered(page, "max@example.com")
    expect(message_box(page)).to_have_value("What is due today?")


def test_signing_out_forgets_what_was_written_and_not_sent(signed_in):
    page = signed_in("max@example.com", "/#/chat")
    message_box(page).fill("Between us")
    assert "Between us" in page.evaluate(KEPT)
    page.get_by_label("Account of max@example.com").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Between us" not in page.evaluate(KEPT)


def test_what_is_being_typed_in_a_form_is_not_lost_when_the_session_ends(signed_in, server):
    page = signed_in("max@example.com", "/#/contacts", complaining="401")
    page.get_by_role("button", name="Add a contact").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Lake Lodge")
    end_sessions(server, "max@example.com")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("What you have typed is still here")).to_be_visible()
    expect(dialog).not_to_contain_text("Bearer")
    accessible(page)
    with page.expect_popup() as opened:
        dialog.get_by_role("link", name="Sign in").click()
    entered(opened.value, "max@example.com")
    save(page)
    expect(page.get_by_role("row", name="Lake Lodge")).to_be_visible()


def test_an_admin_invites_changes_keeps_out_and_deletes(signed_in, server):
    page = signed_in("ada@example.com", "/#/accounts", complaining="409")
    expect(page.get_by_role("row", name="olga@example.com").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("row", name="ada@example.com")).to_contain_text("you")
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Role").get_by_role("option", name="owner")).to_have_count(0)
    dialog.get_by_label("E-mail").fill("max@example.com")
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog.get_by_label("E-mail")).to_have_accessible_description(re.compile("^E-mail has an account already"))
    dialog.get_by_label("E-mail").fill("nils@example.com")
    dialog.get_by_label("Name", exact=True).fill("Nils Ferry")
    dialog.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(r"^http://127\.0\.0\.1:\d+/sign-in#.+"))
    accessible(page)
    page.get_by_role("button", name="Close").click()
    row = page.get_by_role("row", name="nils@example.com")
    expect(row).to_contain_text("invited")
    expect(row).to_contain_text("Nils Ferry")
    expect(page.locator("user-picker option", has_text="Nils Ferry")).to_have_count(1)
    for action, state in (("Role", None), ("Keep out", "kept out"), ("Let in", "active")):
        with page.expect_response(lambda r: r.request.method == "PATCH" and r.ok):
            row.get_by_label(f"{action} of").select_option("viewer") if state is None else row.get_by_role("button", name=action).click()
        expect(row).to_contain_text(state or "viewer")
    accessible(page)
    row.get_by_role("button", name="Delete").click()
    row.get_by_role("button", name="Delete for good?").click()
    expect(row).to_have_count(0)
    assert "nils@example.com" not in [account["email"] for account in server.every("accounts")]


def test_a_password_is_changed_and_the_old_one_counts_no_more(open_page, server):
    invited = invite(server, "paula@example.com")
    page = open_page(invited["link"], complaining="401")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Choose and sign in").click()
    expect(page.get_by_label("Account of paula@example.com")).to_be_visible(timeout=20_000)
    page.goto("/#/account")
    page.get_by_label("Current password").fill("not this one at all")
    page.get_by_label("New password").fill("yellow ladder on the moon")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_label("Current password")).to_have_accessible_description("This is not your password.", timeout=20_000)
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Password changed.")).to_be_visible(timeout=20_000)
    page.get_by_label("Account of paula@example.com").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    entered(page, "paula@example.com", "yellow ladder on the moon")


def test_a_second_factor_is_set_up_and_asked_for(open_page, server):
    invited = invite(server, "frida@example.com")
    page = open_page(invited["link"], complaining="401")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Choose and sign in").click()
    expect(page.get_by_label("Account of frida@example.com")).to_be_visible(timeout=20_000)
    page.goto("/#/account")
    page.get_by_role("button", name="Set up").click()
    secret = page.locator(".secret").text_content().replace(" ", "")
    accessible(page)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery = page.locator(".recovery-codes li").first.text_content()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("Recovery codes left: 10.")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/sign-in")
    fill_in(page, "frida@example.com")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Code")).to_be_visible(timeout=20_000)
    accessible(page)
    expect(page.get_by_text("Now enter the code that your authenticator app shows, or a recovery code.")).to_be_visible()
    page.get_by_label("Code").fill("not a code")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Code")).to_have_accessible_description(re.compile("This code is wrong, or was used before."), timeout=20_000)
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Account of frida@example.com")).to_be_visible(timeout=20_000)


def test_another_role_of_somebody_who_never_signed_in_speaks_of_no_signing_in_again(signed_in, server):
    invite(server, "never@example.com")
    page = signed_in("olga@example.com", "/#/accounts")
    page.get_by_label("Role of never@example.com").select_option("viewer")
    expect(page.get_by_role("status").filter(has_text="never@example.com")).to_have_text("never@example.com has the role viewer, and can sign in.")


def test_a_key_takes_the_password_once_more_where_the_sign_in_is_long_ago(signed_in, server):
    page = signed_in("ada@example.com", "/#/account", complaining="status of 40")
    select(server.data, "UPDATE sessions SET proven_at = 0")
    page.get_by_role("button", name="Make a key").click()
    making = page.get_by_role("dialog", name="Make an API key")
    making.get_by_label("What it is for").fill("Desk")
    making.get_by_role("button", name="Make").click()
    asking = page.get_by_role("dialog", name="Is it you?")
    accessible(page)
    asking.get_by_label("Password", exact=True).fill("not this one at all")
    asking.get_by_role("button", name="Go on").click()
    expect(asking.get_by_text("This is not your password.")).to_be_visible(timeout=20_000)
    asking.get_by_label("Password", exact=True).fill(PASSWORD)
    asking.get_by_role("button", name="Go on").click()
    assert page.get_by_label("API key", exact=True).input_value(timeout=20_000).startswith("crm_key_")


@pytest.mark.parametrize("email, sees_others", [("ada@example.com", True), ("max@example.com", False)])
def test_everybody_changes_their_own_name(signed_in, server, email, sees_others):
    page = signed_in(email, "/#/account")
    [account] = [account for account in server.every("accounts") if account["email"] == email]
    page.get_by_label("Your name").fill("Sandy Quay")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_text("Name saved.")).to_be_visible()
    accessible(page)
    assert server.get(f"/api/v1/users/{account['user_id']}").json()["name"] == "Sandy Quay"
    expect(page.locator("user-picker option", has_text="Sandy Quay")).to_have_count(1 if sees_others else 0)
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Save name").click()
    eventually(lambda: server.get(f"/api/v1/users/{account['user_id']}").json()["name"] == "", what="the name that was taken away")
    expect(page.locator("user-picker option", has_text="Sandy Quay")).to_have_count(0)


def test_the_workspace_says_whether_all_need_a_second_factor_and_how_long_is_kept(signed_in, server):
    page = signed_in("olga@example.com", "/#/profile", complaining="status of 4")
    page.get_by_label("Keep messages for").fill("10")
    page.get_by_role("button", name="Save workspace").click()
    expect(page.get_by_label("Keep messages for")).to_have_accessible_description(re.compile("400"))
    page.get_by_label("Keep messages for").fill("800")
    page.get_by_label("Keep runs for").fill("")
    page.get_by_label("Everybody signs in with a second factor").check()
    page.get_by_role("button", name="Save workspace").click()
    # Who asks everybody for one and has none sets theirs up first.
    expect(page.get_by_text("This workspace asks for a second factor. Set yours up to go on.")).to_be_visible(timeout=20_000)
    row = select(server.data, "SELECT keep_messages_days, keep_runs_days, requires_second_factor FROM workspaces WHERE id = 1")
    assert [tuple(values) for values in row] == [(800, None, 1)]
    select(server.data, "UPDATE workspaces SET requires_second_factor = 0")
    # What was known of a session counts for five seconds.
    eventually(lambda: server.get("/api/v1/contacts").status_code == 200, within=20)
    field = page.get_by_label("Keep messages for")
    eventually(lambda: page.reload() and (expect(field).to_have_value("800", timeout=5_000) or True), within=30, every=1)


def test_the_account_menu_is_opened_and_closed_by_keyboard(signed_in):
    page = signed_in("ada@example.com", "/")
    menu = page.get_by_label("Account of ada@example.com")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="My account")).to_have_count(0)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Accounts", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    expect(page.get_by_role("link", name="My account")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/sign-in", "/#/account", "/#/accounts", "/#/contacts"])
def test_there_are_no_accessibility_violations(open_page, signed_in, tmp_path, path, size, scheme):  # noqa: F811
    page = open_page(path, size, scheme) if path == "/sign-in" else signed_in("ada@example.com", path, size=size, scheme=scheme)
    page.screenshot(path=tmp_path / f"{path.strip('/#')}-{size}-{scheme}.png")
    accessible(page)


@pytest.mark.parametrize("email", ["max@example.com", "vera@example.com"])
@pytest.mark.parametrize(
    "part, heading, whose, way, there",
    [
        ("audit", "Who did what", "What everybody did", "Look at what was written", "History"),
        ("accounts", "Accounts", "The list of accounts", "Look at your own account", "My account"),
    ],
)
def test_who_types_the_address_of_a_part_that_is_not_for_them_is_told_where_to_go(signed_in, email, part, heading, whose, way, there):
    page = signed_in(email, f"/#/{part}")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_text(f"{whose} is for those with the role admin or owner. Yours is {PEOPLE[email]}")).to_be_visible()
    for control in ("alert", "combobox", "searchbox"):
        expect(page.locator(f"[data-view={part}]").get_by_role(control)).to_have_count(0)
    accessible(page)
    page.get_by_role("link", name=way).click()
    expect(page.get_by_role("heading", name=there, exact=True)).to_be_visible()
    assert not any("/api/v1/audit" in url or "/api/v1/accounts" in url for url in asked)


def test_what_is_refused_after_a_change_of_ones_role_leads_elsewhere(signed_in):
    page = signed_in("ada@example.com", "/", complaining="403")
    refusal = {"detail": "This needs the role admin or more; you have the role member."}
    page.route("**/api/v1/audit?*", lambda route: route.fulfill(status=403, json=refusal))
    page.goto("/#/audit")
    expect(page.get_by_role("alert").filter(has_text=refusal["detail"])).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("link", name="Go to the chat").click()
    expect(page.get_by_role("textbox", name="message").first).to_be_visible()
