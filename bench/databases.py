"""The database of our server in a benchmark: SQLite in a folder, or, with DATABASE=postgres, the reference's PostgreSQL."""

import contextlib
import os
import pathlib
import sqlite3

import reference

USES_POSTGRES = os.environ.get("DATABASE", "sqlite") == "postgres"


class SQLite:
    """`crm.sqlite` in a folder; opened for each transaction, as the server holds it open too."""

    environment = {}

    def __init__(self, folder):
        self.path = pathlib.Path(folder) / "crm.sqlite"

    def tables(self):
        return {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    def execute(self, sql):
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
            connection.execute(sql)

    def replace(self, deletions, inserts):
        """Executes the deletions, then inserts lists of dictionaries by table."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            with connection:
                for sql in deletions:
                    connection.execute(sql)
                for table, rows in inserts:
                    values = ", ".join(f":{name}" for name in rows[0])
                    connection.executemany(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({values})", rows)


class Postgres:
    """A database of its own beside the reference's."""

    name = role = "crm_agent"

    def __init__(self, _):
        reference.services.psql(f"drop database if exists {self.name} with (force)", "postgres")
        # An ordinary role: row-level security holds for it, as it does in earnest.
        roles = reference.services.psql(f"select 1 from pg_roles where rolname = '{self.role}'", "postgres")
        if not roles.strip():
            reference.services.psql(f"create role {self.role} login", "postgres")
        reference.services.psql(f"create database {self.name} owner {self.role}", "postgres")
        self.environment = {"DATABASE_URL": f"postgresql://{self.role}@127.0.0.1:{reference.services.PGPORT}/{self.name}"}

    def tables(self):
        return {name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    def rows(self, sql):
        return [tuple(line.split("|")) for line in reference.services.psql(sql, self.name).splitlines()]

    def execute(self, sql):
        reference.services.psql(sql, self.name)

    def replace(self, deletions, inserts):
        script = ["begin", "set local synchronous_commit = off", *deletions]
        for table, rows in inserts:
            lines = ",\n".join("(" + ", ".join(map(literal, row.values())) + ")" for row in rows)
            script.append(f"insert into {table} ({', '.join(rows[0])}) values {lines}")
        reference.services.psql(";\n".join([*script, "commit", "vacuum analyze", "checkpoint"]), self.name)


def literal(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def create(folder):
    return (Postgres if USES_POSTGRES else SQLite)(folder)
