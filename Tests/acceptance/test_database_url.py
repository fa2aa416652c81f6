"""How DATABASE_URL may be written, and TLS to the database."""

import os
import subprocess

import pytest
from crm_server import run_command
from databases import shared_cluster
from postgres_cluster import PASSWORD, Cluster, give_to_postgres
from problems import assert_problem


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg"])
def test_the_spellings_of_other_programs_are_understood(start_server, new_user, scheme):
    name = shared_cluster().new_database()
    server = start_server(env={"DATABASE_URL": shared_cluster().url(name, scheme=scheme)})
    user = new_user(server)
    assert shared_cluster().sql("SELECT user_id FROM business_profiles", database=name) == [(user,)]


@pytest.mark.parametrize("command", [("migrate",), ("serve", "--port", "0"), ("doctor",)], ids=lambda command: command[0])
def test_a_database_of_another_encoding_is_told_before_anything_is_made_in_it(tmp_path, command):
    name = shared_cluster().new_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    result = run_command(*command, cwd=tmp_path, env={"DATABASE_URL": shared_cluster().url(name)})
    lines = [line for line in (result.stdout + result.stderr).splitlines() if "LATIN1" in line]
    assert result.returncode == 1 and len(lines) == 1, result
    assert "has to be UTF8" in lines[0] and "TEMPLATE template0" in lines[0]
    assert shared_cluster().sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database=name) == [(0,)]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate authority, and a server certificate of its for the name localhost."""
    folder = tmp_path_factory.mktemp("tls")
    new_key = ("-newkey", "rsa:2048", "-nodes", "-keyout")
    for name in ("ca", "other"):
        openssl(folder, "req", "-x509", "-subj", f"/CN={name}", *new_key, f"{name}.key", "-out", f"{name}.crt")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    openssl(folder, "req", "-subj", "/CN=localhost", *new_key, "server.key", "-out", "server.csr")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-extfile", "names", "-out", "server.crt")
    return folder


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def encrypted(authority):
    """A cluster that takes encrypted connections only."""
    cluster = Cluster(is_durable=False, ssl="on")
    cluster.options |= {f"ssl_{kind}_file": cluster.folder / f"server.{extension}" for kind, extension in (("cert", "crt"), ("key", "key"))}
    for extension in ("crt", "key"):
        path = cluster.folder / f"server.{extension}"
        path.write_bytes((authority / path.name).read_bytes())
        os.chmod(path, 0o600)
        give_to_postgres(path)
    with cluster:
        hba = cluster.data / "pg_hba.conf"
        hba.write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
        cluster.sql("SELECT pg_reload_conf()")
        yield cluster


def test_a_verified_certificate_is_accepted(start_server, new_user, encrypted, authority):
    name = encrypted.new_database()
    server = start_server(env={"DATABASE_URL": f"{encrypted.url(name, host='localhost')}?sslmode=verify-full&sslrootcert={authority}/ca.crt"})
    new_user(server)
    sessions = encrypted.sql("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'crm'")
    assert sessions and all(ssl for (ssl,) in sessions)


@pytest.mark.parametrize("host, root", [("localhost", "other.crt"), ("127.0.0.1", "ca.crt")], ids=["another authority", "another name"])
def test_a_certificate_that_does_not_fit_is_refused_and_told(start_server, encrypted, authority, host, root):
    url = f"{encrypted.url('postgres', host=host)}?sslmode=verify-full&sslrootcert={authority}/{root}"
    problem = assert_problem(start_server(env={"DATABASE_URL": url}).get("/readyz"), 503)
    assert "certificate" in problem["detail"] and PASSWORD not in problem["detail"]
