"""What the panel of a proposal tells the map: where the case is, and the line of each unit's way."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.services.incident.facts import Incident
from callbox.services.incident.proposing import Proposed
from callbox.services.incident.routing import drawn


def ways(request: HttpRequest, actor: Actor, *, incident: Incident, proposed: Proposed) -> dict[str, Any]:
    """For the panel's template, if the map is open; the look at the incident is recorded already."""
    if request.POST.get("map") != "yes" or incident.latitude_deg is None:
        return {}
    found = drawn(actor, incident, proposed.ways, now=current().world.clock.now())
    return {
        "ways": json.dumps([asdict(one) for one in found]),
        "case_at": json.dumps([incident.longitude_deg, incident.latitude_deg]),
    }
