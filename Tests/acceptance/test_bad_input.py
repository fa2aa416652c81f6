"""Bad input is answered with a clear problem, and leaves nothing behind."""

import base64
import http.client
import json
import re
import socket

import pytest
from crm_server import run_command
from deadline import eventually
from problems import assert_problem

MIB = 1 << 20


def send(server, body, path="/chat/message", **headers):
    return server.http.post(path, content=body, headers={"Content-Type": "application/json", **headers})


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b'{"user_id":1,}', b'{"user_id":1,"message":"a"} x', b'{"user_id":NaN}', b"[" * 100_000],
    ids=["nothing", "cut off", "no JSON", "trailing comma", "trailing text", "NaN", "deep"],
)
def test_broken_json_is_400(server, body):
    assert_problem(send(server, body), 400)


@pytest.mark.parametrize(
    "body",
    [b'{"user_id":1,"message":"\xff\xfe"}', b'{"user_id":1,"message":"\xc3"}', b'{"user_id":1,"message":"\xed\xa0\x80"}'],
    ids=["no UTF-8", "cut character", "surrogate"],
)
def test_broken_utf8_is_400(server, body):
    assert_problem(send(server, body), 400)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"'])
def test_json_that_is_no_object_is_refused(server, body):
    answer = send(server, body)
    assert_problem(answer, answer.status_code)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "field, body",
    [
        ("user_id", {"message": "hello"}),
        ("message", {"user_id": 1}),
        ("user_id", {"user_id": "one", "message": "hello"}),
        ("user_id", {"user_id": 1.5, "message": "hello"}),
        ("user_id", {"user_id": None, "message": "hello"}),
        ("user_id", {"user_id": 2**63, "message": "hello"}),
        ("message", {"user_id": 1, "message": 5}),
        ("message", {"user_id": 1, "message": None}),
        ("message", {"user_id": 1, "message": ["hello"]}),
    ],
)
def test_missing_and_mistyped_fields_are_named(server, field, body):
    assert_problem(server.post("/chat/message", body), 422, field=field)


def test_unknown_fields_are_ignored(server, user):
    answer = server.post("/chat/message", {"user_id": user, "message": "hello", "colour": "blue"})
    assert answer.status_code == 200


def test_a_body_of_one_mebibyte_is_read(server, user):
    empty = json.dumps({"user_id": user, "message": "hello", "padding": ""}).encode()
    body = empty[:-2] + b"x" * (MIB - len(empty)) + empty[-2:]
    assert len(body) == MIB
    assert send(server, body).status_code == 200


def test_a_body_over_one_mebibyte_is_413(server, user):
    body = json.dumps({"user_id": user, "message": "hello", "padding": "x" * MIB}).encode()
    assert_problem(send(server, body[: MIB + 1]), 413)
    assert server.history(user) == []


def test_a_chunked_body_over_one_mebibyte_is_413(server):
    def chunks():
        for _ in range(17):
            yield b" " * 65536

    answer = server.http.post("/chat/message", content=chunks(), headers={"Content-Type": "application/json"})
    assert_problem(answer, 413)


@pytest.mark.parametrize("path", ["/chat/history/999999", "/business-profile/999999", "/tasks/today/999999", "/progress/999999"])
def test_an_unknown_user_is_404(server, path):
    assert_problem(server.get(path), 404)


def test_nothing_is_done_for_an_unknown_user(server):
    assert_problem(server.post("/chat/message", {"user_id": 999999, "message": "hello"}), 404)
    assert_problem(server.post("/agents/run", {"user_id": 999999, "agent_type": "REMINDER"}), 404)
    assert server.every("communications", user_id=999999) == []


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/v1/nowhere", "/api/v1/contacts/999999", "/assets/nowhere.js", "/assets/../Package.swift"]
)
def test_an_unknown_path_is_404(server, path):
    assert_problem(server.get(path), 404)


@pytest.mark.parametrize("path", ["/chat/history/abc", "/business-profile/1.5", "/tasks/today/99999999999999999999"])
def test_a_user_id_that_is_no_number_is_a_clear_problem(server, path):
    answer = server.get(path)
    assert answer.status_code in (404, 422)
    assert_problem(answer, answer.status_code)


@pytest.mark.parametrize("limit", ["0", "-1", "100000000", "ten", "1.5", ""])
def test_a_limit_out_of_range_is_422(server, user, limit):
    assert_problem(server.get(f"/chat/history/{user}?limit={limit}"), 422, field="limit")


