"""Django's settings. What differs from node to node comes from its world (see start.py), never from here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

SERVICES = (
    "organisation",
    "access",
    "erasure",
    "unit",
    "report",
    "follow",
    "call",
    "incident",
    "request",
    "application",
    "transfer",
    "share",
    "note",
    "shift",
    "closure",
    "boundary",
    "article",
    "message",
    "safety",
    "handover",
    "aid",
    "place_note",
    "notice",
    "neighbour",
)

DEBUG = False
SECRET_KEY = "set from the world's own key file before anything is served"  # noqa: S105  replaced at start
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "callbox.site.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "callbox.kernel",
    *(f"callbox.services.{name}" for name in SERVICES),
    "callbox.faces.console",
]
MIDDLEWARE = [
    "callbox.faces.api.answers.OneShape",
    "callbox.faces.console.middleware.policy",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "callbox.faces.console.middleware.worded",
]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "callbox",
        # Values are bound on the server, so that a failed statement never carries one into a log.
        # A statement met five times on one connection is planned once for all times after.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文")]
FACES = Path(__file__).resolve().parent.parent / "faces"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FACES / "console" / "templates", FACES / "portal" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "callbox.faces.console.pages.common",
            ],
            "libraries": {"portal": "callbox.faces.portal.tags"},
        },
    }
]
# What is sent is read whole before it costs a thread (bodies.py); nothing of it lies on a disk unencrypted.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "callbox.faces.console.errors.forbidden"
LOGIN_URL = "/sign-in"
# Who takes in what residents send: `organisation`, `emergency` and `number`, from the node's settings. Empty: nobody does.
PORTAL: Mapping[str, str] = {}
# Whom the sign-in page of a demo world offers, by role, and their password; filled when a demo world is opened.
DEMO_PEOPLE: Mapping[str, str] = {}
DEMO_PASSWORD = ""
# Where the checkpoints of the open world lie, for receipts; filled when the web process opens its world.
CHECKPOINTS_OUTSIDE = ""
AUTHENTICATION_BACKENDS = ["callbox.services.organisation.accounts.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The address under which those outside reach this node, from its settings file; empty: whatever they asked for.
WEB_ADDRESS = ""
# For which jurisdiction Open311 speaks, and whom developers ask; from the settings file.
OPEN311: Mapping[str, str] = {}
LOGGING_CONFIG = None
