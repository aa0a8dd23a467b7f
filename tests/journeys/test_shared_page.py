"""The page that all of one audience see alike: drawn once for them after each change, and for nobody else."""

import time
from collections import Counter
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from tests.worlds.city import CENTRE, SYSTEM, WEST
from tests.worlds.web import Reply, Served, until_told

from callbox.faces.console.board import Board, board
from callbox.faces.console.map.floor import moves
from callbox.kernel.chain import Json
from callbox.kernel.facts import Actor
from callbox.services.organisation.acts import person_of
from callbox.site import askers, shared

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often Django drew the page. However slow the machine, what was drawn is not too old."""
    counted: Counter[str] = Counter()
    monkeypatch.setattr(shared, "DRAWN_S", 600.0)

    def counting(actor: Actor, now: datetime) -> Board:
        counted["drawn"] += 1
        return board(actor, now)

    monkeypatch.setattr("callbox.faces.console.live.board", counting)
    return counted


def signed_in(served: Served, name: str, organisation: str = CENTRE) -> str:
    """The cookie of a dispatcher, signed in by Django's own machinery."""
    person = served.town.done("person.admit", SYSTEM, organisation=organisation, sign_in=name)
    post = served.town.done("post.create", SYSTEM, organisation=organisation, title="x", roles=("dispatcher",))
    served.town.done("post.appoint", SYSTEM, post=post, person=person)
    user = get_user_model().objects.create_user(name)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def asked(served: Served, cookie: str, on: str = "") -> Reply:
    return served.get(f"{shared.PATH}?on={on}", by=None, Cookie=cookie)


def test_it_is_drawn_once_for_all_who_see_alike_and_anew_after_a_change(drawn: Counter[str], served: Served) -> None:
    incident = served.town.incident("routine")
    dana, wei, far = signed_in(served, "dana"), signed_in(served, "wei"), signed_in(served, "far", WEST)
    until_told(served)

    pages = [asked(served, cookie) for cookie in (dana, wei, dana)]
    assert {one.status for one in pages} == {200}
    assert len({one.text for one in pages}) == 1
    assert drawn["drawn"] == 1
    assert incident in pages[0].text
    assert incident not in asked(served, far).text, "nothing of another organisation"

    other = served.town.incident("life_threat")
    until_told(served)
    assert all(other in asked(served, cookie).text for cookie in (dana, wei))
    assert drawn["drawn"] == 3


def test_where_units_are_is_looked_up_once_a_moment_for_all_whose_maps_are_open(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Counter[str] = Counter()

    def counting(actor: Actor, now: datetime) -> list[Json]:
        looked[actor.organisation] += 1
        return moves(actor, now)

    monkeypatch.setattr("callbox.faces.console.map.floor.moves", counting)
    assert shared.MOVED_S <= 0.5
    people = [signed_in(served, "dana"), signed_in(served, "wei"), signed_in(served, "far", WEST)]
    asked_s = time.monotonic()
    answers = [served.get(shared.MOVES, by=None, Cookie=cookie) for cookie in people * 5]
    turns = 1 + int((time.monotonic() - asked_s) / shared.MOVED_S)
    assert {one.status for one in answers} == {200}
    assert set(looked) == {CENTRE, WEST}
    assert max(looked.values()) <= turns, "not once for each who asks"


def test_each_sees_their_own_choice_and_their_own_language(served: Served) -> None:
    one, other = served.town.incident(), served.town.incident()
    dana = signed_in(served, "dana")
    until_told(served)
    assert "chosen" not in asked(served, dana).text
    for chosen in (one, other):
        page = asked(served, dana, on=chosen).text
        assert page.count("chosen") == page.count("aria-current") == 1
        assert f'id="incident-{chosen}" class="incident chosen ' in page
    assert "未结警情" in asked(served, f"{dana}; language=zh").text


def test_a_strange_choice_marks_nothing(served: Served) -> None:
    served.town.incident()
    dana = signed_in(served, "dana")
    page = asked(served, dana, on="%22%3E%3Cscript%3E")
    assert page.status == 200
    assert "script" not in page.text


@pytest.fixture(params=[(0.02, 60.0), (60.0, 0.0)])
def believed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """People are held against the database often, or never believed unasked. It comes before the server that does so."""
    assert askers.CHECK_S < askers.KNOWN_S <= 5
    for name, told_s in zip(("CHECK_S", "KNOWN_S"), request.param, strict=True):
        monkeypatch.setattr(askers, name, told_s)


@pytest.mark.usefixtures("believed")
def test_who_has_left_their_post_sees_it_no_more(served: Served) -> None:
    incident = served.town.incident()
    dana = signed_in(served, "dana")
    assert asked(served, dana).status == 200
    person = person_of("dana")
    assert person is not None
    served.town.done("person.dismiss", SYSTEM, person=person.id)
    answers = (asked(served, dana) for _ in range(2_000))
    left = next(one for one in answers if one.status == 302)
    assert incident not in left.text


@pytest.mark.usefixtures("believed")
def test_who_has_signed_out_sees_it_no_more(served: Served) -> None:
    dana = signed_in(served, "dana")
    assert asked(served, dana).status == 200
    SessionStore(dana.partition("=")[2]).delete()
    assert any(asked(served, dana).status == 302 for _ in range(2_000))


def test_a_stranger_is_sent_to_sign_in(served: Served) -> None:
    assert asked(served, "sessionid=none").status == 302


def test_what_is_no_plain_question_is_left_to_django(served: Served) -> None:
    assert served.ask("POST", shared.PATH, {}, by=None).status in (403, 405)
    assert served.get(shared.PATH, by=served.secret("dispatcher")).status in (200, 302)
