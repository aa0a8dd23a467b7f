"""From what a spreadsheet says to the acts that bring the node there: new rows, changed cells, and the rest left alone.

A cell that says what is known already asks for nothing, and an empty one neither, so a second import of the same file does
nothing. What no act can change (a level, a person's organisation) is a problem of its row.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from callbox.faces.command.sheet import columns
from callbox.faces.command.sheet.columns import Sheet
from callbox.faces.command.sheet.reading import Book, Problem, Row
from callbox.faces.command.sheet.trial import Trial
from callbox.kernel.facts import SEALED, Act, Refused, Value
from callbox.kernel.permission import within

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One act, and the row that asks for it. `sealed`: only the gate can tell whether it changes anything."""

    row: Row
    act: Act
    fresh: bool
    sealed: bool = False


@dataclass
class Plan:
    """Everything an import would do, and everything that stands in its way."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    streets: list[Mapping[str, Value]] = field(default_factory=list)


def draw(book: Book, trial: Trial) -> Plan:
    """Plan the whole book: every row is tried, every problem kept."""
    plan = Plan(problems=[*book.problems, *_twice(book)])
    for sheet, take in TAKEN:
        for row in book.of(sheet):
            try:
                plan.steps += list(take(row, trial))
            except Refused as wrong:
                plan.problems.append(Problem(sheet.name, row.number, str(wrong.details.get("field", "")), wrong))
    plan.streets = [dict(row.values) for row in book.of(columns.STREETS)]
    return plan


def _twice(book: Book) -> Iterator[Problem]:
    """Rows that say the same thing's name again."""
    first: dict[tuple[object, ...], int] = {}
    for row in book.rows:
        key = (row.sheet.name, *(row.values.get(name) for name in row.sheet.key))
        number = first.setdefault(key, row.number)
        if number != row.number:
            yield Problem(row.sheet.name, row.number, row.sheet.key[-1], Refused("sheet.twice", row=number))


def _told(row: Row, *leave: str) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in leave}


def _changed(row: Row, record: object, *, may: tuple[str, ...], fixed: tuple[str, ...] = ()) -> dict[str, Any]:
    """The cells that say something new of a record.

    Raises:
        Refused: when one says of a fixed field something else than is known.
    """
    for name in fixed:
        if name in row.values and row.values[name] != getattr(record, name):
            raise Refused("sheet.fixed", field=name, known=_shown(getattr(record, name)))
    return {name: row.values[name] for name in may if name in row.values and _differs(record, name, row.values[name])}


def _differs(record: object, name: str, told: object) -> bool:
    known = getattr(record, name)
    return known is SEALED or known != told


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _organisation(row: Row, trial: Trial) -> Iterator[Step]:
    path = str(row.values["path"])
    known = trial.find("organisation", path)
    level = {} if "level" in row.values else {"level": "station"}
    if known is None:
        above = path.rpartition("/")[0] or None
        told = {**level, **_told(row, "path", "calendar", "latitude_deg", "longitude_deg")}
        yield Step(row, trial.act("organisation.found", id=path, above=above, **told), fresh=True)
    elif sets := _changed(row, known, may=("name", "name_zh", "what", "zone"), fixed=("level",)):
        yield Step(row, trial.act("organisation.describe", organisation=path, **sets), fresh=False)


def _calendar(row: Row, trial: Trial) -> Iterator[Step]:
    known = trial.find("calendar", row.values["organisation"], row.values["name"])
    if known is None:
        yield Step(row, trial.act("calendar.keep", **_told(row)), fresh=True)
        return
    days = _changed(row, known, may=("holidays", "make_up", "known_years"), fixed=("zone", "weekly", "hours"))
    if days:
        told = {name: row.values.get(name, getattr(known, name)) for name in ("holidays", "make_up", "known_years")}
        yield Step(row, trial.act("calendar.tell", calendar=known.id, **told), fresh=False)


def _works_by(row: Row, trial: Trial) -> Iterator[Step]:
    """An organisation's calendar: its own, or the nearest one above of that name."""
    if "calendar" not in row.values:
        return
    name, path = row.values["calendar"], str(row.values["path"])
    keepers = [path.rsplit("/", drop)[0] for drop in range(path.count("/") + 1)]
    found = next((one for keeper in keepers if (one := trial.find("calendar", keeper, name))), None)
    if found is None:
        raise Refused("sheet.names_nothing", field="calendar", kind="calendar", id=str(name))
    if trial.need("organisation", path, column="path").calendar != found.id:
        yield Step(row, trial.act("organisation.describe", organisation=path, calendar=found.id), fresh=False)


