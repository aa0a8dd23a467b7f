"""The node's PostgreSQL: an embedded server under our own start-up code, or one that is named.

`ensure_running(home)` is the whole way in; everything else is for administration and tests.
"""

from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.databases import create_database, drop_database, ensure_database, list_databases
from callbox.site.postgres.errors import PostgresError, WrongVersionError
from callbox.site.postgres.lifecycle import Status, ensure_running, running, status, stop
from callbox.site.postgres.tools import load, run_tool
from callbox.site.postgres.upgrade import carry_over

__all__ = [
    "ConnectionInfo",
    "PostgresError",
    "Status",
    "WrongVersionError",
    "carry_over",
    "create_database",
    "drop_database",
    "ensure_database",
    "ensure_running",
    "list_databases",
    "load",
    "run_tool",
    "running",
    "status",
    "stop",
]
