"""What strangers meet: slow and oversized requests, many connections, TLS, other sites' pages, rates, headers."""

import contextlib
import http.client
import json
import pathlib
import re
import select
import socket
import ssl
import subprocess
import time

import httpx
import pytest
from crm_server import run_command
from deadline import eventually
from problems import assert_problem
from scripted_llm import held, ok
from websockets.sync.client import connect


@contextlib.contextmanager
def raw(server, source="127.0.0.1"):
    """A connection to the server, from an address of this machine."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=15, source_address=(source, 0)) as opened:
        yield opened


def answer_of(connection):
    """What the server sends until it closes: status, header, body."""
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]) if head else None, head.decode("latin-1").lower(), body


def is_open(connection):
    """Whether the server answers a request on it."""
    try:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while not received.endswith(b"}"):
            part = connection.recv(4096)
            if not part:
                return False
            received += part
        return received.startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def assert_refused(connection, status):
    """The connection gets a problem of that status, and then closes."""
    found, head, body = answer_of(connection)
    assert found == status, head
    assert "connection: close" in head and "application/problem+json" in head and "nosniff" in head
    assert head.count("content-length:") == 1
    assert json.loads(body)["status"] == status


# --- What is too large


@pytest.mark.parametrize(
    "request_, status",
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 4000) for n in range(10)) + b"\r\n", 431),
        (b"GET /" + b"a" * 200_000, 431),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=["address", "field", "fields", "head", "endless address", "no HTTP"],
)
@pytest.mark.parametrize("is_first", [True, False], ids=["first request", "later request"])
def test_a_head_that_is_too_large_is_told_so(server, request_, status, is_first):
    with raw(server) as connection:
        if not is_first:
            assert is_open(connection)
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(request_)
        assert_refused(connection, status)
    assert server.get("/agents/list").status_code == 200


@pytest.mark.parametrize(
    "hosts",
    [
        ("a b",), ("localhost:80 80",), ("localhost", "localhost"), ("localhost", "evil.example"), ("a..b",), (".localhost",),
        ("localhost:x",), ("localhost:80:80",), ("[::1",), ("[::g]",), ("[::1]x",), ("user@localhost",), ("localhost/",), ("löcalhost",), ("::1",),
    ],
)
@pytest.mark.parametrize("path", ["/agents/list", "/healthz", "/nope"])
def test_a_host_that_is_none_is_400(server, hosts, path):
    lines = [f"GET {path} HTTP/1.1", *(f"Host: {host}" for host in hosts), "", ""]
    with raw(server) as connection:
        connection.sendall("\r\n".join(lines).encode())
        assert_refused(connection, 400)


@pytest.mark.parametrize("host, status", [("LocalHost", 200), ("[::1]:80", 200), ("localhost:", 200), ("localhost \t", 200), ("", 403), ("a_b.example.", 403), ("a,b", 403)])
def test_a_host_that_is_one_is_for_the_guard_to_judge(server, host, status):
    with raw(server) as connection:
        connection.sendall(f"GET /agents/list HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert answer_of(connection)[0] == status


def test_only_load_balancers_need_name_no_host(server):
    for path, status in [("/healthz", 200), ("/readyz?probe", 200), ("/agents/list", 400), ("/healthz/x", 400)]:
        with raw(server) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
            assert answer_of(connection)[0] == status


def test_a_caller_of_http_1_0_need_name_no_host(server):
    with raw(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\nConnection: close\r\n\r\n")
        assert answer_of(connection)[0] == 200


@pytest.mark.parametrize("version, said", [("1.0", ""), ("1.0", "Connection: x\r\n"), ("1.1", "Connection: Close\r\n"), ("1.1", "Connection: x, close\r\n")])
def test_a_connection_is_closed_after_the_answer_where_the_caller_wants_no_more_of_it(server, version, said):
    with raw(server) as connection:
        connection.settimeout(5)
        connection.sendall(f"GET /healthz HTTP/{version}\r\nHost: localhost\r\n{said}\r\n".encode())
        # All until the end, which comes long before the time at which an idle connection is closed.
        assert answer_of(connection)[0] == 200


@pytest.mark.parametrize("version, said", [("1.0", "Connection: Keep-Alive\r\n"), ("1.1", "Connection: x\r\n"), ("1.1", "")])
def test_a_connection_stays_open_where_the_caller_wants_it(server, version, said):
    with raw(server) as connection:
        for _ in range(2):
            connection.sendall(f"GET /healthz HTTP/{version}\r\nHost: localhost\r\n{said}\r\n".encode())
            received = b""
            while not received.endswith(b"}"):
                part = connection.recv(65536)
                assert part, "the server has closed the connection"
                received += part


def test_a_head_within_the_limits_is_read(server):
    assert server.get("/agents/list?" + "a" * 7000, headers={f"X-{n}": "b" * 200 for n in range(80)}).status_code == 200


@pytest.mark.parametrize("path", ["/nope", "/api/v1/contacts", "/healthz"])
def test_an_answer_to_head_has_no_body_that_the_next_answer_would_begin_with(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        for method in ("HEAD", "GET"):
            connection.request(method, path)
            answer = connection.getresponse()
            assert bool(answer.read()) == (method == "GET")
            assert answer.headers["Content-Type"].startswith("application/")


def test_an_endless_body_is_told_so_and_is_not_read_for_ever(server):
    with raw(server) as connection:
        connection.sendall(b"POST /chat/message HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk, sent = b"10000\r\n" + b"a" * 65536 + b"\r\n", 0
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            while sent < 64 << 20:
                connection.sendall(chunk)
                sent += 65536
        assert sent < 64 << 20
        status, _, _ = answer_of(connection)
        assert status in (413, None)
    assert server.get("/agents/list").status_code == 200


def test_a_body_that_ends_early_is_not_carried_out(server, new_user):
    user = new_user(server)
    body = json.dumps({"user_id": user, "message": "hello"}).encode()
    with raw(server) as connection:
        connection.sendall(
            b"POST /chat/message HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body) + 1, body))
        connection.shutdown(socket.SHUT_WR)
        answer_of(connection)
    assert server.history(user) == []


# --- A body that waits to be asked for


def expecting(path, *fields, version="1.1"):
    """The head of a request whose sender waits for a word before it sends the body."""
    lines = [f"POST {path} HTTP/{version}", "Host: localhost", "Content-Type: application/json", "Expect: 100-continue", *fields]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunks"])
@pytest.mark.parametrize("is_first", [True, False], ids=["first request", "later request"])
def test_a_body_that_waits_is_asked_for(server, new_user, is_first, is_chunked):
    body = json.dumps({"user_id": new_user(server), "message": "hello"}).encode()
    with raw(server) as connection:
        connection.settimeout(5)
        if not is_first:
            assert is_open(connection)
        connection.sendall(expecting("/chat/message", "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"))
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if is_chunked else body)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_a_body_that_was_asked_for_and_does_not_come_is_told_so(impatient):
    with raw(impatient) as connection:
        connection.sendall(expecting("/chat/message", "Content-Length: 100"))
        asked = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert connection.recv(len(asked)) == asked
        assert_refused(connection, 408)


@pytest.mark.parametrize(
    "path, length, status", [("/chat/message", 2 << 20, 413), ("/api/v1/imports/contacts", 11 << 20, 413), ("/nowhere", 2, 404)]
)
def test_a_body_that_waits_for_what_is_refused_is_not_asked_for(server, path, length, status):
    with raw(server) as connection:
        connection.settimeout(5)
        connection.sendall(expecting(path, f"Content-Length: {length}"))
        assert connection.recv(4096).startswith(b"HTTP/1.1 %d " % status)


def test_curl_does_not_wait_to_send_a_large_file(server, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text("name,notes\n" + "".join(f"Robin {number},{'x' * 200}\n" for number in range(8000)))
    address = f"{server.url}/api/v1/imports/contacts?dry_run=true"
    done = subprocess.run(
        ["curl", "-sv", "--expect100-timeout", "30", "--max-time", "25", "--data-binary", f"@{file}", "-H", "Content-Type: text/csv", address],
        capture_output=True, text=True)
    assert done.returncode == 0 and "< HTTP/1.1 100 Continue" in done.stderr and "< HTTP/1.1 200 OK" in done.stderr, done.stderr


# --- What is too slow


@pytest.fixture
def impatient(start_server):
    return start_server(env={"SLOW_CLIENT_SECONDS": 2})


def test_a_head_that_comes_byte_by_byte_is_told_so(impatient):
    with raw(impatient) as connection:
        begin = time.monotonic()
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            for byte in b"GET /agents/list HTTP/1.1\r\nHost: localhost\r\n":
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        assert_refused(connection, 408)
        assert time.monotonic() - begin < 8


def test_a_body_that_trickles_is_told_so_and_one_that_flows_is_read(impatient, new_user):
    head = b"POST /chat/message HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with raw(impatient) as connection:
        connection.sendall(head % 100_000 + b'{"user_id":1,')
        assert_refused(connection, 408)
    body = json.dumps({"user_id": new_user(impatient), "message": "hello", "padding": "x" * 60_000}).encode()
    with raw(impatient) as connection:
        connection.sendall(head % len(body))
        for start in range(0, len(body), 12_000):  # for longer than a span of time
            connection.sendall(body[start : start + 12_000])
            time.sleep(0.5)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")


def test_many_slow_connections_leave_room_for_others(start_server):
    server = start_server(env={"SLOW_CLIENT_SECONDS": 8})
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(raw(server)) for _ in range(200)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert server.get("/agents/list").status_code == 200
        told, _, _ = select.select(slow, [], [], 0)
        assert not told, "the other had to wait until slow ones were sent away"
        for connection in slow:
            assert answer_of(connection)[0] == 408


def test_an_answer_that_takes_too_long_is_given_up(llm, llm_server, new_user, gate):
    server = llm_server(REQUEST_TIMEOUT_SECONDS=1, LLM_TIMEOUT_SECONDS=30)
    user = new_user(server)
    llm.script(held(ok("late"), gate))
    with raw(server) as connection:
        body = json.dumps({"user_id": user, "message": "hello"}).encode()
        connection.sendall(
            b"POST /chat/message HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        assert_refused(connection, 503)
    assert server.get("/agents/list").status_code == 200


def test_a_stream_may_last_longer_than_an_answer_may_take(start_server):
    server = start_server(env={"REQUEST_TIMEOUT_SECONDS": 1, "SLOW_CLIENT_SECONDS": 1})
    with connect(f"ws://127.0.0.1:{server.port}/api/v1/ws?user_id=1", proxy=None) as opened:
        with server.http.stream("GET", "/api/v1/users/1/events") as events:
            time.sleep(2.5)
            lines = events.iter_lines()
            assert next(lines).startswith(":")
            opened.ping().wait(5)


# --- Connections


def test_an_address_may_have_only_so_many_connections(start_server):
    server = start_server(env={"MAX_CONNECTIONS_PER_ADDRESS": 3})
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(raw(server, "127.0.0.2")) for _ in range(3)]
        assert all(is_open(connection) for connection in held)
        assert not is_open(stack.enter_context(raw(server, "127.0.0.2")))
        assert is_open(stack.enter_context(raw(server, "127.0.0.3")))
        held.pop().close()
        eventually(lambda: is_open(stack.enter_context(raw(server, "127.0.0.2"))), within=5, what="room for another connection")
    eventually(lambda: any("connections are refused" in line for line in server.stderr), within=5, what="a word in the log")


def test_there_are_only_so_many_connections_in_all(start_server):
    server = start_server(env={"MAX_CONNECTIONS": 20})
    with contextlib.ExitStack() as stack:
        found = [is_open(stack.enter_context(raw(server, f"127.0.0.{n}"))) for n in range(2, 32)]
        assert found == [True] * 20 + [False] * 10
    eventually(lambda: server.get("/agents/list").status_code == 200, within=5, what="room after they have gone")


# --- TLS


def make_certificate(folder, name, host="localhost"):
    """A certificate that signs itself, and its key, as files of that name."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={host}",
         "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
        check=True, capture_output=True)


