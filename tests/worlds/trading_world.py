"""One of two nodes that hand cases to each other: makes its live world, meets the other, trades. Run by the breaking tests.

make HERE THERE             a live world; prints the key that it signs with
meet HERE THERE ADDRESS KEY the other node is introduced
trade HERE THERE COUNT      offers so many requests, answers what comes, until all of it is at rest on this side
"""

import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from callbox.kernel.facts import Actor
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.node_site import NodeSite

SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")
BATCH = 50
MOST_OPEN = 500
# At each look, of what still waits for an answer.
TAKEN_BACK = 0.0005
LIMIT_S = 7200.0


class Trader:
    """What happens on this side. Imports reach tables, so they stand where Django is set up."""

    def __init__(self, here: str, there: str) -> None:
        # lazy: they reach tables, which can be imported only once Django is set up
        from django.db import DatabaseError, connection  # noqa: PLC0415

        from callbox.kernel import gate, read, registry  # noqa: PLC0415
        from callbox.services.transfer import acts  # noqa: PLC0415

        self.gate, self.read, self.registry, self.acts = gate, read, registry, acts
        self.broken: tuple[type[Exception], ...] = (DatabaseError,)
        self.drop: Callable[[], None] = connection.close
        self.here, self.there = here, there
        self.handler = Actor(organisation=f"coast/{here}/water", roles=frozenset({"handler"}), person="ann")
        self.node = NodeSite().open("live")

    def asked(self, name: str, by: Actor, /, *, because: str = "", **given: Any) -> Any:
        from callbox.kernel.facts import Act  # noqa: PLC0415  # lazy: as above

        inputs = self.registry.act(name).inputs(**given)
        return Act(name=name, by=by, at=self.node.world.clock.now(), inputs=inputs, because=because)

    def settle(self) -> str:
        found = [("coast", None, "province"), (f"coast/{self.here}", "coast", "city")]
        found += [
            (f"coast/{self.here}/water", f"coast/{self.here}", "county"),
            (f"coast/{self.there}", "coast", "city"),
        ]
        found += [(f"coast/{self.there}/water", f"coast/{self.there}", "county")]
        for path, above, level in found:
            told: dict[str, Any] = {"id": path, "above": above, "name": path, "level": level, "what": "department"}
            _ = self.gate.act(self.asked("organisation.found", SETUP, **told)).ref
        leak = {"id": "leak", "organisation": "coast", "name": "Leak", "department": f"coast/{self.here}/water"}
        _ = self.gate.act(self.asked("category.create", SETUP, **leak)).ref
        return self.acts.signer(self.node).vkey

    def meet(self, address: str, vkey: str) -> None:
        told = {"id": "there", "organisation": "coast", "name": self.there, "address": address, "vkey": vkey}
        _ = self.gate.act(self.asked("peer.introduce", SETUP, **told, serves=(f"coast/{self.there}/water",))).ref

    def trade(self, count: int) -> int:
        """Offer and answer until nothing is open here; the database may go away under it at any moment."""
        draw, opened, end_s = Random(self.here), 0, time.monotonic() + LIMIT_S
        while time.monotonic() < end_s:
            try:
                if self._unsettled() < MOST_OPEN:
                    self.gate.perform(self._offers(range(opened, min(count, opened + BATCH))))
                    opened = min(count, opened + BATCH)
                answers = [one for one in map(self._answer, self._open(), iter(draw.random, None)) if one]
                self.gate.perform(answers)
                if opened == count and self._came() >= count and not self._unsettled():
                    return opened
            except self.broken:
                self.drop()
            time.sleep(0.2)
        raise SystemExit("not within the time")

    def _offers(self, numbers: range) -> Sequence[Any]:
        """Named by their number, so that asking again after a death does nothing twice."""
        acts = []
        for number in numbers:
            case = f"q-{self.here}-{number}"
            told = {"id": case, "category": "leak", "wanted": "Water runs down the hill"}
            acts.append(self.asked("request.open", self.handler, **told))
            to = f"coast/{self.there}/water"
            acts.append(self.asked("transfer.offer", self.handler, id=f"t-{self.here}-{number}", request=case, to=to))
        return acts

    def _open(self) -> Sequence[Any]:
        """What waits for an answer here, and the newest of our own, a few of which are taken back."""
        found: list[Any] = []
        for which, order in (("incoming", "offered_at"), ("NOT incoming", "offered_at DESC")):
            still = self.read.Condition(f"status = 'offered' AND {which}")
            found += self.read.select(self.acts.NODE, "transfer", where=[still], order=order, most=4 * BATCH)
        return found

    def _answer(self, transfer: Any, chance: float) -> Any:
        if not transfer.incoming:
            return self.asked("transfer.withdraw", self.handler, transfer=transfer.id) if chance < TAKEN_BACK else None
        if chance < 0.15:
            why = {"returned_under": "other_area", "because": "over the ridge"}
            return self.asked("transfer.return", self.handler, transfer=transfer.id, **why)
        return self.asked("transfer.accept", self.handler, transfer=transfer.id, category="leak")

    def _came(self) -> int:
        """How many the other side offered, which offers as many."""
        return int(self.read.count(self.acts.NODE, "transfer", where=[self.read.Condition("incoming")]))

    def _unsettled(self) -> int:
        where = self.read.Condition("NOT told OR status IN ('offered', 'agreed')")
        return int(self.read.count(self.acts.NODE, "transfer", where=[where]))


def main(what: str, here: str, there: str, *more: str) -> None:
    """One of the three."""
    start.setup()
    if what == "make":
        NodeSite().make("live", mode=Mode.LIVE, zone="UTC")
        print(Trader(here, there).settle())
    elif what == "meet":
        Trader(here, there).meet(*more)
    else:
        print(Trader(here, there).trade(int(more[0])))


if __name__ == "__main__":
    main(*sys.argv[1:])
