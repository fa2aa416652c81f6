"""Backups: made while the server works, checked, refused where they are not whole, and brought back into an empty place."""

import base64
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import threading

import pytest
from crm_client import Client
from crm_server import BINARY, clean_environment, new_key, run_command
from databases import shared_cluster
from deadline import eventually
from postgres_cluster import PASSWORD

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER = base64.b64encode(bytes(range(1, 33))).decode()


class Place:
    """A place for a database: a folder, or a database on the cluster."""

    def __init__(self, kind, folder):
        self.kind, self.folder = kind, folder
        self.name = shared_cluster().new_database() if kind == "postgres" else None
        self.env = {"DATABASE_URL": shared_cluster().url(self.name)} if self.name else {"DATABASE_URL": ""}

    def run(self, *arguments, **env):
        return run_command(*arguments, data=self.folder, env={**self.env, **env}, cwd="/", timeout=120)


    def change(self, statement):
        """The rows that a statement returns, which changes what no command does."""
        if self.name:
            return shared_cluster().sql(statement, database=self.name)
        with sqlite3.connect(self.folder / "crm.sqlite") as database:
            return database.execute(statement).fetchall()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    (tmp_path / "data").mkdir()
    return Place(request.param, tmp_path / "data")


@pytest.fixture
def empty(place, tmp_path):
    return Place(place.kind, tmp_path / "restored")


@pytest.fixture
def served(place, start_server):
    return start_server(data=place.folder, env=place.env)


def succeeds(result):
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(result):
    """The one line that says why."""
    assert result.returncode > 0, result.stdout
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def create(place, folder, *options, **env):
    return json.loads(succeeds(place.run("backup", "create", "--to", folder, "--json", *options, **env)))


class Writing:
    """Creates contacts one after the other from several threads, and keeps what was acknowledged."""

    def __init__(self, server, threads=3):
        self.server, self.acknowledged, self.is_over = server, [], threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(threads)]

    def write(self, thread):
        with_server = Client()
        with_server.connect(self.server.url)
        for n in range(100_000):
            if self.is_over.is_set():
                return
            answer = with_server.post("/api/v1/contacts", {"name": f"Ann {thread}-{n}", "email": f"ann{thread}-{n}@example.com"}, key=new_key())
            assert answer.status_code == 201, answer.text
            self.acknowledged.append(answer.json()["name"])

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join()


@pytest.mark.parametrize("key", ["", KEY])
def test_a_backup_has_every_row_acknowledged_before_it_began(place, empty, served, start_server, tmp_path, key):
    with Writing(served) as writing:
        eventually(lambda: len(writing.acknowledged) > 100, within=30, what="some contacts")
        before = list(writing.acknowledged)
        made = create(place, tmp_path / "backups", BACKUP_KEY=key)
        during = len(writing.acknowledged)
        eventually(lambda: len(writing.acknowledged) > during + 20, within=30, what="writing that goes on")
    assert made["manifest"]["tables"]["contacts"] >= len(before)
    assert "is whole" in succeeds(place.run("backup", "verify", made["file"], BACKUP_KEY=key))
    said = succeeds(empty.run("backup", "restore", made["file"], BACKUP_KEY=key))
    assert said.startswith("restored to ")
    restored = start_server(data=empty.folder, env=empty.env)
    names = {contact["name"] for contact in restored.every("contacts")}
    assert set(before) <= names
    assert len(names) == made["manifest"]["tables"]["contacts"]
    # What is restored is a database as any other: it is written to, and counts on.
    assert restored.post("/api/v1/contacts", {"name": "New"}, key=new_key()).status_code == 201


@pytest.fixture
def backup(place, tmp_path):
    succeeds(place.run("sample", "load"))
    return pathlib.Path(create(place, tmp_path / "backups", BACKUP_KEY=KEY)["file"])


