"""Mutual aid in two windows: a neighbour is asked, lends a unit by name, and the unit is sent by whoever asked."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import CENTRE, EAST, SYSTEM, actor
from tests.worlds.console import PASSWORD
from tests.worlds.mapped import chromium
from tests.worlds.pictures import picture
from tests.worlds.web import Served
from tests.worlds.windows import window

__all__ = ["chromium"]
pytestmark = IN_BROWSER


def desk(served: Served, name: str, *, organisation: str, language: str = "en") -> None:
    """A dispatcher of this organisation who can sign in."""
    done = served.town.done
    told = {"organisation": organisation, "sign_in": name, "name": name, "language": language}
    post = done("post.create", SYSTEM, organisation=organisation, title="Dispatcher", roles=("dispatcher",))
    done("post.appoint", SYSTEM, post=post, person=done("person.admit", SYSTEM, **told))
    get_user_model()(username=name, password=make_password(PASSWORD)).save()


def test_a_neighbour_is_asked_lends_a_unit_and_it_is_sent(chromium: Any, served: Served) -> None:
    desk(served, "carl", organisation=CENTRE)
    desk(served, "eva", organisation=EAST, language="zh")
    town = served.town
    incident = town.done(
        "incident.open", actor("dispatcher", CENTRE), category="fire.building", priority="emergency", area="east"
    )
    carl, eva = (window(chromium, served, name) for name in ("carl", "eva"))

    carl.goto(f"/?on={incident}")
    carl.wait_for_selector("#signs:focus")
    carl.keyboard.press("Escape")
    carl.keyboard.press("a")
    carl.wait_for_selector("#aid-to:focus")
    carl.select_option("#aid-to", EAST)
    carl.fill("#aid [name=unit_kind]", "engine")
    carl.fill("#aid [name=words]", "By the north gate")
    carl.keyboard.press("Enter")
    carl.wait_for_url("**/aid/*")
    picture(carl, "aid-asked-en")

    eva.click("section.waiting a[href^='/aid/']")
    eva.wait_for_selector("text=By the north gate")
    picture(eva, "aid-answer-zh")
    eva.check(f".picks input[value='{town.units['E1']}']")
    eva.click("button[value='accept']")
    eva.wait_for_selector(".chips >> text=E1")
    picture(eva, "aid-lent-zh")

    carl.click("#changed button")
    carl.wait_for_selector(".chips >> text=E1")
    picture(carl, "aid-lent-en")
    carl.click(f"a.button[href='/?on={incident}']")
    carl.wait_for_selector("#signs:focus")
    carl.keyboard.type("e1")
    carl.keyboard.press("Enter")
    carl.wait_for_selector(".sent >> text=E1")
    assert town.record("unit", town.units["E1"]).status == "assigned"
    eva.goto("/")
    eva.wait_for_selector(f"#incident-{incident}")  # theirs is on it: now they see it
    assert carl.faults + eva.faults == []