def shown_certificate(server):
    return ssl.get_server_certificate(("127.0.0.1", server.port), timeout=10)


def trusting(path):
    return ssl.create_default_context(cafile=path)


@pytest.fixture
def tls_server(start_server, tmp_path):
    make_certificate(tmp_path, "served")
    return start_server(env={"TLS_CERTIFICATE": tmp_path / "served.pem", "TLS_KEY": tmp_path / "served.key"})


def test_it_speaks_tls_itself(tls_server, tmp_path):
    assert tls_server.url.startswith("https://")
    context = trusting(tmp_path / "served.pem")
    with httpx.Client(base_url=f"https://localhost:{tls_server.port}", verify=context, trust_env=False) as client:
        assert client.get("/agents/list").status_code == 200
        own = {"Origin": f"https://localhost:{tls_server.port}"}
        assert client.post("/api/v1/contacts", json={"name": "Robin Vale"}, headers=own).status_code == 201
        assert_problem(client.get("/agents/list", headers={"Origin": own["Origin"].replace("https", "http")}), 403)
        assert "strict-transport-security" not in client.get("/").headers  # localhost is everybody's
    with connect(f"wss://localhost:{tls_server.port}/api/v1/ws?user_id=1", ssl=context, proxy=None) as opened:
        opened.ping().wait(5)
    for version, is_taken in [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)]:
        asked = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{tls_server.port}", version, "-cipher", "DEFAULT@SECLEVEL=0"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=10)
        assert (b"New, TLSv1" in asked.stdout) == is_taken, asked.stdout
    with raw(tls_server) as plain:
        assert not is_open(plain)


