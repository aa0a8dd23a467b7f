"""One case, told: the story as data, and as `callbox show` prints it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.worlds.city import EAST, NOON, SYSTEM, Town, actor
from tests.worlds.requests import offices, request

from callbox.kernel import story
from callbox.kernel.facts import SEALED, Ref, Refused
from callbox.kernel.telling import Teller

DISPATCHER = actor("dispatcher")
OVERSIGHT = actor("oversight", "coast/oversight")


def a_fire(town: Town) -> str:
    """A report, its incident, one unit that goes there, and an end; the arrival is entered three minutes late."""
    report = town.done(
        "report.receive", actor("call_taker"), channel="call", address="12 Harbour Road", source_number="F-77"
    )
    incident = town.done("incident.open", DISPATCHER, report=report, category="fire", priority="emergency")
    sent = town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units["E1"])
    town.clock.put(NOON + timedelta(minutes=1))
    town.done("assignment.dispatched", DISPATCHER, assignment=sent)
    town.clock.put(NOON + timedelta(minutes=7))
    town.done("assignment.on_scene", DISPATCHER, assignment=sent, at=NOON + timedelta(minutes=4))
    town.done("incident.reprioritise", DISPATCHER, incident=incident, priority="routine", because="only smoke")
    town.done("assignment.available", DISPATCHER, assignment=sent)
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done")
    return incident


def test_the_story_of_an_incident_holds_its_report_and_its_units_in_order_of_time(town: Town) -> None:
    told = story.story(DISPATCHER, Ref("incident", a_fire(town)), purpose="the caller asks")

    assert [line.event for line in told.lines][:3] == ["report.received", "incident.opened", "report.opened_incident"]
    assert [line.at for line in told.lines] == sorted(line.at for line in told.lines)
    assert [line.late_s for line in told.lines if line.event == "assignment.on_scene"] == [180.0]
    assert next(line.because for line in told.lines if line.event == "incident.reprioritised") == "only smoke"
    assert told.names["unit"] == {town.units["E1"]: "E1"}


def test_the_clocks_that_ran_say_by_how_much_they_were_kept(town: Town) -> None:
    told = story.story(DISPATCHER, Ref("incident", a_fire(town)))

    assert {(clock.name, clock.state, clock.over_s) for clock in told.clocks if clock.ref.kind == "incident"} == {
        ("dispatch", "stopped", -60.0),
        ("arrival", "stopped", 240.0 - 720.0),
    }


def test_without_a_purpose_personal_values_stay_sealed_and_nothing_is_recorded(town: Town) -> None:
    incident = a_fire(town)

    told = story.story(DISPATCHER, Ref("incident", incident))

    opened = next(line for line in told.lines if line.event == "incident.opened")
    assert next(change.after for change in opened.changes if change.name == "address") is SEALED
    assert told.record.address is SEALED


def test_a_case_is_found_by_any_form_of_its_name(town: Town) -> None:
    incident = a_fire(town)
    ref = Ref("incident", incident)

    assert story.named(DISPATCHER, incident.replace("-", "").upper()) == ref
    assert story.named(DISPATCHER, incident[:6]) == ref
    assert story.named(DISPATCHER, " F-77 ") == ref


@pytest.mark.parametrize("typed", ["", "nothing", "zz", "\0", "%", "F-77'; --", "x" * 5000])
def test_an_unknown_case_is_refused_in_one_line(town: Town, typed: str) -> None:
    with pytest.raises(Refused, match=r"case\.unknown"):
        story.named(DISPATCHER, typed)


def test_a_case_that_may_not_be_known_of_is_not_found(town: Town) -> None:
    incident = a_fire(town)

    with pytest.raises(Refused, match="not_found"):
        story.story(actor("dispatcher", "coast/harbour/west"), Ref("incident", incident))
    with pytest.raises(Refused, match=r"case\.unknown"):
        story.named(actor("dispatcher", "coast/harbour/west"), incident)


def test_an_area_and_a_category_that_are_records_are_told_by_name(town: Town) -> None:
    kept = offices(town)
    town.done("organisation.describe", SYSTEM, organisation=EAST, name="East District", name_zh="东区")
    told = story.story(DISPATCHER, Ref("request", request(town, kept.leak, area=EAST)))
    chinese = Teller(told, "zh", ZoneInfo("UTC"))
    changes = next(said.changes for said in chinese.acts())
    assert [chinese.field(told.record, name) for name in ("area", "category")] == ["东区", "漏水"]
    assert {"区域: 东区", "类别: 漏水"} <= set(changes)
    assert Teller(told, "en", ZoneInfo("UTC")).field(told.record, "area") == "East District"


def test_what_happened_is_told_in_the_readers_language_even_where_no_record_names_it(town: Town) -> None:
    incident = Ref("incident", town.done("incident.open", DISPATCHER, category="rescue.lift", priority="emergency"))
    told = story.story(DISPATCHER, incident)
    readers = [Teller(told, language, ZoneInfo("UTC")) for language in ("en", "zh")]
    assert [reader.field(told.record, "category") for reader in readers] == ["Person stuck in a lift", "电梯困人"]


def test_what_happened_in_a_places_own_words_is_told_as_they_are(town: Town) -> None:
    incident = Ref("incident", town.done("incident.open", DISPATCHER, category="Alarms", priority="emergency"))
    told = story.story(DISPATCHER, incident)
    assert Teller(told, "zh", ZoneInfo("UTC")).field(told.record, "category") == "Alarms"
