"""The names and addresses of those who work with a server: agents greet by them, and sign with them."""

import sqlite3

from accounts import PASSWORD, bearer, make_account, sign_in
from crm_server import run_command
from problems import assert_problem


def users(data):
    with sqlite3.connect(data / "crm.sqlite") as database:
        return database.execute("SELECT id, name, email FROM users ORDER BY id").fetchall()


def test_the_first_account_gives_its_user_the_name_and_the_address(tmp_path):
    for email, name in (("bea@example.com", "Bea Boss"), ("tom@example.com", "Tom Two")):
        made = run_command("user", "create", email, "--name", name, "--password-stdin", data=tmp_path, stdin=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
    assert users(tmp_path) == [(1, "Bea Boss", "bea@example.com"), (2, "Tom Two", "tom@example.com")]


def test_a_name_that_the_owner_has_already_stays(start_server):
    server = start_server()
    row = server.get("/api/v1/users/1")
    assert server.patch("/api/v1/users/1", {"name": "Bea Boss", "email": "boss@example.com"}, headers={"If-Match": row.headers["etag"]}).is_success
    make_account(server, "bea@example.com", "owner")
    assert users(server.data) == [(1, "Bea Boss", "boss@example.com")]


def test_everybody_changes_their_own_name_and_only_who_keeps_accounts_anothers(start_server):
    server = start_server()
    for role in ("owner", "member", "viewer"):
        make_account(server, f"{role}@example.com", role)
    for number, role in ((2, "member"), (3, "viewer")):
        who = bearer(sign_in(server, f"{role}@example.com"))
        assert server.post("/api/v1/name", {"name": f"The {role}"}, headers=who).status_code == 204
        assert users(server.data)[number - 1][1] == f"The {role}"
        assert server.patch("/api/v1/users/1", {"name": "Another"}, headers=who).status_code in (403, 404)
        assert_problem(server.post("/api/v1/name", {"name": "x" * 201}, headers=who), 422, field="name")
    assert_problem(server.post("/api/v1/name", {"name": "Nobody"}), 401)
