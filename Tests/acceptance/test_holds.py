"""Having an agent let go of a contact."""

from deadline import eventually
from problems import assert_problem
from test_drafts import decide, drafts, server  # noqa: F401 (fixture)
from webhook_receiver import WebhookReceiver, ok, status

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_a_contact_is_released_once_nothing_is_on_its_way_to_it(server):  # noqa: F811
    draft = drafts(server)[0]
    contact = f"/api/v1/contacts/{draft['contact_id']}"
    release = f"{contact}/release"
    assert server.get(f"{contact}/hold").json() == {"contact_id": draft["contact_id"], "held_by": "CLOSURE", "waits_for": ["draft"]}
    refusal = server.post(release)
    assert_problem(refusal, 409)
    assert f"decide on its draft {draft['id']}" in refusal.json()["detail"] and "run" not in refusal.json()["detail"]
    assert server.patch("/api/v1/agents/CLOSURE", {"hold_days": 7}).status_code == 200
    with WebhookReceiver(SECRET) as receiver:
        receiver.otherwise = status(503)
        server.create("webhooks", url=receiver.url, secret=SECRET)
        assert decide(server, "approve", draft["id"], {}).json()["status"] == "sent"
        assert server.get(f"{contact}/hold").json() == {"contact_id": draft["contact_id"], "held_by": "CLOSURE", "waits_for": ["delivery"]}
        refusal = server.post(release)
        assert_problem(refusal, 409)
        assert f"cancel its delivery {server.every('deliveries')[0]['id']}" in refusal.json()["detail"]
        receiver.otherwise = ok()
        eventually(lambda: server.get(f"{contact}/hold").json()["waits_for"] == [], within=60, what="the delivery")
    assert server.get(f"{contact}/hold").json()["held_by"] == "CLOSURE"
    assert server.post(release).json() == {"contact_id": draft["contact_id"], "released_from": "CLOSURE"}
    assert server.get(f"{contact}/hold").json()["held_by"] is None
    assert server.post(release, headers={"Idempotency-Key": "again"}).json() == {"contact_id": draft["contact_id"], "released_from": None}
    [entry] = [entry for entry in server.every("audit") if entry["action"] == "contact.released"]
    assert entry["subject_id"] == draft["contact_id"]


def test_a_contact_that_nobody_holds_any_more_is_released_from_nobody(server):  # noqa: F811
    draft = drafts(server)[0]
    assert decide(server, "reject", draft["id"], {}).status_code == 200
    assert server.get(f"/api/v1/contacts/{draft['contact_id']}/hold").json()["held_by"] is None
    assert server.post(f"/api/v1/contacts/{draft['contact_id']}/release").json()["released_from"] is None


def test_a_contact_that_is_not_there_is_not_released(server):  # noqa: F811
    assert_problem(server.post("/api/v1/contacts/99999/release"), 404)
    assert_problem(server.get("/api/v1/contacts/99999/hold"), 404)
