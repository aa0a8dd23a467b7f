"""A name as it is compared: widths, capitals, tones, points and spaces made alike, long words made short. Pure."""

import re
import unicodedata
from typing import Final

APOSTROPHES: Final = re.compile(r"['’`]")
BETWEEN_WORDS: Final = re.compile(r"[\s.,，。·-]+")
# Whatever way it is written it is compared by the shortest. `st` is a saint too, in the name and in what is typed alike.
SHORT: Final = {
    "street": "st",
    "saint": "st",
    "road": "rd",
    "avenue": "ave",
    "av": "ave",
    "boulevard": "blvd",
    "drive": "dr",
    "lane": "ln",
    "place": "pl",
    "square": "sq",
    "court": "ct",
    "highway": "hwy",
    "terrace": "ter",
    "crescent": "cres",
    "mount": "mt",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
}


def folded(text: str) -> str:
    """A name as it is compared."""
    words = BETWEEN_WORDS.split(APOSTROPHES.sub("", _plain(text)))
    return "".join(SHORT.get(word, word) for word in words)


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare).casefold()
