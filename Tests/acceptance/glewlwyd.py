"""A real OpenID Connect provider: Glewlwyd, on this machine, with people, one client and PKCE required."""

import gzip
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

import httpx
from deadline import eventually
from guard import end_with_the_tests, remove_with_the_tests
from ports import steady_port

CLIENT, SECRET, PASSWORD = "crm-agent", "a-secret-of-the-client", "a password for tests"
SCHEMA = "/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz"
CONFIGURATION = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="INFO"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = {{ type = "sqlite3" path = "{folder}/database" }};
"""
CLAIMS = [
    {
        "name": "email_verified", "type": "boolean", "boolean-value-true": "yes", "boolean-value-false": "no", "user-property": "verified",
        "mandatory": True, "on-demand": False, "scope": [],
    },
    {"name": "groups", "type": "string", "user-property": "groups", "mandatory": True, "on-demand": False, "scope": []},
]


class Glewlwyd:
    """`issuer` is its address; `add` makes people, `browser` one who has signed in there."""

    def __init__(self, redirect):
        self.redirect, self.port = redirect, steady_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.issuer = f"{self.url}/api/oidc"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="crm-agent-glewlwyd-"))
        remove_with_the_tests(self.folder)

    def __enter__(self):
        with sqlite3.connect(self.folder / "database") as database:
            database.executescript(gzip.open(SCHEMA, "rt").read())
        (self.folder / "configuration").write_text(CONFIGURATION.format(port=self.port, folder=self.folder))
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(["glewlwyd", "-c", self.folder / "configuration"], stdout=log, stderr=log)
        end_with_the_tests(self.process.pid)
        self.admin = httpx.Client(base_url=f"{self.url}/api", trust_env=False, timeout=60)
        eventually(self._answers, within=20, what="Glewlwyd")
        self._call("POST", "/auth", {"username": "admin", "password": "password"})
        self._know("verified", False)
        self._know("groups", True)
        self._call("POST", "/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OIDC", "order_rank": 0, "parameters": self._plugin()})
        for scope in ("email", "profile"):
            self._call("POST", "/scope/", {"name": scope, "display_name": scope, "description": scope, "password_required": False, "scheme": {}})
        self._call("POST", "/client/", {
            "client_id": CLIENT, "name": "CRM", "enabled": True, "confidential": True, "password": SECRET, "redirect_uri": [self.redirect],
            "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"], "scope": [],
        })
        return self

    def __exit__(self, *_):
        self.stop()
        self.admin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def add(self, name, email, verified=True, groups=()):
        """Somebody who can sign in there, by `name`."""
        self._call("POST", "/user/", {
            "username": name, "password": PASSWORD, "name": name.title(), "email": email, "enabled": True,
            "scope": ["openid", "email", "profile", "g_profile"], "verified": "yes" if verified else "no", "groups": list(groups),
        })

    def change_key(self):
        """Signs with a new key, and forgets the old one."""
        plugin = self.admin.get("/mod/plugin/oidc").json()
        plugin["parameters"] |= self._key()
        self._call("PUT", "/mod/plugin/oidc", plugin)
        self._call("PUT", "/mod/plugin/oidc/reset", None)

    def authorize(self, name, address):
        """Follows an address of ours to it as a browser in which `name` signs in there: where it sends the browser back to."""
        with httpx.Client(base_url=f"{self.url}/api", trust_env=False, timeout=60) as browser:
            assert browser.post("/auth", json={"username": name, "password": PASSWORD}).status_code == 200
            assert browser.put(f"/auth/grant/{CLIENT}", json={"scope": "openid email profile"}).status_code == 200
            answer = browser.get(httpx.URL(address).copy_merge_params({"g_continue": ""}))
            assert answer.status_code == 302, answer.text
            return answer.headers["location"]

    def _answers(self):
        try:
            return self.admin.get(f"{self.url}/config").status_code == 200
        except httpx.TransportError:
            return False

    def _call(self, method, path, body):
        answer = self.admin.request(method, path, json=body)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"

    def _know(self, name, is_list):
        """Has people have a property."""
        module = self.admin.get("/mod/user/database").json()
        module["parameters"]["data-format"][name] = {
            "multiple": is_list, "read": True, "write": True, "profile-read": True, "profile-write": False,
        }
        self._call("PUT", "/mod/user/database", module)
        self._call("PUT", "/mod/user/database/reset", None)

    def _plugin(self):
        allowed = {f"auth-type-{name}-enabled": name in ("code", "refresh", "id-token") for name in (
            "client", "code", "implicit", "none", "password", "refresh", "token", "id-token")}
        return allowed | self._key() | {
            "iss": self.issuer, "jwt-type": "rsa", "jwt-key-size": "256", "access-token-duration": 3600, "refresh-token-duration": 3600,
            "code-duration": 600, "refresh-token-rolling": True, "allow-non-oidc": False, "auth-type-code-revoke-replayed": True, "scope": [],
            "additional-parameters": [], "claims": CLAIMS, "jwks-show": True, "jwks-x5c": [], "address-claim": {"type": "no"},
            "name-claim": "mandatory", "name-claim-scope": [], "email-claim": "mandatory", "email-claim-scope": [], "scope-claim": "no",
            "scope-claim-scope": [], "allowed-scope": ["openid", "email", "profile"], "pkce-allowed": True, "pkce-method-plain-allowed": False,
            "pkce-required": True, "pkce-scopes": [], "subject-type": "public", "oauth-as-iss-id": True,
        }

    def _key(self):
        private = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, text=True, check=True).stdout
        public = subprocess.run(["openssl", "rsa", "-pubout"], input=private, capture_output=True, text=True, check=True).stdout
        return {"key": private, "cert": public}
