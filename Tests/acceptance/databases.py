"""Which database the servers under test use: SQLite in their data folders, or PostgreSQL.

With CRM_AGENT_TEST_DATABASE=postgres each data folder has a database of its own in one private cluster.
"""

import atexit
import functools
import os
import pathlib
import sqlite3

USES_POSTGRES = os.environ.get("CRM_AGENT_TEST_DATABASE", "sqlite") == "postgres"


@functools.cache
def shared_cluster():
    """A cluster for all tests that do not break it; ends with them."""
    from postgres_cluster import Cluster

    cluster = Cluster(is_durable=False)
    cluster.__enter__()
    atexit.register(cluster.__exit__)
    return cluster


@functools.cache
def _url(folder):
    return shared_cluster().url(shared_cluster().new_database())


def database_of(folder):
    """The environment that gives a data folder its database; the same one in every life of a server."""
    return {"DATABASE_URL": _url(str(folder))} if USES_POSTGRES and folder else {}


def select(folder, sql):
    """The rows of a query in a data folder's database."""
    if USES_POSTGRES:
        return shared_cluster().sql(sql, database=_url(str(folder)).rsplit("/", 1)[1])
    with sqlite3.connect(pathlib.Path(folder) / "crm.sqlite") as database:
        return database.execute(sql).fetchall()
