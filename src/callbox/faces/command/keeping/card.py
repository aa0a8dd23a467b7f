"""The plain card that a call is written on when everything is down, as HTML to print or as text. Pure.

Its fields are those of the call taker's screen, in the order they are asked; below stand the times of the units, so that all
of it can be entered afterwards with the times it really had.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from callbox.kernel.words import say
from callbox.services.incident.facts import PRIORITIES

# (what is asked, how many lines there are to write on)
ASKED: Final = (
    ("cards.began", 1),
    ("cards.taker", 1),
    ("cards.where", 2),
    ("cards.near", 1),
    ("cards.what", 3),
    ("cards.in_danger", 2),
    ("cards.phone", 1),
    ("cards.name", 1),
    ("cards.hearsay", 2),
    ("cards.category", 1),
)
UNIT: Final = ("cards.unit", "cards.told", "cards.set_out", "cards.on_scene", "cards.free")
UNITS: Final = 4
WIDTH: Final = 78
STYLE: Final = """
@page { size: A4; margin: 12mm; }
body { font: 12pt/1.3 "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #000; }
.card { break-after: page; } .card:last-child { break-after: auto; }
h1 { display: flex; justify-content: space-between; font-size: 16pt; margin: 0 0 4mm; border-bottom: 2px solid #000; }
.asked { margin-top: 2.5mm; font-size: 9pt; } .line { border-bottom: 1px solid #000; height: 8.5mm; }
.tick { display: inline-block; margin-right: 8mm; } .tick::before { content: "\\2610 "; font-size: 14pt; }
table { width: 100%; border-collapse: collapse; margin-top: 5mm; } th, td { border: 1px solid #000; height: 8.5mm; }
th { font-size: 9pt; text-align: left; height: auto; padding: 0 1mm; } .after { margin-top: 4mm; font-size: 9pt; }
"""


def html(numbers: Sequence[str], language: str) -> str:
    """Cards, one a page."""
    title = escape(say("cards.title", language))
    tag = "zh-Hans" if language == "zh" else "en"
    cards = "".join(_card(number, language) for number in numbers)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="{tag}"><head>{head}</head>\n<body>\n{cards}</body></html>\n'


def _card(number: str, language: str) -> str:
    said = [escape(say(code, language)) for code, _ in ASKED]
    asked = "".join(
        f'<div class="asked">{text}</div>{"<div class=line></div>" * lines}'
        for text, (_, lines) in zip(said, ASKED, strict=True)
    )
    ticks = "".join(f'<span class="tick">{escape(say(f"value.{one}", language))}</span>' for one in PRIORITIES)
    heads = "".join(f"<th>{escape(say(code, language))}</th>" for code in UNIT)
    rows = f"<tr>{'<td></td>' * len(UNIT)}</tr>" * UNITS
    after = escape(say("cards.after", language, number=number))
    title = escape(say("cards.title", language))
    return (
        f'<section class="card"><h1><span>{title}</span><span>{escape(number)}</span></h1>{asked}'
        f'<div class="asked">{escape(say("cards.priority", language))}</div><div>{ticks}</div>'
        f'<table><tr>{heads}</tr>{rows}</table><p class="after">{after}</p></section>\n'
    )


def text(numbers: Sequence[str], language: str) -> str:
    """Cards as plain text, for a printer that knows nothing else; a form feed between them."""
    return "\f".join(_plain(number, language) for number in numbers)


def _plain(number: str, language: str) -> str:
    lines = [f"{say('cards.title', language)}   {number}", "=" * WIDTH]
    for code, count in ASKED:
        lines += [say(code, language), *["_" * WIDTH] * count]
    ticks = "   ".join(f"[ ] {say(f'value.{one}', language)}" for one in PRIORITIES)
    heads = " | ".join(say(code, language) for code in UNIT)
    rows = [" | ".join("_" * 13 for _ in UNIT)] * UNITS
    return "\n".join(
        [
            *lines,
            say("cards.priority", language),
            ticks,
            "",
            heads,
            *rows,
            say("cards.after", language, number=number),
            "",
        ]
    )
