"""The water department asks the parks department to fell the tree over the pipe, and sees what comes of it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from tests.worlds.city import SYSTEM, Town
from tests.worlds.console import PASSWORD, Desk, browser, key_in
from tests.worlds.requests import PARKS, WATER, category, offices, request

FOR = {"common": "handling"}
OPENED = {"purpose": "to work on it"}
SEEN, UNSEEN = "Water runs down the hill", "12 Pier Road"


def at_a_desk(town: Town, name: str, organisation: str) -> Desk:
    """Somebody who handles requests in a department, signed in."""
    given = {"organisation": organisation, "sign_in": name, "name": f"{name} Canary", "language": "en"}
    person = town.done("person.admit", SYSTEM, **given)
    post = town.done("post.create", SYSTEM, organisation=organisation, title="Handler", roles=("handler",))
    town.done("post.appoint", SYSTEM, post=post, person=person)
    get_user_model()(username=name, password=make_password(PASSWORD)).save()
    client = browser()
    assert client.post("/sign-in", {"name": name, "password": PASSWORD}).status_code == 302
    return Desk(client, name)


def opened(desk: Desk, address: str, **given: str) -> str:
    """A page that is opened for a purpose, or on which something is done."""
    return str(desk.client.post(address, given or FOR).content.decode())


def test_two_departments_work_on_one_case(town: Town) -> None:
    offices(town)
    wanted = request(town, category(town, department=WATER, name="Spring"), wanted=SEEN, address=UNSEEN)
    walt, pia = at_a_desk(town, "walt", WATER), at_a_desk(town, "pia", PARKS)

    assert f"/shared/invite?case={wanted}" in opened(walt, f"/cases/{wanted}")
    told = {"case": wanted, "to": PARKS, "sees": ["what"], "asked_for": "Fell the tree", "days": "7"}
    assert walt.client.post("/shared/invite", told).status_code == 302
    assert walt.client.post("/shared/invite", told).status_code == 422
    (share,) = town.record("request", wanted).shares

    assert "1 waiting for our answer" in pia.get("/requests")
    assert "Spring" in pia.get("/shared")
    assert "Fell the tree" not in pia.get(f"/shared/{share}")
    page = opened(pia, f"/shared/{share}")
    assert "Fell the tree" in page
    assert SEEN in page
    assert UNSEEN not in page
    assert pia.client.post(f"/cases/{wanted}", FOR).status_code == 404

    key = key_in(page, "take_part")
    opened(pia, f"/shared/{share}", **OPENED, what="take_part", key=f"{key}-take_part")
    assert "It is an oak" in opened(pia, f"/shared/{share}", **OPENED, what="write", text="It is an oak")
    page = opened(walt, f"/shared/{share}")
    assert "It is an oak" in page
    assert SEEN not in page
    walt.client.post(f"/shared/{share}", {**OPENED, "what": "declare", "sees": ["where"]})
    page = opened(pia, f"/shared/{share}")
    assert UNSEEN in page
    assert SEEN not in page

    done = pia.client.post(f"/shared/{share}", {**OPENED, "what": "done", "result": "The tree is down"})
    assert done.headers["Location"] == "/shared"
    assert pia.client.get(f"/shared/{share}").status_code == 404
    assert "Spring" not in pia.get("/shared")
    assert "The tree is down" in opened(walt, f"/shared/{share}")