def test_slow_clients_are_told_over_tls_too(start_server, tmp_path):
    make_certificate(tmp_path, "served")
    server = start_server(env={"TLS_CERTIFICATE": tmp_path / "served.pem", "TLS_KEY": tmp_path / "served.key", "SLOW_CLIENT_SECONDS": 1})
    with raw(server) as plain, trusting(tmp_path / "served.pem").wrap_socket(plain, server_hostname="localhost") as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert_refused(connection, 408)


def test_a_new_certificate_is_taken_up_and_open_connections_stay(tls_server, tmp_path):
    first = (tmp_path / "served.pem").read_text()
    assert shown_certificate(tls_server).strip() == first.strip()
    with raw(tls_server) as plain, trusting(tmp_path / "served.pem").wrap_socket(plain, server_hostname="localhost") as connection:
        assert is_open(connection)
        # A certificate that is not the key's changes nothing, whoever replaces one file after the other.
        make_certificate(tmp_path, "new")
        (tmp_path / "new.pem").rename(tmp_path / "served.pem")
        eventually(lambda: any("the one before is kept" in line for line in tls_server.stderr), within=15, what="a word about the wrong pair")
        assert shown_certificate(tls_server).strip() == first.strip()
        (tmp_path / "new.key").rename(tmp_path / "served.key")
        second = (tmp_path / "served.pem").read_text()
        eventually(lambda: shown_certificate(tls_server).strip() == second.strip(), within=15, what="the new certificate")
        assert is_open(connection)
        (tmp_path / "served.pem").write_text("nonsense")
        eventually(lambda: sum("the one before is kept" in line for line in tls_server.stderr) == 2, within=15, what="a word about nonsense")
        assert shown_certificate(tls_server).strip() == second.strip()


