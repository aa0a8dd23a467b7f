"""Whether an account may be used: asked of the person's record, each time. The account itself is only a name and a password.

So a dismissal ends what is open at once: no second switch has to be turned, and none can be forgotten.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from callbox.services.organisation.acts import person_of


class Accounts(ModelBackend):
    """Django's own accounts, inactive without a person in the records who may sign in by this name."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked when somebody signs in, and of every session with each request."""
        return bool(super().user_can_authenticate(user)) and person_of(user.get_username()) is not None
