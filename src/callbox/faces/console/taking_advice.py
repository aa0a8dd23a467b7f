"""What a call taker is shown beside what they type: places, what it is likely about, cases that may be the same, warnings.

Nothing here decides. What is doubtful is a warning to read back, never a block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from callbox.faces.console import told
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.taking_line import call_of, device_of, disagrees
from callbox.kernel.facts import Actor, Id
from callbox.kernel.globe import Place
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.registry import kind
from callbox.kernel.words import say, word
from callbox.services.incident.facts import Incident
from callbox.services.incident.similar import Alike, Asked, similar
from callbox.services.place_note.acts import There, near
from callbox.services.report.advice import CATEGORIES, Likely, likely
from callbox.services.report.placing import Found, Places, places

WORDS_OF_IT: Final = ("said_fact", "in_danger", "said_hearsay")

Given = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Same:
    """An open incident that may be the same matter."""

    incident: Incident
    alike: Alike
    far: str
    age: str


def advice(request: HttpRequest, actor: Actor, given: Given, *, draft: Id, report: Id = "") -> dict[str, Any]:
    """What the template of the advice is given."""
    language = language_for(request)
    found = _places(given)
    same = _same(actor, given, language)
    call = call_of(actor, report)
    device = device_of(actor, call, given, language)
    taken = where(given) if is_taken(given) else None
    label = given.get("place_label", "")
    there = at_place(actor, given, taken, language)
    return {
        "place_notes": there,
        "call": call,
        "device": device,
        "places": [(one, say(f"taking.kind.{one.kind}", language)) for one in found.found],
        "likely": _likely(given),
        "same": same,
        "join_at": f"/calls/{draft}/join",
        "seen": " ".join(dict.fromkeys((*_ids(given, "seen"), *_told_of(same, there)))),
        "warnings": [
            *_warnings(given, found, language),
            *disagrees(taken, device, label=label, language=language),
        ],
        **offices(actor, [one.incident.area for one in same], language=language),
    }


def at_place(actor: Actor, given: Given, taken: Place | None, language: str) -> Sequence[There]:
    """What is known of the place that was taken, for whoever may set such notes."""
    if taken is None or not may(actor, spec_of("place_note.set").grants, None):
        return ()
    label, purpose = given.get("place_label", ""), say("purpose.place", language)
    return near(actor, taken, label, purpose=purpose, known=_ids(given, "seen"))


def _told_of(same: Sequence[Same], there: Sequence[There]) -> list[Id]:
    """Whose look is recorded already."""
    return [*(one.incident.id for one in same), *(one.note.id for one in there)]


def where(given: Given) -> Place | None:
    """The place that was taken, (latitude, longitude); None while there is none."""
    try:
        return float(given["latitude_deg"]), float(given["longitude_deg"])
    except (KeyError, ValueError):
        return None


def is_taken(given: Given) -> bool:
    """Whether a found place was taken and what was typed is still about it."""
    label = given.get("place_label", "").strip()
    return bool(label) and where(given) is not None and given.get("address", "").strip().startswith(label)


def _places(given: Given) -> Places:
    return Places() if is_taken(given) else places(given.get("address", ""))


def _likely(given: Given) -> Sequence[Likely]:
    return likely("\n".join(given.get(name, "") for name in WORDS_OF_IT))


def _same(actor: Actor, given: Given, language: str) -> list[Same]:
    if not actor.roles & kind("incident").reads.keys():
        return []
    asked = Asked(
        where=where(given),
        category=code_of(given.get("category", ""), language),
        address=given.get("address", ""),
        text=given.get("said_fact", ""),
    )
    found = similar(
        actor,
        asked,
        now=current().world.clock.now(),
        purpose=say("purpose.same", language),
        known=_ids(given, "seen"),
        apart=_ids(given, "kept_apart"),
    )
    return [_told(incident, alike, language) for incident, alike in found]


def _told(incident: Incident, alike: Alike, language: str) -> Same:
    far = told.metres(alike.distance_m, language) if alike.distance_m is not None else ""
    return Same(incident=incident, alike=alike, far=far, age=told.span(alike.age_s, language))


def _ids(given: Given, name: str) -> list[Id]:
    return given.get(name, "").split()


def _warnings(given: Given, found: Places, language: str) -> list[str]:
    """What to read back to the caller."""
    typed = given.get("address", "").strip()
    if found.away and typed:
        return [say("taking.warn.no_search", language)]
    if is_taken(given):
        return _of_taken(given, language)
    if len(typed) >= 4 and not found.found and where(given) is None:
        return [say("taking.warn.unknown", language, place=typed)]
    return _of_found(found.found, language)


def _of_found(found: Sequence[Found], language: str) -> list[str]:
    first = next(iter(found), None)
    if first is None:
        return []
    said = []
    if first.same > 1:
        said.append(say("taking.warn.same_name", language, place=first.label, count=first.same))
    if not first.sure:
        said.append(say("taking.warn.unsure", language, place=first.label))
    return said


def _of_taken(given: Given, language: str) -> list[str]:
    """What was doubtful about a place stays said after it was taken, until it is read back."""
    codes = [code for code in _ids(given, "doubts") if word(f"taking.warn.{code}", language)]
    return [say(f"taking.warn.{code}", language, place=given["place_label"], count=2) for code in codes]


def code_of(typed: str, language: str) -> str:
    """The category that is called what was typed, in the reader's language or in English; else what was typed."""
    wanted = typed.strip().casefold()
    for line in categories(language):
        if wanted and wanted in (line[0].casefold(), line[1].casefold()):
            return line[0]
    return typed.strip()


def categories(language: str, more: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(code, what it is called): those that come with words, and those that were used of late."""
    codes = dict.fromkeys((*CATEGORIES, *more))
    return [(code, word(f"category.{code}", language) or code) for code in codes]


def label_of(code: str, language: str) -> str:
    """What a category is called."""
    return word(f"category.{code}", language) or code
