"""Databases on a server: one for each world."""

import re

import psycopg
from psycopg import sql

from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.errors import PostgresError

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def create_database(info: ConnectionInfo, name: str, template: str | None = None) -> None:
    """Make database `name`, ordered by bytes (COLLATE "C"), or a copy of `template`, to which nobody is connected."""
    # template0, since only an untouched template lets encoding and order be chosen.
    _run(info, _creation(name, template or "template0", chosen=template is None))


def ensure_database(info: ConnectionInfo, name: str) -> bool:
    """Make database `name` unless it is there; whether it was made."""
    if _checked(name) in list_databases(info):
        return False
    try:
        create_database(info, name)
    except psycopg.errors.DuplicateDatabase:  # another process was a moment faster
        return False
    return True


def drop_database(info: ConnectionInfo, name: str) -> None:
    """Drop database `name` if it is there, cutting off who is connected to it."""
    _run(info, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_checked(name))))


def list_databases(info: ConnectionInfo) -> list[str]:
    """The names of all databases but PostgreSQL's own, in order."""
    with _connect(info) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname").fetchall()
    return [name for (name,) in rows if name != "postgres"]


def _creation(name: str, template: str, *, chosen: bool) -> sql.Composed:
    order = sql.SQL(" ENCODING 'UTF8' LOCALE 'C'") if chosen else sql.SQL("")
    names = sql.Identifier(_checked(name)), sql.Identifier(_checked(template))
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names) + order


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise PostgresError("postgres.database_name", name=name)
    return name


def _run(info: ConnectionInfo, statement: sql.Composed) -> None:
    with _connect(info) as connection:
        connection.execute(statement)


def _connect(info: ConnectionInfo) -> psycopg.Connection:
    # Databases are made and dropped outside any transaction.
    return psycopg.connect(**info.parameters(info.maintenance), autocommit=True)
