"""A PostgreSQL of the administrator's own, named by CALLBOX_DATABASE_URL."""

from dataclasses import replace
from types import MappingProxyType

import psycopg
from psycopg.conninfo import conninfo_to_dict

from callbox.site.postgres.binaries import OLDEST_MAJOR
from callbox.site.postgres.connection import DEFAULT_DATABASE, ConnectionInfo
from callbox.site.postgres.errors import PostgresError

NAMED = frozenset({"host", "port", "user", "password", "dbname"})
ANSWER_LIMIT_S = 10


def parse_url(url: str) -> ConnectionInfo:
    """Read the URL, without asking the server (`major` is 0). Raises PostgresError."""
    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ValueError(url)
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
        port = int(parts.get("port") or 5432)
    except (psycopg.Error, ValueError):
        # The reason libpq gives would repeat the URL, password and all.
        raise PostgresError("postgres.url_wrong") from None
    database = parts.get("dbname") or DEFAULT_DATABASE
    return ConnectionInfo(
        host=parts.get("host", "localhost"),
        port=port,
        user=parts.get("user", "callbox"),
        password=parts.get("password", ""),
        major=0,
        embedded=False,
        database=database,
        maintenance=database,
        options=MappingProxyType({name: value for name, value in parts.items() if name not in NAMED}),
    )


def reach(url: str) -> ConnectionInfo:
    """Read the URL and ask the server for its version. Raises PostgresError when it is silent or too old."""
    told = parse_url(url)
    try:
        with psycopg.connect(**{"connect_timeout": ANSWER_LIMIT_S, **told.parameters()}) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise PostgresError("postgres.no_answer", place=f"{told.host}:{told.port}", reason=_one_line(error)) from None
    if version // 10_000 < OLDEST_MAJOR:
        raise PostgresError("postgres.too_old", found=version // 10_000, least=OLDEST_MAJOR)
    return replace(told, major=version // 10_000)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
