"""Search over personal text: candidates by keyed bigrams, looked at again after unsealing, recorded, handed out sealed.

A hit says that a name or a number is in a record, so a search is a read of personal data: it needs a purpose, and it is
entered in the ledger with what it brought up before a byte leaves. The words searched for are not kept anywhere: a list of
them would be a store of names that no erasure reaches, and what was found tells a reviewer as much.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from callbox.kernel import read, rows
from callbox.kernel.facts import Actor, Record, Ref, Refused, searchable_fields

LETTERS_MIN = 2
FOUND_MAX = 50
CANDIDATES_MAX = 500


def search(actor: Actor, kind: str, text: str, *, purpose: str, most: int = FOUND_MAX) -> tuple[Any, ...]:
    """Records of a kind that the actor may see and whose personal text holds these words, personal values sealed.

    Case, width and what stands between letters and digits make no difference. At most `most` records, newest ids in no
    particular order: say more words to find fewer.

    Raises:
        Refused: for fewer than two letters or digits, or no purpose.
    """
    wanted = letters(text)
    if len(wanted) < LETTERS_MIN:
        raise Refused("search.short", least=LETTERS_MIN)
    where = [read.matching(text)]
    candidates = read.select(actor, kind, where=where, most=CANDIDATES_MAX)
    found = _holding(candidates, kind, wanted)[: max(1, min(most, FOUND_MAX))]
    read.record_reading(actor, Ref(kind, ""), purpose=purpose, found=[record.id for record in found])
    return tuple(found)


def _holding(candidates: Sequence[Record], kind: str, wanted: str) -> list[Record]:
    held = rows.read(kind, [record.id for record in candidates])
    return [record for record in candidates if _holds(read.with_personal(held[record.ref]), wanted)]


def _holds(opened: Record, wanted: str) -> bool:
    values = (getattr(opened, name) for name in searchable_fields(type(opened)))
    return any(wanted in letters(str(value)) for value in values if value is not None)


def letters(text: str) -> str:
    """The letters and digits of a text, folded for width and case, without what stands between them."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
