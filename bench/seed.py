"""The data of the reference's seed.sql in our tables.

User 1: 20 tasks today and 1,000 messages. Users 2 to 2,000: 3 tasks, 5 leads, 3 deals, 5 messages, a target, a profile each.
"""

import datetime
import json
import time

PEOPLE = 2000
HOUR, MINUTE = 3_600_000, 60_000
TABLES = ("communications", "agent_runs", "occurrences", "idempotency_keys", "targets", "deals", "contacts", "tasks", "business_profiles")


def fill(database):
    """Replaces the data of an open database, in one transaction."""
    now = int(time.time() * 1000)
    database.execute("PRAGMA foreign_keys = OFF")
    present = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in TABLES:
        if table in present:
            database.execute(f"DELETE FROM {table}")
    add_people(database, now)
    add_work(database, now)
    add_messages(database, now)
    database.commit()
    database.execute("ANALYZE")


def insert(database, table, rows, now):
    """Inserts dictionaries of one shape, with the stamps every table has."""
    rows = [{"workspace_id": 1, "created_at": now, "updated_at": now, "version": 1, **row} for row in rows]
    names = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    database.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


def users():
    return range(1, PEOPLE + 1)


def add_people(database, now):
    present = {id for (id,) in database.execute("SELECT id FROM users")}
    missing = [{"id": user, "name": f"Sales desk {user}"} for user in users() if user not in present]
    if missing:
        insert(database, "users", missing, now)
    profile = {
        "business_type": "cheese", "products": json.dumps(["cheese", "labaneh", "milk", "butter"]), "tone": "friendly",
        "daily_goal": "sell 20 cheese blocks", "keywords": json.dumps(["target", "follow-up", "closing"]),
    }
    insert(database, "business_profiles", [{"user_id": user, **profile} for user in users()], now)


def add_work(database, now):
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    notes = "Asked for a second quote with delivery date and payment terms"
    insert(database, "tasks", [
        {"user_id": user, "title": f"Call customer {k} about the quote", "kind": "call", "status": "pending", "due_date": today}
        for user in users() for k in range(1, 21 if user == 1 else 4)
    ], now)
    insert(database, "contacts", [
        {"user_id": user, "name": f"Customer {k}", "stage": "negotiation", "notes": notes, "updated_at": now - k * HOUR}
        for user in users() for k in range(1, 6)
    ], now)
    insert(database, "deals", [
        {"user_id": user, "customer": f"Customer {k}", "product": "cheese", "status": "open"} for user in users() for k in range(1, 4)
    ], now)
    insert(database, "targets", [{"user_id": user, "product": "cheese", "target": 20, "achieved": 7} for user in users()], now)


def add_messages(database, now):
    body = "The customer asked for a second quote and a delivery date. " * 5
    messages = [
        {
            "user_id": user, "agent_type": "AGENT_RESPONSE" if k % 2 == 0 else "USER_MESSAGE", "body": body.strip(),
            "status": "sent" if k % 2 == 0 else "answered", "created_at": now - k * MINUTE, "updated_at": now - k * MINUTE,
        }
        for user in users() for k in range(1, 1001 if user == 1 else 6)
    ]
    insert(database, "communications", messages[::-1], now)
