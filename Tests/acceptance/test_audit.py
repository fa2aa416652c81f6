"""The audit trail as people and auditors see it: searched, exported, on the page, worked out again by other code, and after a kill."""

import hashlib
import json
import threading

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from crm_server import run_command
from databases import USES_POSTGRES, select
from deadline import eventually
from playwright.sync_api import expect
from test_browser import SIZES, browser  # noqa: F401 (fixture)
from test_drafts import decide, drafts, server  # noqa: F401 (fixture)


def trail(server, **filters):
    return server.every("audit", **filters)


def compact(*values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def hashes_of(line):
    """What docs/audit.md says of digest and hash, in other words than the product's."""
    actor = line["actor"]
    digest = hashlib.sha256(compact(line["salt"], line["before"], line["after"])).hexdigest()
    facts = [line["workspace_id"], line["sequence"], line["at_ms"], actor["account_id"], actor["name"], actor["means"], actor["address"]]
    rest = [line["action"], line["subject_kind"], line["subject_id"], digest, line["previous"]]
    return digest, hashlib.sha256(compact(*facts, *rest)).hexdigest()


def test_a_decision_is_found_with_who_where_when_and_both_texts(server):  # noqa: F811
    first, second, third = (draft["id"] for draft in drafts(server))
    assert decide(server, "approve", first, {"body": "Grüß Gott, \"Harbour\"."}).status_code == 200
    assert run_command("drafts", "reject", second, "--reason", "No", data=server.data, env=server.env).returncode == 0
    # An entry that is sealed between two looks is another one by then.
    eventually(lambda: all(entry["sequence"] for entry in trail(server)), what="the seals of all entries")
    [approved] = trail(server, action="draft.approved", subject_kind="communication", subject_id=first)
    assert approved["actor"] == {"account_id": None, "name": "owner", "means": "open", "address": "127.0.0.1"}
    assert approved["before"]["status"] == "draft" and approved["after"]["status"] == "sent"
    assert approved["before"]["body"] != approved["after"]["body"] == "Grüß Gott, \"Harbour\"."
    [rejected] = trail(server, action="draft.rejected")
    assert rejected["subject_id"] == second and rejected["actor"]["means"] == "terminal" and rejected["actor"]["address"] is None
    assert trail(server, actor="terminal") == [rejected]
    assert [entry["id"] for entry in trail(server, q="grüß harbour")] == [approved["id"]]
    assert trail(server, **{"from": approved["at"], "to": approved["at"]}) == []
    everything = trail(server)
    assert trail(server, limit=1) == everything and {"agent.changed", "workspace.changed"} <= {entry["action"] for entry in everything}
    assert server.get("/api/v1/audit", params={"from": "yesterday"}).status_code == 422


def test_what_fails_leaves_no_entry(server):  # noqa: F811
    id = drafts(server)[0]["id"]
    assert decide(server, "approve", id, {}).status_code == 200
    assert decide(server, "approve", id, {}).status_code == 409
    assert server.delete("/api/v1/contacts/999").status_code == 404
    assert len(trail(server, action="draft.approved")) == 1 and trail(server, action="contact.deleted") == []


def test_an_export_is_worked_out_again_by_other_code(server):  # noqa: F811
    decide(server, "approve", drafts(server)[0]["id"], {"body": "Zeile 1\n\tZeile 2 \u0007 \\ 東京"})
    answer = server.get("/api/v1/audit/export")
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    previous = "0" * 64
    for number, line in enumerate(lines, 1):
        assert line["sequence"] == number and line["previous"] == previous
        assert hashes_of(line) == (line["digest"], line["hash"])
        previous = line["hash"]
    assert lines[-1]["action"] == "audit.exported" and len(lines) == 4
    printed = run_command("audit", "export", "--after", len(lines) - 1, data=server.data, env=server.env).stdout.splitlines()
    assert [json.loads(line)["sequence"] for line in printed] == [len(lines), len(lines) + 1]
    told = run_command("audit", "verify", data=server.data, env=server.env)
    assert told.returncode == 0 and f"{len(lines) + 1} entries" in told.stdout, told
    anchor = told.stdout.split()[-1]
    assert run_command("audit", "verify", "--anchor", anchor, data=server.data, env=server.env).returncode == 0


@pytest.mark.skipif(USES_POSTGRES, reason="the same on both: AuditChainTests")
def test_a_removed_entry_is_named(server):  # noqa: F811
    import sqlite3

    for draft in drafts(server):
        assert decide(server, "reject", draft["id"]).status_code == 200
    held = run_command("audit", "verify", data=server.data, env=server.env)
    assert held.returncode == 0, held
    with sqlite3.connect(server.data / "crm.sqlite") as database:
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            database.execute("DELETE FROM audit_entries WHERE sequence = 3")
        database.execute("DROP TRIGGER audit_entries_delete")
        database.execute("DELETE FROM audit_entries WHERE sequence = 3")
    told = run_command("audit", "verify", data=server.data, env=server.env)
    assert told.returncode == 1 and "Entry 3 has been removed." in told.stderr, told


@pytest.mark.parametrize("size", SIZES)
def test_in_the_page_one_sees_who_did_what(server, browser, size):  # noqa: F811
    id = drafts(server)[0]["id"]
    decide(server, "approve", id, {"body": "<b>Good evening.</b>"})
    for scheme in ("light", "dark"):
        page = browser.new_context(base_url=server.url, viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce").new_page()
        page.goto("/#/history", wait_until="networkidle")
        page.get_by_role("link", name="Who did what").click()
        page.get_by_label("What was done").select_option("draft.approved")
        expect(page.locator(".audited")).to_have_count(1)
        page.get_by_text("What changed").click()
        expect(page.get_by_role("cell", name="<b>Good evening.</b>")).to_be_visible()
        expect(page.locator(".audited")).to_contain_text(f"Communication {id}owner without signing in from 127.0.0.1")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("By whom").fill("nobody")
        expect(page.get_by_text("Nothing found.")).to_be_visible()


def test_a_kill_keeps_a_change_and_its_entry_or_neither(start_server):
    server = start_server()
    for life in range(3):
        stop, acknowledged = threading.Event(), []

        def write(worker, life=life, stop=stop, acknowledged=acknowledged):
            for number in range(1000):
                if stop.is_set():
                    return
                try:
                    acknowledged.append(server.post("/api/v1/suppressions", {"email": f"k{life}-{worker}-{number}@example.com"}).json()["id"])
                except httpx.HTTPError:
                    return
                # As httpx says of a client that was closed, which it is with the killed server.
                except RuntimeError:
                    assert server.process.poll() is not None
                    return

        writers = [threading.Thread(target=write, args=(worker,)) for worker in range(8)]
        for writer in writers:
            writer.start()
        eventually(lambda: len(acknowledged) > 20, within=30, what="changes")
        server.kill()
        stop.set()
        for writer in writers:
            writer.join()
        server.start()
        stored = {row[0] for row in select(server.data, "SELECT id FROM suppressions")}
        entered = {row[0] for row in select(server.data, "SELECT subject_id FROM audit_entries WHERE action = 'suppression.created'")}
        assert stored == entered and stored.issuperset(acknowledged)
    told = run_command("audit", "verify", data=server.data, env=server.env)
    assert told.returncode == 0, told
