"""Who may do what: every operation of the OpenAPI document, asked by everyone there can be, about every kind of row.

The cells come from the document (`x-permission`, `x-rows`), so that a new operation is asked too. What each role may do, and what
may be asked without signing in, is written down here once more, by hand.
"""

import collections
import functools
import re

import pytest
from accounts import bearer, claims_of, expired, forged, key_name_of, make_account, make_key, sign_in
from crm_server import Server, run_command
from databases import select
from deadline import eventually
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

ROLES = {
    "viewer": {"read", "own"},
    "member": {"read", "own", "write", "decide", "run"},
    "admin": {"read", "own", "write", "decide", "run", "configure", "oversee", "accounts"},
    "owner": {"read", "own", "write", "decide", "run", "configure", "oversee", "accounts"},
}
FOR_ANYONE = {
    "getRoot", "getChatPage", "getDocs", "getSignInPage", "getHealth", "getReadiness", "getSession", "signIn", "createTokens", "refreshTokens",
    "getLink", "followLink", "mailPasswordLink", "startProviderSignIn", "endProviderSignIn", "finishProviderSignIn",
}
# Reading with a body.
READS_BY_POST = {"previewAgent", "previewAudience"}
# These end the caller's own session.
ENDS_SESSION = {"signOut", "signOutEverywhere", "changePassword"}
ABSENT = 4_000_000
SCOPES = ["read", "write", "decide", "run", "configure", "oversee", "accounts"]
MARKS = {1: "QUAGGA-ONE", 2: "ZEBRA-TWO"}

Call = collections.namedtuple("Call", "id method path permission rows parameters body")


def calls_of(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
            yield Call(
                operation["operationId"], method.upper(), path, operation.get("x-permission"), operation.get("x-rows"), names,
                "requestBody" in operation)


class World:
    """One server with two tenants, everyone who may come to it, and a row of every kind in both."""

    def __init__(self, server):
        self.server = server
        for role in ("owner", "admin", "member", "viewer"):
            make_account(server, f"{role}@example.com", role)
        assert run_command("workspace", "create", "Second", data=server.data, env=server.env).returncode == 0
        make_account(server, "other@example.com", "owner", workspace=2)
        self.tokens = {role: sign_in(server, f"{role}@example.com") for role in ROLES}
        self.tokens["other"] = sign_in(server, "other@example.com")
        self.users = {role: self.session(role)["user_id"] for role in ROLES}
        self.rows = {1: self.fill(1, "owner"), 2: self.fill(2, "other")}
        self.keys = {scope: make_key(server, self.tokens["owner"], [s for s in SCOPES if s != scope]) for scope in SCOPES}
        self.bad = self.bad_tokens()

    def session(self, who):
        return self.server.get("/api/v1/session", headers=bearer(self.tokens[who])).json()

    def fill(self, workspace, who):
        """A row of every kind: its ids by the name of the resource."""
        mark, ids = MARKS[workspace], {}

        def made(resource, body):
            answer = self.server.post(f"/api/v1/{resource}", body, headers=bearer(self.tokens[who]))
            assert answer.status_code == 201, (resource, answer.text)
            ids[resource] = answer.json()["id"]
            return ids[resource]

        # Ids of users count in each workspace: the second one has more, so that some are its own.
        for number in range(40 if workspace == 2 else 1):
            made("users", {"name": f"{mark} {number}"})
        contact = made("contacts", {"name": mark, "email": f"{mark}@example.com", "notes": mark})
        made("companies", {"name": mark})
        made("products", {"name": mark})
        made("suppressions", {"email": f"gone-{mark}@example.com"})
        made("deals", {"customer": mark, "status": "open", "contact_id": contact})
        made("tasks", {"title": mark, "contact_id": contact})
        made("targets", {"product": mark, "target": 3})
        made("conversations", {"title": mark})
        made("communications", {"contact_id": contact, "body": mark, "direction": "outbound"})
        made("webhooks", {"url": "https://example.com/hook", "description": mark})
        made("model-accounts", {"name": f"a-{workspace}", "provider": "openai"})
        made("agents", {"title": mark, "schedule_rule": "every day at 08:30", "prompt": "Hello."})
        made("agent-runs", {"user_id": 1, "agent_type": "REMINDER"})
        made("accounts", {"email": f"invited-{workspace}@example.com", "role": "viewer"})
        self.server.post("/business-profile/1", {"business_type": mark, "products": [mark]}, headers=bearer(self.tokens[who]))
        profile = self.server.get("/api/v1/business-profiles", headers=bearer(self.tokens[who])).json()["items"][0]
        ids["business-profiles"] = profile["id"]
        ids["occurrences"] = self.server.post("/api/v1/agents/REMINDER/runs", {}, headers=bearer(self.tokens[who])).json()["occurrence_id"]
        return ids

    def bad_tokens(self):
        """What must count for nothing."""
        good = self.tokens["owner"]
        secret = select(self.server.data, "SELECT secret FROM signing_keys")[0][0]
        kid, claims = key_name_of(good), claims_of(good)
        assert forged(claims, secret=secret, kid=kid).count(".") == 2
        return {
            "none": None,
            "expired": expired(good, secret=secret),
            "other key": forged(claims, secret="another secret of some length", kid=kid),
            "unknown key": forged(claims, secret=secret, kid="unknown"),
            "alg none": forged(claims, secret="", kid=kid, alg="none"),
            "cut": good[:-2],
            "no token": "abc",
            "no key": "crm_key_abc",
        }

    def own_id(self, call, name, who):
        """The id of a row of the first workspace, as `call` takes it."""
        return self.id_in(1, call, name, self.users.get(who, 1))

    def id_in(self, workspace, call, name, user):
        if name == "user_id" or call.path.startswith("/api/v1/users/{id}/"):
            return user if workspace == 1 else self.rows[2]["users"]
        if name == "agent":
            return self.rows[workspace]["agents"]
        resource = call.path.split("/")[3]
        return self.rows[workspace].get(resource, ABSENT)

    def ask(self, call, token, ids, conditions=True):
        path = call.path
        for name in call.parameters:
            path = path.replace("{" + name + "}", str(ids[name]))
        headers = bearer(token)
        # What is let in and finds its row is stopped there, so that the row is there for the next one.
        if conditions and call.method in ("PATCH", "DELETE", "POST") and call.parameters:
            headers["If-Match"] = '"999999"'
        with self.server.http.stream(
            call.method, path, headers=headers, json={} if call.body else None
        ) as answer:
            if answer.headers.get("content-type", "").startswith("text/event-stream"):
                return answer.status_code, ""
            answer.read()
            return answer.status_code, answer.text


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("data")).start(within=60)
    # So that the server, which looks every two seconds while it has none, knows that there are accounts now.
    make_account(server, "first@example.com", "owner")
    eventually(lambda: server.get("/api/v1/session").json()["has_accounts"], within=10)
    yield World(server)
    server.stop()


