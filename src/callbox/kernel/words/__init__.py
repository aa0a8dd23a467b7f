"""Every text a person reads has a code; here codes become words in the reader's language.

Each service brings its words (`words/en.py`, `words/zh.py`), the kernel its own. A missing word falls back to English, then
to the code itself, so nothing is ever silent; a test keeps it from happening.
"""

from collections.abc import Mapping
from datetime import datetime

from callbox.kernel import registry
from callbox.kernel.facts import Refused
from callbox.kernel.words import en, zh

LANGUAGES = ("en", "zh")
KERNEL: Mapping[str, Mapping[str, str]] = {"en": en.WORDS, "zh": zh.WORDS}


def language_of(told: str | None) -> str:
    """The language we have that is nearest to a BCP 47 tag or a POSIX locale: `zh-Hans-CN`, `zh_CN.UTF-8`, `en`."""
    return "zh" if (told or "").casefold().startswith("zh") else "en"


def word(code: str, language: str) -> str | None:
    """The words of a code, or None when no service has any."""
    for words in (KERNEL, *(service.words for service in registry.services())):
        found = words.get(language, {}).get(code)
        if found is not None:
            return found
    return None


def say(code: str, language: str = "en", **details: object) -> str:
    """A code in words, its details put in."""
    text = word(code, language) or word(code, "en") or code
    told = {name: _told(value, language) for name, value in details.items()}
    try:
        return text.format_map(told)
    except (KeyError, IndexError):
        return text


def refusal(refused: Refused, language: str = "en") -> str:
    """What a refusal says to a person, in one line."""
    return say(f"refused.{refused.code}", language, **refused.details)


def _told(value: object, language: str) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return word(f"value.{value}", language) or value
    return value
