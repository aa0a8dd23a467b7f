"""Accounts for the demo's people: Django's own, which hold a password and no power."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from callbox.site.demo.people import PASSWORD


def open_accounts(sign_ins: Iterable[str]) -> None:
    """Everybody may sign in with the one shown password, hashed once: each hash takes a third of a second by design."""
    user, password = get_user_model(), make_password(PASSWORD)
    user.objects.bulk_create(user(username=name, password=password) for name in sign_ins)
