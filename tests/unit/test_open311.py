"""What the Open311 feed reads and writes, without a node."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from django.test import RequestFactory
from hypothesis import given, strategies

from callbox.faces.feeds.open311 import asked, formats, limits, sent
from callbox.faces.feeds.open311.answering import refused_early
from callbox.faces.feeds.open311.document import described
from callbox.faces.feeds.open311.faults import Faults, errors
from callbox.faces.feeds.open311.schemas import SCHEMAS
from callbox.faces.feeds.open311.words import WORDS, register
from callbox.kernel.facts import Refused

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WHOLE = {"service_code": ["1"], "lat": ["43.7"], "long": ["7.4"]}


def test_a_list_in_xml_has_an_element_for_each_and_in_json_no_outer_name() -> None:
    what: list[formats.Said] = [{"service_code": "1", "metadata": True, "group": None, "keywords": "a, b"}]

    assert formats.written("services", what, form="json") == (
        b'[{"service_code": "1", "metadata": true, "group": null, "keywords": "a, b"}]'
    )
    assert formats.written("services", what, form="xml") == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<services><service><service_code>1</service_code>'
        b"<metadata>true</metadata><group /><keywords>a, b</keywords></service></services>"
    )


@given(strategies.text())
def test_whatever_somebody_wrote_is_xml_that_can_be_read(told: str) -> None:
    document = formats.written("errors", [{"description": told.encode("utf-8", "ignore").decode()}], form="xml")
    assert ET.fromstring(document).tag == "errors"


@pytest.mark.parametrize(
    ("accepted", "form"),
    [("", "xml"), ("*/*", "xml"), ("application/json", "json"), ("text/html, text/xml;q=0.9, */*", "xml")],
)
def test_without_a_form_in_the_address_the_reader_chooses_and_else_it_is_xml(accepted: str, form: str) -> None:
    assert formats.form_of(accepted) == form


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-01-05T00:00:00Z", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T08:00:00+08:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T08:00:00 08:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-04T19:00:00-0500", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T00:00:00.123456", datetime(2026, 1, 5, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2026-01-05", datetime(2026, 1, 5, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_clients_write_them(told: str, at: datetime) -> None:
    assert asked.moment(told, field="start_date") == at


def test_a_list_is_of_the_last_ninety_days_and_an_empty_argument_counts_for_nothing() -> None:
    found = asked.wanted({"status": [""], "service_code": ["a, b", "c"], "start_date": [" "]}, now=NOW)

    assert (found.since, found.until) == (NOW - timedelta(days=90), NOW)
    assert (found.codes, found.statuses, found.page, found.most) == (("a", "b", "c"), (), 1, 1000)


@pytest.mark.parametrize(
    ("given_", "line"),
    [
        ({"status": ["pending"]}, "status: pending is none of: open, closed"),
        ({"start_date": ["soon"]}, "start_date: must be a time such as 2010-01-01T00:00:00Z"),
        (
            {"start_date": ["2025-01-01"], "end_date": ["2026-01-01"]},
            "start_date and end_date may not span more than 90 days",
        ),
        ({"page": ["0"]}, "page: must be a whole number from 1 to 50"),
        ({"page": ["51"]}, "page: must be a whole number from 1 to 50"),
        ({"bbox": ["1,2,3"]}, "bbox: must be west,south,east,north in WGS 84 degrees"),
        ({"bbox": ["nan,1,2,3"]}, "bbox: must be west,south,east,north in WGS 84 degrees"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(given_: dict[str, list[str]], line: str) -> None:
    register()
    with pytest.raises(Faults) as wrong:
        asked.wanted(given_, now=NOW)
    assert errors(wrong.value, "en") == (400, [{"code": 400, "description": line}])


@pytest.mark.parametrize(
    ("without", "more", "line"),
    [
        ("service_code", {}, "service_code was not provided"),
        ("lat", {}, "lat: must be a number from -90.0 to 90.0 (WGS 84 degrees)"),
        ("", {"long": ["181"]}, "long: must be a number from -180.0 to 180.0 (WGS 84 degrees)"),
        ("", {"lat": [" "], "long": [""]}, "A location was not provided: lat and long, address_string or address_id"),
    ],
)
def test_what_the_standard_requires_must_be_there(without: str, more: dict[str, list[str]], line: str) -> None:
    register()
    with pytest.raises(Faults) as wrong:
        sent.sent({name: told for name, told in (WHOLE | more).items() if name != without})
    assert errors(wrong.value, "en")[1] == [{"code": 400, "description": line}]


def test_answers_come_as_the_standard_says_and_as_clients_write_them() -> None:
    told = {
        "attribute[kind]": ["tap"],
        "attribute[seen][]": ["flood", "ice"],
        "attribute[since][0]": ["2026"],
        "attributes[more]": ["yes", ""],
        "attribute[none]": [""],
        "attribute": ["?"],
    }
    assert sent.attributes(told) == {"kind": ("tap",), "seen": ("flood", "ice"), "since": ("2026",), "more": ("yes",)}


def test_a_key_is_not_kept_with_what_was_received() -> None:
    assert "api_key" not in sent.sent(WHOLE | {"api_key": ["cbx_1"]}).as_received


def test_the_description_is_openapi_whose_schemas_are_schemas_and_whose_links_lead_somewhere() -> None:
    whole = described("https://city.example.org")

    for schema in SCHEMAS.values():
        jsonschema_rs.Draft202012Validator(schema)
    assert _links(whole) <= {f"#/components/schemas/{name}" for name in SCHEMAS}
    for path, operations in whole["paths"].items():
        in_path = {one.partition("}")[0] for one in path.split("{")[1:]}
        for operation in operations.values():
            assert {one["name"] for one in operation["parameters"] if one["in"] == "path"} == in_path


def _links(part: Any) -> set[str]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    own = {part["$ref"]} if isinstance(part, dict) and "$ref" in part else set()
    return own.union(*(_links(one) for one in inner))


def test_every_line_is_there_in_both_languages() -> None:
    assert WORDS["en"].keys() == WORDS["zh"].keys()


@pytest.fixture
def calls() -> Iterator[Callable[..., None]]:
    """Calls to the feed, counted from nothing."""
    for pace in (limits.posts, limits.looks):
        pace.clear()

    def call(address: str = "192.0.2.1", **fields: str) -> None:
        request = RequestFactory().post("/open311/v2/requests.json", REMOTE_ADDR=address)
        limits.check(request, {name: [told] for name, told in fields.items()}, NOW)

    yield call
    for pace in (limits.posts, limits.looks):
        pace.clear()


def test_a_flood_from_one_address_is_told_to_come_later_and_words_of_danger_never_are(
    calls: Callable[..., None],
) -> None:
    most = limits.POSTS["one"][1]
    for _ in range(most):
        calls(description="a lamp is out")
    with pytest.raises(Faults) as no:
        calls(description="a lamp is out")
    assert errors(no.value, "en")[0] == 429
    calls(description="the house is on fire")
    calls("192.0.2.2", description="a lamp is out")


def test_a_flood_under_one_key_is_told_to_come_later_from_wherever_it_comes(calls: Callable[..., None]) -> None:
    most = limits.POSTS["one"][1]
    for number in range(most):
        calls(f"198.51.100.{number % 200}", api_key="one key")
    with pytest.raises(Faults):
        calls("203.0.113.9", api_key="one key")
    calls("203.0.113.9", api_key="another")


@pytest.mark.parametrize(("path", "kind"), [("requests.xml", "text/xml"), ("requests.json", "application/json")])
def test_what_the_server_turns_down_itself_is_told_in_the_standards_form(path: str, kind: str) -> None:
    no = Refused("body.large", most=10)
    status, body, said = refused_early(no, path=f"/open311/v2/{path}", accepted="", language="en")
    assert (status, said) == (413, kind)
    assert b"413" in body
