"""What a database is: told once when it is made, in the database itself, so that no file beside it can make it another.

A demo can so never become a live node: whoever changes the mark in its folder finds that the database says otherwise.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection

from callbox.kernel.world import Mode


@dataclass(frozen=True)
class Known:
    """What the database says it is."""

    name: str
    mode: Mode
    zone: str
    made_at: datetime


def tell(*, name: str, mode: Mode, zone: str, at: datetime) -> None:
    """Write what this database is. A second time changes nothing: the first stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO world_state (id, name, mode, zone, made_at, settings) VALUES (1, %s, %s, %s, %s, '{}')
               ON CONFLICT (id) DO NOTHING""",
            [name, mode.value, zone, at],
        )


def known() -> Known | None:
    """What this database says it is; None when it says nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, mode, zone, made_at FROM world_state WHERE id = 1")
            row = cursor.fetchone()
    except DatabaseError:  # no such table: not a world's database, or one not yet migrated
        return None
    return Known(row[0], Mode(row[1]), row[2], row[3]) if row else None
