"""What the log tells of refusals and of accounts, and what it never holds; and the session's cookie."""

import re

import httpx
import pytest
from crm_server import run_command
from deadline import eventually

EMAIL, PASSWORD, STRANGER = "owner@example.com", "three words of ours", "stranger@elsewhere.example"


@pytest.fixture
def server(start_server, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    assert run_command("user", "create", EMAIL, "--password-stdin", data=data, stdin=PASSWORD).returncode == 0
    return start_server(data, env={"LOG_LEVEL": "trace", "CORS_ORIGINS": "https://app.example.com"})


def lines(server, words):
    return [line for line in server.stderr if words in line]


def log_of(server, words):
    eventually(lambda: lines(server, words))
    return lines(server, words)


def test_refusals_are_told_with_who_from_where_and_what(server):
    for _ in range(3):
        server.post("/api/v1/session", {"email": STRANGER, "password": "not this one at all"})
    [line] = log_of(server, "a sign-in was refused")
    assert "address=127.0.0.1" in line and "what=signIn: password" in line, line
    server.get("/api/v1/contacts", headers={"Authorization": "Bearer crm_key_planted"})
    assert "what=listContacts" in log_of(server, "that does not count was refused")[0]
    server.get("/api/v1/contacts", headers={"Host": "evil.example"})
    assert "what=host" in log_of(server, "name=evil.example")[0]
    server.post("/api/v1/links/look", {"link": "planted-link"})
    assert "what=getLink" in log_of(server, "a link that does not count was refused")[0]
    text = "".join(server.stderr)
    assert not [word for word in (STRANGER, "planted", "not this one at all") if word in text]


def test_a_refresh_token_that_comes_twice_and_a_link_that_is_used_are_told(server):
    first = server.post("/api/v1/tokens", {"email": EMAIL, "password": PASSWORD}).json()
    second = server.post("/api/v1/tokens/refresh", {"refresh_token": first["refresh_token"]}).json()
    assert server.post("/api/v1/tokens/refresh", {"refresh_token": first["refresh_token"]}).status_code == 401
    assert "account.id=1" in log_of(server, "a refresh token came a second time")[0]
    made = run_command("user", "reset-password", EMAIL, data=server.data, env=server.env)
    link = re.search(r"#(\S+)", made.stdout)[1]
    assert server.post("/api/v1/links/follow", {"link": link, "password": "other words of ours"}).status_code == 200
    assert "what=password" in log_of(server, "a one-time link was used")[0]
    text = "".join(server.stderr)
    secrets = [link, PASSWORD, "other words of ours", *first.values(), *second.values()]
    assert not [secret for secret in secrets if len(str(secret)) > 10 and secret in text]


def test_a_listed_page_is_given_tokens_and_no_cookie(server):
    body = {"email": EMAIL, "password": PASSWORD}
    for origin, site in [("https://app.example.com", "cross-site"), ("https://app.example.com", "same-site")]:
        headers = {"Origin": origin, "Sec-Fetch-Site": site}
        refused = server.post("/api/v1/session", body, headers=headers)
        assert refused.status_code == 403 and "set-cookie" not in refused.headers
        assert server.post("/api/v1/tokens", body, headers=headers).status_code == 201
    own = server.post("/api/v1/session", body, headers={"Origin": server.url, "Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 200 and own.headers["set-cookie"].startswith("crm_session=")


def cookies_of(answer):
    return [value for name, value in answer.headers.multi_items() if name == "set-cookie"]


def test_the_cookie_is_bound_to_its_host_where_the_page_is_encrypted_and_both_go_with_signing_out(start_server, server):
    plain = server.post("/api/v1/session", {"email": EMAIL, "password": PASSWORD})
    [cookie] = cookies_of(plain)
    assert cookie.startswith("crm_session=") and "Secure" not in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    server.stop()
    server = start_server(server.data, env={**server.env, "PUBLIC_URL": "https://crm.example.com", "RATE_LIMITS": "off"})
    signed = server.post("/api/v1/session", {"email": EMAIL, "password": PASSWORD})
    [cookie] = cookies_of(signed)
    assert cookie.startswith("__Host-crm_session=") and "; Secure" in cookie and "Path=/;" in cookie and "Domain" not in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    own = {"Origin": "https://crm.example.com"}
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        # A name that a page without encryption, or of another host, could have planted does not count.
        assert client.get("/api/v1/sessions", headers={"Cookie": f"crm_session={token}"}).status_code == 401
        mine = {"Cookie": f"__Host-crm_session={token}"}
        assert client.get("/api/v1/sessions", headers=mine).status_code == 200
        away = client.delete("/api/v1/session", headers={**mine, **own})
        assert away.status_code == 204 and client.get("/api/v1/sessions", headers=mine).status_code == 401
    gone = cookies_of(away)
    assert sorted(cookie.split("=")[0] for cookie in gone) == ["__Host-crm_session", "crm_session"]
    assert all("Max-Age=0" in cookie for cookie in gone)
