"""How the command line answers what is mistyped: commands, folders, ids."""

import base64
import json
import sqlite3

import pytest
from crm_server import run_command


@pytest.mark.parametrize(
    "arguments, meant",
    [
        (("serv",), "serve"), (("sampel", "load"), "sample"), (("Doctor",), "doctor"), (("contact",), "contacts"), (("hlep",), "help"),
        (("sample", "lod"), "load"), (("audit", "lst"), "list"), (("user", "reset-pasword", "a@b.example"), "reset-password"),
        (("help", "serv"), "serve"), (("help", "sample", "lod"), "load"),
    ],
)
def test_a_mistyped_command_is_told_with_the_one_that_was_meant(arguments, meant):
    result = run_command(*arguments)
    assert result.returncode == 64 and result.stdout == ""
    assert f"Did you mean '{meant}'?" in result.stderr


@pytest.mark.parametrize("arguments", [("help", "nope"), ("help", "sample", "nope"), ("help", "serve", "nope"), ("nope",), ("sample", "nope")])
def test_a_command_that_nothing_resembles_is_an_error_without_a_guess(arguments):
    result = run_command(*arguments)
    assert result.returncode == 64 and result.stdout == ""
    assert "There is no command 'nope'" in result.stderr and "Did you mean" not in result.stderr


@pytest.mark.parametrize("arguments, first", [(("help",), "OVERVIEW"), (("help", "sample", "load"), "OVERVIEW"), (("--version",), "0.")])
def test_help_and_version_still_answer(arguments, first):
    result = run_command(*arguments)
    assert result.returncode == 0 and result.stdout.startswith(first)


@pytest.mark.parametrize(
    "arguments, usage",
    [
        (("schedule", "next", "foo"), "crm-agent schedule next"), (("batch", "rate", 1, "x"), "crm-agent batch rate"),
        (("plan", "REMINDER", "--at", "noon"), "crm-agent plan"), (("sample", "lod"), "crm-agent sample <subcommand>"),
        (("drafts", "approve"), "crm-agent drafts approve"), (("audit", "list", "--limt", 3), "crm-agent audit list"),
    ],
)
def test_the_usage_after_an_error_is_that_of_the_command(arguments, usage):
    result = run_command(*arguments)
    assert result.returncode == 64
    [line] = [line for line in result.stderr.splitlines() if line.startswith("Usage:")]
    assert line.startswith(f"Usage: {usage}")


LOOKING = [
    ("runs", "list"), ("deliveries", "list"), ("drafts", "list"), ("webhook", "list"), ("audit",), ("audit", "verify"), ("audit", "export"),
    ("costs",), ("costs", "calls"), ("costs", "budget"), ("models",), ("agents", "list"), ("agents", "show", "REMINDER"), ("batch", "list"),
    ("batch", "status", 1), ("plan", "REMINDER"), ("contacts", "count", "everyone"), ("contacts", "export", 1), ("user", "list"),
    ("workspace", "list"), ("migrate", "--status"), ("retention", "--dry-run"), ("chat",), ("run-agent", "REMINDER"),
    ("runs", "retry", 1), ("contacts", "erase", 1), ("sample", "remove"),
]


@pytest.mark.parametrize("command", LOOKING, ids=lambda command: "-".join(map(str, command)))
@pytest.mark.parametrize("folder", ["empty", "new"])
def test_what_looks_at_a_database_makes_none(tmp_path, command, folder):
    (tmp_path / "empty").mkdir()
    result = run_command(*command, data=tmp_path / folder, cwd=tmp_path, stdin="")
    assert result.returncode == 1 and result.stdout == ""
    assert f"DATA_DIR {tmp_path / folder} holds no database" in result.stderr and "crm-agent migrate" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["empty"] and list((tmp_path / "empty").iterdir()) == []


def test_a_dry_run_of_an_import_makes_no_database_and_the_import_does(tmp_path):
    (tmp_path / "contacts.csv").write_text("name\nAnna Berg\n")
    data = tmp_path / "data"
    tried = run_command("import", "contacts", tmp_path / "contacts.csv", "--dry-run", data=data, cwd=tmp_path)
    assert tried.returncode == 2 and "holds no database" in tried.stderr and not data.exists()
    done = run_command("import", "contacts", tmp_path / "contacts.csv", data=data, cwd=tmp_path)
    assert done.returncode == 0 and (data / "crm.sqlite").exists()


