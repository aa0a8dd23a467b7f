"""What was let be public of requests: their notices, which a person looked over."""

from collections.abc import Iterable, Mapping

from callbox.faces.feeds.open311.shown import Seen
from callbox.kernel.facts import Id
from callbox.kernel.read import Condition
from callbox.services.notice import acts
from callbox.services.notice.facts import Notice


class Notices:
    """The public notices, as they are read for one answer. `base` is where this node is reached."""

    def __init__(self, base: str) -> None:
        self._base = base

    def seen(self, requests: Iterable[Id]) -> Mapping[Id, Seen]:
        """What may be seen of these requests."""
        named = sorted(set(requests))
        found = acts.told(where=[Condition("request = ANY(%s)", (named,))], most=2 * len(named) + 1)
        return {one.request: self._seen(one) for one in reversed(found)}

    def _seen(self, notice: Notice) -> Seen:
        return Seen(
            words=notice.words,
            area=notice.place,
            latitude_deg=notice.latitude_deg,
            longitude_deg=notice.longitude_deg,
            photo=f"{self._base}/open/{notice.id}/photo.jpg" if notice.stored else None,
        )
