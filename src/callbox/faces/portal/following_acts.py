"""What whoever follows a case does on its page, as acts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from callbox.kernel.checks import UNREADABLE
from callbox.kernel.facts import Answer
from callbox.services.follow import acts
from callbox.services.follow.facts import WAYS, Contact, Follow

Given = Mapping[str, str]
TEXT_MOST: Final = 4_000


def do(follow: Follow, given: Given, files: Mapping[str, Any]) -> str:
    """Do what was asked for by `what`; what was done, or nothing where nothing was asked.

    Raises:
        Refused: why it was not done.
    """
    what = given.get("what", "")
    if what not in DOING:
        return ""
    DOING[what](follow, given, files).ref  # noqa: B018  raises what refused it
    return what


def _contact(follow: Follow, given: Given, _files: Mapping[str, Any]) -> Answer:
    by = given.get("contact_by", "")
    hours = "-".join(one for one in (given.get("from", ""), given.get("until", "")) if one)
    told = Contact(by=by if by in WAYS else "link", to=text(given, "contact_to"), hours=hours, note=text(given, "note"))
    return acts.tell_contact(follow, told)


def _end(follow: Follow, _given: Given, _files: Mapping[str, Any]) -> Answer:
    return acts.tell(follow, "follow.end")


def text(given: Given, name: str) -> str:
    """A text as it can be kept."""
    return UNREADABLE.sub("", given.get(name, "")).strip()[:TEXT_MOST]


DOING: Final[Mapping[str, Callable[[Follow, Given, Mapping[str, Any]], Answer]]] = {
    "contact": _contact,
    "end": _end,
}
