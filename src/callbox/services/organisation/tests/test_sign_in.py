"""One-time codes: good once, not for long, and told in no file."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from tests.worlds.city import CENTRE, SYSTEM, Town

from callbox.kernel.facts import Id, Refused
from callbox.services.organisation import sign_in

PASSWORD = "a long walk by the harbour"


def person(town: Town) -> Id:
    return town.done("person.admit", SYSTEM, organisation=CENTRE, sign_in="ann", name="Ann Lee")


def test_a_code_lets_somebody_choose_a_password_once(town: Town) -> None:
    code = sign_in.invite(SYSTEM, person(town))
    sign_in.redeem_code("ann", code.upper().replace("-", " "), PASSWORD)
    assert authenticate(username="ann", password=PASSWORD) is not None
    with pytest.raises(Refused, match=r"sign_in\.code"):
        sign_in.redeem_code("ann", code, "another long password of mine")
    assert authenticate(username="ann", password=PASSWORD) is not None


def test_a_second_code_replaces_a_forgotten_password_and_the_first_code(town: Town) -> None:
    who = person(town)
    first = sign_in.invite(SYSTEM, who)
    second = sign_in.invite(SYSTEM, who)
    with pytest.raises(Refused, match=r"sign_in\.code"):
        sign_in.redeem_code("ann", first, PASSWORD)
    sign_in.redeem_code("ann", second, PASSWORD)
    sign_in.redeem_code("ann", sign_in.invite(SYSTEM, who), PASSWORD + "!")
    assert authenticate(username="ann", password=PASSWORD) is None
    assert authenticate(username="ann", password=PASSWORD + "!") is not None


def test_a_code_ends_and_belongs_to_one_person(town: Town) -> None:
    code = sign_in.invite(SYSTEM, person(town), hours=1)
    for name in ("bob", "ann\0", ""):
        with pytest.raises(Refused, match=r"sign_in\.code"):
            sign_in.redeem_code(name, code if name != "ann\0" else "zzzz-zzzz", PASSWORD)
    town.clock.put(town.clock.now() + timedelta(hours=1, seconds=1))
    with pytest.raises(Refused, match=r"sign_in\.code"):
        sign_in.redeem_code("ann", code, PASSWORD)


def test_an_easy_password_is_refused_and_the_code_not_spent(town: Town) -> None:
    code = sign_in.invite(SYSTEM, person(town))
    for easy in ("short", "password1234", ""):
        with pytest.raises(Refused, match=r"sign_in\.password"):
            sign_in.redeem_code("ann", code, easy)
    sign_in.redeem_code("ann", code, PASSWORD)


def test_nobody_dismissed_comes_back_by_a_code(town: Town) -> None:
    who = person(town)
    code = sign_in.invite(SYSTEM, who)
    town.done("person.dismiss", SYSTEM, person=who)
    with pytest.raises(Refused, match=r"sign_in\.code"):
        sign_in.redeem_code("ann", code, PASSWORD)
    with pytest.raises(Refused, match=r"person\.dismissed"):
        sign_in.invite(SYSTEM, who)


def test_nobody_dismissed_comes_back_by_a_password(town: Town) -> None:
    who = person(town)
    sign_in.redeem_code("ann", sign_in.invite(SYSTEM, who), PASSWORD)
    assert authenticate(username="ann", password=PASSWORD) is not None
    town.done("person.dismiss", SYSTEM, person=who)
    assert authenticate(username="ann", password=PASSWORD) is None


def test_the_code_itself_is_kept_nowhere(town: Town) -> None:
    who = person(town)
    code = sign_in.invite(SYSTEM, who)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(body, '') || (SELECT string_agg(code_digest, '') FROM person) FROM ledger_entry"
        )
        assert code not in cursor.fetchone()[0]