@functools.cache
def calls(world):
    return [call for call in calls_of(world.server.get("/openapi.json").json())]


def test_the_document_asks_for_a_permission_wherever_something_is_of_a_workspace(world):
    assert {call.id for call in calls(world) if call.permission is None} == FOR_ANYONE
    for call in calls(world):
        if call.method != "GET" and call.id not in FOR_ANYONE:
            assert call.permission != "read", f"{call.id} changes something and needs no more than to read"


def test_nobody_gets_in_without_a_credential_that_counts(world):
    cells = 0
    for call in calls(world):
        if call.permission is None:
            continue
        for name, token in world.bad.items():
            ids = {parameter: world.own_id(call, parameter, "owner") for parameter in call.parameters}
            status, text = world.ask(call, token, ids)
            assert status == 401, f"{call.id} with {name}: {status} {text[:200]}"
            assert not any(mark in text for mark in MARKS.values())
            cells += 1
    assert cells > 600


def test_each_role_may_do_what_it_may_and_nothing_else(world):
    for role, permissions in ROLES.items():
        for call in calls(world):
            if call.permission is None or (call.id in ENDS_SESSION and call.permission in permissions):
                continue
            ids = {name: world.own_id(call, name, role) for name in call.parameters}
            status, text = world.ask(call, world.tokens[role], ids)
            may = call.permission in permissions and not (role == "member" and call.rows == "everyone's")
            where = f"{call.id} as {role}: {status} {text[:300]}"
            if not may:
                assert status == 403, where
            elif role == "member" and call.rows == "one" and is_others(call):
                assert status == 404, where
            else:
                assert status not in (401, 403), where
                if call.rows == "one" and ABSENT not in ids.values():
                    assert status != 404, where
            assert MARKS[2] not in text, where


