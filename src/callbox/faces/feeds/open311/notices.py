"""What was let be public of requests: their notices, which a person looked over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from callbox.faces.feeds.open311.asked import Box
from callbox.faces.feeds.open311.shown import Seen
from callbox.kernel.facts import Id
from callbox.kernel.read import Condition
from callbox.services.notice import acts
from callbox.services.notice.facts import Notice

MOST: Final = 5_000


class Notices:
    """The public notices, as they are read for one answer. `base` is where this node is reached."""

    def __init__(self, base: str) -> None:
        self._base = base

    def all(self) -> Sequence[Id]:
        """The requests that have one, of the newest."""
        return [one.request for one in acts.told(most=MOST)]

    def inside(self, box: Box) -> Sequence[Id]:
        """The requests whose notice tells a place in a part of the map."""
        placed = ((one.request, one.latitude_deg, one.longitude_deg) for one in acts.told(most=MOST))
        return [of for of, lat, long in placed if lat is not None and long is not None and box.holds(lat, long)]

    def seen(self, requests: Iterable[Id]) -> Mapping[Id, Seen]:
        """What may be seen of these requests."""
        where = [Condition("request = ANY(%s)", (sorted(set(requests)),))]
        return {one.request: self._seen(one) for one in reversed(acts.told(where=where, most=MOST))}

    def _seen(self, notice: Notice) -> Seen:
        return Seen(
            words=notice.words,
            area=notice.place,
            latitude_deg=notice.latitude_deg,
            longitude_deg=notice.longitude_deg,
            photo=f"{self._base}/open/{notice.id}/photo.jpg" if notice.stored else None,
        )
