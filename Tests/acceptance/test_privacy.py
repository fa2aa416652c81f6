"""A contact's rights over the API and in a terminal: everything in one place, and forgotten."""

import json

from crm_server import new_key, run_command

NAME, EMAIL = "Zoe <b>Quillfeather</b>", "zoe@quillfeather.example"


def add(server, **values):
    contact = server.create("contacts", **{"name": NAME, "email": EMAIL, "notes": "Likes \"tea\" & <script>", **values})
    server.create("deals", contact_id=contact["id"], customer=NAME, product="Suite")
    server.create("tasks", contact_id=contact["id"], title="Call the contact", kind="call")
    server.create("communications", contact_id=contact["id"], direction="inbound", body="My answer")
    return contact["id"]


def erase(server, contact, confirmation):
    return server.post(f"/api/v1/contacts/{contact}/erase", {"confirmation": confirmation}, key=new_key())


def test_an_export_has_everything_as_json_and_as_a_page_without_a_script(server):
    contact = add(server)
    answer = server.get(f"/api/v1/contacts/{contact}/export")
    assert answer.status_code == 200
    export = answer.json()
    assert export["contact_id"] == contact
    assert [row["email"] for row in export["contacts"]] == [EMAIL]
    assert [row["body"] for row in export["communications"]] == ["My answer"]
    assert len(export["deals"]) == len(export["tasks"]) == 1
    page = server.get(f"/api/v1/contacts/{contact}/export.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;Quillfeather&lt;/b&gt;" in page.text and "My answer" in page.text
    assert "<b>" not in page.text and "<script" not in page.text
    style = server.get("/assets/css/export.css").text
    handed_on = run_command("contacts", "export", contact, "--html", data=server.data).stdout
    assert style in handed_on and "/assets/" not in handed_on, "a file has no server that it could ask for its style"
    assert json.loads(run_command("contacts", "export", contact, data=server.data).stdout)["deals"] == export["deals"]
    assert server.get("/api/v1/contacts/999999/export").status_code == 404
    assert erase(server, contact, EMAIL).json()["state"] == "done"


def test_a_contact_is_erased_once_its_name_or_address_is_typed(server):
    contact = add(server)
    server.create("tasks", title=f"Ask about {EMAIL}", kind="call")
    assert erase(server, contact, "zoe").status_code == 409
    assert erase(server, 999999, "zoe").status_code == 404
    assert erase(server, contact, "").status_code == 422
    answer = erase(server, contact, EMAIL.upper())
    assert answer.status_code == 200 and answer.json()["state"] == "done", answer.text
    assert server.get(f"/api/v1/contacts/{contact}").status_code == 404
    for resource in ("contacts", "deals", "tasks", "communications", "suppressions"):
        assert "quillfeather" not in json.dumps(server.every(resource)).lower()
    assert "Ask about [erased]" in [task["title"] for task in server.every("tasks")]
    assert erase(server, contact, "again").json()["state"] == "done"


def test_the_command_asks_for_the_name(server):
    contact = add(server)
    refused = run_command("contacts", "erase", contact, data=server.data, stdin="nobody\n")
    assert refused.returncode > 0 and "neither" in refused.stderr
    done = run_command("contacts", "erase", contact, data=server.data, stdin=f"{NAME}\n")
    assert done.returncode == 0, done.stderr
    assert f"contact {contact} is erased" in done.stdout
    assert run_command("contacts", "readmit", EMAIL, data=server.data).returncode == 0
    assert "not one of an erased" in run_command("contacts", "readmit", EMAIL, data=server.data).stderr
