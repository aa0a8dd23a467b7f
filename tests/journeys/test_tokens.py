"""An administrator gives another system access and takes it away again: by a command, and on a page."""

import re
from collections.abc import Callable

import pytest
from tests.worlds import console, keeping
from tests.worlds.city import CITY, EAST, SYSTEM, Town, actor

from callbox.faces.command.keeping.importing import KEEPER
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.services.organisation import tokens
from callbox.services.organisation.acts import actor_of_token

Sit = Callable[[str], console.Desk]
FORM = {"name": "Weather radar", "organisation": EAST, "roles": ["reporter"], "days": "30", "key": "k"}


def secret_in(text: str) -> str:
    found = re.search(r"cbx_[0-9a-f]{64}", text)
    assert found is not None, text
    return found[0]


def is_good(secret: str) -> bool:
    try:
        actor_of_token(secret, at=current().world.clock.now())
    except Refused:
        return False
    return True


def test_a_token_is_issued_listed_and_revoked_on_the_command_line(live: keeping.Desk) -> None:
    said = live.done("token", "issue", "radar", "--organisation", "harbour", "--roles", "reporter,call_taker")
    secret = secret_in(said)
    by = actor_of_token(secret, at=current().world.clock.now())
    assert (by.organisation, set(by.roles)) == ("harbour", {"reporter", "call_taker"})

    listed = live.done("token", "list")
    assert "radar" in listed
    assert "harbour" in listed
    assert "cbx_" not in listed

    [issued] = tokens.known(KEEPER)
    live.done("token", "revoke", issued.id.upper())
    assert not is_good(secret)
    assert "radar" not in live.done("token", "list")
    assert "revoked" in live.done("token", "list", "--all")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("issue", "radar", "--organisation", "harbour", "--roles", "king"), "roles: must be one of"),
        (("issue", "radar", "--organisation", "nowhere", "--roles", "reporter"), "nowhere"),
        (("issue", "radar", "--organisation", "harbour", "--roles", "reporter", "--days", "0"), "--days: 0"),
        (("revoke", "0000-0000-0000"), "0000-0000-0000"),
        ((), "say what: issue, list or revoke"),
    ],
)
def test_a_wrong_token_line_is_one_line_and_issues_nothing(
    live: keeping.Desk, line: tuple[str, ...], says: str
) -> None:
    assert live.status("token", *line) == 2
    assert says in live.said
    assert live.said.count("\n") == 1
    assert tokens.known(KEEPER) == ()


def test_an_administrator_issues_a_token_on_the_page_and_sees_its_secret_once(people: Town, sit: Sit) -> None:
    ada = sit("ada")
    assert 'href="/tokens"' in ada.get("/")

    page = ada.client.post("/tokens", FORM).content.decode()

    secret = secret_in(page)
    assert actor_of_token(secret, at=people.clock.now()).organisation == EAST
    shown = ada.get("/tokens")
    assert "Weather radar" in shown
    assert "cbx_" not in shown
    again = ada.client.post("/tokens", FORM)
    assert again.status_code == 422
    assert "cbx_" not in again.content.decode()
    assert len(tokens.known(SYSTEM)) == 1


def test_a_token_ends_with_its_days_or_when_it_is_revoked_on_the_page(people: Town, sit: Sit) -> None:
    ada = sit("ada")
    first = secret_in(ada.client.post("/tokens", FORM).content.decode())
    second = secret_in(ada.client.post("/tokens", FORM | {"days": "", "key": "k2"}).content.decode())
    timed, lasting = sorted(tokens.known(SYSTEM), key=lambda one: one.expires_at is None)
    assert timed.expires_at is not None
    with pytest.raises(Refused):
        actor_of_token(first, at=timed.expires_at)

    assert ada.client.post(f"/tokens/{lasting.id}/revoke").status_code == 302

    assert not is_good(second)
    assert is_good(first)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": " "}, "name: must not be empty"),
        ({"roles": []}, "roles: must not be empty"),
        ({"roles": ["reporter", "king"]}, "roles: must be one of"),
        ({"days": "soon"}, "days: "),
        ({"days": "99999"}, "days: "),
        ({"organisation": "coast/oversight"}, "no power"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_issues_nothing(
    people: Town, sit: Sit, more: dict[str, str | list[str]], says: str
) -> None:
    response = sit("ada").client.post("/tokens", FORM | {"name": "Radar <b>"} | more)
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "<b>" not in page
    assert ("Radar &lt;b&gt;" in page) is ("name" not in more)
    assert tokens.known(SYSTEM) == ()


def test_who_is_no_administrator_finds_no_page_of_tokens(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    assert "/tokens" not in dana.get("/")
    assert dana.client.get("/tokens").status_code == 404
    assert dana.client.post("/tokens", FORM).status_code == 404


def test_an_administrator_sees_and_revokes_the_tokens_of_their_own_organisations_only(people: Town, sit: Sit) -> None:
    other = tokens.issue(actor("administrator", ""), organisation="coast/oversight", name="Theirs", roles=("analyst",))
    own = tokens.issue(actor("administrator", ""), organisation=CITY, name="Ours", roles=("analyst",))
    ada = sit("ada")
    page = ada.get("/tokens")
    assert ("Ours" in page, "Theirs" in page) == (True, False)
    assert ada.client.post(f"/tokens/{other.id}/revoke").status_code == 404
    assert is_good(other.secret)
    assert ada.client.post(f"/tokens/{own.id}/revoke").status_code == 302
