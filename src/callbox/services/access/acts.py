"""What faces call to see which breakings of the glass wait for a review."""

from callbox.kernel import read
from callbox.kernel.facts import Actor
from callbox.kernel.read import Condition, Page


def to_review(actor: Actor, *, after: str | None = None, most: int = 50) -> Page:
    """Readings through broken glass that this actor may see and is to review: never those of their own organisation."""
    waiting = Condition("status = 'to_review' AND organisation <> %s", (actor.organisation,))
    return read.listing(actor, "reading", where=[waiting], after=after, most=most)
