"""A comparison as files: `report.html`, which asks nobody for anything, its plots as SVG, and `result.json`."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Final

from callbox import __version__
from callbox.faces.command.simulate import plots, table
from callbox.faces.command.simulate.asking import policy_name, priority_name
from callbox.faces.command.simulations import EVERY, Answered, AtLoad, Comparison, Figure, OfPolicy
from callbox.kernel.words import LANGUAGES, say, word

PAGE: Final = "report.html"
RESULT: Final = "result.json"
STYLE: Final = Path(__file__).parent / "report.css"
IDS: Final = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')


def files(found: Sequence[Comparison], *, command: str) -> Mapping[str, str]:
    """The text of each file by its name."""
    drawn = {(number, lang): plots.drawn(one, lang) for number, one in enumerate(found) for lang in LANGUAGES}
    written = {
        f"{_stem(number, found)}{name}.{lang}.svg": svg
        for (number, lang), by_name in drawn.items()
        for name, svg in by_name.items()
    }
    result = {"version": __version__, "command": command, "cities": [asdict(one) for one in found]}
    written[RESULT] = json.dumps(result, ensure_ascii=False, indent=1, default=str) + "\n"
    written[PAGE] = page(found, drawn=drawn, command=command)
    return written


def _stem(number: int, found: Sequence[Comparison]) -> str:
    """What the names of a city's plots begin with, where there are several cities."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in found[number].city)
    return f"{number + 1}-{letters}-" if len(found) > 1 else ""


def page(found: Sequence[Comparison], *, drawn: Mapping[tuple[int, str], Mapping[str, str]], command: str) -> str:
    """The whole report; what is not in the chosen language is hidden."""
    both = []
    for lang in LANGUAGES:
        cities = "".join(_city(one, drawn[number, lang], number=number, lang=lang) for number, one in enumerate(found))
        both.append(f'<main class="{lang}" lang="{lang}">{_head(lang)}{cities}{_foot(command, lang)}</main>')
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(', '.join(one.city for one in found))} · Callbox</title>"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        '<input type="radio" name="lang" id="en" checked><input type="radio" name="lang" id="zh">'
        '<nav><label for="en">English</label><label for="zh">中文</label></nav>'
        f"{''.join(both)}</body></html>\n"
    )


def _head(lang: str) -> str:
    title, lead = say("simulate.report.title", lang), _par(say("simulate.report.lead", lang))
    return f'<header><p class="kicker">Callbox {__version__}</p><h1>{title}</h1>{lead}</header>'


