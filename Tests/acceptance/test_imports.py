"""CSV files over the API and on the page: what would happen is shown first, and rows stay with whom they belong to."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from accounts import bearer, make_account, sign_in
from axe_playwright_python.sync_playwright import Axe
from crm_server import new_key
from deadline import eventually
from playwright.sync_api import expect
from problems import assert_problem
from test_browser import SIZES, browser, open_page  # noqa: F401 (fixtures)

MIB = 1 << 20
PEOPLE = "E-mail;Full name;Lead status;Shoe size\nrobin@example.com;Robin Vale;qualified;42\nnot an address;Kim;lead;40\nlee@example.com;Lee;courting;39\n"


def send(server, kind, text, **options):
    query = options.pop("query", "")
    headers = {"Content-Type": "text/csv", **options.pop("headers", {})}
    content = text.encode() if isinstance(text, str) else text
    return server.http.post(f"/api/v1/imports/{kind}{query}", content=content, headers=headers, **options)


def send_until_taken(*arguments, **options):
    """Sends a file again while another is being imported, which may be there first: the answer, and the seconds it took."""

    def taken():
        began = time.monotonic()
        answer = send(*arguments, **options)
        return answer.status_code != 503 and (answer, time.monotonic() - began)

    return eventually(taken, within=60, every=0, what="the end of another import")


def test_a_dry_run_tells_what_an_import_then_does(server, user):
    query = f"?user_id={user}"
    told = send(server, "contacts", PEOPLE, query=f"{query}&dry_run=true")
    assert told.status_code == 200, told.text
    report = told.json()
    assert (report["rows"], report["created"], report["updated"], report["unchanged"], report["bad"]) == (3, 2, 0, 0, 1)
    assert [error["line"] for error in report["errors"]] == [3] and "email" in report["errors"][0]["message"]
    assert {"column": "E-mail", "field": "email"} in report["columns"] and report["ignored_columns"] == ["Shoe size"]
    assert report["own_stages"] == {"courting": 1} and report["dry_run"] is True
    assert server.every("contacts", user_id=user) == []
    done = send(server, "contacts", PEOPLE, query=query).json()
    assert done == {**report, "dry_run": False}
    assert {contact["name"] for contact in server.every("contacts", user_id=user)} == {"Robin Vale", "Lee"}
    again = send(server, "contacts", PEOPLE, query=query).json()
    assert (again["created"], again["updated"], again["unchanged"], again["bad"]) == (0, 0, 2, 1)


@pytest.mark.parametrize(("kind", "text"), [
    ("deals", "customer,product\nHarbour Hotel,SaaS\n"), ("tasks", "title,due\nCall,2030-01-05\n"), ("targets", "product,target\nSaaS,20\n"),
])
def test_deals_tasks_and_targets_come_in_too_and_the_trail_tells_of_it(server, user, kind, text):
    assert send(server, kind, text, query=f"?user_id={user}").json()["created"] == 1
    assert len(server.every(kind, user_id=user)) == 1
    entry = server.get("/api/v1/audit", params={"action": "records.imported", "limit": 1}).json()["items"][0]
    assert entry["after"] == {"created": 1, "changed": 0}


@pytest.mark.parametrize(("kind", "text", "status", "words"), [
    ("products", "name\nSaaS\n", 422, "kind must be one of"), ("contacts", "", 422, "The file is empty"),
    ("contacts", "colour\nred\n", 422, "no column for name"), ("contacts", "name\nRobin\n".encode("utf-16"), 422, "UTF-16"),
    ("tasks", "name,email,phone,company,stage\nRobin,r@example.com,1,A,lead\n", 422, "looks like one of contacts"),
])
def test_a_file_that_cannot_be_used_is_refused_as_a_whole_with_the_reason(server, kind, text, status, words):
    assert words in assert_problem(send(server, kind, text), status)["detail"]


def test_what_says_it_is_no_csv_is_415_and_an_unknown_user_404(server):
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=a"):
        assert_problem(send(server, "contacts", "name\nRobin\n", headers={"Content-Type": kind}), 415)
    assert_problem(send(server, "contacts", "name\nRobin\n", query="?user_id=999999"), 404)
    assert_problem(send(server, "contacts", "name\nRobin\n", query="?dry_run=perhaps"), 422, field="dry_run")


def test_a_mistyped_parameter_imports_nothing(server, user):
    text = "name\nMistyped parameter\n"
    for query, field in (("?dryrun=true", "dryrun"), ("?dry_run=true&dry_run=false", "dry_run")):
        problem = assert_problem(send(server, "contacts", text, query=f"{query}&user_id={user}"), 422, field=field)
        assert "dry_run" in problem["detail"]
    assert server.every("contacts", user_id=user) == []


def test_a_key_replays_what_an_import_did_and_tells_a_dry_run_from_it(server, user):
    key, query, text = {"Idempotency-Key": new_key()}, f"?user_id={user}", "name\nRepeated import\n"
    first = send(server, "contacts", text, query=query, headers=key)
    again = send(server, "contacts", text, query=query, headers=key)
    assert again.content == first.content and first.json()["created"] == 1 and again.headers["idempotency-replayed"] == "true"
    assert_problem(send(server, "contacts", text, query=f"{query}&dry_run=true", headers=key), 422)


def test_a_file_of_almost_ten_mebibytes_holds_up_nobody_and_is_imported_alone(server, user):
    row = "Somebody with a long name,{number}@example.com," + "x" * 900 + "\n"
    text = "name,email,notes\n" + "".join(row.format(number=number) for number in range(10 * MIB // 960))
    query, took, others = f"?user_id={user}&dry_run=true", [], []
    with ThreadPoolExecutor(1) as importing:
        large = importing.submit(send_until_taken, server, "contacts", text, query=query, timeout=150)
        while not large.done():
            began = time.monotonic()
            assert server.get(f"/api/v1/tasks?user_id={user}").status_code == 200
            took.append(time.monotonic() - began)
            others.append(send(server, "contacts", "name\nRobin\n", query=query))
    answer, seconds = large.result()
    report = answer.json()
    assert report["created"] == report["rows"] == 10 * MIB // 960
    assert len(took) > 5 and max(took) < seconds / 2, (seconds, took)
    # Those before it was there, and after its end, were imported.
    refused = [other for other in others if other.status_code != 200]
    assert refused
    for other in refused:
        assert "Another file is being imported" in assert_problem(other, 503)["detail"] and int(other.headers["retry-after"]) >= 1
    assert send(server, "contacts", "name\nRobin\n", query=query).status_code == 200


def test_a_file_that_is_too_large_is_413(server):
    assert "10 MiB" in assert_problem(send(server, "contacts", b"name\n" + b"x" * (10 * MIB)), 413)["detail"]
    # Without a length it is counted as it comes.
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(
        "POST", "/api/v1/imports/contacts", iter([b"x" * MIB] * 11), {"Content-Type": "text/csv", "Host": f"127.0.0.1:{server.port}"}, encode_chunked=True)
    assert connection.getresponse().status == 413


def test_a_member_brings_in_rows_of_their_own_and_a_viewer_none(start_server):
    server = start_server()
    for role in ("owner", "member", "viewer"):
        make_account(server, f"{role}@example.com", role)
    owner, member, viewer = (bearer(sign_in(server, f"{role}@example.com")) for role in ("owner", "member", "viewer"))
    assert send(server, "contacts", "name,email\nRobin,robin@example.com\n", headers=owner).json()["created"] == 1
    file = "name,email\nTaken,robin@example.com\nLee,lee@example.com\n"
    report = send(server, "contacts", file, headers=member).json()
    assert (report["created"], report["updated"], report["bad"]) == (1, 0, 1) and "somebody else's" in report["errors"][0]["message"]
    [own] = server.get("/api/v1/contacts", headers=member).json()["items"]
    assert own["name"] == "Lee"
    assert {row["name"] for row in server.get("/api/v1/contacts", headers=owner).json()["items"]} == {"Robin", "Lee"}
    assert_problem(send(server, "contacts", file, headers=member, query="?user_id=1"), 404)
    assert_problem(send(server, "contacts", file, headers=viewer), 403)
    assert_problem(send(server, "contacts", file, headers={"Authorization": "Bearer none"}), 401)


def choose(page, text, name="people.csv"):
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [*SIZES, "narrow"])
def test_the_page_shows_what_would_happen_and_does_it(open_page, server, size, scheme):  # noqa: F811
    mark = f"{size}-{scheme}"
    page = open_page("/#/contacts", "phone" if size == "narrow" else size, scheme)
    if size == "narrow":
        page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Import contacts").press("Enter")
    dialog = page.get_by_role("dialog", name="Import contacts")
    expect(dialog.get_by_label("CSV file")).to_be_focused()
    choose(page, PEOPLE.replace("robin@", f"robin-{mark}@").replace("lee@", f"lee-{mark}@").replace("Robin Vale", f"Robin {mark}"))
    dialog.get_by_role("button", name="Show what would happen").press("Enter")
    expect(dialog).to_contain_text("This would happen: 3 rows: 2 new, 1 bad.")
    expect(dialog.get_by_role("region", name="Bad rows")).to_contain_text("Line 3")
    dialog.get_by_text("How the columns are understood").click()
    expect(dialog).to_contain_text("Full name is read as name")
    expect(dialog).to_contain_text("Shoe size is left out")
    assert [contact for contact in server.every("contacts") if mark in (contact["email"] or "")] == []
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    bring = dialog.get_by_role("button", name="Import 2 rows")
    expect(bring).to_be_visible()
    bring.press("Enter")
    expect(dialog).to_contain_text("Done: 3 rows: 2 new, 1 bad.")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Import contacts")).to_be_focused()
    page.get_by_label("Search contacts").fill(f"Robin {mark}")
    expect(page.get_by_role("row", name=f"Robin {mark}")).to_be_visible()


def test_the_page_says_what_is_wrong_with_a_file_and_takes_another(open_page, server):  # noqa: F811
    page = open_page("/#/deals", complaining="422")
    page.get_by_role("button", name="Import deals").click()
    dialog = page.get_by_role("dialog", name="Import deals")
    check = dialog.get_by_role("button", name="Show what would happen")
    check.click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose a file first.")
    choose(page, "colour\nred\n")
    check.click()
    expect(dialog.get_by_role("alert")).to_contain_text("The file has no column for")
    choose(page, "customer,product\n")
    check.click()
    expect(dialog).to_contain_text("the file has no rows below its first line.")
    expect(dialog.get_by_role("button", name="Import 0 rows")).to_have_count(0)
    choose(page, "x" * (10 * MIB + 1))
    check.click()
    expect(dialog.get_by_role("alert")).to_contain_text("larger than 10 MiB")
    choose(page, "customer,product\nHarbour Import,SaaS\n")
    expect(dialog.get_by_role("alert")).to_be_hidden()
    check.click()
    dialog.get_by_role("button", name="Import 1 row").click()
    expect(dialog).to_contain_text("Done: 1 row: 1 new.")
    dialog.get_by_role("button", name="Close").click()
    page.get_by_label("Search deals").fill("Harbour Import")
    expect(page.get_by_text("Harbour Import")).to_be_visible()


def test_tasks_and_targets_are_imported_where_they_stand(open_page, server):  # noqa: F811
    page = open_page("/")
    for kind, text, shown in (("tasks", "title,due\nImported call,2000-01-05\n", "Imported call"), ("targets", "product,target\nImported seats,20\n", "Imported seats")):
        page.get_by_role("button", name=f"Import {kind}").click()
        dialog = page.get_by_role("dialog", name=f"Import {kind}")
        choose(page, text)
        dialog.get_by_role("button", name="Show what would happen").click()
        dialog.get_by_role("button", name="Import 1 row").click()
        expect(dialog).to_contain_text("Done:")
        dialog.get_by_role("button", name="Close").click()
        expect(page.get_by_text(shown).first).to_be_visible()
