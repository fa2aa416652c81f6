"""CSV files as people have them, imported once, twice and with faults."""

import json

import pytest
from crm_server import run_command
from databases import select

CONTACTS = (
    "Name,E-mail,Company,Stage\n"
    "Harbour Hotel,desk@harbour-hotel.example,Harbour Group,lead\n"
    "City Bakery,shop@city-bakery.example,,customer\n"
)
FILES = {
    "contacts": ("Name,Email,Stage\nHarbour Hotel,desk@harbour-hotel.example,lead\n", "name", "Harbour Hotel"),
    "deals": ("External ID,Customer,Product,Status\nD-1,Harbour Hotel,SaaS,open\n", "customer", "Harbour Hotel"),
    "tasks": ("External ID,Title,Due date\nT-1,Call Harbour Hotel,2026-03-31\n", "title", "Call Harbour Hotel"),
    "targets": ("External ID,Product,Target,Achieved\nG-1,SaaS,20,7\n", "product", "SaaS"),
}


@pytest.fixture
def load(tmp_path):
    """Imports text or bytes as a file; the report as JSON."""

    def run(kind, content, *options, code=0):
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = run_command("import", kind, path, "--json", *options, data=tmp_path)
        assert result.returncode == code, result.stdout + result.stderr
        return json.loads(result.stdout)

    run_command("migrate", data=tmp_path)
    return run


@pytest.fixture
def rows(tmp_path):
    return lambda sql: select(tmp_path, sql)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_each_kind_is_imported(load, rows, kind):
    content, column, value = FILES[kind]
    load(kind, content)
    assert rows(f"SELECT {column} FROM {kind}") == [(value,)]


@pytest.mark.parametrize("kind", FILES)
def test_importing_twice_changes_nothing(load, rows, kind):
    load(kind, FILES[kind][0])
    before = rows(f"SELECT * FROM {kind}")
    report = load(kind, FILES[kind][0])
    assert rows(f"SELECT * FROM {kind}") == before
    assert report["created"] == 0 and report["updated"] == 0


def test_a_dry_run_tells_and_does_nothing(load, rows):
    report = load("contacts", CONTACTS, "--dry-run")
    assert report["created"] == 2 and rows("SELECT count(*) FROM contacts") == [(0,)]


def test_a_known_address_is_updated(load, rows):
    load("contacts", CONTACTS)
    report = load("contacts", CONTACTS.replace("lead", "qualified"))
    assert report["created"] == 0 and report["updated"] == 1
    assert rows("SELECT stage FROM contacts ORDER BY id") == [("qualified",), ("customer",)]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + CONTACTS.encode(),
        CONTACTS.replace(",", ";"),
        CONTACTS.replace("\n", "\r\n"),
        CONTACTS.rstrip("\n"),
        CONTACTS.replace("Name,E-mail", "NAME , email").replace("Harbour Hotel", '"Harbour Hotel"'),
    ],
    ids=["BOM", "semicolons", "CRLF", "no last newline", "other header and quotes"],
)
def test_files_as_people_have_them_are_read(load, rows, content):
    load("contacts", content)
    assert rows("SELECT name, email FROM contacts ORDER BY id") == [
        ("Harbour Hotel", "desk@harbour-hotel.example"), ("City Bakery", "shop@city-bakery.example"),
    ]


def test_quoted_cells_keep_newlines_commas_and_quotes(load, rows):
    load("contacts", 'Name,Email,Notes\n"Hotel ""Harbour"", Kiel",a@b.example,"first line\nsecond, line"\nCity Bakery,c@d.example,\n')
    assert rows("SELECT name, notes FROM contacts ORDER BY id LIMIT 1") == [('Hotel "Harbour", Kiel', "first line\nsecond, line")]


def test_bad_rows_are_named_by_line_and_good_rows_go_in(load, rows):
    content = 'Name,Email\nGood,"good@a.example"\n"Two\nlines",not an address\n,empty@a.example\nLast,last@a.example\n'
    report = load("contacts", content, code=1)
    assert rows("SELECT name FROM contacts ORDER BY id") == [("Good",), ("Last",)]
    assert [row["line"] for row in report["errors"]] == [3, 5]
    assert all(row["message"] for row in report["errors"])


def test_a_file_without_the_needed_column_is_refused_as_a_whole(tmp_path):
    (tmp_path / "x.csv").write_text("Colour,Size\nblue,3\n")
    result = run_command("import", "contacts", tmp_path / "x.csv", data=tmp_path)
    assert result.returncode != 0 and "name" in result.stderr.lower()


def test_a_missing_file_is_told_in_one_line(tmp_path):
    result = run_command("import", "contacts", tmp_path / "nowhere.csv", data=tmp_path)
    assert result.returncode != 0 and "nowhere.csv" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_utf8_is_refused_and_nothing_is_stored(load, rows, tmp_path):
    (tmp_path / "x.csv").write_bytes("Name,Email\nCafé,a@b.example\n".encode("latin-1"))
    result = run_command("import", "contacts", tmp_path / "x.csv", data=tmp_path)
    assert result.returncode != 0 and "UTF-8" in result.stdout + result.stderr
    assert rows("SELECT count(*) FROM contacts") == [(0,)]


def test_a_user_can_be_named(load, rows, tmp_path):
    assert run_command("import", "contacts", tmp_path / "contacts.csv", "--user", 999, data=tmp_path).returncode != 0
    load("contacts", CONTACTS, "--user", 1)
    assert rows("SELECT DISTINCT user_id FROM contacts") == [(1,)]