@pytest.mark.parametrize(
    "method, path", [("GET", "/chat/message"), ("DELETE", "/agents/list"), ("PUT", "/api/v1/contacts"), ("POST", "/progress/1")]
)
def test_a_wrong_method_is_405_with_allow(server, method, path):
    answer = server.http.request(method, path)
    assert_problem(answer, 405)
    assert answer.headers["allow"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"])
def test_a_foreign_host_is_403(server, host):
    assert_problem(server.get("/agents/list", headers={"Host": host}), 403)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://localhost.evil.example"])
def test_a_foreign_origin_is_403(server, user, origin):
    answer = server.post("/chat/message", {"user_id": user, "message": "hello"}, headers={"Origin": origin})
    assert_problem(answer, 403)
    assert server.history(user) == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_host_and_origin_are_welcome(server, name):
    own = f"{name}:{server.port}"
    answer = server.get("/agents/list", headers={"Host": own, "Origin": f"http://{own}"})
    assert answer.status_code == 200


def test_a_request_that_is_no_http_leaves_the_server_well(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"\x16\x03\x01\x02\x00\x01nonsense\r\n\r\n")
        raw.recv(4096)
    assert server.get("/agents/list").status_code == 200


def test_a_client_that_goes_away_in_mid_body_leaves_the_server_well(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("POST", "/chat/message")
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b'{"user_id":1,')
    connection.close()
    assert server.get("/agents/list").status_code == 200


def test_an_address_that_is_not_this_machines_is_named(tmp_path):
    result = run_command("serve", "--port", 0, data=tmp_path, env={"HOST": "192.0.2.1"})
    assert result.returncode != 0
    [line] = [line for line in result.stderr.splitlines() if line.strip()]
    assert "HOST" in line and "127.0.0.1" in line


def test_beyond_the_loopback_address_nobody_gets_in_before_there_is_an_account(start_server):
    server = start_server(env={"HOST": "0.0.0.0"})
    told = assert_problem(server.get("/agents/list"), 401)
    assert "set-up link" in told["detail"] and server.get("/sign-in").status_code == 200
    link = eventually(lambda: re.search(r"/sign-in#(\S+)", "".join(server.stdout)), within=10)[1]
    assert_problem(server.post("/api/v1/links/follow", {"link": link, "email": "owner@example.com", "password": "short"}), 422, field="password")
    made = server.post("/api/v1/links/follow", {"link": link, "email": "owner@example.com", "password": "a kettle under the bridge"})
    assert made.status_code == 200 and made.json()["role"] == "owner"
    assert "Secure" in made.headers["set-cookie"] and "HttpOnly" in made.headers["set-cookie"]
    assert_problem(server.post("/api/v1/links/follow", {"link": link, "email": "x@example.com", "password": "a kettle under the bridge"}), 404)
    tokens = server.post("/api/v1/tokens", {"email": "owner@example.com", "password": "a kettle under the bridge"}).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert server.get("/agents/list", headers=bearer).status_code == 200
    assert_problem(server.get("/agents/list"), 401)


@pytest.mark.parametrize(
    "method, path, body, name, hint",
    [
        ("POST", "/api/v1/contacts", {"name": "Robin Vale", "emial": "robin@example.com"}, "emial", "did you mean email?"),
        ("PATCH", "/api/v1/workspace", {"colour": "red"}, "colour", "choose from"),
        ("PATCH", "/api/v1/agents/REMINDER", {"shedule_rule": "never"}, "shedule_rule", "did you mean schedule_rule?"),
        ("POST", "/api/v1/agents/REMINDER/runs", {"rate": 10}, "rate", "rate_per_minute"),
        ("POST", "/api/v1/communications/1/approve", {"text": "Other words"}, "text", "body"),
    ],
)
def test_a_field_that_nobody_knows_is_named_and_nothing_happens(server, method, path, body, name, hint):
    answer = server.http.request(method, path, json=body)
    assert_problem(answer, 422)
    assert [error["field"] for error in answer.json()["errors"]] == [name]
    assert hint in answer.json()["errors"][0]["message"]


def test_the_calls_of_the_contract_take_more_than_they_need(server):
    assert server.post("/business-profile/1", {"business_type": "tech", "colour": "red"}).status_code == 200


def test_a_cursor_with_a_character_that_no_text_has_is_refused(server):
    cursor = base64.urlsafe_b64encode(b'["name","\\u0000",1]').decode()
    assert_problem(server.http.get("/api/v1/contacts", params={"sort": "name", "cursor": cursor}), 422)
