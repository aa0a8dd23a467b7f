"""A service request as a client sends it: its fields, and answers as `attribute[code]=value`. Pure.

The standard's own way for several answers is `attribute[code][]=one&attribute[code][]=two`; repeating the plain name and
numbering the brackets are known from clients and mean the same.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from callbox.faces.feeds.open311.asked import Given, first, place
from callbox.faces.feeds.open311.faults import Fault, Faults, fault
from callbox.services.request.facts import Question, faults

ATTRIBUTE: Final = re.compile(r"attributes?\[([^\[\]]{1,100})\](?:\[[0-9]{0,6}\])?")
SECRET: Final = frozenset({"api_key", "csrfmiddlewaretoken"})
FIELDS_MOST: Final = 500


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What is asked for, where, by whom and with which answers. `as_received` is every field as it came, keys apart."""

    service_code: str
    latitude_deg: float | None
    longitude_deg: float | None
    address: str | None
    words: str | None
    name: str | None
    phone: str | None
    attributes: Mapping[str, tuple[str, ...]]
    number: str
    as_received: Mapping[str, str]


def sent(given: Given) -> Sent:
    """Read a request's fields.

    Raises:
        Faults: all that the standard requires and is not there, or cannot be.
    """
    if not (code := first(given, "service_code")):
        raise fault(400, "no_code")
    at = place(given)
    address = first(given, "address_string") or first(given, "address") or first(given, "address_id")
    if at is None and not address:
        raise fault(400, "no_place")
    name = " ".join(filter(None, (first(given, "first_name"), first(given, "last_name"))))
    return Sent(
        service_code=code,
        latitude_deg=at[0] if at else None,
        longitude_deg=at[1] if at else None,
        address=address or None,
        words=first(given, "description") or None,
        name=name or None,
        phone=first(given, "phone") or None,
        attributes=attributes(given),
        number=first(given, "service_request_id_ext")[:100],
        as_received={name: "\n".join(told) for name, told in given.items() if name not in SECRET},
    )


def attributes(given: Given) -> dict[str, tuple[str, ...]]:
    """The answers by code, in the order they came; what is empty was not answered."""
    found: dict[str, list[str]] = {}
    for name, told in given.items():
        if named := ATTRIBUTE.fullmatch(name):
            found.setdefault(named[1], []).extend(one.strip() for one in told if one.strip())
    return {code: tuple(told) for code, told in found.items() if told}


def answers(questions: tuple[Question, ...], told: Mapping[str, tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
    """The answers to these questions. An attribute that is none of them stays among what was received: clients add theirs.

    Raises:
        Faults: every required answer that is missing, and every one that is of another kind.
    """
    given = {one.code: told[one.code] if one.many else told[one.code][0] for one in questions if one.code in told}
    if wrong := list(_wrong(questions, given)):
        raise Faults(wrong)
    return given


def _wrong(questions: tuple[Question, ...], given: Mapping[str, object]) -> Iterator[Fault]:
    options = {one.code: ", ".join(option.key for option in one.options)[:500] for one in questions}
    for code, why in faults(questions, given):
        yield Fault(400, f"attribute.{why}", {"field": f"attribute[{code}]", "allowed": options[code]})
