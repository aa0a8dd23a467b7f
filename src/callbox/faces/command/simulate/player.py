"""A simulated day as one page: map, clock, decisions with their reasons. It holds everything and asks nobody."""

import json
from html import escape
from pathlib import Path
from typing import Final

from callbox.faces.command.simulate.asking import policy_name, priority_name
from callbox.faces.command.simulate.table import minutes
from callbox.faces.command.simulations import Day, Decision, Heard, Leg
from callbox.kernel.words import LANGUAGES, say, word

HERE: Final = Path(__file__).parent
DOINGS: Final = ("waiting", "rolling", "responding", "on_scene", "carrying")
"""What a unit may be doing; its number in the page's data is its place here."""
TEXTS: Final = ("title", "play", "pause", "speed", "calls", "free", "late", "decisions", "station", "post", "hospital",
                *DOINGS, "call", "call_late", "note")  # fmt: skip
DIGITS: Final = 5


def page(day: Day, *, command: str) -> str:
    """The page."""
    parts = {
        "TITLE": escape(f"{day.city} · Callbox"),
        "STYLE": (HERE / "watch.css").read_text(encoding="utf-8"),
        "SCRIPT": (HERE / "watch.js").read_text(encoding="utf-8"),
        # A closing tag within the data would end the script.
        "DATA": json.dumps(data(day, command=command), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"),
    }
    text = (HERE / "watch.html").read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def data(day: Day, *, command: str) -> dict[str, object]:
    """What the page's script reads. Places are longitude and latitude; moments are seconds from midnight."""
    return {
        "city": day.city,
        "command": command,
        "lateS": day.late_s,
        "units": day.units,
        "stations": [rounded(one) for one in day.stations],
        "posts": [rounded(one) for one in day.posts],
        "hospitals": [rounded(one) for one in day.hospitals],
        "roads": [rounded(one) for one in day.roads],
        "legs": [leg(one) for one in day.legs],
        "calls": [heard(one, day.priorities) for one in day.calls],
        "said": {
            lang: [[round(one.at_s, 1), one.code, told(one, lang)] for one in day.decisions] for lang in LANGUAGES
        },
        "texts": {lang: {name: say(f"simulate.watch.{name}", lang) for name in TEXTS} for lang in LANGUAGES},
        "policy": {lang: policy_name(day.policy, lang) for lang in LANGUAGES},
        "about": {lang: word(f"simulate.about.{day.policy}", lang) or "" for lang in LANGUAGES},
    }


def leg(one: Leg) -> list[float]:
    """Unit, begin, end, both places, what it is doing."""
    moments = (round(one.begin_s, 1), round(one.end_s, 1))
    return [one.unit, *moments, *rounded(one.start), *rounded(one.end), DOINGS.index(one.doing)]


def heard(one: Heard, priorities: tuple[str, ...]) -> list[float | None]:
    """Number, priority, when it came, when somebody arrived, when it ended, where."""
    arrived_s = None if one.arrived_s is None else round(one.arrived_s, 1)
    moments = (round(one.at_s, 1), arrived_s, round(one.done_s, 1))
    return [one.number, priorities.index(one.priority), *moments, *rounded(one.place)]


def told(one: Decision, lang: str) -> str:
    """A decision in words: seconds as minutes, a priority by its name."""
    details = dict(one.details)
    for name in ("eta", "best"):
        if name in details:
            details[name] = minutes(float(details[name]))
    if "priority" in details:
        details["priority"] = priority_name(str(details["priority"]), lang)
    return say(f"simulate.said.{one.code}", lang, **details)


def rounded(place: tuple[float, ...]) -> list[float]:
    """A metre is enough for a map."""
    return [round(one, DIGITS) for one in place]
