"""Links for a new password and invitations by mail, over a real mail server."""

from urllib.parse import quote

import pytest
from accounts import PASSWORD, bearer, make_account, sign_in
from crm_server import run_command
from databases import select
from deadline import eventually
from ports import steady_port
from smtp_server import PASSWORD as SMTP_PASSWORD
from smtp_server import USER, MailServer, SilentServer, certificate

OWNER, NEW = "olga@example.com", "another good password"
PORT = steady_port()


@pytest.fixture
def mail():
    with MailServer() as mail:
        yield mail


@pytest.fixture
def serve(start_server, tmp_path):
    """Starts a server with an owner, which sends by the mail server at this address; keyword arguments are environment variables."""

    def start(url, **env):
        settings = {
            "SMTP_URL": url, "MAIL_FROM": "Büro <crm@example.com>", "PUBLIC_URL": f"http://127.0.0.1:{PORT}", "RATE_LIMITS": "off",
        }
        server = start_server(tmp_path / "data", env=settings | env, port=PORT)
        make_account(server, OWNER, "owner")
        return server

    return start


def ask(server, email=OWNER):
    answer = server.post("/api/v1/links/mail", {"email": email})
    assert answer.status_code == 202, answer.text
    return answer.json()


def arrived(mail, count=1, within=10):
    eventually(lambda: len(mail.mails) >= count, within=within, what=f"{count} mails")
    assert len(mail.mails) == count
    return mail.links()[-1]


def follow(server, link, password=NEW):
    return server.post("/api/v1/links/follow", {"link": link, "password": password})


def log(server):
    return "".join(server.stderr)


def test_whoever_forgot_the_password_chooses_a_new_one_by_a_mailed_link(serve, mail):
    server = serve(mail.url)
    before = sign_in(server, OWNER)
    ask(server, OWNER.upper())
    link = arrived(mail)
    [message] = mail.mails
    assert message["To"] == OWNER and message["From"] == "Büro <crm@example.com>" and message["Subject"] == "A new password for CRM Agent"
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"].endswith("@example.com>") and message["Date"]
    assert f"http://127.0.0.1:{PORT}/sign-in#{link}" in message.get_content().splitlines()
    assert server.post("/api/v1/links/look", {"link": link}).json() == {"purpose": "password", "email": OWNER}
    assert follow(server, link).status_code == 200
    assert server.get("/api/v1/sessions", headers=bearer(before)).status_code == 401, "sessions go on after a reset"
    assert follow(server, link, "a third good password").status_code == 404, "a link counts twice"
    assert server.post("/api/v1/tokens", {"email": OWNER, "password": PASSWORD}).status_code == 401
    token = server.post("/api/v1/tokens", {"email": OWNER, "password": NEW}).json()["access_token"]
    trail = server.get("/api/v1/audit", params={"limit": 50}, headers=bearer(token)).json()["items"]
    mailed = next(entry for entry in trail if entry["action"] == "account.link_mailed")
    assert mailed["actor"]["address"] == "127.0.0.1" and "password.chosen" in [entry["action"] for entry in trail]


