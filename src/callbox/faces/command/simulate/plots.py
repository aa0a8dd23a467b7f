"""Plots of a comparison as SVG: Vega-Lite dictionaries, drawn by vl-convert-python if it is installed."""

import importlib
import math
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, Final

from callbox.faces.command.program import WRONG, Stop
from callbox.faces.command.simulate.asking import policy_name, priority_name
from callbox.faces.command.simulations import EVERY, Answered, AtLoad, Comparison, Figure, OfPolicy
from callbox.kernel.words import say

DRAWER: Final = "vl_convert"
VERSION: Final = "5.20"
GREY: Final = "#8a8f98"
COLOURS: Final = ("#0f6fb3", "#d1603d", "#2e8b6f", "#a6558f", "#c8931f", "#4aa5c9", "#7a6a53")
"""Told apart by most who see few colours too; the baseline is grey."""
FONT: Final = "Inter, 'Noto Sans', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', Helvetica, Arial, sans-serif"
INK, FAINT = "#232733", "#e7e8ec"
WIDTHS: Final = {1: 560, 2: 300}
"""Of a panel, by how many there are; else 210."""
Spec = dict[str, Any]
Drawing = Callable[[Comparison, str], Spec]


def must_be_there() -> None:
    """End in one line where nothing can draw."""
    if find_spec(DRAWER) is None:
        raise Stop("simulate.no_drawer", status=WRONG)


def drawn(found: Comparison, lang: str) -> Mapping[str, str]:
    """Each plot's SVG by its name."""
    # lazy: a heavy extra that only reports need
    draw = importlib.import_module(DRAWER).vegalite_to_svg
    return {name: str(draw(themed(make(found, lang)), vl_version=VERSION)) for name, make in PLOTS.items()}


def themed(spec: Spec) -> Spec:
    """A plot in the report's look."""
    axis = {"labelColor": INK, "titleColor": INK, "gridColor": FAINT, "domain": False, "ticks": False}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 500, "labelPadding": 6, "titlePadding": 10}
    config = {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": {**axis, **sizes, "labelLimit": 220},
        "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": 600, "title": None},
        "legend": {"labelColor": INK, "labelFontSize": 12, "title": None, "orient": "bottom", "columns": 3,
                   "labelLimit": 260, "symbolStrokeWidth": 3, "symbolOpacity": 1},
        "text": {"color": INK, "fontSize": 12},
    }  # fmt: skip
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "padding": 6, **spec, "config": config}


def every(one: OfPolicy) -> Answered:
    """The figures over all calls."""
    return next(group for group in one.answered if group.priority == EVERY)


