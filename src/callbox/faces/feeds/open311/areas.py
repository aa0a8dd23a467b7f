"""Who serves where: the boundaries by which requests go to departments. GeoJSON (RFC 7946), in JSON and inside XML."""

import json
from typing import Any

from callbox.faces.feeds.open311.answering import Asking, Document, answered, document
from callbox.faces.feeds.open311.formats import form_of
from callbox.kernel.words import language_of
from callbox.services.boundary.facts import Boundary
from callbox.services.request import outside


@answered("GET")
def areas(asking: Asking) -> Document:
    """All areas in use. A service that none of them names goes everywhere to one department."""
    language = language_of(asking.language)
    found = outside.boundaries()
    holders = outside.called(one.organisation for one in found)
    told = [(one, _told(one, holders.get(one.organisation), language)) for one in found]
    if _form(asking) == "xml":
        return document("areas", [{**said, "geometry": json.dumps(one.rings)} for one, said in told])
    features: Any = [{"type": "Feature", "id": one.id, "properties": said, "geometry": one.rings} for one, said in told]
    return document("areas", {"type": "FeatureCollection", "features": features})


def _form(asking: Asking) -> str:
    ending = asking.request.path.rstrip("/").rpartition(".")[2]
    return ending if ending in ("json", "xml") else form_of(asking.request.headers.get("Accept", ""))


def _told(one: Boundary, holder: Any, language: str) -> dict[str, Any]:
    chinese = language == "zh"
    agency = ((holder.name_zh if chinese else "") or holder.name) if holder else None
    return {
        "area_id": one.id,
        "name": (one.name_zh if chinese else "") or one.name,
        "agency_responsible": agency,
        "service_codes": ",".join(one.categories) or None,
    }
