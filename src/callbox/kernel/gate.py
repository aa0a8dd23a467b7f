"""The gate: the only way anything is written.

It takes a batch (one act is a batch of one): locks the records in one order, asks each act's pure rule, holds every change
against the lifecycle of the record's own service, and in one transaction sets the fields on the rows and stores the same
fields in hash-chained entries. It sends nothing and notifies nobody: the sequencer does, afterwards.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from callbox.kernel import checks, idempotency, ledger, paths, registry
from callbox.kernel.calendar import Calendar
from callbox.kernel.chain import Json
from callbox.kernel.desk import Desk, Stamp
from callbox.kernel.facts import Act, Answer, Record, Ref, Refused
from callbox.kernel.node import current

TRIES = 32
# A clash over a unique place that comes again is no race that the next try answers: the place is taken.
CLASHES_MAX = 3


class _MoreToLock(Exception):
    """Under the locks it showed that an act touches records that are not locked: begin again with them."""

    def __init__(self, refs: set[Ref]) -> None:
        super().__init__()
        self.refs = refs


def perform(acts: Sequence[Act]) -> list[Answer]:
    """Carry out acts, each wholly or not at all, and answer them in order."""
    known: set[Ref] = set()
    clashes = 0
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _perform(acts, known)
        except _MoreToLock as more:
            known |= more.refs
        except IntegrityError as clash:
            # Somebody else's key or unique place came first. Alone, an act sees it on the next try and is answered.
            if len(acts) > 1:
                return [perform([act])[0] for act in acts]
            clashes += 1
            if clashes == CLASHES_MAX:
                return [Answer(refused=_taken(clash))]
    return [Answer(refused=Refused("busy")) for _ in acts]


def act(one: Act) -> Answer:
    """Carry out one act."""
    return perform([one])[0]


def _taken(clash: IntegrityError) -> Refused:
    """What a unique place that is taken says to whoever wanted it."""
    diagnosis = getattr(clash.__cause__, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None) or ""
    return Refused("taken_name") if constraint.endswith("_pkey") else Refused("taken", what=constraint)


def _perform(acts: Sequence[Act], known: set[Ref]) -> list[Answer]:
    answered = _unsound(acts)
    answered |= idempotency.answered({place: one for place, one in enumerate(acts) if place not in answered})
    waiting = [one for place, one in enumerate(acts) if place not in answered]
    desk = Desk(current())
    desk.take(known | _foreseen(waiting), lock=True)
    if come := desk.came_since():
        raise _MoreToLock(come)
    try:
        answers = [answered.get(place) or _decide(desk, one) for place, one in enumerate(acts)]
    except _MoreToLock as more:
        # What the others need is gathered too, or a large batch would begin again for each of its acts.
        raise _MoreToLock(more.refs.union(*(_beyond(desk, one) for one in waiting))) from None
    desk.write()
    ledger.store(desk.entries)
    idempotency.keep(acts, answers, desk)
    return answers


def _unsound(acts: Sequence[Act]) -> dict[int, Answer]:
    """The acts that nothing needs to be read for to refuse them, by their place in the batch."""
    refused = {}
    for place, one in enumerate(acts):
        try:
            checks.check(one, current().world.entering(one.at))
        except Refused as unsound:
            refused[place] = Answer(refused=unsound)
    return refused


def _foreseen(acts: Sequence[Act]) -> set[Ref]:
    """The records that the acts touch, as far as can be seen before anything is locked."""
    refs = {ref for one in acts for ref in paths.named(one, registry.act(one.name).touches)}
    if not any(paths.deep(registry.act(one.name)) for one in acts):
        return refs
    glance = Desk(current())
    glance.take(refs, lock=False)
    while beyond := {ref for one in acts for ref in _beyond(glance, one)}:
        glance.take(beyond, lock=False)
    return set(glance.held) | glance.absent | refs


def _beyond(glance: Desk, one: Act) -> set[Ref]:
    try:
        return paths.gather(glance, one, registry.act(one.name).touches)[1]
    except Refused:
        return set()


def _decide(desk: Desk, one: Act) -> Answer:
    try:
        spec = registry.act(one.name)
        shown, beyond = paths.gather(desk, one, spec.touches)
        if beyond:
            raise _MoreToLock(beyond)
        subject = next((record for record in shown.values() if isinstance(record, Record)), None)
        role = checks.granted_role(one, spec, subject)
        looked = paths.look(desk, one, spec.looks)
        changes = spec.rule(one, **shown, **looked)
        return Answer(refs=desk.apply(changes, _stamp(one, role=role, looked=looked)))
    except Refused as refused:
        return Answer(refused=refused)


def _stamp(one: Act, *, role: str, looked: dict[str, paths.Touched]) -> Stamp:
    by: dict[str, Json] = {"organisation": one.by.organisation, "power": role, "via": one.by.via}
    by |= {name: told for name in ("person", "post") if (told := getattr(one.by, name))}
    node = current()
    return Stamp(
        act=one,
        act_id=node.ids.new(),
        recorded_at=node.world.entering(one.at),
        by=by,
        # Where an act names whose it becomes, that one's own calendar counts.
        calendar=_calendar(looked.get("own_calendar") or looked.get("calendar")),
    )


def _calendar(looked: paths.Touched) -> Calendar | None:
    days = getattr(looked, "days", None)
    return days if isinstance(days, Calendar) else None