def _par(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>'


def _city(one: Comparison, drawn: Mapping[str, str], *, number: int, lang: str) -> str:
    """One city's part: what it is, the best at a glance, tables, plots, what was assumed."""
    head, *assumed = table.head_of(one, lang)
    tables = "".join(_load(load, one, lang=lang) for load in one.loads)
    shown = "".join(_figure(svg, one, name=name, own=f"{lang}-{number}-{name}") for name, svg in drawn.items())
    notes = "".join(f"<li>{escape(line)}</li>" for line in [*assumed, *_methods(one, lang)])
    return (
        f"<section><h2>{escape(one.city)}</h2>{_par(head, 'sizes')}{_cards(one, lang)}"
        f'<h3>{say("simulate.report.plots", lang)}</h3><div class="figures">{shown}</div>'
        f"<h3>{say('simulate.report.tables', lang)}</h3>{tables}"
        f"<h3>{say('simulate.report.assumed', lang)}</h3><ul>{notes}</ul>{_policies(one, lang)}</section>"
    )


def _methods(one: Comparison, lang: str) -> list[str]:
    busy = ", ".join(f"{load.busy_fraction:.2f} (×{load.load:g})" for load in one.loads)
    return [
        say("simulate.intervals", lang, days=one.days),
        say("simulate.report.baseline", lang, baseline=policy_name(one.baseline, lang)),
        say("simulate.report.tuned", lang, busy=busy),
        say("simulate.report.seed", lang, seed=one.seed),
        *([say("simulate.report.recorded", lang)] if one.recorded is not None else []),
    ]


def _cards(one: Comparison, lang: str) -> str:
    """Each policy's share late at the city's own load, with its change."""
    load = plots.main_load(one)
    scale = plots.colours(one, lang)["range"]
    cards = "".join(_card(of, colour, lang) for of, colour in zip(load.policies, scale, strict=True))
    calls = f"{load.calls:,}"
    caption = say("simulate.report.cards", lang, minutes=f"{one.late_s / 60:g}", load=f"{load.load:g}", calls=calls)
    return f'{_par(caption, "caption")}<div class="cards">{cards}</div>'


def _card(of: OfPolicy, colour: str, lang: str) -> str:
    late, change = plots.every(of).late, plots.every(of).late_change
    against = changed(change) if change else say("simulate.report.is_baseline", lang)
    return (
        f'<div class="card" style="border-color:{colour}"><h4>{escape(policy_name(of.policy, lang))}</h4>'
        f"<strong>{100 * late.value:.1f} %</strong><span>{100 * late.low:.1f}–{100 * late.high:.1f}</span>"
        f"<em>{escape(against)}</em></div>"
    )


def changed(one: Figure) -> str:
    """A change and its interval: −12.0 % (−15.1 … −9.2)."""
    return f"{table.signed(one.value)} % ({table.signed(one.low)} … {table.signed(one.high)})"


def _figure(svg: str, one: Comparison, *, name: str, own: str) -> str:
    """One plot inside the page; its marks get names of their own, since several plots share the page."""
    inside = IDS.sub(rf"\g<1>{own}-\g<2>", svg)
    lang = own.partition("-")[0]
    caption = say(f"simulate.figure.{name}", lang, load=f"{plots.main_load(one).load:g}", days=one.days)
    return f"<figure>{inside}<figcaption>{escape(caption)}</figcaption></figure>"


COLUMNS: Final = ("policy", *table.COLUMNS, "moves", "busy")


def _load(load: AtLoad, one: Comparison, *, lang: str) -> str:
    heads = "".join(f"<th>{escape(say(f'simulate.column.{name}', lang))}</th>" for name in COLUMNS)
    rows = "".join(_rows(of, lang) for of in load.policies) + _recorded(one, lang)
    title = escape(table.title_of(load, one, lang))
    full = ", ".join(policy_name(of.policy, lang) for of in load.policies if table.overloaded(of))
    warning = _par(f"{full}: {say('simulate.overloaded', lang)}", "warning") if full else ""
    inside = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<h4>{title}</h4>{warning}<div class="wide">{inside}</div>'


def _rows(of: OfPolicy, lang: str) -> str:
    own = f"<td>{_moves(of.moves_a_day)}</td><td>{_share(of.busy)}</td>"
    name = escape(policy_name(of.policy, lang))
    return "".join(
        _row(name if not number else "", group, lang=lang, rest="" if number else own)
        for number, group in enumerate(table.shown(of.answered))
    )


def _row(name: str, group: Answered, *, lang: str, rest: str) -> str:
    cells = (
        name,
        escape(priority_name(group.priority, lang)),
        f"{group.calls:,}",
        _share(group.late),
        _change(group.late_change),
        _clock(group.mean_s),
        _change(group.mean_change),
        _clock(group.p90_s) if group.p90_s.value < table.LONGEST_S - 1 else table.longest(group.p90_s),
    )
    inside = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="{"first" if name else ""}">{inside}{rest or "<td></td><td></td>"}</tr>'


def _share(one: Figure) -> str:
    return f"{100 * one.value:.1f} %<small>{100 * one.low:.1f}–{100 * one.high:.1f}</small>"


def _change(one: Figure | None) -> str:
    if one is None:
        return ""
    return f"{table.signed(one.value)} %<small>{table.signed(one.low)} … {table.signed(one.high)}</small>"


def _clock(one: Figure) -> str:
    return f"{table.minutes(one.value)}<small>{table.minutes(one.low)}–{table.minutes(one.high)}</small>"


def _moves(one: Figure) -> str:
    return f"{one.value:.1f}<small>{one.low:.1f}–{one.high:.1f}</small>"


def _recorded(one: Comparison, lang: str) -> str:
    """What really happened, where the calls were recorded ones."""
    groups = table.shown(one.recorded.answered) if one.recorded is not None else []
    name = escape(say("simulate.recorded", lang))
    return "".join(_row(name if group.priority == EVERY else "", group, lang=lang, rest="") for group in groups)


def _policies(one: Comparison, lang: str) -> str:
    """What each policy does."""
    lines = "".join(
        f"<dt>{escape(policy_name(of.policy, lang))} <code>{escape(of.policy)}</code></dt>"
        f"<dd>{escape(word(f'simulate.about.{of.policy}', lang) or '')}</dd>"
        for of in one.loads[0].policies
    )
    return f"<h3>{say('simulate.report.policies', lang)}</h3><dl>{lines}</dl>"


def _foot(command: str, lang: str) -> str:
    return f"<footer>{_par(say('simulate.report.again', lang))}<pre>{escape(command)}</pre></footer>"
