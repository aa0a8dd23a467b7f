"""A client of another maker talks to a served node, from discovery to the updates of its request, in JSON and in XML."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from tests.worlds.city import actor
from tests.worlds.requests import ADMINISTRATOR, HANDLER, WATER, category, offices
from tests.worlds.web import Reply, Served

from callbox.faces.feeds.open311.schemas import SCHEMAS
from callbox.services.follow import acts as follows
from callbox.services.follow.facts import Contact

pytestmark = pytest.mark.enable_socket
ASKED = (
    "kind | singlevaluelist | required | What leaks? | 哪里漏水？ | main=Water main / 主管;tap=Tap / 龙头",
    "seen | multivaluelist | optional | What do you see? | | flood=Flood;ice=Ice",
    "since | datetime | optional | Since when? |",
    "Anything else?",
)

FIELDS = [
    ("lat", "43.7384"),
    ("long", "7.4246"),
    ("address_string", "12 Harbour Road"),
    ("first_name", "Ann"),
    ("last_name", "Lee"),
    ("phone", "555-0101"),
    ("email", "ann@example.org"),
    ("description", "Water runs down the hill, 水漫出来了"),
    ("attribute[kind]", "main"),
    ("attribute[seen][]", "flood"),
    ("attribute[seen][]", "ice"),
]


@dataclass
class Client:
    """One that speaks GeoReport v2 in one of its forms, and knows nothing else of the node."""

    served: Served
    form: str
    key: str

    def get(self, path: str, **arguments: Any) -> Any:
        found = self.ask(path, **arguments)
        assert found.status == 200, found.text
        return self.read(found)

    def ask(self, path: str, **arguments: Any) -> Reply:
        query = f"?{urlencode(arguments)}" if arguments else ""
        return self.served.get(f"/open311/v2/{path}.{self.form}{query}", by=None)

    def post(self, path: str, fields: Any, **headers: str) -> Reply:
        body = urlencode(fields, doseq=True).encode()
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        return self.served.ask("POST", f"/open311/v2/{path}.{self.form}", body, by=None, Content_Type=kind, **headers)

    def read(self, reply: Reply) -> Any:
        """A document as Python values; of XML every text is a string."""
        kind = {"json": "application/json", "xml": "text/xml"}[self.form]
        assert reply.headers["Content-Type"] == kind
        if self.form == "json":
            return json.loads(reply.text)
        assert reply.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
        return _plain(ET.fromstring(reply.text))


LISTS = {
    "services",
    "service_requests",
    "service_request_updates",
    "errors",
    "attributes",
    "values",
    "endpoints",
    "formats",
}


def _plain(element: ET.Element) -> Any:
    if element.tag in LISTS:
        return [_plain(one) for one in element]
    return {one.tag: _plain(one) for one in element} if len(element) else element.text


def fits(name: str, what: Any) -> None:
    """Hold a JSON document, or each of a list, against the schema that this node publishes."""
    validator = jsonschema_rs.Draft202012Validator(SCHEMAS[name], validate_formats=True)
    for one in what if isinstance(what, list) else [what]:
        validator.validate(one)
        standard(name, one)


# What the standard's own schemas ask for: the fields that must be there and are never null, and those that may be.
STANDARD: Mapping[str, tuple[Mapping[str, type], Mapping[str, type]]] = {
    "Service": (
        {"service_code": str, "service_name": str, "metadata": bool, "type": str},
        {"description": str, "keywords": str, "group": str},
    ),
    "ServiceDefinition": ({"service_code": str, "attributes": list}, {}),
    "ServiceRequest": (
        {"service_request_id": str, "status": str, "service_code": str, "requested_datetime": str},
        {"description": str, "lat": float, "long": float, "address": str, "media_url": str, "updated_datetime": str},
    ),
}


def standard(name: str, what: Mapping[str, Any]) -> None:
    """Hold a document against the standard itself, whatever this node says of it."""
    must, may = STANDARD.get(name, ({}, {}))
    for field, kind in must.items():
        assert type(what[field]) is kind, (name, field, what[field])
    for field, kind in may.items():
        assert what.get(field) is None or type(what[field]) is kind, (name, field, what[field])


def said(value: Any, form: str) -> Any:
    """A value as its form writes it."""
    if form == "json":
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_goes_from_discovery_to_the_updates_of_its_request(served: Served, form: str) -> None:
    town = served.town
    offices(town)
    leak = category(town, department=WATER, name="Water leak", public=True, questions=ASKED, keywords=("pipe", "burst"))
    client = Client(served, form, served.secret("reporter"))

    where = client.read(served.get(f"/open311/discovery.{form}", by=None))["endpoints"][0]
    assert where["url"].endswith("/open311/v2")
    assert where["formats"] == ["text/xml", "application/json"]
    offered = {one["service_code"]: one for one in client.get("services")}
    assert list(offered) == [leak]
    assert (offered[leak]["metadata"], offered[leak]["keywords"]) == (said(True, form), "pipe, burst")
    asked = client.get(f"services/{leak}")["attributes"]
    assert [(one["code"], one["required"], one["order"]) for one in asked] == [
        (code, said(code == "kind", form), said(place, form))
        for place, code in enumerate(("kind", "seen", "since", "q4"), 1)
    ]
    assert asked[0]["values"][0] == {"key": "main", "name": "Water main"}

    (posted,) = client.read(client.post("requests", [("api_key", client.key), ("service_code", leak), *FIELDS]))
    named = posted["service_request_id"]
    assert "/f/" in posted["service_notice"]
    town.done("request.take_up", HANDLER, request=named)

    (shown,) = client.get(f"requests/{named}")
    told = client.get("servicerequestupdates", service_request_id=named)
    assert (shown["service_request_id"], shown["status"], shown["service_code"]) == (named, "open", leak)
    assert shown["requested_datetime"] == "2026-03-02T12:00:00Z"
    assert shown["description"] is shown["lat"] is shown["address"] is None
    assert [(one["status"], one["description"]) for one in told] == [("open", "Received"), ("open", "Taken up")]
    assert [one["service_request_id"] for one in client.get("requests", api_key=client.key)] == [named]
    assert client.get("requests") == []
    if form == "json":
        fits("Service", list(offered.values()))
        fits("ServiceDefinition", client.get(f"services/{leak}"))
        fits("ServiceRequest", shown)
        fits("Posted", posted)
        fits("Update", told)
        fits("Discovery", json.loads(served.get("/open311/discovery.json", by=None).text))


def sent(code: str, **more: str) -> dict[str, str]:
    return {"service_code": code, "lat": "43.7384", "long": "7.4246", "description": "Water runs down the hill"} | more


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_private_is_answered_as_what_never_was_but_to_the_key_that_posted_it(served: Served, form: str) -> None:
    offices(served.town)
    quiet = category(served.town, department=WATER, name="Not public")
    owner = Client(served, form, served.secret("reporter"))
    assert [one["service_code"] for one in owner.get("services")] == []
    assert quiet in [one["service_code"] for one in owner.get("services", api_key=owner.key)]

    (posted,) = owner.read(owner.post("requests", sent(quiet, api_key=owner.key)))
    named = posted["service_request_id"]
    other = served.secret("reporter", WATER)
    absent = named[:-1] + ("0" if named[-1] != "0" else "1")

    for more in ({}, {"api_key": other}):
        there, nowhere = (owner.ask(f"requests/{one}", **more) for one in (named, absent))
        assert (there.status, there.text.replace(named, "X")) == (404, nowhere.text.replace(absent, "X"))
        assert owner.get("requests", service_request_id=named, **more) == []
        assert owner.get("servicerequestupdates", service_request_id=named, **more) == []
    (own,) = owner.get(f"requests/{named}", api_key=owner.key)
    assert (own["status"], own["description"], own["address"], own["lat"]) == ("open", None, None, None)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_nothing_wrong_is_taken_in_and_each_fault_is_named_in_the_standards_form(served: Served, form: str) -> None:
    offices(served.town)
    leak = category(served.town, department=WATER, name="Water leak", public=True, questions=ASKED)
    client = Client(served, form, served.secret("reporter"))
    whole = sent(leak, api_key=client.key, **{"attribute[kind]": "tap"})
    wrong: list[tuple[dict[str, str], int, str]] = [
        ({"api_key": ""}, 403, "api_key was not provided"),
        ({"api_key": "cbx_0"}, 403, "api_key is not valid"),
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "none"}, 404, "service_code was not found: none"),
        ({"lat": ""}, 400, "lat: must be"),
        ({"lat": "", "long": ""}, 400, "A location was not provided"),
        ({"attribute[kind]": ""}, 400, "attribute[kind] was not provided"),
        ({"attribute[kind]": "roof"}, 400, "attribute[kind]: must be one of these keys: main, tap"),
        ({"attribute[since]": "soon"}, 400, "attribute[since]: must be a time"),
    ]
    for more, status, line in wrong:
        reply = client.post("requests", whole | more)
        (error,) = client.read(reply)
        assert (reply.status, str(error["code"])) == (status, str(status)), reply.text
        assert error["description"].startswith(line), reply.text
    assert (
        client.ask("services/none").status
        == client.ask("requests/none").status
        == client.ask("tokens/none").status
        == 404
    )
    assert client.read(client.ask("nothing/here"))[0]["description"] == "There is nothing at this address"
    assert served.get("/api/reports").told["records"] == []


@pytest.mark.slow
def test_a_post_that_is_sent_again_is_taken_in_once(served: Served) -> None:
    offices(served.town)
    leak = category(served.town, department=WATER, name="Water leak", public=True)
    client = Client(served, "json", served.secret("reporter"))
    whole = sent(leak, api_key=client.key)

    by_header = {client.post("requests", whole, Idempotency_Key="k-1").text for _ in range(3)}
    by_number = {client.post("requests", whole | {"service_request_id_ext": "FMS-7"}).text for _ in range(3)}
    without = {client.post("requests", whole).text for _ in range(2)}

    assert (len(by_header), len(by_number), len(without)) == (1, 1, 2)
    assert len(served.get("/api/reports").told["records"]) == 4


@pytest.mark.slow
def test_danger_to_life_goes_to_a_person_at_once_and_the_token_leads_on(served: Served) -> None:
    offices(served.town)
    leak = category(served.town, department=WATER, name="Water leak", public=True)
    client = Client(served, "json", served.secret("reporter"))

    (posted,) = client.read(
        client.post("requests", sent(leak, api_key=client.key, description="There is a smell of gas"))
    )
    token = posted["token"]
    assert "danger to life" in posted["service_notice"]
    assert served.town.record("report", token).flags == ("danger_words",)
    assert client.get(f"tokens/{token}") == [{"service_request_id": None, "token": token}]
    fits("Posted", posted)

    request = served.town.done("request.open", actor("call_taker"), report=token, category=leak)
    assert client.get(f"tokens/{token}") == [{"service_request_id": request, "token": token}]
    fits("Token", client.get(f"tokens/{token}"))


@pytest.mark.slow
def test_whoever_posted_adds_words_and_a_public_notice_tells_the_rest(served: Served) -> None:
    town = served.town
    offices(town)
    leak = category(town, department=WATER, name="Water leak", name_zh="漏水", public=True)
    client = Client(served, "json", served.secret("reporter"))
    (posted,) = client.read(client.post("requests", sent(leak, api_key=client.key)))
    named = posted["service_request_id"]

    added = client.post(
        "servicerequestupdates", {"api_key": client.key, "service_request_id": named, "description": "It freezes now"}
    )
    fits("Added", client.read(added))
    assert town.record("report", client.read(added)[0]["update_id"]).request == named
    stranger = {"api_key": served.secret("reporter", WATER), "service_request_id": named, "description": "x"}
    assert client.post("servicerequestupdates", stranger).status == 404

    notice = town.done("notice.propose", HANDLER, request=named)
    published = {"words": "A leak in the road", "precision": "corner"}
    town.done("notice.publish", HANDLER, notice=notice, **published)
    (shown,) = client.get("requests")
    assert (shown["description"], shown["lat"], shown["long"]) == ("A leak in the road", 43.738, 7.425)
    fits("ServiceRequest", shown)
    assert [len(client.get("requests", bbox=box)) for box in ("7,43,8,44", "8,44,9,45")] == [1, 0]
    assert (
        served.get(f"/open311/v2/requests/{named}.json", by=None, Accept_Language="zh").told[0]["service_name"]
        == "漏水"
    )

    joined = town.done("report.receive", actor("reporter"), channel="web", said_fact="The same leak")
    assert len(served.get("/open311/v2/requests.json", by=None).told) == 1
    follows.join(joined, named, contact=Contact(by="never"))
    assert served.get("/open311/v2/requests.json", by=None).told == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_who_serves_where_is_told_as_geojson(served: Served, form: str) -> None:
    offices(served.town)
    square = {"type": "Polygon", "coordinates": [[[7.0, 43.0], [8.0, 43.0], [8.0, 44.0], [7.0, 44.0], [7.0, 43.0]]]}
    served.town.done("boundary.draw", ADMINISTRATOR, organisation=WATER, name="The hill", rings=square)
    client = Client(served, form, "")

    if form == "json":
        (told,) = client.get("serviceareas")["features"]
        assert (told["geometry"], told["properties"]["agency_responsible"]) == (square, "water")
    else:
        (area,) = _plain(ET.fromstring(client.ask("serviceareas").text)).values()
        assert (json.loads(area["geometry"]), area["name"]) == (square, "The hill")
