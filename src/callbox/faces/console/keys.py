"""Which keys do what on which page: one table for the sheet on `?`, for its page, and for whoever adds a key. Pure.

A page's own keys are added here, with their words in `words/keys.py`; those that every page has stand first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from callbox.kernel.facts import Actor
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of


@dataclass(frozen=True, kw_only=True)
class Group:
    """The keys of one place. `title`: the code of its name; `keys`: what is pressed, and the code of what that does."""

    title: str
    begins: tuple[str, ...]
    """How the addresses of its pages begin; `/` alone is the first page."""
    keys: tuple[tuple[tuple[str, ...], str], ...]


EVERYWHERE: Final = Group(
    title="keys.everywhere",
    begins=("",),
    keys=(
        (("?", "F1"), "keys.sheet"),
        (("Tab", "Shift Tab"), "keys.next"),
        (("Enter", "Space"), "keys.press"),
    ),
)
GROUPS: Final = (
    EVERYWHERE,
    Group(
        title="keys.list",
        begins=("/",),
        keys=(
            (("j", "k"), "keys.list.move"),
            (("Enter",), "keys.list.open"),
            (("u",), "keys.list.signs"),
            (("Shift Enter",), "keys.list.divert"),
            (("p",), "keys.list.propose"),
            (("1", "2", "3", "4"), "keys.list.accept"),
            (("w",), "keys.list.watch"),
            (("h",), "keys.list.hand"),
            (("f",), "keys.list.filter"),
            (("x",), "keys.list.silence"),
            (("r",), "keys.list.move_up"),
            (("a",), "keys.list.aid"),
            (("n",), "keys.list.new"),
            (("m",), "keys.list.map"),
            (("Esc",), "keys.list.leave"),
        ),
    ),
    Group(
        title="map.name",
        begins=("/",),
        keys=(
            (("←", "→", "↑", "↓"), "keys.map.marks"),
            (("Enter",), "keys.map.open"),
            (("←", "→", "+", "−"), "keys.map.pan"),
            (("c",), "map.close_road"),
            (("Space",), "keys.map.point"),
            (("Backspace",), "map.undo"),
        ),
    ),
    Group(
        title="keys.take",
        begins=("/calls/",),
        keys=(
            (("Enter",), "keys.take.next"),
            (("↑", "↓"), "keys.take.choose"),
            (("Alt 1", "Alt 4"), "keys.take.priority"),
            (("F2",), "keys.take.join"),
            (("F4",), "keys.take.apart"),
            (("F7",), "keys.take.other"),
            (("F8",), "keys.take.hold"),
            (("Alt S",), "keys.take.silent"),
            (("Alt P",), "keys.take.page"),
            (("Alt A",), "keys.take.ask"),
            (("Ctrl Enter",), "keys.take.open"),
            (("Ctrl Backspace",), "keys.take.end"),
            (("Esc",), "keys.take.leave"),
        ),
    ),
    Group(title="keys.transfers", begins=("/transfers",), keys=((("b",), "keys.transfers.hand_back"),)),
)


# What a key asks for: whoever may not do that is not shown the key. Who diverts units sends them; a crew may only attach
# itself (`incident.assign`).
NEEDS: Final = {
    **dict.fromkeys(("keys.list.signs", "keys.list.propose", "keys.list.accept"), "incident.divert"),
    **dict.fromkeys(("map.close_road", "keys.map.point", "map.undo"), "closure.declare"),
    "keys.list.new": "report.receive",
    "keys.transfers.hand_back": "transfer.hand_back",
}


def groups_of(path: str, actor: Actor | None = None) -> Sequence[Group]:
    """The keys of one page, those of its own place before those of every page; to an actor only what they may do."""
    own = [group for group in GROUPS if group is not EVERYWHERE and _is_at(group, path)]
    return [*(group if actor is None else _for(group, actor) for group in own), EVERYWHERE]


def _for(group: Group, actor: Actor) -> Group:
    return replace(group, keys=tuple((pressed, code) for pressed, code in group.keys if _may(actor, code)))


def _may(actor: Actor, code: str) -> bool:
    return code not in NEEDS or may(actor, spec_of(NEEDS[code]).grants, None)


def _is_at(group: Group, path: str) -> bool:
    return any(path == begin if begin == "/" else path.startswith(begin) for begin in group.begins)
