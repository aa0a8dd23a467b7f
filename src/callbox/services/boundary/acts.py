"""Boundaries out of a file: a GeoJSON FeatureCollection, read feature by feature, and what each would become."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, select
from callbox.services.boundary.facts import Boundary
from callbox.services.boundary.rings import sound
from callbox.services.organisation.facts import Organisation

FEATURES_MOST: Final = 2_000
# Which property of a feature says what, unless told otherwise.
PROPERTIES: Final[Mapping[str, str]] = {"organisation": "organisation", "name": "name", "name_zh": "name_zh"}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What becomes of one feature: an act and its inputs, nothing (it is there already), or why not."""

    number: int
    name: str
    organisation: str
    act: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    refused: Refused | None = None


def read_file(content: bytes) -> list[Mapping[str, Any]]:
    """The features of a file.

    Raises:
        Refused: `boundary.file` for what is no GeoJSON FeatureCollection, `boundary.file_many` for too many features.
    """
    try:
        told = json.loads(content.decode("utf-8-sig"))
        features = told["features"] if told["type"] == "FeatureCollection" else None
    except (ValueError, TypeError, KeyError, RecursionError):
        features = None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise Refused("boundary.file")
    if len(features) > FEATURES_MOST:
        raise Refused("boundary.file_many", most=FEATURES_MOST)
    return features


def planned(
    actor: Actor, features: Sequence[Mapping[str, Any]], *, mapping: Mapping[str, str], source: str = ""
) -> list[Planned]:
    """What each feature becomes: a new boundary, a new version of the one of that name and organisation, or nothing.

    `mapping` says which property holds the organisation, the name and the Chinese name; an organisation may be told by its
    path or by its name. Nothing is written.
    """
    offices: Sequence[Organisation] = select(actor, "organisation", where=[Condition("status = 'active'")], most=5_000)
    known: Sequence[Boundary] = select(actor, "boundary", where=[Condition("status = 'active'")], most=5_000)
    mine = [one for one in offices if within(one.id, actor.organisation)]
    # A path comes before a name that another organisation has.
    reach = {told: one for one in mine for told in (one.name_zh, one.name) if told} | {one.id: one for one in mine}
    there = {(one.organisation, one.name): one for one in known}
    return [
        _planned(number, feature, mapping={**PROPERTIES, **mapping}, offices=reach, there=there, source=source)
        for number, feature in enumerate(features, 1)
    ]


def _planned(
    number: int,
    feature: Mapping[str, Any],
    *,
    mapping: Mapping[str, str],
    offices: Mapping[str, Organisation],
    there: Mapping[tuple[str, str], Boundary],
    source: str,
) -> Planned:
    properties = feature.get("properties")
    said = properties if isinstance(properties, Mapping) else {}
    told = {name: str(said.get(column) or "").strip() for name, column in mapping.items()}
    named = Planned(number=number, name=told["name"] or f"{number}", organisation=told["organisation"])
    office = offices.get(told["organisation"])
    try:
        if not told["organisation"]:
            raise Refused("boundary.no_property", property=mapping["organisation"])
        if office is None:
            raise Refused("boundary.unknown_organisation", organisation=told["organisation"][:80])
        if not told["name"]:
            raise Refused("boundary.no_property", property=mapping["name"])
        rings, _ = sound(feature.get("geometry"))
    except Refused as refused:
        return Planned(number=number, name=named.name, organisation=named.organisation, refused=refused)
    given = {"name_zh": told["name_zh"], "source": source, "rings": rings}
    return _against(named, office.id, given, there.get((office.id, told["name"])))


def _against(named: Planned, organisation: str, given: Mapping[str, Any], known: Boundary | None) -> Planned:
    """What is asked for, beside what there is already."""
    act, inputs = (
        "boundary.draw",
        {"id": current().ids.new(), "organisation": organisation, "name": named.name, **given},
    )
    if known is not None:
        changed = {name: value for name, value in given.items() if value and value != getattr(known, name)}
        act, inputs = ("boundary.redraw", {"boundary": known.id, **changed}) if changed else ("", {})
    return Planned(number=named.number, name=named.name, organisation=organisation, act=act, inputs=inputs)
