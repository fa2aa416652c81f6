"""PostgreSQL as the second lock between workspaces: what the server's sessions are allowed to see, told by PostgreSQL itself.

A policy of ours beside the product's writes, for every statement, whose rows the session was let to see when it met a table.
"""

import collections
import json
import re

import pytest
from accounts import bearer, make_account, sign_in
from crm_server import ROOT, Server, run_command
from databases import shared_cluster
from deadline import eventually
from test_access_matrix import ENDS_SESSION, MARKS, World, calls_of
from websockets.sync.client import connect

# Who somebody is has to be found before it is known in which workspace.
TO_KNOW_WHO = {"accounts", "sessions", "session_tokens", "api_keys", "workspaces", "users"}

WATCH = """
CREATE FUNCTION watch(name TEXT) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN
    RAISE LOG 'seen % as (%)', name, current_setting('crm.workspace', true);
    RETURN true;
END $$;
DO $$ DECLARE t TEXT; BEGIN
    FOR t IN SELECT tablename FROM pg_policies WHERE policyname = 'workspace' LOOP
        EXECUTE format('CREATE POLICY watch ON %I AS RESTRICTIVE USING ((SELECT watch(%L)))', t, t);
    END LOOP;
END $$;
"""


@pytest.fixture
def tenants(tmp_path, database):
    """A server of the page only: what works in the background for all is not looked at."""
    folder = tmp_path / "data"
    folder.mkdir()
    server = Server(folder, env={"DATABASE_URL": database}, args=("--no-sample", "--role", "web")).start()
    make_account(server, "first@example.com", "owner")
    eventually(lambda: server.get("/api/v1/session").json()["has_accounts"], within=10)
    yield server
    server.stop()


class Tenants(World):
    """Two workspaces with a row of every kind in both."""

    def bad_tokens(self):
        return {}


@pytest.fixture
def world(tenants):
    return Tenants(tenants)


class Watching:
    """What sessions were let to see, table by table, from now on."""

    def __init__(self, database):
        self.cluster, self.start = shared_cluster(), len(shared_cluster().log())
        self.cluster.sql(WATCH, database=database.rsplit("/", 1)[1])

    def scopes(self):
        """The scopes in which each table was met."""
        found = collections.defaultdict(set)
        for table, scope in re.findall(r"LOG:  seen (\w+) as \((.*)\)", self.cluster.log()[self.start:]):
            found[table].add(scope)
        return found


def test_every_call_sees_the_rows_of_its_callers_workspace_and_no_others(world, tenants, database):
    calls = [call for call in calls_of(tenants.get("/openapi.json").json()) if call.permission and call.id not in ENDS_SESSION]
    watching = Watching(database)
    for who, workspace in (("owner", 1), ("other", 2)):
        for call in calls:
            world.ask(call, world.tokens[who], {name: world.id_in(workspace, call, name, 1) for name in call.parameters})
        token = bearer(world.tokens[who])
        assert tenants.post("/chat/message", {"user_id": 1, "message": "What is due today?"}, headers=token).status_code == 200
        assert tenants.post("/agents/run", {"user_id": 1, "agent_type": "REMINDER"}, headers=token).status_code == 200
        assert MARKS[workspace] in tenants.get(f"/api/v1/contacts/{world.rows[workspace]['contacts']}/export", headers=token).text
        with connect(tenants.url.replace("http", "ws") + "/api/v1/ws?user_id=1&after=1", additional_headers=token) as socket:
            assert json.loads(socket.recv(timeout=20))["type"] == "message"
    scopes = watching.scopes()
    assert len(scopes) > 20, sorted(scopes)
    assert {table for table, seen in scopes.items() if seen >= {"1", "2"}} > {"contacts", "communications", "deals", "webhooks", "audit_entries"}
    strange = {table: seen - {"1", "2"} for table, seen in scopes.items() if seen - {"1", "2"} and table not in TO_KNOW_WHO}
    assert not strange
    assert not {table: seen for table, seen in scopes.items() if seen - {"1", "2", "*"}}


def test_who_signs_in_is_found_in_any_workspace_and_sees_their_own(world, tenants, database):
    watching = Watching(database)
    for email, workspace in (("owner@example.com", 1), ("other@example.com", 2)):
        session = tenants.get("/api/v1/session", headers=bearer(sign_in(tenants, email))).json()
        assert session["workspace_id"] == workspace
    assert watching.scopes().keys() <= TO_KNOW_WHO | {"audit_entries"}


@pytest.fixture
def superuser():
    """The URL of a database that a superuser owns, who made its tables too."""
    cluster = shared_cluster()
    name = cluster.new_database()
    cluster.sql(f"ALTER DATABASE {name} OWNER TO postgres")
    return cluster.url(name, user="postgres")


def test_a_role_that_goes_round_the_policies_is_told_and_how_to_change_it(superuser, tmp_path, start_server):
    server = start_server(env={"DATABASE_URL": superuser})
    server.create("contacts", name="Harbour Hotel")
    eventually(lambda: "does not keep workspaces apart" in "".join(server.stderr), within=10)
    server.stop()
    said = run_command("doctor", data=tmp_path, env={"DATABASE_URL": superuser})
    assert said.returncode == 1 and "FIX  database role: postgres is a superuser" in said.stdout, said.stdout
    # As docs/self-hosting.md has it.
    name = superuser.rsplit("/", 1)[1]
    shared_cluster().sql(change_of_owner().replace("crm_agent", "crm").replace("DATABASE crm ", f"DATABASE {name} "), database=name)
    held = superuser.replace("postgres:", "crm:")
    said = run_command("doctor", data=tmp_path, env={"DATABASE_URL": held})
    assert said.returncode == 0, said.stdout
    again = start_server(env={"DATABASE_URL": held})
    assert [row["name"] for row in again.every("contacts")] == ["Harbour Hotel"]
    again.stop()
    assert "does not keep" not in "".join(again.stderr)


def change_of_owner():
    """The block of statements in the documentation, but for the making of the role."""
    lines = (ROOT / "docs/self-hosting.md").read_text().split("### The role")[1].splitlines()
    block = [line for line in lines if line.startswith("    ")]
    end = next(number for number, line in enumerate(block) if "END $$;" in line)
    return "\n".join(line for line in block[: end + 1] if "CREATE ROLE" not in line)
