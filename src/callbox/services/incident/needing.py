"""What an incident needs, as the administrator's list of categories says it.

A category counts by its name in either language, or its name in the records, where an organisation keeps it that the
incident's own is, or lies below; of several the nearest. What nobody has written down is not guessed: any unit will do.
"""

from callbox.kernel.chain import Json
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, glance
from callbox.services.incident.facts import Incident
from callbox.services.incident.floor import MACHINE
from callbox.services.request.facts import needed

NAMED = "status = 'active' AND needs <> '{}' AND %s IN (lower(name), lower(name_zh), lower(id))"


def needs_of(incident: Incident) -> list[dict[str, Json]]:
    """Kinds, numbers and skills, as the advisor is told them; none where nobody has said."""
    named = Condition(NAMED, (incident.category.strip().lower(),))
    found = [
        row for row in glance(MACHINE, "category", ("organisation", "needs"), where=[named]) if _keeps(row[0], incident)
    ]
    nearest = max(found, key=lambda row: len(row[0]), default=("", ()))
    return [
        {"kind": one.kind, "count": one.count, "skills": list(one.skills)}
        for told in nearest[1]
        if (one := needed(told))
    ]


def _keeps(organisation: str, incident: Incident) -> bool:
    return within(incident.organisation, organisation)