def test_the_answer_tells_nothing_of_who_has_an_account(serve, mail):
    server = serve(mail.url)
    make_account(server, "away@example.com", "viewer")
    assert run_command("user", "disable", "away@example.com", data=server.data, env=server.env).returncode == 0
    answers = [server.post("/api/v1/links/mail", {"email": who}) for who in ("nobody@example.com", "away@example.com", OWNER)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    arrived(mail)
    assert [message["To"] for message in mail.mails] == [OWNER]


def test_a_mailbox_is_not_filled_by_a_stranger(serve, mail):
    server = serve(mail.url)
    for who in (OWNER, "nobody@example.com"):
        for _ in range(3):
            ask(server, who)
        refused = server.post("/api/v1/links/mail", {"email": who})
        assert refused.status_code == 429 and int(refused.headers["Retry-After"]) <= 301
    sign_in(server, OWNER)  # which the stranger has not slowed
    eventually(lambda: not select(server.data, "SELECT id FROM account_mails"), what="an end of the mails")
    assert 1 <= len(mail.mails) <= 3  # one that was overtaken before it was sent is left out
    answers = [server.post("/api/v1/links/look", {"link": link}).status_code for link in mail.links()]
    assert sorted(answers) == [200] + [404] * (len(answers) - 1), "asking again must void what was mailed before"


@pytest.mark.parametrize("email", ["a\r\nBcc: b@example.com", "a\r\n@example.com", "a@example.com\nRCPT TO:<b@example.com>", "no address"])
def test_no_address_smuggles_a_header(serve, mail, email):
    server = serve(mail.url)
    assert server.post("/api/v1/links/mail", {"email": email}).status_code == 422


def test_a_mailed_link_stands_nowhere_but_in_its_mail(serve, mail):
    mail.replies.append("451 come again")
    server = serve(mail.url, LOG_LEVEL="trace")
    ask(server)
    eventually(lambda: "is tried again" in log(server), what="the first attempt")
    link = arrived(mail, within=15)
    texts = [str(select(server.data, f"SELECT * FROM {table}")) for table in ("account_mails", "one_time_links", "audit_entries")]
    texts += [path.read_bytes().decode("latin-1") for path in server.data.iterdir() if path.is_file()]
    assert all(link not in text for text in [*texts, log(server)])


def test_a_server_without_mail_says_who_helps(start_server):
    server = start_server()
    answer = server.post("/api/v1/links/mail", {"email": OWNER})
    assert answer.status_code == 409 and "ask whoever looks after the accounts" in answer.json()["detail"]
    assert server.get("/api/v1/session").json()["sends_mail"] is False


def test_an_invitation_is_mailed_too_and_one_of_its_links_ends_both(serve, mail):
    server = serve(mail.url)
    owner = bearer(sign_in(server, OWNER))
    invited = server.post("/api/v1/accounts", {"email": "ines@example.com", "role": "member"}, headers=owner).json()
    assert invited["is_mailed"] is True
    shown, mailed = invited["link"].split("#")[1], arrived(mail)
    assert [server.post("/api/v1/links/look", {"link": link}).json()["purpose"] for link in (shown, mailed)] == ["invitation"] * 2
    assert follow(server, mailed).status_code == 200
    assert follow(server, shown).status_code == 404


def test_mail_goes_encrypted_and_with_the_password_it_was_given(serve, tmp_path):
    context, authority = certificate(tmp_path)
    with MailServer(tls=context, asks_password=True) as mail:
        url = f"smtp://{quote(USER, safe='')}:{quote(SMTP_PASSWORD, safe='')}@localhost:{mail.port}?starttls=always"
        server = serve(url, SMTP_CA_FILE=authority)
        ask(server)
        arrived(mail)
        assert mail.sessions[0].ssl and mail.sessions[0].authenticated
        done = run_command("doctor", data=server.data, env=server.env)
        assert f"ok   mail: The mail server localhost:{mail.port} lets this server in" in done.stdout


def test_a_mail_server_that_wants_a_password_is_told_of_and_tried_again(serve):
    with MailServer(asks_password=True) as mail:
        server = serve(mail.url)
        ask(server)
        eventually(lambda: "asks for a user and a password: write them into SMTP_URL (530)" in log(server), what="the reason in the log")
        assert "it is tried again" in log(server)


@pytest.mark.parametrize("fault", ["certificate", "password", "encryption"])
def test_a_mail_server_that_is_not_as_it_should_be_gets_nothing_and_is_told_of_without_secrets(serve, tmp_path, fault):
    context, authority = certificate(tmp_path)
    password = "wrong" if fault == "password" else SMTP_PASSWORD
    with MailServer(tls=None if fault == "encryption" else context, asks_password=fault != "encryption") as mail:
        url = f"smtp://{quote(USER, safe='')}:{quote(password, safe='')}@localhost:{mail.port}?starttls=always"
        server = serve(url, **({} if fault == "certificate" else {"SMTP_CA_FILE": authority}))
        ask(server)
        said = {"certificate": "has a certificate that is not trusted", "password": "does not take the user and password of SMTP_URL (535)",
                "encryption": "offers no encryption"}[fault]
        eventually(lambda: said in log(server), what="the reason in the log")
        assert mail.mails == []
        done = run_command("doctor", data=server.data, env=server.env)
        assert done.returncode == 1 and f"FIX  mail: The mail server localhost:{mail.port} {said}" in done.stdout, done.stdout
        assert "1 mail waits for another attempt" in done.stdout
        for secret in (SMTP_PASSWORD, quote(SMTP_PASSWORD, safe=""), f":{password}@", "sign-in#"):
            assert secret not in log(server) + done.stdout + done.stderr


def test_a_mail_refused_for_a_while_comes_later(serve, mail):
    mail.replies.extend(["451 come again", ("450 not yet",)])
    server = serve(mail.url)
    ask(server)
    arrived(mail, within=40)
    assert log(server).count("is tried again") == 2


def test_a_mailbox_that_is_not_there_is_tried_once_and_told_of(serve, mail):
    mail.replies.append(("550 no such mailbox",))
    server = serve(mail.url)
    ask(server)
    eventually(lambda: "a mail was given up" in log(server), what="the line in the log")
    assert "takes no mail for this address (550)" in log(server) and OWNER not in log(server)
    done = run_command("doctor", data=server.data, env=server.env)
    assert "FIX  mail: 1 mail was given up in the last 7 days" in done.stdout and "(550)" in done.stdout
    ask(server)
    arrived(mail)


def test_a_mail_that_may_have_arrived_comes_again_and_either_link_counts(serve, mail):
    mail.replies.append("close")
    server = serve(mail.url)
    ask(server)
    arrived(mail, 2, within=15)
    links = mail.links()
    assert [server.post("/api/v1/links/look", {"link": link}).status_code for link in links] == [200, 200]
    assert follow(server, links[0]).status_code == 200
    assert follow(server, links[1]).status_code == 404


def test_a_mail_server_that_says_nothing_does_not_hold_up_a_stop_and_the_mail_goes_later(serve, mail):
    with SilentServer() as silent:
        server = serve(silent.url, SHUTDOWN_SECONDS=2)
        ask(server)
        eventually(lambda: silent.has_caller, what="a connection")
        server.stop(within=8)
    server.env = server.env | {"SMTP_URL": mail.url}
    server.start()
    arrived(mail, within=40)


def test_a_mail_outlives_kill_9(serve, start_server, mail):
    with SilentServer() as silent:
        server = serve(silent.url)
        ask(server)
        eventually(lambda: silent.has_caller, what="a connection")
        server.kill()
    server.env = server.env | {"SMTP_URL": mail.url}
    server.start()
    arrived(mail, within=40)  # on PostgreSQL others may be at it, until their lease has run out


@pytest.mark.parametrize(
    "settings, named",
    [
        ({"SMTP_URL": "http://mail.example.com"}, "SMTP_URL"), ({"SMTP_URL": "smtp://mail.example.com?tls=no"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://user:hunter7@mail.example.com?starttls=never"}, "SMTP_URL"), ({"SMTP_URL": "smtp://user@mail.example.com"}, "SMTP_URL"),
        ({"MAIL_FROM": "nobody"}, "MAIL_FROM"), ({"MAIL_FROM": "a@example.com\r\nBcc: b@example.com"}, "MAIL_FROM"), ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"), ({"SMTP_URL": ""}, "MAIL_FROM"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, settings, named):
    right = {"SMTP_URL": "smtp://mail.example.com", "MAIL_FROM": "crm@example.com", "PUBLIC_URL": "https://crm.example.com"}
    done = run_command("serve", data=tmp_path, env=right | settings)
    assert done.returncode != 0 and named in done.stderr and "hunter7" not in done.stderr
