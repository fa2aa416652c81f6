"""The richer interface: create, read, change, delete, and lists that can be walked while they grow."""

import re

import pytest
from problems import assert_problem

RESOURCES = {
    "contacts": ({"name": "Harbour Hotel", "company": "Harbour Group", "stage": "lead"}, {"stage": "qualified"}),
    "deals": ({"customer": "Harbour Hotel", "product": "SaaS", "amount_minor": 129900, "currency": "EUR"}, {"status": "won"}),
    "tasks": ({"title": "Call Harbour Hotel", "kind": "call", "due_date": "2026-03-31"}, {"status": "done"}),
    "targets": ({"product": "SaaS", "target": 20, "achieved": 7}, {"achieved": 8}),
    "conversations": ({"title": "About the quote"}, {"title": "About the offer"}),
    "communications": ({"body": "They prefer mornings."}, None),
}
WITH_CHANGES = [name for name, (_, change) in RESOURCES.items() if change]


@pytest.fixture(params=RESOURCES, ids=lambda name: name)
def kind(request):
    return request.param


def make(server, kind, user):
    return server.create(kind, user_id=user, **RESOURCES[kind][0])


def test_a_created_row_is_found_at_its_location(server, user, kind):
    answer = server.post(f"/api/v1/{kind}", {"user_id": user, **RESOURCES[kind][0]})
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert answer.headers["location"].endswith(f"/api/v1/{kind}/{row['id']}")
    read = server.get(answer.headers["location"])
    assert read.json() == row and read.headers["etag"] == answer.headers["etag"]
    for name, value in RESOURCES[kind][0].items():
        assert row[name] == value
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row["created_at"])


def test_a_deleted_row_is_gone(server, user, kind):
    row = make(server, kind, user)
    assert server.delete(f"/api/v1/{kind}/{row['id']}").status_code == 204
    assert_problem(server.get(f"/api/v1/{kind}/{row['id']}"), 404)
    assert row["id"] not in [other["id"] for other in server.every(kind, user_id=user)]


@pytest.mark.parametrize("changing", WITH_CHANGES)
def test_a_change_keeps_the_other_fields(server, user, changing):
    row, change = make(server, changing, user), RESOURCES[changing][1]
    answer = server.patch(f"/api/v1/{changing}/{row['id']}", change)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert changed["version"] == row["version"] + 1 and answer.headers["etag"] == f'"{changed["version"]}"'
    volatile = {"version", "updated_at", "completed_at", "closed_at", *change}
    assert {k: v for k, v in changed.items() if k not in volatile} == {k: v for k, v in row.items() if k not in volatile}
    assert {name: changed[name] for name in change} == change


@pytest.mark.parametrize("changing", WITH_CHANGES)
def test_a_stale_change_is_412_and_does_nothing(server, user, changing):
    row, change = make(server, changing, user), RESOURCES[changing][1]
    path, first = f"/api/v1/{changing}/{row['id']}", f'"{row["version"]}"'
    assert server.patch(path, change, headers={"If-Match": first}).status_code == 200
    now = server.get(path).json()
    assert_problem(server.patch(path, RESOURCES[changing][0], headers={"If-Match": first}), 412)
    assert server.get(path).json() == now


@pytest.mark.parametrize(
    "tags, status",
    [
        ('"99", "{}"', 200), ('"{}","99"', 200), ('W/"{}", "99"', 412), ('W/"{}"', 412), ('"98", "99"', 412), ("*", 200), ('"*"', 412), ('"{}, 99"', 412),
    ],
)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_happens_where_any_of_the_tags_is_the_rows(server, user, tags, status, method):
    row = make(server, "contacts", user)
    path, headers = f"/api/v1/contacts/{row['id']}", {"If-Match": tags.format(row["version"])}
    answer = server.patch(path, {"notes": "x"}, headers=headers) if method == "PATCH" else server.delete(path, headers=headers)
    assert answer.status_code == (204 if status == 200 and method == "DELETE" else status)


@pytest.mark.parametrize("kind", ["deals", "tasks"])
def test_a_row_whose_contact_is_deleted_is_another_version(server, user, kind):
    contact = make(server, "contacts", user)
    body = {"user_id": user, "contact_id": contact["id"], "customer": "Quay Twelve", "title": "Call Quay Twelve"}
    del body["title" if kind == "deals" else "customer"]
    path = f"/api/v1/{kind}/{server.create(kind, **body)['id']}"
    seen = server.get(path).headers["etag"]
    assert server.delete(f"/api/v1/contacts/{contact['id']}").status_code == 204
    now = server.get(path)
    assert now.json()["contact_id"] is None and now.headers["etag"] != seen
    assert_problem(server.patch(path, {"external_id": f"{kind}-{user}"}, headers={"If-Match": seen}), 412)