def test_what_is_not_whole_or_not_ones_own_is_refused_and_leaves_nothing(place, empty, backup, tmp_path):
    whole = backup.read_bytes()
    assert b"Harbor" not in whole and b"PGDMP" not in whole and b"SQLite format" not in whole
    bad = tmp_path / "bad.backup"
    for content, key, what in [
        (whole[: len(whole) // 2], KEY, "ends too early"),
        (whole[:-1], KEY, "ends too early"),
        (whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], KEY, "changed or damaged"),
        (whole + b"x", KEY, "changed or damaged"),
        (whole, OTHER, "another key"),
        (whole, "", "put the key"),
        (b"id,name\n", KEY, "is no backup"),
    ]:
        bad.write_bytes(content)
        assert what in refused(place.run("backup", "verify", bad, BACKUP_KEY=key))
        assert what in refused(empty.run("backup", "restore", bad, BACKUP_KEY=key))
        assert not (empty.folder / "crm.sqlite").exists()
    assert "BACKUP_KEY" in refused(place.run("backup", "verify", backup, BACKUP_KEY="short"))
    assert "no file" in refused(place.run("backup", "verify", tmp_path / "absent", BACKUP_KEY=KEY))
    # After all of these the good one still finds an empty place.
    succeeds(empty.run("backup", "restore", backup, BACKUP_KEY=KEY))
    said = refused(empty.run("backup", "restore", backup, BACKUP_KEY=KEY))
    assert "has a database already" in said or "is not empty" in said


def test_a_backup_goes_back_into_its_own_kind_of_database(place, backup, tmp_path):
    other = Place("postgres" if place.kind == "sqlite" else "sqlite", tmp_path / "other")
    assert "DATABASE_URL" in refused(other.run("backup", "restore", backup, BACKUP_KEY=KEY))


def test_what_was_on_its_way_is_left_to_a_person_after_a_restore(place, empty, tmp_path):
    succeeds(place.run("webhook", "add", "https://example.com/hook"))
    succeeds(place.run("run-agent", "REMINDER"))
    waiting = "state = 'queued', next_attempt_at = 1, finished_at = NULL"
    assert len(place.change(f"UPDATE agent_runs SET {waiting} RETURNING id")) == 1
    made = create(place, tmp_path / "backups")
    said = succeeds(empty.run("backup", "restore", made["file"]))
    assert "1 deliveries may have been sent since" in said and "1 runs may have been carried out since" in said
    assert "unknown" in succeeds(empty.run("deliveries", "list"))
    assert "REMINDER" in succeeds(empty.run("runs", "list", "--state", "dead"))


def test_a_kill_leaves_no_file_with_the_final_name_and_the_next_backup_cleans_up(place, tmp_path):
    succeeds(place.run("sample", "load"))
    folder = tmp_path / "backups"
    folder.mkdir()
    seen = 0
    for milliseconds in [*range(0, 60, 4), *range(60, 400, 20)]:
        process = subprocess.Popen(
            [BINARY, "backup", "create", "--to", folder, "--data", place.folder], env=clean_environment(**place.env),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True)
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            seen += 1
        for file in folder.glob("*.backup"):
            succeeds(place.run("backup", "verify", file))
    assert seen > 3
    made = create(place, folder, "--keep", "1")
    assert [file.name for file in folder.iterdir() if not file.name.startswith(".")] == [pathlib.Path(made["file"]).name]
    assert not list(place.folder.glob("backup-copy*"))


def test_old_backups_go_and_nothing_else_does(place, tmp_path):
    succeeds(place.run("sample", "load"))
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "notes.backup").write_text("mine")
    made = [pathlib.Path(create(place, folder)["file"]).name for _ in range(3)]
    last = create(place, folder, "--keep", "2")
    assert last["removed"] == made[:2]
    assert sorted(file.name for file in folder.glob("*.backup")) == sorted([made[2], pathlib.Path(last["file"]).name, "notes.backup"])
    assert "--keep" in place.run("backup", "create", "--to", folder, "--keep", "0").stderr


def test_pg_dump_is_looked_for_where_PG_BIN_says(tmp_path):
    place = Place("postgres", tmp_path)
    succeeds(place.run("sample", "load"))
    assert "PG_BIN" in refused(place.run("backup", "create", "--to", tmp_path / "b", PG_BIN=tmp_path))
    assert not list((tmp_path / "b").glob("*.backup*"))


def test_the_password_is_on_no_command_line(tmp_path):
    place = Place("postgres", tmp_path)
    succeeds(place.run("sample", "load"))
    log = tmp_path / "arguments"
    fake = tmp_path / "bin"
    fake.mkdir()
    for name in ("pg_dump", "pg_restore"):
        script = fake / name
        script.write_text(f'#!/bin/sh\necho "$0 $*" >> {log}\nexec /usr/bin/{name} "$@"\n')
        script.chmod(0o755)
    made = create(place, tmp_path / "b", PG_BIN=fake)
    assert made["manifest"]["tables"]["contacts"] > 0
    succeeds(Place("postgres", tmp_path / "restored").run("backup", "restore", made["file"], PG_BIN=fake))
    arguments = log.read_text()
    assert "--snapshot=" in arguments and "--single-transaction" in arguments
    assert PASSWORD not in arguments


def test_what_a_killed_backup_has_left_beside_the_database_goes_when_it_is_served(start_server, tmp_path):
    server = start_server()
    server.stop()
    left = server.data / "backup-copy.sqlite"
    left.write_bytes(b"everything")
    server.start()
    assert not left.exists()
    # And while it serves, backups are made as before.
    made = run_command("backup", "create", "--to", tmp_path / "backups", data=server.data, env={"BACKUP_KEY": KEY})
    assert made.returncode == 0, made.stderr


def test_a_folder_is_no_backup(place, tmp_path):
    for command in ("verify", "restore"):
        assert refused(place.run("backup", command, str(tmp_path))) == f"crm-agent: {tmp_path} is a folder: name one of the backups in it."
