"""Which papers an application needs, read out of the texts an administrator writes. Pure.

A paper is one text: a plain sentence, which is then required under the code `p1`, `p2` and so on by its place; or two to
five columns with upright strokes between them, of which all after the English may be left out:

    code | English | 中文 | required | days valid

A paper is a document or a number that somebody shows once. No paper is ever a picture of a person, or of their body:
there is no store of portraits, and a category that asks for one is refused when it is written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from callbox.kernel.facts import Refused

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
REQUIRED: Final = {"required": True, "optional": False, "": True}
PAPERS_MOST: Final = 20
DAYS_MOST: Final = 3_650
TOLD_MOST: Final = 80
"""How much of what was written a refusal repeats."""
# What shows somebody's face or measures their body, in the words that forms use for it.
PORTRAITS: Final = re.compile(
    r"\b(?:portraits?|selfies?|headshots?|mug ?shots?|faces?|biometrics?|fingerprints?|palm ?prints?|voice ?prints?)\b"
    r"|\b(?:passport|id|identity|visa|profile|personal) ?(?:size )?(?:photos?|photographs?|pictures?)\b"
    r"|\b(?:photos?|photographs?|pictures?) of (?:you|yourself|me|the applicant|the holder|the person|a person)\b"
    r"|人像|肖像|头像|自拍|人脸|面部|证件照|免冠|登记照|大头照|寸照|[一二两]寸|本人照片|指纹|掌纹|虹膜|声纹",
    re.IGNORECASE,
)


class Asks(Protocol):
    """Whatever asks for papers: a category, and an application that was opened under one."""

    @property
    def papers(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class PaperAsked:
    """One paper that is asked for. `valid_days`: for how many days it counts once given; None: without end."""

    code: str
    name: str
    name_zh: str = ""
    required: bool = True
    valid_days: int | None = None

    def said_in(self, language: str) -> str:
        """Its name in this language, else in English."""
        return (self.name_zh if language.startswith("zh") else "") or self.name


def papers_of(asking: Asks) -> tuple[PaperAsked, ...]:
    """Which papers are asked for, in their order.

    Raises:
        Refused: for one that cannot be read, is there twice, or shows a person; no category is kept with one.
    """
    if len(asking.papers) > PAPERS_MOST:
        raise Refused("category.papers_many", most=PAPERS_MOST)
    found = tuple(paper_of(told, place) for place, told in enumerate(asking.papers, 1))
    for one, told in zip(found, asking.papers, strict=True):
        if [other.code for other in found].count(one.code) > 1:
            raise Refused("category.paper.code_twice", told=told[:TOLD_MOST])
    return found


def paper_of(told: str, place: int) -> PaperAsked:
    """The paper that a text says; `place`, from 1, is the code of one that has none.

    Raises:
        Refused: with what is wrong.
    """
    shown = told[:TOLD_MOST]
    if is_portrait(told):
        raise Refused("category.paper.portrait", told=shown)
    if "|" not in told:
        if not told.strip():
            raise Refused("category.paper.empty", told=shown)
        return PaperAsked(code=f"p{place}", name=told.strip())
    columns = [column.strip() for column in told.split("|")]
    if not 2 <= len(columns) <= 5:
        raise Refused("category.paper.columns", told=shown)
    code, name, name_zh, required, days = [*columns, "", "", ""][:5]
    _check(shown, code=code, name=name, required=required, days=days)
    return PaperAsked(code, name, name_zh, REQUIRED[required], int(days) if days else None)


def is_portrait(told: str) -> bool:
    """Whether a text asks for a picture of a person or a measure of their body."""
    return PORTRAITS.search(told.replace("_", " ").replace("-", " ")) is not None


def _check(told: str, *, code: str, name: str, required: str, days: str) -> None:
    if CODE.fullmatch(code) is None:
        raise Refused("category.paper.code", told=told)
    if not name:
        raise Refused("category.paper.empty", told=told)
    if required not in REQUIRED:
        raise Refused("category.paper.required", told=told)
    if days and (re.fullmatch(r"[1-9][0-9]{0,3}", days) is None or int(days) > DAYS_MOST):
        raise Refused("category.paper.days", told=told)


def paper_named(papers: Sequence[PaperAsked], code: str) -> PaperAsked | None:
    """The paper of this code; None where none is asked for under it."""
    return next((one for one in papers if one.code == code), None)