def test_a_new_deal_belongs_to_the_only_contact_that_its_customer_names(server, user):
    contact = server.create("contacts", user_id=user, name="Quay Twelve")
    linked = server.create("deals", user_id=user, customer="Quay Twelve", product="Labneh")
    assert (linked["contact_id"], linked["contact_name"], linked["version"]) == (contact["id"], "Quay Twelve", 1)
    assert server.create("deals", user_id=user, customer="Quay Twelve", contact_id=None)["contact_id"] is None
    assert server.create("deals", user_id=1, customer="Quay Twelve")["contact_id"] is None
    server.create("contacts", user_id=user, name="Quay Twelve")
    assert server.create("deals", user_id=user, customer="Quay Twelve")["contact_id"] is None


@pytest.mark.parametrize(
    "path, noun, field, values",
    [
        ("contacts", "contact", "email", {"name": "Ada", "email": "Ada.Taken@example.com"}),
        ("contacts", "contact", "external_id", {"name": "Ada", "external_id": "TAKEN-1"}),
        ("companies", "company", "name", {"name": "Taken"}),
        ("products", "product", "sku", {"name": "Cheese", "sku": "TAKEN-1"}),
    ],
    ids=["email", "external_id", "name", "sku"],
)
def test_a_value_that_another_row_has_is_409_and_names_its_field(server, path, noun, field, values):
    assert server.http.post(f"/api/v1/{path}", json=values).status_code == 201
    taken = {name: value.lower() if name == "email" else value for name, value in values.items()}
    answer = server.http.post(f"/api/v1/{path}", json=taken)
    assert_problem(answer, 409)
    message = f"{field} belongs to another {noun} already. Change that one, or use another {field}."
    assert answer.json()["errors"] == [{"field": field, "message": message}] and answer.json()["detail"] == message


def test_null_empties_a_field(server, user):
    row = make(server, "contacts", user)
    changed = server.patch(f"/api/v1/contacts/{row['id']}", {"stage": None}).json()
    assert changed["stage"] is None


def test_a_user_is_created_renamed_and_deleted(server):
    row = server.create("users", name="Sales desk", email="desk@example.com")
    path = f"/api/v1/users/{row['id']}"
    assert server.patch(path, {"name": "North desk"}).json()["name"] == "North desk"
    assert server.delete(path).status_code == 204
    assert_problem(server.get(path), 404)


def test_a_profile_is_the_same_at_both_addresses(server, user):
    [profile] = server.every("business-profiles", user_id=user)
    changed = server.patch(f"/api/v1/business-profiles/{profile['id']}", {"tone": "playful"})
    assert changed.status_code == 200
    assert server.get(f"/business-profile/{user}").json()["tone"] == "playful"


def test_the_workspace_can_be_renamed_and_moved_to_a_time_zone(server):
    assert server.patch("/api/v1/workspace", {"name": "North", "time_zone": "Europe/Berlin"}).status_code == 200
    workspace = server.get("/api/v1/workspace").json()
    assert (workspace["name"], workspace["time_zone"]) == ("North", "Europe/Berlin")
    assert_problem(server.patch("/api/v1/workspace", {"time_zone": "Mars/Base"}), 422, field="time_zone")
    server.patch("/api/v1/workspace", {"time_zone": "UTC"})


@pytest.mark.parametrize(
    "kind, body, field",
    [
        ("contacts", {"name": ""}, "name"),
        ("contacts", {"name": "Harbour Hotel", "email": "no address"}, "email"),
        ("deals", {"customer": "Harbour Hotel", "status": "maybe"}, "status"),
        ("deals", {"customer": "Harbour Hotel", "amount_minor": -1}, "amount_minor"),
        ("tasks", {"title": "Call", "status": "maybe"}, "status"),
        ("tasks", {"title": "Call", "due_date": "2026-02-30"}, "due_date"),
        ("targets", {"product": "SaaS", "target": -1}, "target"),
    ],
)
def test_a_field_that_breaks_a_rule_is_named_and_nothing_is_stored(server, user, kind, body, field):
    assert_problem(server.post(f"/api/v1/{kind}", {"user_id": user, **body}), 422, field=field)
    assert server.every(kind, user_id=user) == []


