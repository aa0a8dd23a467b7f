"""What the node's settings change in a process that serves it: how much it logs, what it speaks, where it is reached."""

import logging
from urllib.parse import urlsplit

from django.conf import settings

from callbox.site.configuration import Configuration

# As Django names them; its own middleware falls back to this one.
LANGUAGES = {"en": "en", "zh": "zh-hans"}


def apply(told: Configuration) -> None:
    """Let this process work as its administrator chose."""
    logging.getLogger().setLevel(told.log_level.upper())
    settings.LANGUAGE_CODE = LANGUAGES[told.language]
    settings.PORTAL = told.portal
    settings.WEB_ADDRESS = told.web_address
    settings.OPEN311 = {"jurisdiction": told.open311_jurisdiction, "contact": told.open311_contact}
    if told.web_address:
        _answer_at(told.web_address)


def _answer_at(address: str) -> None:
    """Take pages' forms from this address too; where it is under TLS, no cookie leaves without."""
    where = urlsplit(address)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, where.hostname]
    settings.CSRF_TRUSTED_ORIGINS = [address]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = where.scheme == "https"
