"""What records are called in the reader's language, for pages that only hold their ids."""

from collections.abc import Iterable, Mapping

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, select


def names(actor: Actor, kind: str, ids: Iterable[Id], *, language: str) -> Mapping[Id, str]:
    """The names of those of these records that there are. An area can be an organisation's id, or words of a place's own."""
    wanted = sorted({one for one in ids if one})
    found = select(actor, kind, where=[Condition("id = ANY(%s)", (wanted,))], most=len(wanted)) if wanted else ()
    return {one.id: (one.name_zh if language == "zh" else "") or one.name for one in found}


def offices(actor: Actor, ids: Iterable[Id], *, language: str) -> dict[str, Mapping[Id, str]]:
    """What the template tag `office` needs: the names of organisations."""
    return {"offices": names(actor, "organisation", ids, language=language)}
