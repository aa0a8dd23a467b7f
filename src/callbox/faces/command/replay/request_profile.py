"""How one published format of requests is read: a commented TOML file, checked before anything is done. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from callbox.faces.command.replay.form import COMMON, TOP, Form, Reader, folded
from callbox.services.report.facts import CHANNELS
from callbox.services.request.facts import REQUEST_ENDS

OPEN = "open"
# What a word of the file may say of a request: that it is not over, or how it ended. What duplicates which, no word says.
STANDINGS = (*(name for name in REQUEST_ENDS if name != "duplicate"), OPEN)
UNITS = {"days": "deadline_calendar_days", "working days": "deadline_days", "hours": "deadline_hours"}
LENGTH = re.compile(r"\s*([1-9][0-9]{0,3})\s+(working\s+days?|days?|hours?)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    """How long one may take: so many, by which field of a category."""

    field: str
    count: int | float


@dataclass(frozen=True, kw_only=True)
class RequestProfile(Form):
    """What each column of a file of requests means."""

    request: Mapping[str, str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    language: str = ""
    channel: str = "web"
    category_otherwise: tuple[str, str] = ("Request", "诉求")
    department_otherwise: tuple[str, str] = ("Department", "承办部门")
    department_words: Mapping[str, str] = field(default_factory=dict)
    status: str | None = None
    status_words: Mapping[str, str] = field(default_factory=dict)
    status_otherwise: str = "done"
    answer_in: Deadline | None = None
    accept_days: int | None = None
    answer_words: Mapping[str, Deadline] = field(default_factory=dict)

    def _named_columns(self) -> list[str]:
        named = [*self.request.values(), *self.address, *self.wanted]
        return [*named, *([self.status] if self.status else [])]

    def lengths(self, category: str) -> dict[str, int | float | None]:
        """In what time a request of this category is answered and taken up, by the fields of a category."""
        answer = self.answer_words.get(folded(category), self.answer_in)
        return {**({answer.field: answer.count} if answer else {}), "accept_days": self.accept_days}


SECTIONS: Mapping[str, tuple[str, ...]] = {
    **COMMON,
    "request": (
        *("number", "received", "answered", "closed", "due", "updated", "category", "department", "department_name"),
        *("area", "address", "point", "latitude", "longitude", "wanted", "answer"),
    ),
    "category": ("otherwise", "otherwise_zh"),
    "department": ("otherwise", "otherwise_zh", "words"),
    "status": ("column", "otherwise", "words"),
    "deadline": ("answer", "accept", "words"),
}
REQUEST_TOP = (*TOP, "language", "channel")


def of_requests(told: Mapping[str, Any], source: str) -> RequestProfile:
    """A profile from its TOML.

    Raises:
        MapError: naming the key, and what would be right.
    """
    return _Reader(told, source, SECTIONS, REQUEST_TOP).profile()


class _Reader(Reader):
    """Takes a map of requests apart."""

    def profile(self) -> RequestProfile:
        common = self.common()
        request = dict(self.section("request"))
        address = self.texts(request.pop("address", []), "request.address")
        wanted = self.texts(request.pop("wanted", []), "request.wanted")
        status, department = self.section("status"), self.section("department")
        return RequestProfile(
            **common,
            request=self.named(request, "request"),
            address=address,
            wanted=wanted,
            language=self.text(self.told, "language", "", default=""),
            channel=self.choice(self.told, "channel", where="", allowed=("web", *CHANNELS)),
            category_otherwise=self._names(self.section("category"), "category", default=("Request", "诉求")),
            department_otherwise=self._names(department, "department", default=("Department", "承办部门")),
            department_words=self._free_words(department, "department"),
            status=self.text(status, "column", "status", default="") or None,
            status_words=self.words(status, "status", STANDINGS),
            status_otherwise=self.choice(status, "otherwise", where="status", allowed=STANDINGS),
            **self._deadlines(),
        )

    def _names(self, told: Mapping[str, Any], where: str, *, default: tuple[str, str]) -> tuple[str, str]:
        name = self.text(told, "otherwise", where, default="")
        name_zh = self.text(told, "otherwise_zh", where, default="")
        return (name or name_zh, name_zh or name) if name or name_zh else default

    def _free_words(self, told: Mapping[str, Any], where: str) -> dict[str, str]:
        words = self.mapping(told, "words", where)
        return {folded(key): self.text(words, key, f"{where}.words", default="") for key in words}

    def _deadlines(self) -> dict[str, Any]:
        told = self.section("deadline")
        words = self.mapping(told, "words", "deadline")
        accept = self._length(told, "accept", "deadline")
        if accept is not None and accept.field != "deadline_calendar_days":
            raise self.wrong("deadline.accept", "replay.map.accept")
        return {
            "answer_in": self._length(told, "answer", "deadline"),
            "accept_days": int(accept.count) if accept else None,
            "answer_words": {
                folded(key): found for key in words if (found := self._length(words, key, "deadline.words"))
            },
        }

    def _length(self, told: Mapping[str, Any], key: str, where: str) -> Deadline | None:
        text = self.text(told, key, where, default="")
        found = LENGTH.fullmatch(text)
        if text and found is None:
            raise self.wrong(f"{where}.{key}", "replay.map.length")
        if found is None:
            return None
        unit = " ".join(found[2].lower().split())
        field = UNITS[unit if unit.endswith("s") else f"{unit}s"]
        return Deadline(field, float(found[1]) if field == "deadline_hours" else int(found[1]))
