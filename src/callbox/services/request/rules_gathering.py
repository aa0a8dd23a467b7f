"""The rules of requests that belong together.

1. A duplicate is closed as such and names the one that survives; its reports and whoever follows it stay its own, and are
   told of the surviving one (`acts.surviving`). So the join is one fact, and reopening the duplicate undoes it.
2. A request can be a part of a larger one (a storm, a street), one step deep: what has parts is no part, what is a part has
   none. Each keeps its own clock, its own answer and its own end.
3. Both are held by whoever does this, or below them.
"""

from callbox.kernel.facts import Act, Change, Changes, Refused
from callbox.kernel.permission import within
from callbox.services.request.facts import Request
from callbox.services.request.inputs import OfRequest, PutUnder


def put_under(act: Act[PutUnder], *, request: Request, above: Request) -> Changes:
    """It becomes a part of a larger request."""
    if above.id == request.id:
        raise Refused("request.part_of_itself")
    if request.part_of is not None:
        raise Refused("request.part_already", part_of=request.part_of)
    if request.parts or above.part_of is not None:
        raise Refused("request.parts_deep")
    if not within(above.organisation, act.by.organisation) or (above.protected and not request.protected):
        raise Refused("not_found", kind=above.kind, id=above.id)
    if above.erased or request.erased:
        raise Refused("record.erased", kind=above.kind, id=above.id)
    return [
        Change(request, "request.put_under", {"part_of": above.id}),
        Change(above, "request.gathered", {"parts": above.parts + 1}),
    ]


def take_out(act: Act[OfRequest], *, request: Request, above: Request | None) -> Changes:
    """It is a part of nothing any more."""
    if request.part_of is None:
        raise Refused("request.no_part")
    left: Changes = [Change(request, "request.taken_out", {"part_of": None})]
    return [*left, Change(above, "request.gathered", {"parts": above.parts - 1})] if above is not None else left
