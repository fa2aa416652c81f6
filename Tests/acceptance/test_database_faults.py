"""A database that is locked, full or can't be written: a clear error, and all well again without a restart."""

import fcntl
import os
import pwd
import resource
import signal
import sqlite3
import subprocess
import threading

import pytest
from crm_server import BINARY, clean_environment, run_command
from deadline import eventually
from other_users import let_others_reach
from problems import assert_problem


def ignore_the_size_signal():
    """A process over its file size limit gets an error rather than a signal, as with a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def writes(server, user):
    return {
        "/chat/message": {"user_id": user, "message": "hello"},
        "/agents/run": {"user_id": user, "agent_type": "REMINDER"},
        f"/business-profile/{user}": {"business_type": "tech"},
        "/api/v1/contacts": {"user_id": user, "name": "Harbour Hotel"},
    }


def assert_writes_fail_and_reads_do_not(server, user):
    for path, body in writes(server, user).items():
        assert_problem(server.post(path, body), 503)
    for path in ("/agents/list", f"/tasks/today/{user}", f"/chat/history/{user}", f"/api/v1/contacts?user_id={user}"):
        assert server.get(path).status_code == 200, path


def assert_all_is_well(server, user):
    for path, body in writes(server, user).items():
        answer = server.post(path, body)
        assert answer.is_success, answer.text
    assert [m["agent_type"] for m in server.history(user)] == ["REMINDER", "AGENT_RESPONSE", "USER_MESSAGE"]
    assert len(server.every("contacts", user_id=user)) == 1


def test_a_locked_database_is_503_and_passes(start_server, new_user):
    server = start_server()
    user = new_user(server)
    other = sqlite3.connect(server.data / "crm.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert_writes_fail_and_reads_do_not(server, user)
    other.execute("ROLLBACK")
    other.close()
    assert_all_is_well(server, user)


def test_a_short_lock_is_waited_out(start_server, new_user):
    server = start_server()
    user = new_user(server)
    other = sqlite3.connect(server.data / "crm.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    release.start()
    assert server.post("/api/v1/contacts", {"user_id": user, "name": "Harbour Hotel"}).status_code == 201
    release.join()
    other.close()


def test_files_that_cannot_grow_are_503_and_pass(start_server, new_user):
    server = start_server(prepare=ignore_the_size_signal)
    user = new_user(server)
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1024, hard))
    assert_writes_fail_and_reads_do_not(server, user)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert_all_is_well(server, user)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 8 MiB of its own."""
    if os.geteuid() != 0:
        (pytest.fail if "CI" in os.environ else pytest.skip)("mounting a small file system needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk):
    """Takes what is left of the disk; returns the file to remove."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    return filler


def test_a_full_disk_is_503_and_passes(start_server, new_user, small_disk):
    server = start_server(small_disk)
    user = new_user(server)
    filler = fill(small_disk)

    def full():  # what room the database's own files still have is used up first
        return server.post("/api/v1/targets", {"user_id": user, "product": "x" * 200, "target": 1}).status_code == 503

    eventually(full, every=0, within=30, what="the end of the disk")
    for path, body in writes(server, user).items():
        assert_problem(server.post(path, body), 503)
    assert server.get(f"/chat/history/{user}").status_code == 200
    told = run_command("doctor", data=server.data)
    assert told.returncode == 1 and "its disk has room" in told.stdout, told.stdout
    filler.unlink()
    assert_all_is_well(server, user)
    assert sqlite3.connect(server.data / "crm.sqlite").execute("PRAGMA integrity_check").fetchone() == ("ok",)
    server.stop()


def unprivileged():
    """Another user than root, for whom permissions hold."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)


def test_a_folder_that_cannot_be_written_stops_the_start_in_one_line(tmp_path):
    let_others_reach(tmp_path)
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    result = subprocess.run(
        [BINARY, "serve", "--port", "0", "--data", data], env=clean_environment(), cwd="/", text=True,
        capture_output=True, timeout=30, preexec_fn=unprivileged,
    )
    assert result.returncode not in (0, -signal.SIGILL, -signal.SIGTRAP)
    [line] = [line for line in result.stderr.splitlines() if line.strip()]
    assert str(data) in line


def test_a_file_that_is_no_database_stops_the_start_in_one_line(tmp_path):
    (tmp_path / "crm.sqlite").write_text("This is a letter, not a database. " * 100)
    result = run_command("serve", "--port", 0, data=tmp_path)
    assert result.returncode > 0
    [line] = [line for line in result.stderr.splitlines() if line.strip()]
    assert str(tmp_path / "crm.sqlite") in line and "not a database" in line
    assert "backup restore" in line and "--data" in line and "can write to" not in line
    doctor = run_command("doctor", data=tmp_path)
    assert doctor.returncode == 1 and "FIX  database: DATA_DIR holds a file that is not a database" in doctor.stdout
    assert (tmp_path / "crm.sqlite").read_text().startswith("This is a letter")


def test_a_folder_in_use_is_refused_before_anything_in_it_is_opened(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with open(data / "crm.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run_command("serve", "--port", 0, data=data)
        assert result.returncode != 0 and "in use by another crm-agent serve" in result.stderr, result
        assert [file.name for file in data.iterdir()] == ["crm.lock"]


def test_a_file_in_the_folders_place_is_told_as_one(tmp_path):
    (tmp_path / "data").write_text("a letter")
    result = run_command("serve", "--port", 0, data=tmp_path / "data", cwd=tmp_path)
    assert result.returncode != 0 and "data is a file and no folder" in result.stderr, result