# Rows of what all of a workspace share; the others in the world are the owner's.
SHARED = {"companies", "products", "suppressions", "occurrences", "users", "webhooks", "model-accounts", "accounts"}


def is_others(call):
    return call.path.startswith("/api/v1/") and call.path.split("/")[3] not in SHARED


def test_a_key_may_do_what_its_scopes_say(world):
    for call in calls(world):
        if call.permission is None:
            continue
        ids = {name: world.own_id(call, name, "owner") for name in call.parameters}
        if call.permission == "own":
            status, text = world.ask(call, world.keys["read"], ids)
        else:
            status, text = world.ask(call, world.keys[call.permission], ids)
        assert status == 403, f"{call.id} without its scope: {status} {text[:200]}"
        if call.permission != "own":
            other = next(scope for scope in SCOPES if scope != call.permission)
            status, text = world.ask(call, world.keys[other], ids)
            assert status not in (401, 403), f"{call.id} with its scope: {status} {text[:200]}"


def test_another_workspaces_rows_are_as_absent_as_those_that_never_were(world):
    cells = 0
    for call in calls(world):
        if call.permission is None or call.id in ENDS_SESSION:
            continue
        if not call.parameters:
            status, text = world.ask(call, world.tokens["other"], {})
            assert status not in (401, 403) and MARKS[1] not in text, f"{call.id}: {status} {text[:300]}"
            continue
        for who, foreign in (("owner", 2), ("admin", 2), ("member", 2), ("viewer", 2), ("other", 1)):
            if call.permission not in ROLES.get(who, ROLES["owner"]):
                continue
            if foreign == 1 and (call.parameters == ["user_id"] or call.path.startswith("/api/v1/users/{id}")):
                continue  # User 1 and the like are there in both.
            theirs = {name: world.id_in(foreign, call, name, 1) for name in call.parameters}
            absent = {name: ABSENT + 1 for name in call.parameters}
            status, text = world.ask(call, world.tokens[who], theirs)
            other_status, other_text = world.ask(call, world.tokens[who], absent)
            where = f"{call.id} as {who}: {status} {text[:200]} / {other_status} {other_text[:200]}"
            assert status == other_status and status >= 400, where
            assert without_ids(text) == without_ids(other_text), where
            assert not any(mark in text for mark in MARKS.values()), where
            cells += 1
    assert cells > 150


def without_ids(text):
    return re.sub(r"\d+", "N", text)


def test_a_member_reaches_what_is_shared(world):
    shared = world.server.post(
        "/api/v1/contacts", {"name": "For all", "shared": True}, headers=bearer(world.tokens["owner"])).json()["id"]
    member = bearer(world.tokens["member"])
    assert world.server.get(f"/api/v1/contacts/{shared}", headers=member).status_code == 200
    assert [row["id"] for row in world.server.get("/api/v1/contacts", headers=member).json()["items"]] == [shared]
    deal = world.server.post("/api/v1/deals", {"customer": "X", "status": "open", "contact_id": shared}, headers=member)
    assert deal.status_code == 201 and deal.json()["user_id"] == world.users["member"]
    hidden = world.rows[1]["contacts"]
    for body in ({"customer": "X", "status": "open", "contact_id": hidden}, {"customer": "X", "status": "open", "user_id": 1}):
        assert world.server.post("/api/v1/deals", body, headers=member).status_code == 422
    assert world.server.patch(f"/api/v1/contacts/{shared}", {"user_id": 1}, headers=member).status_code == 422
    assert world.server.post("/chat/message", {"user_id": 1, "message": "Hello"}, headers=member).status_code == 404


def test_sockets_open_for_those_who_may_read_what_they_tell(world):
    def opens(token, user):
        url = world.server.url.replace("http", "ws") + f"/api/v1/ws?user_id={user}"
        try:
            with connect(url, additional_headers=bearer(token)):
                return True
        except InvalidStatus as refused:
            return refused.response.status_code

    for role in ROLES:
        assert opens(world.tokens[role], world.users[role]) is True, role
    assert opens(world.tokens["member"], 1) == 404
    assert opens(world.tokens["owner"], world.rows[2]["users"]) == 404
    for name, token in world.bad.items():
        assert opens(token, 1) == 401, name
    assert opens(world.keys["read"], 1) == 403
    assert opens(world.keys["write"], 1) is True
