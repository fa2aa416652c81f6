"""Signing in by an OpenID Connect provider, against a real one that insists on PKCE."""

import sqlite3

import httpx
import pytest
from crm_server import run_command
from databases import USES_POSTGRES, select
from deadline import eventually
from glewlwyd import CLIENT, SECRET, Glewlwyd
from one_time_codes import code
from ports import steady_port

OWNER, OWNERS_PASSWORD = "owner@example.com", "three words of ours"
PORT = steady_port()


@pytest.fixture(scope="module")
def provider():
    with Glewlwyd(f"http://127.0.0.1:{PORT}/api/v1/oidc/callback") as provider:
        yield provider


@pytest.fixture
def serve(start_server, provider, tmp_path):
    """Starts a server that trusts `provider`, with an owner; keyword arguments are environment variables."""

    def start(**env):
        settings = {
            "OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_NAME": "Office",
            "OIDC_DOMAINS": "example.com", "PUBLIC_URL": f"http://127.0.0.1:{PORT}", "OIDC_ROLE_CLAIM": "groups",
            "OIDC_ROLES": "crm-admins=admin,sales=member",
        }
        data = tmp_path / "data"
        data.mkdir()
        made = run_command("user", "create", OWNER, "--password-stdin", data=data, stdin=OWNERS_PASSWORD)
        assert made.returncode == 0, made.stderr
        return start_server(data, env=settings | env, port=PORT)

    return start


