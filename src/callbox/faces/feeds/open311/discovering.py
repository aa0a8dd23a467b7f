"""Service discovery: which versions of the interface there are, where, and how to come to a key."""

from datetime import UTC, datetime

from django.conf import settings

from callbox.faces.feeds.open311.answering import Asking, Document, answered, document
from callbox.faces.feeds.open311.formats import MIME
from callbox.faces.feeds.open311.places import V2, base_of
from callbox.faces.feeds.open311.shown import moment
from callbox.kernel.happened import last
from callbox.kernel.node import current
from callbox.kernel.words import language_of, say
from callbox.kernel.world import Mode
from callbox.services.request import outside

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# Before a node has any service, its list has stood as it is for ever.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@answered("GET")
def discovery(asking: Asking) -> Document:
    """Where GeoReport v2 is. `changeset` moves on when a service or what it asks changes."""
    base, language = base_of(asking.request), language_of(asking.language)
    contact: str = settings.OPEN311.get("contact", "")
    changed = moment(last("category", [one.id for one in outside.categories(also_private=True)]) or NEVER)
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{base}{V2}",
        "changeset": changed,
        "type": "production" if current().world.mode is Mode.LIVE else "test",
        "formats": [MIME["xml"], MIME["json"]],
    }
    told = {
        "changeset": changed,
        "contact": contact or say("open311.contact", language, base=base),
        "key_service": say("open311.key_service", language, base=contact or base),
        "endpoints": [endpoint],
    }
    return document("discovery", told)