def colours(found: Comparison, lang: str) -> Spec:
    """One colour for each policy, in all plots alike."""
    names = [one.policy for one in found.loads[0].policies]
    others = iter(COLOURS * (1 + len(names) // len(COLOURS)))
    scale = [GREY if name == found.baseline else next(others) for name in names]
    return {"domain": [policy_name(name, lang) for name in names], "range": scale}


def row_of(load: AtLoad, one: OfPolicy, lang: str) -> Spec:
    """What every plot of figures knows of a point."""
    return {
        "policy": policy_name(one.policy, lang),
        "load": say("simulate.plot.load", lang, load=f"{load.load:g}", calls=f"{load.calls:,}"),
    }


def with_figure(row: Spec, figure: Figure) -> Spec:
    """A row with a figure in percent and its interval."""
    return row | {"value": 100 * figure.value, "low": 100 * figure.low, "high": 100 * figure.high}


def late(found: Comparison, lang: str) -> Spec:
    """Share late by policy, with intervals, one panel for each load; the dashed line is the baseline's."""
    rows = [with_figure(row_of(load, one, lang), every(one).late) for load in found.loads for one in load.policies]
    base = {
        row_of(load, one, lang)["load"]: 100 * every(one).late.value
        for load in found.loads
        for one in load.policies
        if one.policy == found.baseline
    }
    for row in rows:
        row["base"] = base.get(row["load"])
    title = say("simulate.plot.late", lang, minutes=f"{found.late_s / 60:g}")
    return panels(rows, found=found, lang=lang, title=title, rule="base")


def differences(found: Comparison, lang: str) -> Spec:
    """Paired changes of the share late against the baseline, with intervals: of all calls, and of the most urgent."""
    rows = [
        with_figure(
            row_of(load, one, lang) | {"zero": 0, "priority": priority_name(group.priority, lang)}, group.late_change
        )
        for load in found.loads
        for one in load.policies
        for group in most_telling(one)
        if group.late_change is not None and math.isfinite(group.late_change.high)
    ]
    name = policy_name(found.baseline, lang)
    return panels(rows, found=found, lang=lang, title=say("simulate.plot.change", lang, baseline=name), rule="zero")


def most_telling(one: OfPolicy) -> list[Answered]:
    """All calls, and those of the most urgent priority, where there are several."""
    there = [group for group in one.answered[1:] if group.calls]
    return [every(one), *(there[:1] if len(there) > 1 else [])]


def panels(rows: list[Spec], *, found: Comparison, lang: str, title: str, rule: str) -> Spec:
    """Points with intervals, policies from top to bottom, one panel for each load."""
    order = [policy_name(one.policy, lang) for one in found.loads[0].policies]
    groups = list(dict.fromkeys(row.get("priority", "") for row in rows))
    across = {
        "type": "quantitative",
        "title": None,
        "axis": {"format": ".0f", "tickCount": 5},
        "scale": {"zero": False},
    }
    place: Spec = {
        "y": {"field": "policy", "type": "nominal", "sort": order, "title": None, "axis": {"grid": False}},
        "color": {"field": "policy", "type": "nominal", "scale": colours(found, lang), "legend": None},
    }
    if len(groups) > 1:
        place["yOffset"] = {"field": "priority", "type": "nominal", "sort": groups}
    shape = {"field": "priority", "type": "nominal", "sort": groups, "scale": {"range": ["circle", "diamond"]}}
    return {
        "title": headed(title),
        "data": {"values": rows},
        "facet": {"column": {"field": "load", "type": "nominal", "sort": None}},
        "spacing": 28,
        "resolve": {"scale": {"x": "shared" if rule == "zero" else "independent"}},
        "spec": {
            "width": WIDTHS.get(len(found.loads), 210),
            "height": {"step": 24 if len(groups) > 1 else 34},
            "layer": [
                {"mark": {"type": "rule", "strokeDash": [4, 4], "color": GREY},
                 "encoding": {"x": {"aggregate": "mean", "field": rule, "type": "quantitative"}}},
                {"mark": {"type": "rule", "strokeWidth": 4, "strokeCap": "round", "opacity": 0.45},
                 "encoding": {"x": {**across, "field": "low"}, "x2": {"field": "high"}, **place}},
                {"mark": {"type": "point", "filled": True, "size": 100, "opacity": 1},
                 "encoding": {"x": {**across, "field": "value"}, **place, **({"shape": shape} if len(groups) > 1 else {})}},
                {"mark": {"type": "text", "dy": -12, "fontSize": 11},
                 "encoding": {"x": {**across, "field": "value"}, **place, "color": {"value": INK},
                              "text": {"field": "value", "format": ".1f"}}},
            ],
        },
    }  # fmt: skip


def headed(title: str) -> Spec:
    """What is drawn, above it on the left: axes of several panels have no room to say it."""
    return {"text": title, "anchor": "start", "fontSize": 13, "fontWeight": 600, "color": INK, "offset": 14}


def main_load(found: Comparison) -> AtLoad:
    """The load nearest to the city's own."""
    return min(found.loads, key=lambda load: abs(load.load - 1.0))


def responses(found: Comparison, lang: str) -> Spec:
    """The share answered within each time, by policy, at the city's own load; the dashed line is the limit."""
    load = main_load(found)
    rows = [
        {"policy": policy_name(one.policy, lang), "minutes": second / 60, "share": 100 * value}
        for one in load.policies
        for second, value in zip(found.within_s, one.within, strict=True)
        if second <= 3 * found.late_s
    ]
    if found.recorded is not None:
        own = say("simulate.recorded", lang)
        rows += [
            {"policy": own, "minutes": second / 60, "share": 100 * value}
            for second, value in zip(found.within_s, found.recorded.within, strict=True)
            if second <= 3 * found.late_s
        ]
    limit = [{"at": found.late_s / 60, "text": say("simulate.plot.limit", lang, minutes=f"{found.late_s / 60:g}")}]
    x = {"type": "quantitative", "title": say("simulate.plot.minutes", lang), "axis": {"grid": False}}
    y = {
        "field": "share",
        "type": "quantitative",
        "title": say("simulate.plot.within", lang),
        "scale": {"domain": [0, 100]},
    }
    colour = {"field": "policy", "type": "nominal", "scale": with_recorded(colours(found, lang), found, lang)}
    return {
        "width": 620,
        "height": 320,
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "line", "strokeWidth": 2.2},
             "encoding": {"x": {**x, "field": "minutes"}, "y": y, "color": colour}},
            {"data": {"values": limit}, "mark": {"type": "rule", "strokeDash": [4, 4], "color": GREY},
             "encoding": {"x": {**x, "field": "at"}}},
            {"data": {"values": limit}, "mark": {"type": "text", "align": "left", "dx": 6, "y": 8, "color": GREY},
             "encoding": {"x": {**x, "field": "at"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def with_recorded(scale: Spec, found: Comparison, lang: str) -> Spec:
    """The colours, and black for what really happened."""
    if found.recorded is None:
        return scale
    return {"domain": [*scale["domain"], say("simulate.recorded", lang)], "range": [*scale["range"], INK]}


def tradeoff(found: Comparison, lang: str) -> Spec:
    """What moving costs and buys: moves for each unit and day against the share late, one panel for each load."""
    rows = [
        with_figure(row_of(load, one, lang) | {"moves": one.moves_a_day.value / found.units}, every(one).late)
        for load in found.loads
        for one in load.policies
    ]
    most = max(1.0, *(row["moves"] for row in rows))
    x = {
        "field": "moves",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 5},
        "scale": {"domain": [0, most]},
    }
    late_title = say("simulate.plot.late", lang, minutes=f"{found.late_s / 60:g}")
    y = {"type": "quantitative", "title": None, "scale": {"zero": False}, "axis": {"format": ".0f"}}
    colour = {"field": "policy", "type": "nominal", "scale": colours(found, lang)}
    return {
        "title": headed(f"↑ {late_title}   → {say('simulate.plot.moves', lang)}"),
        "data": {"values": rows},
        "facet": {"column": {"field": "load", "type": "nominal", "sort": None}},
        "spacing": 28,
        "spec": {
            "width": WIDTHS.get(len(found.loads), 210),
            "height": 240,
            "layer": [
                {"mark": {"type": "rule", "strokeWidth": 4, "strokeCap": "round", "opacity": 0.45},
                 "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}},
                {"mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                 "encoding": {"x": x, "y": {**y, "field": "value"}, "color": colour}},
            ],
        },
    }  # fmt: skip


PLOTS: Final[Mapping[str, Drawing]] = {
    "late": late,
    "differences": differences,
    "responses": responses,
    "tradeoff": tradeoff,
}
"""By the name of the file and of the words: `simulate.figure.NAME` says what is to be seen."""