def _unit(row: Row, trial: Trial) -> Iterator[Step]:
    known = trial.find("unit", row.values["organisation"], row.values["call_sign"])
    if known is None:
        yield Step(row, trial.act("unit.commission", **_told(row)), fresh=True)
    elif sets := _changed(row, known, may=("unit_kind", "skills", "home_latitude_deg", "home_longitude_deg")):
        yield Step(row, trial.act("unit.describe", unit=known.id, **sets), fresh=False)


def _person(row: Row, trial: Trial) -> Iterator[Step]:
    known = trial.find("person", row.values["sign_in"])
    if known is None:
        yield Step(row, trial.act("person.admit", **_told(row)), fresh=True)
    elif sets := _changed(row, known, may=("name", "language"), fixed=("organisation",)):
        act = trial.act("person.describe", person=known.id, **sets)
        yield Step(row, act, fresh=False, sealed=set(sets) == {"name"} and known.name is SEALED)


def _post(row: Row, trial: Trial) -> Iterator[Step]:
    told = _told(row, "person", "unit")
    if "unit" in row.values:
        told["unit"] = _unit_called(str(row.values["unit"]), str(row.values["organisation"]), trial)
    known = trial.find("post", row.values["organisation"], row.values["title"])
    if known is None:
        yield Step(row, trial.act("post.create", **told), fresh=True)
    elif sets := _changed(Row(row.sheet, row.number, told), known, may=("title_zh", "roles", "duties", "unit")):
        yield Step(row, trial.act("post.describe", post=known.id, **sets), fresh=False)
    yield from _holder(row, trial)


def _holder(row: Row, trial: Trial) -> Iterator[Step]:
    if "person" not in row.values:
        return
    post = trial.need("post", row.values["organisation"], row.values["title"], column="title")
    person = trial.need("person", row.values["person"], column="person")
    if post.person != person.id:
        yield Step(row, trial.act("post.appoint", post=post.id, person=person.id), fresh=False)


def _unit_called(call_sign: str, organisation: str, trial: Trial) -> str:
    found = [
        unit.id for unit in trial.all("unit") if unit.call_sign == call_sign and within(unit.organisation, organisation)
    ]
    if len(found) != 1:
        raise Refused("sheet.names_nothing" if not found else "sheet.several", field="unit", kind="unit", id=call_sign)
    return str(found[0])


YES_NO = {"yes": True, "no": False}
CATEGORY: tuple[str, ...] = (
    *("name_zh", "names", "group", "keywords", "by_area"),
    "department",
    "deadline_days",
    "deadline_hours",
    "extensions_max",
    "extension_days_max",
)
CATEGORY += ("questions", "closes_by", "public", "danger_words", "needs")


def _category(row: Row, trial: Trial) -> Iterator[Step]:
    told = _told(row)
    told |= {name: YES_NO[str(told[name])] for name in ("by_area", "public", "protects") if name in told}
    known = trial.find("category", told["organisation"], told["name"])
    if known is None:
        yield Step(row, trial.act("category.create", **told), fresh=True)
    elif sets := _changed(Row(row.sheet, row.number, told), known, may=CATEGORY, fixed=("protects",)):
        yield Step(row, trial.act("category.describe", category=known.id, **sets), fresh=False)


def _street(row: Row, trial: Trial) -> Iterator[Step]:
    trial.need("organisation", row.values["organisation"], column="organisation")
    yield from ()


def at_home(book: Book) -> None:
    """Units without a place of their own wait at their station, where the sheet of stations says one."""
    places = {row.values["path"]: row.values for row in book.of(columns.STATIONS)}
    for at, row in enumerate(book.rows):
        if row.sheet is columns.UNITS:
            book.rows[at] = Row(row.sheet, row.number, _home(row.values, places.get(row.values["organisation"], {})))


def _home(unit: Values, station: Values) -> Values:
    told = {name: value for name, value in unit.items() if name not in PLACE}
    place = unit if any(name in unit for name in PLACE) else station
    return {**told, **{f"home_{name}": place[name] for name in PLACE if name in place}}


PLACE = ("latitude_deg", "longitude_deg")
Take = Callable[[Row, Trial], Iterator[Step]]
TAKEN: tuple[tuple[Sheet, Take], ...] = (
    (columns.ORGANISATIONS, _organisation),
    (columns.STATIONS, _organisation),
    (columns.CALENDARS, _calendar),
    (columns.ORGANISATIONS, _works_by),
    (columns.UNITS, _unit),
    (columns.PEOPLE, _person),
    (columns.POSTS, _post),
    (columns.CATEGORIES, _category),
    (columns.STREETS, _street),
)
