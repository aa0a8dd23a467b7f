"""People who can sign in to the console of the town."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.test import Client
from tests.worlds.city import CITY, OVERSIGHT, SYSTEM, Town

PASSWORD = "correct horse battery"
PEOPLE = {
    "taker": ("call_taker", CITY, "en"),
    "dana": ("dispatcher", CITY, "en"),
    "diao": ("dispatcher", CITY, "zh"),
    "sam": ("supervisor", CITY, "en"),
    "lea": ("leader", CITY, "en"),
    "ada": ("administrator", CITY, "en"),
    "otto": ("oversight", OVERSIGHT, "en"),
}


def browser(**more: Any) -> Client:
    """A browser that is not signed in."""
    return Client(SERVER_NAME="localhost", **more)


@dataclass
class Desk:
    """One person's browser."""

    client: Client
    name: str

    def get(self, path: str, **more: str) -> str:
        """A page that can be shown."""
        response = self.client.get(path, more)
        assert response.status_code == 200, (path, response.status_code, response.content.decode()[:400])
        return str(response.content.decode())

    def do(self, incident: str, form: str, **given: str) -> str:
        """A form of the panel, as htmx sends it."""
        told = {"what": form, **given}
        response = self.client.post(f"/incidents/{incident}/do", told, headers={"HX-Request": "true"})
        assert response.status_code in (200, 422), response.status_code
        return str(response.content.decode())


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """How hard a password is to guess is Django's matter: its million rounds take 0.3 s a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
        yield


@pytest.fixture
def people(town: Town) -> Town:
    """The town with somebody in each post."""
    users = get_user_model()
    hashed = make_password(PASSWORD)
    for name, (role, organisation, language) in PEOPLE.items():
        person = town.done(
            "person.admit", SYSTEM, organisation=organisation, sign_in=name, name=f"{name} Canary", language=language
        )
        post = town.done("post.create", SYSTEM, organisation=organisation, title=f"The {role}", roles=(role,))
        town.done("post.appoint", SYSTEM, post=post, person=person)
        users(username=name, password=hashed).save()
    return town


@pytest.fixture
def sit(people: Town) -> Callable[[str], Desk]:
    """Sit down as somebody: signed in through the page."""

    def sat(name: str) -> Desk:
        client = browser()
        response = client.post("/sign-in", {"name": name, "password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
        return Desk(client, name)

    return sat


def key_in(page: str, form: str) -> str:
    """The idempotency key that a form of the page carries."""
    found = re.search(rf'name="key" value="([^"]+-{form})"', page)
    assert found is not None, page
    return found[1]
