"""Every page is walked through in both languages and both themes: a picture of each is kept in build/pictures.

So that a change can be looked at. What a machine can see of it is asserted on the way: nothing is wider than the narrowest
screen, no script fails, no code stands where words belong, and a Chinese page speaks Chinese.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import Town
from tests.worlds.crew import crew_of_e1
from tests.worlds.floor import TYPED, busy, taking_in
from tests.worlds.mapped import chromium, drawn, mapped
from tests.worlds.pictures import picture
from tests.worlds.web import Served
from tests.worlds.windows import DESK, PHONE, stranger, walked, window

__all__ = ["chromium", "crew_of_e1", "drawn", "mapped", "taking_in"]
pytestmark = [*IN_BROWSER, pytest.mark.usefixtures("taking_in")]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 3840, "height": 2160}
# The pages on which somebody sits for a whole shift: seen on a wall of a screen, too.
CONSOLES = {"call", "list", "incident", "crew", "now"}
EMPTY = ("/", "/requests", "/shifts", "/closures", "/handover", "/messages", "/now", "/calls/new")
CODE = re.compile(r"\b(?:[a-z]+_[a-z_]+|[a-z_]+\.[a-z_]+\.?[a-z_.]*)\b")
LATIN = re.compile(r"[A-Za-z]{3,}")
# Names of records, which read alike in every language.
ID = re.compile(r"\bpost-\w+|\b[0-9a-z]{4}(?:-[0-9a-z]{4}){2}\b")
# The page's own words: what names keys, records and the other language aside, and what a hidden list holds.
OWN_WORDS = """() => {
  const page = document.body.cloneNode(true);
  const told = "script, style, kbd, .id, .secret, .languages, [name=address], select[name=to]";
  page.querySelectorAll(told).forEach((one) => one.remove());
  page.querySelectorAll("*").forEach((one) => one.append(" "));
  return page.textContent;
}"""


def say(page: Any, language: str) -> None:
    """Choose the page's language with the button in its head."""
    other = page.locator(f".languages button[value={language}]")
    if other.count():
        other.click()
        page.wait_for_selector(f"html[lang|={language}]")


def wrong_words(page: Any, language: str) -> set[str]:
    """Codes on the page, and on a Chinese one what is not Chinese."""
    text = ID.sub("", page.evaluate(OWN_WORDS))
    found = set(CODE.findall(text))
    if language == "zh":
        found |= {word for word in LATIN.findall(text) if word.casefold() not in TYPED}
    return found


def pictures(page: Any, name: str, *, language: str) -> list[str]:
    """Keep the pictures of one page, and say what is wrong with it."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(PHONE if name == "crew" else DESK)
        picture(page, f"{name}-{language}-{theme}", whole=name != "crew")
    found = [f"{name} says {word}" for word in sorted(wrong_words(page, language))]
    page.set_viewport_size(NARROW)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        found.append(f"{name} is {wide} wide on a screen of {NARROW['width']}")
    picture(page, f"{name}-{language}-narrow", whole=True)
    if name in CONSOLES:
        page.set_viewport_size(WIDE)
        picture(page, f"{name}-{language}-wide")
    page.set_viewport_size(DESK)
    return found


@pytest.fixture
def windows(chromium: Any, mapped: Served, crew_of_e1: Town) -> Callable[[str], Any]:
    """The window of each person, opened once; without a name somebody's who has not signed in."""
    opened: dict[str, Any] = {}

    def of(who: str) -> Any:
        if who not in opened:
            opened[who] = window(chromium, mapped, who) if who else stranger(chromium, mapped)
        return opened[who]

    return of


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_drawn_in_both_themes_from_the_narrowest_screen_to_the_widest(
    windows: Callable[[str], Any], mapped: Served, language: str
) -> None:
    floor, found = busy(mapped), []
    for who, name, address, button in floor.walks():
        page = windows(who)
        if name != "nowhere":
            page.goto(address)
            say(page, language)
        walked(page, address, button)
        found += pictures(page, name, language=language)
        if name != "nowhere":
            found += [f"{name}: {fault}" for fault in page.faults]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_floor_on_which_nothing_has_happened_says_what_to_do(windows: Callable[[str], Any], language: str) -> None:
    found = []
    for who, addresses in {"dana": EMPTY, "wang": ("/crew",), "ada": ("/tokens",)}.items():
        page = windows(who)
        for address in addresses:
            page.goto(address)
            say(page, language)
            name = f"empty-{address.strip('/').replace('/', '-') or 'list'}"
            page.emulate_media(color_scheme="light" if language == "en" else "dark")
            picture(page, f"{name}-{language}")
            found += [f"{name} says {word}" for word in sorted(wrong_words(page, language))]
    assert not found, "\n".join(found)
