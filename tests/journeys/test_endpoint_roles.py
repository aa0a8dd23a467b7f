"""Every endpoint × every role: what a role's table does not grant is refused, and in the right words."""

import itertools
from typing import Any

import pytest
from tests.worlds.city import CENTRE, WEST
from tests.worlds.web import Reply, Served

from callbox.faces.api.performing import wanted
from callbox.faces.api.records import plural
from callbox.faces.api.schemas import NAMED_BY_CALLER
from callbox.kernel import registry
from callbox.kernel.declare import ActSpec
from callbox.kernel.facts import Field, fields_of
from callbox.services.organisation.facts import ROLES
from callbox.services.unit.acts import TELL

pytestmark = pytest.mark.enable_socket

# Held against every act each time; the others by `make prove`, and all without a server in tests/kernel/test_roles.py.
FEW = ("dispatcher", "reporter", "oversight")
# Another node does not sign in: it signs what it says, and what is not signed by one that was introduced is not heard.
SIGNED = [("post", "/api/nodes/transfers")]
# A telephone that read a page aloud says which key was pressed, by a secret in its address; without it, it is a stranger.
BY_SECRET = [("post", "/api/pages/{message}/{secret}")]
STRANGERS = (None, "cbx_" + "0" * 64, "Basic")


def example(declared: Field) -> Any:
    """Some value that fits a field's schema; links lead nowhere."""
    if declared.choice:
        return [declared.choice.words[0]] if declared.many else declared.choice.words[0]
    if declared.many:
        return []
    if declared.links:
        return "nowhere"
    samples: dict[Any, Any] = {str: "x", bool: True, int: 1, float: 1.0}
    if declared.type in samples:
        return samples[declared.type]
    return "2026-03-02T12:00:00Z" if declared.type.__name__ in ("datetime", "date") else {}


def body(spec: ActSpec) -> dict[str, Any]:
    fields = fields_of(spec.inputs).items()
    told = {name: example(declared) for name, declared in fields if declared.required}
    if spec.name not in NAMED_BY_CALLER:
        told.pop("id", None)
    return told | ({"because": "a test"} if spec.needs_reason else {})


@pytest.mark.parametrize("role", [one if one in FEW else pytest.param(one, marks=pytest.mark.slow) for one in ROLES])
def test_each_act_is_open_to_the_roles_of_its_table_and_to_no_other(served: Served, role: str) -> None:
    secret = served.secret(role, CENTRE)
    for spec in wanted():
        reply = served.post(f"/api/acts/{spec.name}", body(spec), by=secret)
        assert reply.status in (200, 201, 403, 404, 409, 422), (spec.name, reply.text)
        if role not in spec.grants:
            assert reply.told.get("code") in REFUSED_TO_OTHERS, (spec.name, reply.text)
        elif (
            spec.name != "organisation.found"
        ):  # a first organisation, with none above it, is founded by the node alone
            assert reply.told.get("code") != "not_allowed", (spec.name, reply.text)


# Records that lead nowhere are not found, whoever asks; and so the absent and the invisible look the same.
REFUSED_TO_OTHERS = {"not_allowed", "not_found"}


@pytest.mark.slow
def test_each_list_and_record_is_open_to_the_roles_that_read_it(served: Served, subtests: pytest.Subtests) -> None:
    served.town.incident()
    for role, spec in itertools.product(ROLES, registry.kinds()):
        secret = served.secret(role, WEST)
        with subtests.test(role=role, kind=spec.kind):
            page = served.get(f"/api/{plural(spec.kind)}", by=secret)
            assert page.status == 200
            assert role in spec.reads or page.told["records"] == []
            one = served.get(f"/api/{plural(spec.kind)}/no-such-one", by=secret)
            assert (one.status, one.told["code"]) == (404, "not_found")


def test_positions_are_taken_from_the_roles_that_may_tell_them(served: Served, subtests: pytest.Subtests) -> None:
    here = {"unit": served.town.units["E1"], "latitude_deg": 1.0, "longitude_deg": 1.0}
    for minute, role in enumerate(ROLES):
        told = here | {"at": f"2026-03-02T11:{45 + minute}:30Z"}
        with subtests.test(role=role):
            reply = served.post("/api/positions", {"positions": [told]}, by=served.secret(role, "coast"))
            assert reply.told["taken"] == (1 if role in TELL and role != "crew" else 0)


def test_strangers_are_turned_away_from_every_endpoint(served: Served) -> None:
    document = served.get("/api/openapi.json", by=None).told
    operations = [(method, path) for path, item in document["paths"].items() for method in item]
    assert len(operations) > 60
    unlocked = [(method, path) for method, path in operations if "security" not in document["paths"][path][method]]
    assert sorted(unlocked) == sorted([*SIGNED, *BY_SECRET])
    for method, path in sorted(set(operations) - set(SIGNED)):
        for stranger in STRANGERS:
            reply = _asked(served, method, path, stranger)
            assert (reply.status, reply.told["code"]) == (401, "sign_in.needed"), (method, path, stranger)


def test_who_says_for_a_node_what_it_did_not_sign_is_not_heard(served: Served) -> None:
    reply = served.ask("POST", "/api/nodes/transfers", {"said": [{"note": "nobody\n\n— nobody AAAA\n"}]}, by=None)

    [answer] = reply.told["answered"]
    assert (reply.status, answer["note"], bool(answer["code"])) == (200, "", True)


def _asked(served: Served, method: str, path: str, stranger: str | None) -> Reply:
    path = path.replace("{id}", "x")
    if stranger == "Basic":
        return served.ask(method.upper(), path, {}, by=None, Authorization="Basic eDp4")
    return served.ask(method.upper(), path, {} if method == "post" else None, by=stranger)
