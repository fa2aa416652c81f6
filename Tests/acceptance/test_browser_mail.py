"""What the page shows where a mail server is set up."""

import pytest
from accounts import PASSWORD, make_account
from crm_server import Server
from deadline import eventually
from playwright.sync_api import expect
from ports import steady_port
from smtp_server import MailServer
from test_browser import SIZES, browser, open_page  # noqa: F401 (fixtures)
from test_browser_accounts import accessible, entered

OWNER, ADMIN, NEW = "olga@example.com", "ada@example.com", "another good password"


@pytest.fixture(scope="module")
def mail():
    with MailServer() as mail:
        yield mail


@pytest.fixture(scope="module")
def server(tmp_path_factory, mail):
    port = steady_port()
    env = {"SMTP_URL": mail.url, "MAIL_FROM": "crm@example.com", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = Server(tmp_path_factory.mktemp("data"), env=env, port=port).start()
    make_account(server, OWNER, "owner")
    make_account(server, ADMIN, "admin")
    # Made by commands, which the server sees within two seconds.
    eventually(lambda: server.get("/api/v1/session").json()["has_accounts"], what="the server's knowledge of its accounts")
    yield server
    server.stop()


def link_to(mail, address):
    eventually(lambda: mail.links(address), what=f"a mail to {address}")
    return mail.links(address)[-1]


def test_whoever_forgot_the_password_gets_in_by_a_mail_with_the_keyboard_alone(open_page, mail):
    page = open_page("/sign-in?to=%23%2Fdeals")
    page.keyboard.type(OWNER)
    page.get_by_role("button", name="Forgot the password?").press("Enter")
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value(OWNER)
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your mailbox")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("If there is an account for this address, a mail with a link is on its way.")
    accessible(page)
    page.goto(f"/sign-in#{link_to(mail, OWNER)}")
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_role("button", name="Choose and sign in").click()
    expect(page.get_by_label(f"Account of {OWNER}")).to_be_visible(timeout=20_000)


def test_what_is_no_address_is_told_at_its_field_and_one_can_go_back(open_page):
    page = open_page("/sign-in", complaining="422")
    page.get_by_role("button", name="Forgot the password?").click()
    page.get_by_label("E-mail").fill("olga")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_accessible_description("E-mail must be an e-mail address such as sales@example.com.")
    accessible(page)
    page.get_by_role("button", name="Back to signing in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_who_invites_is_told_that_a_mail_goes_too(open_page, mail):
    page = entered(open_page("/sign-in?to=%23%2Faccounts"), ADMIN, PASSWORD)
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("ines@example.com")
    dialog.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("dialog")).to_contain_text("A mail with a link of its own is on its way.")
    accessible(page)
    shown = page.get_by_label("Link", exact=True).input_value()
    assert link_to(mail, "ines@example.com") not in shown


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_request_for_a_link_fits_every_window(open_page, size, scheme):
    page = open_page("/sign-in", size=size, scheme=scheme)
    page.get_by_role("button", name="Forgot the password?").click()
    accessible(page)
    page.get_by_label("E-mail").fill(f"{size}-{scheme}@example.com")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Check your mailbox")).to_be_focused()
    accessible(page)
