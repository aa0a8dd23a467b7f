"""One-time codes: how somebody new, or who forgot their password, comes to one. Accounts are Django's own.

The account of a person is the `auth` user with the same sign-in name; power never comes from it, only from posts.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.world import ALPHABET, normal_id
from callbox.services.organisation.acts import person_of
from callbox.services.organisation.facts import Person
from callbox.services.organisation.inputs import DescribePerson, Invite, Redeem

CODE_LETTERS = 16  # 80 random bits: nothing that can be tried out, on line or from the hash
CODE_HOURS = 72
PASSWORD_LETTERS_MIN = 12


def invite(by: Actor, person: Id, *, hours: int = CODE_HOURS) -> str:
    """Give a person a new one-time code and return it: the only time it is told, since only its hash is kept.

    Raises:
        Refused: when the actor has no power over this person, or they were dismissed.
    """
    code = normal_id("".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)))
    now = current().world.clock.now()
    inputs = Invite(person=person, digest=_digest(person, code), expires_at=now + timedelta(hours=hours))
    _ = gate.act(Act(name="person.invite", by=by, at=now, inputs=inputs)).ref
    return code


def speak_with(by: Actor, person: Id, language: str) -> None:
    """A person's screen speaks another language from now on.

    Raises:
        Refused: when the actor has no power over this person, or it speaks this language already.
    """
    inputs = DescribePerson(person=person, language=language)
    _ = gate.act(Act(name="person.describe", by=by, at=current().world.clock.now(), inputs=inputs)).ref


def redeem_code(sign_in: str, code: str, new_password: str) -> None:
    """Spend a one-time code: from now on the person signs in with this password.

    Raises:
        Refused: `sign_in.code` for an unknown name, a wrong, spent or ended code, in the same words for all of them;
            `sign_in.password` for a password that is too easy to guess.
    """
    try:
        validate_password(new_password)
    except ValidationError as wrong:
        raise Refused("sign_in.password", least=PASSWORD_LETTERS_MIN) from wrong
    person = person_of(sign_in.replace("\0", ""))
    if person is None:
        raise Refused("sign_in.code")
    with transaction.atomic():
        _spend(person, code)
        _set_password(person.sign_in, new_password)


def _spend(person: Person, code: str) -> None:
    by = Actor(organisation="", roles=frozenset({"machine"}), person=person.id, via="sign-in")
    inputs = Redeem(person=person.id, digest=_digest(person.id, normal_id(code)))
    _ = gate.act(Act(name="person.redeem", by=by, at=current().world.clock.now(), inputs=inputs)).ref


def _digest(person: Id, code: str) -> str:
    return hashlib.sha256(f"callbox code 1\0{person}\0{code}".encode(errors="replace")).hexdigest()


def _set_password(sign_in: str, password: str) -> None:
    users = get_user_model()
    user = users.objects.filter(**_named(users, sign_in)).first() or users(**_named(users, sign_in))
    user.is_active = True
    user.set_password(password)
    user.save()


def _named(users: type[Any], sign_in: str) -> Mapping[str, Any]:
    return {users.USERNAME_FIELD: sign_in}