def test_a_row_for_an_unknown_user_is_refused(server):
    answer = server.post("/api/v1/tasks", {"user_id": 999999, "title": "Call"})
    assert answer.status_code in (404, 422)
    assert_problem(answer, answer.status_code)


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "name", "-name"])
def test_a_walk_meets_every_row_once_and_in_order(server, user, sort):
    names = [f"Customer {n * 7 % 25:02}" for n in range(25)]
    for name in names:
        server.create("contacts", user_id=user, name=name)
    rows = server.every("contacts", limit=4, user_id=user, sort=sort)
    assert len({row["id"] for row in rows}) == len(rows) == 25
    by_name = sorted(names) if "name" in sort else names
    assert [row["name"] for row in rows] == (by_name[::-1] if sort.startswith("-") else by_name)


@pytest.mark.parametrize("sort", ["-created_at", "name"])
def test_a_walk_under_inserts_has_no_gap_and_no_double(server, user, sort):
    old = {server.create("contacts", user_id=user, name=f"Customer {n:02}")["id"] for n in range(20)}
    cursor, seen = None, []
    while True:
        place = {"cursor": cursor} if cursor else {}
        page = server.get("/api/v1/contacts", params={"user_id": user, "limit": 3, "sort": sort, **place}).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
        server.create("contacts", user_id=user, name=f"A newcomer {len(seen)}")
    assert len(seen) == len(set(seen)) and old <= set(seen)


def test_a_cursor_of_ones_own_making_is_refused(server):
    answer = server.get("/api/v1/contacts?cursor=nonsense")
    assert answer.status_code in (400, 422)
    assert_problem(answer, answer.status_code)


def test_filters_narrow_a_list(server, user):
    for name, stage in (("Harbour Hotel", "lead"), ("City Bakery", "customer"), ("Hill Farm", "lead")):
        server.create("contacts", user_id=user, name=name, stage=stage)
    assert {row["name"] for row in server.every("contacts", user_id=user, stage="lead")} == {"Harbour Hotel", "Hill Farm"}
    assert [row["name"] for row in server.every("contacts", user_id=user, q="bakery")] == ["City Bakery"]


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "\\", "*", "a' OR '1'='1"])
def test_a_search_takes_special_characters_literally(server, user, text):
    server.create("contacts", user_id=user, name="Harbour Hotel")
    marked = server.create("contacts", user_id=user, name=f"Mark {text} here")
    assert [row["id"] for row in server.every("contacts", user_id=user, q=text)] == [marked["id"]]


@pytest.mark.parametrize("query", ["sort=colour", "limit=0", "limit=ten", "limit=1000000"])
def test_a_wrong_query_is_422(server, query):
    assert_problem(server.get(f"/api/v1/contacts?{query}"), 422, field=query.split("=")[0])


def test_a_message_in_a_conversation_is_answered_there(server, user):
    conversation = server.create("conversations", user_id=user, title="About the quote")
    answer = server.post(f"/api/v1/conversations/{conversation['id']}/messages", {"message": "What are my tasks today?"})
    assert answer.status_code == 201, answer.text
    rows = server.every("communications", conversation_id=conversation["id"], sort="created_at")
    assert [row["agent_type"] for row in rows] == ["USER_MESSAGE", "AGENT_RESPONSE"]


def test_a_run_records_how_it_went(server, user):
    run = server.create("agent-runs", user_id=user, agent_type="FOLLOW_UP")
    assert run["state"] == "succeeded" and run["trigger"] == "manual" and run["writer"] == "offline"
    message = server.get(f"/api/v1/communications/{run['communication_id']}").json()
    assert message["run_id"] == run["id"] and message["agent_type"] == "FOLLOW_UP" and message["body"].strip()


def test_the_agents_tell_when_they_run(server):
    agents = server.get("/api/v1/agents").json()["items"]
    assert {a["agent_type"]: a["schedule"] for a in agents} == {
        "REMINDER": "every day at 09:00",
        "FOLLOW_UP": "every day at 13:00",
        "CLOSURE": "every day at 16:00",
        "NURTURE": "every 2 days at 11:00",
        "UPSELL": "Mondays at 10:00",
    }
    assert all(a["title"] and a["purpose"] and a["audience"] and a["next_run_at"].endswith("Z") for a in agents)


def test_the_status_names_the_writer(server):
    status = server.get("/api/v1/status").json()
    assert status["writer"] == {"kind": "offline", "name": "offline", "model": None}
    assert status["sample"] is False and status["version"]
    assert server.get("/healthz").status_code == 200
