"""How to reach a database server, for psycopg, Django and PostgreSQL's own tools."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from psycopg.conninfo import make_conninfo

DEFAULT_DATABASE = "callbox"


@dataclass(frozen=True)
class ConnectionInfo:
    """A server that answers. `host` is a name, or the folder of a socket; `options` are libpq's (sslmode and so on)."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)  # never in a log or a traceback
    major: int
    embedded: bool
    database: str = DEFAULT_DATABASE
    maintenance: str = "postgres"  # the database to stand in while another is made or dropped
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def parameters(self, database: str | None = None) -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`."""
        return {
            **self.options,
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": database or self.database,
        }

    def conninfo(self, database: str | None = None) -> str:
        """The same as one libpq string."""
        return make_conninfo(**self.parameters(database))

    def django(self, database: str | None = None) -> dict[str, Any]:
        """An entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database or self.database,
            "HOST": self.host,
            "PORT": str(self.port),
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": dict(self.options),
        }

    def environment(self, database: str | None = None) -> dict[str, str]:
        """Variables for `pg_dump` and the like: a password on a command line could be read by every user."""
        options = {f"PG{name.upper()}": value for name, value in self.options.items() if name != "options"}
        return {
            **options,
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": database or self.database,
        }