class Browser:
    """One who signs in: keeps cookies, follows no redirect by itself."""

    def __init__(self, server, provider):
        self.http, self.provider = httpx.Client(base_url=server.url, trust_env=False, timeout=60), provider

    def start(self):
        answer = self.http.get("/api/v1/oidc/start")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def come_back(self, name):
        """Up to where the provider sends the browser back to."""
        return self.provider.authorize(name, self.start())

    def arrive(self, address):
        """Where our server leads the browser."""
        answer = self.http.get(address)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def sign_in(self, name):
        return self.arrive(self.come_back(name))

    def session(self):
        return self.http.get("/api/v1/session").json()

    def post(self, path, **body):
        return self.http.post(path, json=body, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_provider_signs_people_in_with_the_roles_it_tells_and_makes_their_accounts(serve, provider):
    provider.add("mara", "mara@example.com", groups=["sales", "crm-admins"])
    provider.add("nils", "nils@example.com", groups=["sales"])
    server = serve()
    page = server.get("/api/v1/session").json()
    assert page["providers"] == [{"name": "Office", "url": "/api/v1/oidc/start"}] and not page["is_signed_in"]
    mara = Browser(server, provider)
    assert mara.sign_in("mara") == "/"
    session = mara.session()
    assert (session["name"], session["role"], session["is_signed_in"]) == ("mara@example.com", "admin", True)
    again = Browser(server, provider)
    assert again.sign_in("mara") == "/" and again.session()["account_id"] == session["account_id"]
    nils = Browser(server, provider)
    assert nils.sign_in("nils") == "/" and nils.session()["role"] == "member"
    accounts = mara.http.get("/api/v1/accounts").json()["items"]
    assert sorted(row["email"] for row in accounts) == ["mara@example.com", "nils@example.com", OWNER]
    # Where the provider has made them, there is no password to sign in with.
    refused = server.post("/api/v1/session", {"email": "mara@example.com", "password": "any password at all"})
    assert refused.status_code == 401
    for text in ["".join(server.stdout), "".join(server.stderr)]:
        assert SECRET not in text and "code=" not in text


def test_whoever_is_not_known_verified_or_meant_is_refused(serve, provider):
    provider.add("olga", "olga@elsewhere.example", groups=["sales"])
    provider.add("piet", "piet@example.com", verified=False, groups=["sales"])
    provider.add("quin", "quin@example.com", groups=["strangers"])
    provider.add("rosa", "rosa@example.com", groups=["sales"])
    server = serve()
    for name, reason in [("olga", "provider_domain"), ("piet", "provider_unverified"), ("quin", "provider_role")]:
        browser = Browser(server, provider)
        assert browser.sign_in(name) == f"/sign-in?problem={reason}"
        assert not browser.session()["is_signed_in"]
    assert Browser(server, provider).sign_in("rosa") == "/"
    assert run_command("user", "disable", "rosa@example.com", data=server.data).returncode == 0
    assert Browser(server, provider).sign_in("rosa") == "/sign-in?problem=provider_disabled"
    assert len(select(server.data, "SELECT id FROM accounts")) == 2


def test_a_sign_in_ends_once_in_the_browser_that_began_it(serve, provider):
    provider.add("sten", "sten@example.com", groups=["sales"])
    server = serve()
    stale = "/sign-in?problem=provider_stale"
    mine, other = Browser(server, provider), Browser(server, provider)
    address = mine.come_back("sten")
    other.start()
    assert other.arrive(address) == stale
    assert Browser(server, provider).arrive(address) == stale
    wrong = httpx.URL(address).copy_set_param("state", "of-somebody-else")
    assert mine.arrive(wrong) == stale and mine.arrive("/api/v1/oidc/callback?code=1") == stale
    assert mine.arrive(address) == "/"
    assert mine.arrive(address) == stale
    # The provider gives nothing for a code that was used, nor for one of another sign-in.
    used, state = httpx.URL(address).params["code"], httpx.URL(mine.start()).params["state"]
    assert mine.arrive(f"/api/v1/oidc/callback?state={state}&code={used}") == "/sign-in?problem=provider_token"


@pytest.mark.skipif(USES_POSTGRES, reason="what a sign-in keeps is changed in the file")
@pytest.mark.parametrize("column", ["nonce", "verifier"])
def test_a_swapped_nonce_or_verifier_is_refused(serve, provider, column):
    provider.add(f"tess-{column}", f"tess-{column}@example.com", groups=["sales"])
    server = serve()
    browser = Browser(server, provider)
    address = browser.come_back(f"tess-{column}")
    with sqlite3.connect(server.data / "crm.sqlite") as database:
        database.execute(f"UPDATE provider_sign_ins SET {column} = 'another-one-that-is-long-enough-for-a-verifier'")
    assert browser.arrive(address) == "/sign-in?problem=provider_token"


def test_a_client_that_the_provider_does_not_know_and_a_wrong_secret_are_refused(serve, provider):
    provider.add("ulla", "ulla@example.com", groups=["sales"])
    server = serve(OIDC_CLIENT_SECRET="not the secret")
    assert Browser(server, provider).sign_in("ulla") == "/sign-in?problem=provider_token"


def test_new_keys_of_the_provider_count_without_a_restart(serve, provider):
    provider.add("vera", "vera@example.com", groups=["sales"])
    server = serve()
    assert Browser(server, provider).sign_in("vera") == "/"
    provider.change_key()
    eventually(lambda: Browser(server, provider).sign_in("vera") == "/", what="a sign-in by the new key")


def test_a_second_factor_is_asked_for_however_one_signs_in(serve, provider):
    provider.add("will", "will@example.com", groups=["sales"])
    server = serve()
    will = Browser(server, provider)
    assert will.sign_in("will") == "/"
    secret = will.post("/api/v1/second-factor").json()["secret"]
    assert will.post("/api/v1/second-factor/confirm", code=code(secret, -1)).status_code == 200
    later = Browser(server, provider)
    assert later.sign_in("will") == "/sign-in?code=provider"
    assert not later.session()["is_signed_in"]
    assert later.post("/api/v1/oidc/finish", code="000000").status_code == 401
    assert Browser(server, provider).post("/api/v1/oidc/finish", code=code(secret)).status_code == 401
    assert later.post("/api/v1/oidc/finish", code=code(secret)).json()["name"] == "will@example.com"
    assert later.session()["is_signed_in"]


def test_while_the_provider_is_away_passwords_go_on(serve, tmp_path):
    server = serve(OIDC_ISSUER=f"http://127.0.0.1:{steady_port()}")
    answer = server.get("/api/v1/oidc/start")
    assert answer.status_code == 303 and answer.headers["location"] == "/sign-in?problem=provider_away"
    assert server.post("/api/v1/session", {"email": OWNER, "password": OWNERS_PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    "env, variable",
    [
        ({"OIDC_ISSUER": "http://id.example.com"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://127.0.0.1:80@id.example.com"}, "OIDC_ISSUER"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_DOMAINS": ""}, "OIDC_DOMAINS"),
        ({"OIDC_ROLES": "crm-admins=emperor"}, "OIDC_ROLES"),
        ({"OIDC_ROLE_CLAIM": ""}, "OIDC_ROLE_CLAIM"),
        ({"OIDC_DEFAULT_ROLE": "guest"}, "OIDC_DEFAULT_ROLE"),
        ({"PUBLIC_URL": "https://crm.example.com/deep"}, "PUBLIC_URL"),
        ({"OIDC_ISSUER": ""}, "OIDC_CLIENT_ID"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, env, variable):
    settings = {
        "OIDC_ISSUER": "https://id.example.com", "OIDC_CLIENT_ID": CLIENT, "OIDC_DOMAINS": "example.com",
        "PUBLIC_URL": "https://crm.example.com", "OIDC_ROLE_CLAIM": "groups", "OIDC_ROLES": "a=admin",
    }
    told = run_command("user", "list", data=tmp_path, env=settings | env)
    assert told.returncode != 0 and variable in told.stderr, told.stderr
