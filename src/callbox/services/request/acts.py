"""What faces ask about categories and requests: who gets one by its category and its place, and which one survives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians

from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.read import Condition, select
from callbox.services.boundary.facts import METRES_PER_DEGREE, Boundary
from callbox.services.request.facts import Category, Request
from callbox.services.request.routing import BORDER_M, boundaries_of

# Who serves a place is for everybody to know; reading it needs no power of whoever asks.
ROUTER = Actor(organisation="", roles=frozenset({"machine"}), via="routing")
BOUNDARIES_MOST = 200
MERGED_MOST = 20


@dataclass(frozen=True)
class Routed:
    """Who gets a request: one department, or several candidates of which whoever asks or handles chooses."""

    department: str | None
    candidates: tuple[str, ...] = ()
    boundaries: Mapping[str, Id] = field(default_factory=dict)

    @property
    def to_ask(self) -> bool:
        """Whether a person has to choose."""
        return self.department is None

    def opening(self, department: str | None) -> dict[str, Id]:
        """What `request.open` is told for a department to have it: by which boundary, where there is one."""
        if department is None or department not in self.candidates:
            return {}
        by = self.boundaries.get(department)
        return {"department": department, "boundary": by} if by else {"department": department}


def route(category: Category, latitude_deg: float | None, longitude_deg: float | None) -> Routed:
    """Who gets a request of this category at this place (WGS 84); without a place, the category's own department."""
    if not category.by_area or latitude_deg is None or longitude_deg is None:
        return Routed(category.department, (category.department,))
    around = boundaries_near(latitude_deg, longitude_deg)
    found = boundaries_of(category, latitude_deg=latitude_deg, longitude_deg=longitude_deg, boundaries=around)
    by = {organisation: one.id for organisation, one in found.items()}
    if len(found) > 1:
        return Routed(None, tuple(found), by)
    department = next(iter(found), category.department)
    return Routed(department, (department,), by)


def boundaries_near(latitude_deg: float, longitude_deg: float) -> Sequence[Boundary]:
    """The boundaries in use whose extent reaches within the border's width of a place."""
    reach_deg = BORDER_M / METRES_PER_DEGREE
    wide_deg = reach_deg / max(0.01, cos(radians(latitude_deg)))
    where = Condition(
        "status = 'active' AND south_latitude_deg <= %s AND north_latitude_deg >= %s"
        " AND west_longitude_deg <= %s AND east_longitude_deg >= %s",
        (latitude_deg + reach_deg, latitude_deg - reach_deg, longitude_deg + wide_deg, longitude_deg - wide_deg),
    )
    return select(ROUTER, "boundary", where=[where], most=BOUNDARIES_MOST)


def category_of(one: Id) -> Category | None:
    """A category by its id, as it stands now."""
    found: Sequence[Category] = select(ROUTER, "category", where=[Condition("id = %s", (one,))], most=1)
    return found[0] if found else None


def surviving(one: Id) -> Request:
    """The request that this one's reports and followers belong to now: itself, or what it was closed as a duplicate of.

    Whoever asks must have the right to the first: a duplicate leads to nothing more hidden than itself.

    Raises:
        Refused: `not_found` when there is none.
    """
    found = _request(one)
    for _ in range(MERGED_MOST):
        if found.status != "closed" or found.same_as is None:
            break
        found = _request(found.same_as)
    return found


def merged_into(one: Id) -> tuple[Request, ...]:
    """The requests that were closed as duplicates of this one."""
    found: tuple[Request, ...] = select(
        ROUTER, "request", where=[Condition("same_as = %s AND status = 'closed'", (one,))], order="closed_at, id"
    )
    return found


def _request(one: Id) -> Request:
    found: Sequence[Request] = select(ROUTER, "request", where=[Condition("id = %s", (one,))], most=1)
    if not found:
        raise Refused("not_found", kind="request", id=one)
    return found[0]
