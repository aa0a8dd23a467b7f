"""Every text a person reads has a code; here codes become words in the reader's language.

Each service brings its words (`words/en.py`, `words/zh.py`), the kernel its own. A missing word falls back to English, then
to the code itself, so nothing is ever silent; a test keeps it from happening.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from callbox.kernel import registry
from callbox.kernel.declare import MIGRATED
from callbox.kernel.facts import Field, Record, Refused, fields_of
from callbox.kernel.harmless import in_one_line
from callbox.kernel.words import en, zh

LANGUAGES = ("en", "zh")
Words = Mapping[str, Mapping[str, str]]
KERNEL: Words = {"en": en.WORDS, "zh": zh.WORDS}
# Details that hold what somebody named: a world called `live` is not translated, or nobody could type it again.
NAMES = frozenset({"world", "path", "id", "sign_in", "option"})
_faces: dict[str, Words] = {}


def register(face: str, words: Words) -> None:
    """Make a face's words known; a second time they take the place of the first."""
    _faces[face] = words
    _together.cache_clear()


def language_of(told: str | None) -> str:
    """The language we have that is nearest to a BCP 47 tag or a POSIX locale: `zh-Hans-CN`, `zh_CN.UTF-8`, `en`."""
    return "zh" if (told or "").casefold().startswith("zh") else "en"


def word(code: str, language: str) -> str | None:
    """The words of a code, or None when nobody has any. Every kind is migrated in the same words."""
    if code.startswith("event.") and code.endswith(".migrated"):
        code = MIGRATED
    return _together(language, registry.count()).get(code)


@cache
def _together(language: str, services: int) -> Mapping[str, str]:  # noqa: ARG001  known anew when there is another service
    """All words of a language, the kernel's before the faces' before the services': a page asks for hundreds of them."""
    everyone = (KERNEL, *_faces.values(), *(service.words for service in registry.services()))
    found: dict[str, str] = {}
    for words in reversed(everyone):
        found |= words.get(language, {})
    return found


def say(code: str, language: str = "en", **details: object) -> str:
    """A code in words, its details put in."""
    text = word(code, language) or word(code, "en") or code
    if not details and "{" not in text:
        return text
    told = {name: _told(name, value, language) for name, value in details.items()}
    try:
        return text.format_map(told)
    except (KeyError, IndexError):
        return text


def refusal(refused: Refused, language: str = "en") -> str:
    """What a refusal says to a person, in one line. What was sent with it can only be looked at (CWE-150)."""
    told = {name: in_one_line(value) if isinstance(value, str) else value for name, value in refused.details.items()}
    return say(f"refused.{refused.code}", language, **told)


def field_code(kind: str, name: str) -> str:
    """The code of a record's field. Those that every record has are worded once."""
    return f"field.record.{name}" if name in fields_of(Record) else f"field.{kind}.{name}"


def input_code(act: str, declared: Field) -> str:
    """The code of what an act is given: its own words, else those of the field it sets, else of the record it names."""
    kind = act.partition(".")[0]
    codes = [f"input.{kind}.{declared.name}", field_code(kind, declared.name)]
    codes += [f"kind.{declared.links.kind}"] if declared.links else []
    return next((code for code in codes if word(code, "en")), codes[0])


def _told(name: str, value: object, language: str) -> object:
    """A detail in words: `kind`, `act`, `event` and `clock` name what the detail is a code of; names stay as they are."""
    if name in NAMES:
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return word(f"{name}.{value}", language) or word(f"value.{value}", language) or value
    return value
