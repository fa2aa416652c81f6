"""Having an agent let go of a contact."""

from problems import assert_problem
from test_drafts import decide, drafts, server  # noqa: F401 (fixture)


def test_a_contact_is_released_once_nothing_is_on_its_way_to_it(server):  # noqa: F811
    draft = drafts(server)[0]
    release = f"/api/v1/contacts/{draft['contact_id']}/release"
    assert_problem(server.post(release), 409)
    assert decide(server, "reject", draft["id"], {}).status_code == 200
    assert server.post(release).json() == {"contact_id": draft["contact_id"], "released_from": "CLOSURE"}
    assert server.post(release, headers={"Idempotency-Key": "again"}).json() == {"contact_id": draft["contact_id"], "released_from": None}
    [entry] = [entry for entry in server.every("audit") if entry["action"] == "contact.released"]
    assert entry["subject_id"] == draft["contact_id"]


def test_a_contact_that_is_not_there_is_not_released(server):  # noqa: F811
    assert_problem(server.post("/api/v1/contacts/99999/release"), 404)
