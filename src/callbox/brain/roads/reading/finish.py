"""The last steps of every reader: repair, assemble, report."""

from collections.abc import Sequence

from .assemble import assembled, frozen
from .draft import Draft
from .facts import Found, Gazetteer, Note, Reading, Scars
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
    done = repaired(draft, speeds, keep_islands=keep_islands)
    found = Found(form=draft.form, nodes=len(draft.longitude_deg), arcs=len(draft.tail), notes=(*notes, *done.notes))
    return Reading(
        network=assembled(done.draft),
        found=found,
        gazetteer=gazetteer or Gazetteer(),
        off_road=frozen(done.draft.off_road),
        source_node=frozen(done.draft.source_node),
        scars=Scars(islands_deg=frozen(done.islands_deg), repairs_deg=frozen(done.repairs_deg)),
    )