# --- Names, proxies, other pages


def test_a_proxy_that_is_trusted_says_who_asks_and_how(start_server):
    server = start_server(env={"TRUSTED_PROXIES": "127.0.0.0/8", "PUBLIC_URL": "https://crm.example.com", "RATE_LIMITS": "address=5"})
    told = {"Host": "crm.example.com", "X-Forwarded-Proto": "https"}
    answers = [server.get("/api/v1/session", headers={**told, "X-Forwarded-For": "6.6.6.6, 203.0.113.9"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[0].headers["strict-transport-security"].startswith("max-age=")
    other = server.get("/api/v1/session", headers={**told, "X-Forwarded-For": "203.0.113.10"})
    assert other.status_code == 200
    plain = server.get("/api/v1/session", headers={"Host": "crm.example.com", "X-Forwarded-For": "203.0.113.11", "X-Forwarded-Proto": "http"})
    assert "strict-transport-security" not in plain.headers


def test_who_is_no_trusted_proxy_can_not_hide_behind_another_address(start_server):
    server = start_server(env={"RATE_LIMITS": "address=5"})
    answers = [server.get("/api/v1/session", headers={"X-Forwarded-For": f"203.0.113.{n}", "X-Forwarded-Proto": "https"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert all("strict-transport-security" not in answer.headers for answer in answers)


def test_it_answers_to_the_names_it_was_given(start_server):
    server = start_server(env={"ALLOWED_HOSTS": "crm.example.com, 192.0.2.7", "PUBLIC_URL": "https://sales.example.com/"})
    for host in ("crm.example.com", "192.0.2.7:8443", "sales.example.com", "localhost"):
        assert server.get("/api/v1/session", headers={"Host": host}).status_code == 200
    for host in ("example.com", "evil.example", "192.0.2.8"):
        assert_problem(server.get("/api/v1/session", headers={"Host": host}), 403)
    own = {"Host": "127.0.0.1", "Origin": "https://sales.example.com"}
    # Its own page gets as far as the question who it is.
    assert_problem(server.post("/api/v1/contacts", {"name": "Robin Vale"}, headers=own), 401)
    assert_problem(server.post("/api/v1/contacts", {"name": "Robin Vale"}, headers={**own, "Origin": "https://evil.example"}), 403)


def test_pages_of_listed_origins_may_call_it_and_no_others(start_server):
    server = start_server(env={"CORS_ORIGINS": "https://app.example.com,http://localhost:3000"})
    asks = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, content-type, if-match"}
    for origin in ("https://app.example.com", "http://localhost:3000"):
        asked = server.http.options("/api/v1/contacts", headers={"Origin": origin, **asks})
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-origin"] == origin
        assert "PATCH" in asked.headers["access-control-allow-methods"]
        assert "if-match" in asked.headers["access-control-allow-headers"].lower()
        made = server.post("/api/v1/contacts", {"name": "Robin Vale"}, headers={"Origin": origin})
        assert made.status_code == 201
        assert made.headers["access-control-allow-origin"] == origin and "Origin" in made.headers["vary"]
        assert "access-control-allow-credentials" not in {**made.headers, **asked.headers}
    for origin in ("https://evil.example", "https://app.example.com.evil.example", "null"):
        refused = server.http.options("/api/v1/contacts", headers={"Origin": origin, **asks})
        assert_problem(refused, 403)
        assert "access-control-allow-origin" not in refused.headers
        assert_problem(server.post("/api/v1/contacts", {"name": "Robin Vale"}, headers={"Origin": origin}), 403)
    assert "Origin" in server.get("/agents/list").headers["vary"]


def test_without_a_list_no_page_elsewhere_may_call_it(server):
    asked = server.http.options("/api/v1/contacts", headers={"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"})
    assert_problem(asked, 403)
    assert not [name for name in asked.headers if name.startswith("access-control")]
    assert "vary" not in server.get("/agents/list").headers


# --- Rates


def test_rates_are_off_for_the_own_machine_and_told_where_they_hold(server, start_server):
    assert "ratelimit" not in server.get("/agents/list").headers
    limited = start_server(env={"RATE_LIMITS": "address=3"})
    for left in (2, 1, 0):
        answer = limited.get("/agents/list")
        assert answer.status_code == 200
        assert answer.headers["ratelimit-policy"] == '"address";q=3;w=60'
        assert answer.headers["ratelimit"].startswith(f'"address";r={left};t=')
    refused = limited.get("/nowhere")
    assert_problem(refused, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert refused.headers["ratelimit"] == f'"address";r=0;t={refused.headers["retry-after"]}'
    for path in ("/healthz", "/readyz"):
        assert limited.get(path).status_code == 200
    with raw(limited, "127.0.0.2") as other:
        assert is_open(other)
    with pytest.raises(Exception, match="429"), connect(f"ws://127.0.0.1:{limited.port}/api/v1/ws?user_id=1", proxy=None):
        pass


def test_what_may_ask_a_model_has_a_limit_of_its_own(start_server, new_user):
    server = start_server(env={"RATE_LIMITS": "model=2"})
    user = new_user(server)
    answers = [server.post("/chat/message", {"user_id": user, "message": "What is due?"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert '"model";q=2;w=60' in answers[0].headers["ratelimit-policy"] and '"address"' in answers[0].headers["ratelimit-policy"]
    assert server.get(f"/chat/history/{user}").status_code == 200


def test_two_instances_share_a_limit(start_instances):
    instances = start_instances(2, env={"RATE_LIMITS": "address=40", "TRUSTED_PROXIES": "127.0.0.1"})
    asking = {"X-Forwarded-For": "203.0.113.9"}
    begin = time.monotonic()
    answers = [server.get("/api/v1/session", headers=asking) for _ in range(60) for server in instances.servers]
    passed, seconds = sum(answer.status_code == 200 for answer in answers), time.monotonic() - begin
    # A twentieth more for each, and what has come back meanwhile.
    assert 40 <= passed <= 40 + 2 * 2 + seconds * 40 / 60 + 1
    assert instances.servers[0].get("/api/v1/session", headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 200


# --- Headers


@pytest.mark.parametrize(
    "method, path, body, status, kind",
    [
        ("GET", "/chat", None, 200, "text/html"),
        ("GET", "/docs", None, 200, "text/html"),
        ("GET", "/assets/js/app.js", None, 200, "text/javascript"),
        ("GET", "/assets/favicon.svg", None, 200, "image/svg+xml"),
        ("GET", "/agents/list", None, 200, "application/json"),
        ("POST", "/api/v1/contacts", {"name": "Robin Vale"}, 201, "application/json"),
        ("GET", "/openapi.json", None, 200, "application/json"),
        ("GET", "/healthz", None, 200, "application/json"),
        ("GET", "/nowhere", None, 404, "application/problem+json"),
        ("PUT", "/agents/list", None, 405, "application/problem+json"),
        ("POST", "/chat/message", {}, 422, "application/problem+json"),
    ],
)
def test_every_answer_tells_browsers_to_be_careful(server, method, path, body, status, kind):
    answer = server.http.request(method, path, json=body)
    assert answer.status_code == status and answer.headers["content-type"].startswith(kind)
    headers, policy = answer.headers, answer.headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert "strict-transport-security" not in headers
    if kind == "text/html":
        assert "script-src 'self';" in policy and headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
    elif not path.startswith("/assets"):
        assert headers["cache-control"] == "no-store"


def test_events_and_files_that_have_not_changed_are_told_so_too(server):
    with server.http.stream("GET", "/api/v1/users/1/events") as events:
        assert events.headers["x-content-type-options"] == "nosniff" and "frame-ancestors 'none'" in events.headers["content-security-policy"]
    tag = server.get("/assets/js/app.js").headers["etag"]
    same = server.get("/assets/js/app.js", headers={"If-None-Match": tag})
    assert same.status_code == 304 and same.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("file", ["js/app.js", "css/base.css", "icons.svg"])
def test_a_file_of_the_page_s_version_is_kept_for_good_and_sent_compressed_to_those_who_accept_it(server, file):
    page = server.get("/chat", headers={"Accept-Encoding": "identity"})
    assert page.headers["cache-control"] == "no-cache" and "content-encoding" not in page.headers
    version = re.search(r'"/assets/(\w+)/js/app\.js"', page.text)[1]
    plain = server.get(f"/assets/{version}/{file}", headers={"Accept-Encoding": "identity"})
    packed = server.get(f"/assets/{version}/{file}", headers={"Accept-Encoding": "br;q=0, gzip;q=0.8"})
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert plain.text == packed.text and int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert plain.headers["etag"] != packed.headers["etag"]
    for answer in (plain, packed):
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
    # Of another version, and without one, it is asked for anew.
    for path in (f"/assets/another/{file}", f"/assets/{file}"):
        assert server.get(path).headers["cache-control"] == "no-cache" and server.get(path).text == plain.text


def test_answers_with_data_are_never_compressed(server):
    for path in ("/agents/list", "/api/v1/contacts?limit=100", "/openapi.json"):
        assert "content-encoding" not in server.get(path, headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/xml"])
def test_a_body_that_says_it_is_no_json_is_415(server, kind):
    answer = server.http.post("/chat/message", content=b'{"user_id":1,"message":"hello"}', headers={"Content-Type": kind})
    assert_problem(answer, 415)


@pytest.mark.parametrize("kind", [None, "application/json", "application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"])
def test_a_body_of_json_is_read_whatever_kind_of_json_it_is(server, user, kind):
    headers = {"Content-Type": kind} if kind else {}
    answer = server.http.post("/chat/message", content=json.dumps({"user_id": user, "message": "hello"}).encode(), headers=headers)
    assert answer.status_code == 200


# --- Settings


@pytest.mark.parametrize(
    "name, value, hint",
    [
        ("TRUSTED_PROXIES", "10.0.0.0/33", "10.0.0.0/8"),
        ("TRUSTED_PROXY_HEADER", "X-Real-IP", "X-Forwarded-For"),
        ("ALLOWED_HOSTS", "https://crm.example.com", "crm.example.com"),
        ("ALLOWED_HOSTS", "crm.example.com:8080", "without port"),
        ("PUBLIC_URL", "crm.example.com", "https://"),
        ("CORS_ORIGINS", "*", "name each origin"),
        ("CORS_ORIGINS", "https://app.example.com/path", "https://"),
        ("TLS_CERTIFICATE", "/nowhere.pem", "TLS_KEY"),
        ("TLS_KEY", "/nowhere.key", "TLS_CERTIFICATE"),
        ("MAX_CONNECTIONS", "0", "1 to"),
        ("RATE_LIMITS", "everything=1", "address, account"),
        ("SLOW_CLIENT_SECONDS", "0", "1 to"),
        ("REQUEST_TIMEOUT_SECONDS", "x", "1 to"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path, name, value, hint):
    result = run_command("serve", "--port", 0, data=tmp_path, env={name: value})
    assert result.returncode != 0
    [line] = [line for line in result.stderr.splitlines() if line.strip()]
    assert name in line and hint in line


def test_certificates_that_can_not_be_used_are_named(tmp_path):
    folder = pathlib.Path(tmp_path)
    make_certificate(folder, "one")
    make_certificate(folder, "other")
    (folder / "nonsense").write_text("nonsense")
    for certificate, key, name in [("nowhere", "one.key", "TLS_CERTIFICATE"), ("nonsense", "one.key", "TLS_CERTIFICATE"),
                                   ("one.pem", "nonsense", "TLS_KEY"), ("one.pem", "other.key", "TLS_KEY")]:
        env = {"TLS_CERTIFICATE": folder / certificate, "TLS_KEY": folder / key}
        result = run_command("serve", "--port", 0, data=tmp_path, env=env)
        assert result.returncode != 0
        assert name in result.stderr
