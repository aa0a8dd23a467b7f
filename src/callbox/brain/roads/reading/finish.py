"""The last steps of every reader: repair, assemble, report."""

from collections.abc import Sequence

from .assemble import assembled, frozen
from .draft import Draft
from .facts import Found, Gazetteer, Note, Reading
from .repair import repaired
from .speeds import Speeds


def finished(
    draft: Draft,
    *,
    speeds: Speeds,
    notes: Sequence[Note] = (),
    gazetteer: Gazetteer | None = None,
    keep_islands: bool = False,
) -> Reading:
    """The reading of a draft; `notes` are what the reader itself has seen. Raises Unreadable (roads.none)."""
    sound, seen = repaired(draft, speeds, keep_islands=keep_islands)
    found = Found(form=draft.form, nodes=len(draft.longitude_deg), arcs=len(draft.tail), notes=(*notes, *seen))
    return Reading(
        network=assembled(sound),
        found=found,
        gazetteer=gazetteer or Gazetteer(),
        off_road=frozen(sound.off_road),
        source_node=frozen(sound.source_node),
    )
