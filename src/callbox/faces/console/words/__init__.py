"""Every text of the console, per language: what all pages share, and what stands on one page."""

from callbox.faces.console.words import (
    articles,
    channels,
    crew,
    departments,
    en,
    handing,
    keys,
    lines,
    maps,
    messages,
    notices,
    now,
    partners,
    places,
    saying,
    served,
    shares,
    taking,
    transfers,
    watching,
    ways,
    zh,
)

PAGES = (
    articles,
    channels,
    messages,
    crew,
    departments,
    handing,
    keys,
    lines,
    maps,
    notices,
    now,
    partners,
    places,
    saying,
    served,
    shares,
    taking,
    transfers,
    watching,
    ways,
)

WORDS = {
    "en": en.WORDS | {code: text for page in PAGES for code, text in page.EN.items()},
    "zh": zh.WORDS | {code: text for page in PAGES for code, text in page.ZH.items()},
}