@pytest.mark.parametrize("command", [("migrate",), ("sample", "load"), ("user", "create", "a@b.example"), ("workspace", "create", "Second")])
def test_what_sets_up_makes_the_database(tmp_path, command):
    assert run_command(*command, data=tmp_path / "new", cwd=tmp_path).returncode == 0
    assert (tmp_path / "new" / "crm.sqlite").exists()


def test_nobody_is_asked_to_confirm_the_erasure_of_a_contact_that_is_not_there(tmp_path):
    assert run_command("migrate", data=tmp_path).returncode == 0
    result = run_command("contacts", "erase", 99, data=tmp_path, stdin="Anna\n")
    assert result.returncode == 1 and result.stdout == "" and "There is no contact 99." in result.stderr


def test_an_amount_that_cannot_be_is_told_by_the_columns_own_name(tmp_path):
    (tmp_path / "deals.csv").write_text("Customer,Product,Deal value,Currency\nMill,Oven,-5,EUR\nMill,Van,12x,EUR\nMill,Cup,3.50,EUR\n")
    result = run_command("import", "deals", tmp_path / "deals.csv", data=tmp_path)
    assert result.returncode == 1 and "amount_minor" not in result.stdout
    lines = [line for line in result.stdout.splitlines() if line.startswith("line ")]
    assert lines[0].startswith('line 2: Deal value must be 0 to ') and '"-5"' in lines[0] and lines[1].startswith("line 3: Deal value must be a number")
    assert sqlite3.connect(tmp_path / "crm.sqlite").execute("SELECT amount_minor FROM deals").fetchall() == [(350,)]


def findings(data, env=None):
    result = run_command("doctor", "--json", data=data, env=env or {})
    report = json.loads(result.stdout)
    assert result.returncode == (0 if all(finding["ok"] for finding in report) else 1)
    return {finding["check"]: finding for finding in report}


def test_doctor_says_that_there_is_no_database(tmp_path):
    result = run_command("doctor", data=tmp_path / "new", cwd=tmp_path)
    assert result.returncode == 0 and f"There is none in {tmp_path / 'new'} yet" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_doctor_checks_the_key_of_backups(tmp_path):
    assert run_command("migrate", data=tmp_path).returncode == 0
    assert findings(tmp_path)["backups"]["ok"] and "BACKUP_KEY" in findings(tmp_path)["backups"]["detail"]
    wrong = findings(tmp_path, {"BACKUP_KEY": "short"})["backups"]
    assert not wrong["ok"] and "BACKUP_KEY is no 32 bytes" in wrong["detail"] and "openssl" in wrong["detail"]
    assert findings(tmp_path, {"BACKUP_KEY": base64.b64encode(bytes(range(32))).decode()})["backups"]["ok"]


def test_doctor_checks_prices_and_budgets(tmp_path, llm):
    assert run_command("migrate", data=tmp_path).returncode == 0
    model = {"LLM_PROVIDER": "compatible", "LLM_BASE_URL": f"{llm.base_url}", "LLM_MODEL": "ours-small"}
    found = findings(tmp_path, model)
    assert found["prices"]["ok"] and "no price for compatible:ours-small" in found["prices"]["detail"]
    assert found["budget"]["ok"] and "costs budget --day" in found["budget"]["detail"]

    assert run_command("costs", "budget", "--day", 5, "--month", "none", data=tmp_path).returncode == 0
    found = findings(tmp_path, model)
    assert not found["prices"]["ok"] and "LLM_PRICES" in found["prices"]["detail"] and found["budget"]["ok"]

    (tmp_path / "prices.json").write_text(
        json.dumps({"date": "2026-01-31", "prices": [{"provider": "compatible", "model": "ours-small", "input": 0.1, "output": 0.2}]}))
    found = findings(tmp_path, {**model, "LLM_PRICES": str(tmp_path / "prices.json")})
    assert found["prices"]["ok"] and "2026-01-31" in found["prices"]["detail"]

    assert run_command("costs", "budget", "--day", 0, data=tmp_path).returncode == 0
    used_up = findings(tmp_path)["budget"]
    assert not used_up["ok"] and "used up" in used_up["detail"] and "crm-agent costs budget --day" in used_up["detail"]


def test_doctor_tells_of_a_file_of_prices_that_holds_none(tmp_path):
    (tmp_path / "prices.json").write_text("[]")
    found = findings(tmp_path, {"LLM_PRICES": str(tmp_path / "prices.json")})
    assert not found["settings"]["ok"] and "LLM_PRICES" in found["settings"]["detail"]
