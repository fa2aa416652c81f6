"""The second factor of an account: a code besides the password, and what helps where the telephone is gone."""

import base64

import httpx
import pytest
from crm_server import run_command
from databases import select
from one_time_codes import code

EMAIL, PASSWORD = "owner@example.com", "three words of ours"
MASTER = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def server(start_server, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    made = run_command("user", "create", EMAIL, "--password-stdin", data=data, stdin=PASSWORD)
    assert made.returncode == 0, made.stderr
    return start_server(data, env={"MASTER_KEY": MASTER})


def sign_in(server, **more):
    """A browser's sign-in: the browser, and the answer."""
    browser = httpx.Client(base_url=server.url, trust_env=False, timeout=60, headers={"Sec-Fetch-Site": "same-origin"})
    return browser, browser.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD, **more})


def set_up(browser):
    """The secret and the recovery codes of a second factor that counts from now on."""
    made = browser.post("/api/v1/second-factor")
    assert made.status_code == 201, made.text
    secret = made.json()["secret"]
    assert f"secret={secret}" in made.json()["url"] and made.json()["url"].startswith("otpauth://totp/CRM%20Agent")
    # The code of the step before: that of now is left for the next sign-in.
    confirmed = browser.post("/api/v1/second-factor/confirm", json={"code": code(secret, -1)})
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.json()["recovery_codes"]


def test_signing_in_takes_a_code_that_counts_once(server):
    owner, _ = sign_in(server)
    secret, codes = set_up(owner)
    assert len(set(codes)) == 10
    assert owner.get("/api/v1/accounts").json()["items"][0]["has_second_factor"] is True
    _, asked = sign_in(server)
    assert asked.status_code == 401 and asked.json()["code"] == "second_factor_needed"
    wrong = server.post("/api/v1/session", {"email": EMAIL, "password": "not the password"})
    assert wrong.status_code == 401 and "code" not in wrong.json()
    now = code(secret)
    browser, entered = sign_in(server, code=now)
    assert entered.status_code == 200 and browser.get("/api/v1/second-factor").json()["recovery_codes_left"] == 10
    _, again = sign_in(server, code=now)
    assert again.status_code == 401 and again.json()["code"] == "second_factor_wrong"
    program = server.post("/api/v1/tokens", {"email": EMAIL, "password": PASSWORD})
    assert program.status_code == 401 and program.json()["code"] == "second_factor_needed"
    assert server.post("/api/v1/tokens", {"email": EMAIL, "password": PASSWORD, "code": codes[0].upper()}).status_code == 201
    assert server.post("/api/v1/tokens", {"email": EMAIL, "password": PASSWORD, "code": codes[0]}).status_code == 401
    for text in ["".join(server.stdout), "".join(server.stderr)]:
        assert secret not in text and codes[1] not in text


def test_a_link_for_a_new_password_is_no_way_around_it(server):
    owner, _ = sign_in(server)
    _, codes = set_up(owner)
    link = run_command("user", "reset-password", EMAIL, data=server.data).stdout.split("#")[1].strip()
    new = {"link": link, "password": "four other words of ours"}
    asked = server.post("/api/v1/links/follow", new)
    assert asked.status_code == 401 and asked.json()["code"] == "second_factor_needed"
    assert server.post("/api/v1/links/follow", new | {"code": codes[0]}).status_code == 200


def test_a_workspace_can_ask_all_for_one(server):
    owner, _ = sign_in(server)
    assert owner.patch("/api/v1/workspace", json={"requires_second_factor": True}).status_code == 200
    told = owner.get("/api/v1/session").json()
    assert told["lacks_second_factor"] is True and told["permissions"] == ["own"]
    refused = owner.get("/api/v1/contacts")
    assert refused.status_code == 403 and "second factor" in refused.json()["detail"]
    refused = owner.post("/api/v1/api-keys", json={"name": "around it", "scopes": ["read"]})
    assert refused.status_code == 422
    set_up(owner)
    assert owner.get("/api/v1/contacts").status_code == 200
    assert owner.get("/api/v1/session").json()["lacks_second_factor"] is False


def test_the_owner_and_the_terminal_take_it_away(server):
    owner, _ = sign_in(server)
    secret, _ = set_up(owner)
    assert owner.post("/api/v1/second-factor/delete", json={}).status_code == 422
    assert owner.post("/api/v1/second-factor/delete", json={"password": "not the password"}).status_code == 401
    assert owner.post("/api/v1/second-factor/delete", json={"code": code(secret)}).status_code == 204
    browser, entered = sign_in(server)
    assert entered.status_code == 200
    set_up(browser)
    reset = run_command("user", "reset-second-factor", EMAIL, data=server.data)
    assert reset.returncode == 0, reset.stderr
    assert sign_in(server)[1].status_code == 200
    again = run_command("user", "reset-second-factor", EMAIL, data=server.data)
    assert again.returncode != 0 and "no second factor" in again.stderr


def test_after_ten_minutes_what_gives_lasting_access_takes_the_password_once_more(start_server, tmp_path):
    data = tmp_path / "proof"
    data.mkdir()
    assert run_command("user", "create", EMAIL, "--password-stdin", data=data, stdin=PASSWORD).returncode == 0
    server = start_server(data)
    browser, _ = sign_in(server)
    key = {"name": "script", "scopes": ["read"]}
    made = browser.post("/api/v1/api-keys", json=key)
    assert made.status_code == 201, made.text
    server.stop()
    select(data, "UPDATE sessions SET proven_at = proven_at - 600000")
    server = start_server(data)
    browser.base_url = server.url
    for path, body in [("/api/v1/api-keys", key), ("/api/v1/second-factor", None)]:
        refused = browser.post(path, json=body)
        assert refused.status_code == 403 and refused.json()["code"] == "proof_needed", refused.text
    wrong = browser.post("/api/v1/session/proof", json={"password": "not this one at all"})
    assert wrong.status_code == 401 and browser.post("/api/v1/session/proof", json={}).status_code == 422
    assert browser.post("/api/v1/session/proof", json={"password": PASSWORD}).status_code == 204
    assert browser.post("/api/v1/api-keys", json=key).status_code == 201
    # A key is no session: what it may do does not depend on when somebody signed in.
    assert server.get("/api/v1/contacts", headers={"Authorization": f"Bearer {made.json()['key']}"}).status_code == 200
