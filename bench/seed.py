"""The data of the reference's seed.sql in our tables.

User 1: 20 tasks today and 1,000 messages. Users 2 to 2,000: 3 tasks, 5 leads, 3 deals, 5 messages, a target, a profile each.
"""

import datetime
import json
import time

PEOPLE = 2000
HOUR, MINUTE = 3_600_000, 60_000
MONTH = 30 * 24 * HOUR
TABLES = ("deliveries", "communications", "agent_runs", "occurrences", "idempotency_keys", "targets", "deals", "contacts", "tasks", "business_profiles")


def fill(database):
    """Replaces the data of a migrated database (see `databases.py`), in one transaction."""
    now = int(time.time() * 1000)
    known = {int(id) for (id,) in database.rows("SELECT id FROM users")}
    present = database.tables()
    rows = [*people(known), *work(now), messages(now)]
    stamps = {"workspace_id": 1, "created_at": now, "updated_at": now, "version": 1}
    database.replace(
        [f"DELETE FROM {table}" for table in TABLES if table in present],
        [(table, [{**stamps, **row} for row in rows]) for table, rows in rows if rows])


def users():
    return range(1, PEOPLE + 1)


def people(known):
    yield "users", [{"id": user, "name": f"Sales desk {user}"} for user in users() if user not in known]
    profile = {
        "business_type": "cheese", "products": json.dumps(["cheese", "labaneh", "milk", "butter"]), "tone": "friendly",
        "daily_goal": "sell 20 cheese blocks", "keywords": json.dumps(["target", "follow-up", "closing"]),
    }
    yield "business_profiles", [{"user_id": user, **profile} for user in users()]


def work(now):
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    notes = "Asked for a second quote with delivery date and payment terms"
    yield "tasks", [
        {"user_id": user, "title": f"Call customer {k} about the quote", "kind": "call", "status": "pending", "due_date": today}
        for user in users() for k in range(1, 21 if user == 1 else 4)
    ]
    yield "contacts", [
        {"user_id": user, "name": f"Customer {k}", "stage": "negotiation", "notes": notes, "created_at": now - MONTH, "updated_at": now - k * HOUR}
        for user in users() for k in range(1, 6)
    ]
    yield "deals", [
        {"user_id": user, "customer": f"Customer {k}", "product": "cheese", "status": "open"} for user in users() for k in range(1, 4)
    ]
    yield "targets", [{"user_id": user, "product": "cheese", "target": 20, "achieved": 7} for user in users()]


def messages(now):
    body = "The customer asked for a second quote and a delivery date. " * 5
    rows = [
        {
            "user_id": user, "agent_type": "AGENT_RESPONSE" if k % 2 == 0 else "USER_MESSAGE", "body": body.strip(),
            "status": "sent" if k % 2 == 0 else "answered", "created_at": now - k * MINUTE, "updated_at": now - k * MINUTE,
        }
        for user in users() for k in range(1, 1001 if user == 1 else 6)
    ]
    return "communications", rows[::-1]
