"""What policies came to, as a table on the terminal."""

from collections.abc import Sequence

from rich.console import Console, JustifyMethod
from rich.table import Table

from callbox.faces.command.program import language
from callbox.faces.command.simulate.asking import policy_name, priority_name
from callbox.faces.command.simulations import EVERY, Answered, AtLoad, Comparison, Figure, OfPolicy
from callbox.kernel.words import say

COLUMNS = ("priority", "calls", "late", "late_change", "mean", "mean_change", "p90")
WIDTHS = (14, 5, 9, 10, 9, 9, 10)
WIDEST = 90
LONGEST_S = 7200
OVERLOADED = 0.97


def print_comparison(console: Console, found: Comparison, *, command: str) -> None:
    """Everything, one table for each load."""
    for line in head_of(found, language()):
        console.print(line, highlight=False, soft_wrap=True)
    for load in found.loads:
        console.print(f"\n{title_of(load, found, language())}", style="bold", highlight=False, soft_wrap=True)
        for one in load.policies:
            console.print(f"\n{line_of(one, language())}", highlight=False, soft_wrap=True)
            if overloaded(one):
                console.print(say("simulate.overloaded", language()), style="yellow", highlight=False, soft_wrap=True)
            _print(console, one.answered)
    if found.recorded is not None:
        console.print(f"\n{say('simulate.recorded', language())}", highlight=False, soft_wrap=True)
        _print(console, found.recorded.answered)
    note = say("simulate.intervals_short", language(), days=found.days)
    console.print(f"\n{note}", style="dim", highlight=False, soft_wrap=True)
    console.print(command, style="dim", highlight=False, soft_wrap=True)


def _print(console: Console, groups: Sequence[Answered]) -> None:
    """A table is never cut: where the terminal is narrower, it breaks the line."""
    console.print(table_of(shown(groups)), width=max(console.width, WIDEST), crop=False, soft_wrap=True)


def head_of(found: Comparison, lang: str) -> list[str]:
    """What was simulated, and what was assumed."""
    sizes = {name: f"{getattr(found, name):,}" for name in ("stations", "hospitals", "units", "zones", "nodes")}
    code = "simulate.head" if found.nodes else "simulate.head_without_roads"
    lines = [say(code, lang, city=found.city, days=found.days, seed=found.seed, **sizes)]
    return lines + [say(f"simulate.assumed.{one.code}", lang, **one.details) for one in found.assumed]


def title_of(load: AtLoad, found: Comparison, lang: str) -> str:
    """One load in a line."""
    a_day, late = f"{load.calls / found.days:,.1f}", f"{found.late_s / 60:g}"
    return say("simulate.load", lang, load=f"{load.load:g}", calls=f"{load.calls:,}", a_day=a_day, minutes=late)


def line_of(one: OfPolicy, lang: str) -> str:
    """A policy, and what it does with its units."""
    moves = f"{one.moves_a_day.value:.1f}"
    return say(
        "simulate.line_of_policy", lang, policy=policy_name(one.policy, lang), moves=moves, busy=spread(one.busy)
    )


def table_of(groups: Sequence[Answered]) -> Table:
    """Figures of all calls, then of each priority. Intervals as their longer half."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for name, width in zip(COLUMNS, WIDTHS, strict=True):
        title = say(f"simulate.column.{name}", language())
        side: JustifyMethod = "left" if name == "priority" else "right"
        table.add_column(title, justify=side, min_width=width, no_wrap=True, header_style="dim")
    for group in groups:
        table.add_row(
            priority_name(group.priority, language()),
            f"{group.calls:,}",
            spread(group.late),
            "" if group.late_change is None else spread(group.late_change, sign="+"),
            apart(group.mean_s),
            "" if group.mean_change is None else spread(group.mean_change, sign="+"),
            longest(group.p90_s),
        )
    return table


def shown(groups: Sequence[Answered]) -> list[Answered]:
    """Priorities without calls, and the only priority again, are left out."""
    return [group for group in groups if group.calls and (group.priority == EVERY or len(groups) > 2)]


def half(one: Figure) -> float:
    """The longer half of an interval."""
    return max(one.value - one.low, one.high - one.value)


def spread(one: Figure, *, sign: str = "") -> str:
    """12.3 ±0.4, in percent."""
    return f"{100 * one.value:{sign}.1f} ±{100 * half(one):.1f}".replace("-", "−")


def apart(one: Figure) -> str:
    """6:12 ±0:07, in minutes and seconds."""
    return f"{minutes(one.value)} ±{minutes(half(one))}"


def signed(value: float) -> str:
    """A change in percent with its sign."""
    return f"{100 * value:+.1f}".replace("-", "−")


def longest(one: Figure) -> str:
    """As `apart`; responses of two hours and more are counted together."""
    return f"> {LONGEST_S // 3600} h" if one.value >= LONGEST_S - 1 else apart(one)


def overloaded(one: OfPolicy) -> bool:
    """Whether units are busy all the time: calls then wait longer from day to day, and means say nothing."""
    return one.busy.high > OVERLOADED


def minutes(seconds: float) -> str:
    """Minutes and seconds."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
