"""Commands for another workspace than the first."""

import pytest
from crm_server import run_command

ROWS = "name,email,consent\nAda Vale,ada@example.com,given\n"


def succeeds(*arguments, data):
    done = run_command(*arguments, data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def data(tmp_path):
    succeeds("migrate", data=tmp_path)
    assert succeeds("workspace", "create", "Second", data=tmp_path) == "Made workspace 2.\n"
    (tmp_path / "people.csv").write_text(ROWS)
    return tmp_path


def test_a_workspace_must_have_a_name(data):
    for name in ("", "   ", "x" * 201):
        refused = run_command("workspace", "create", name, data=data)
        assert refused.returncode == 1 and "name must have 1 to 200 characters" in refused.stderr
    assert len(succeeds("workspace", "list", data=data).splitlines()) == 2


def test_what_a_command_does_stays_in_the_workspace_that_is_named(data):
    there = ("--workspace", 2)
    assert "1 created" in succeeds("import", "contacts", data / "people.csv", *there, data=data)
    assert succeeds("contacts", "count", "everyone", *there, data=data).strip() == "1"
    assert succeeds("contacts", "count", "everyone", data=data).strip() == "0"
    succeeds("webhook", "add", "https://example.com/hook", *there, data=data)
    assert "There is none" in succeeds("webhook", "list", data=data) and "example.com" in succeeds("webhook", "list", *there, data=data)
    succeeds("agents", "pause", "CLOSURE", *there, data=data)
    assert "records.imported" in succeeds("audit", "list", *there, data=data)
    assert "records.imported" not in succeeds("audit", "list", data=data)
    assert "ada@example.com" in succeeds("contacts", "export", 1, *there, data=data)
    assert "There is no contact 1" in run_command("contacts", "export", 1, data=data).stderr
    assert "Loaded the sample business" in succeeds("sample", "load", *there, data=data)
    assert "There is no sample business" in succeeds("sample", "remove", data=data)
    assert "Removed the sample business" in succeeds("sample", "remove", *there, data=data)
    assert succeeds("contacts", "count", "everyone", *there, data=data).strip() == "1"
    for command in (("costs",), ("drafts", "list"), ("deliveries", "list"), ("runs", "list"), ("batch", "list"), ("plan", "CLOSURE"),
                    ("agents", "list"), ("models", "list"), ("retention", "--dry-run"), ("audit", "export"), ("audit", "verify")):
        succeeds(*command, *there, data=data)


@pytest.mark.parametrize("command", [("audit", "list"), ("audit", "verify"), ("webhook", "list"), ("import", "contacts", "people.csv"), ("costs",), ("sample", "load"),
                                     ("sample", "remove")])
def test_a_workspace_that_there_is_not_is_told(data, command):
    refused = run_command(*command, "--workspace", 9, data=data, cwd=data)
    assert refused.returncode != 0 and "There is no workspace 9: `crm-agent workspace list` shows them." in refused.stderr
