"""People with accounts on a server under test, and the credentials that they, and strangers, come with."""

import base64
import hashlib
import hmac
import json
import time

from crm_server import run_command

PASSWORD = "correct horse battery staple"


def make_account(server, email, role, workspace=1):
    """By the command; from the first one on the server asks everybody to sign in."""
    done = run_command(
        "user", "create", email, "--role", role, "--workspace", workspace, "--password-stdin", data=server.data, stdin=PASSWORD + "\n",
        env=server.env)
    assert done.returncode == 0, done.stderr


def sign_in(server, email):
    """An access token."""
    answer = server.post("/api/v1/tokens", {"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return answer.json()["access_token"]


def make_key(server, token, scopes):
    answer = server.post("/api/v1/api-keys", {"name": "test", "scopes": scopes}, headers=bearer(token))
    assert answer.status_code == 201, answer.text
    return answer.json()["key"]


def bearer(token):
    return {"Authorization": f"Bearer {token}"} if token else {}


def forged(claims, *, secret, kid, alg="HS256"):
    """A JSON Web Token of one's own making."""
    header = {"alg": alg, "typ": "JWT", "kid": kid}
    signed = f"{_part(header)}.{_part(claims)}"
    mac = b"" if alg == "none" else hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_text(mac)}"


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def key_name_of(token):
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["kid"]


def expired(token, *, secret):
    return forged({**claims_of(token), "exp": int(time.time()) - 1}, secret=secret, kid=key_name_of(token))


def _part(value):
    return _text(json.dumps(value).encode())


def _text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
