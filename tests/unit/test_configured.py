"""What the settings file says is what a serving process does."""

import logging
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from callbox.faces.console.language import language_for
from callbox.site.commands import run
from callbox.site.configuration import Configuration, ConfigurationError
from callbox.site.running import configured

CHANGED = ("LANGUAGE_CODE", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, level = {name: getattr(settings, name) for name in CHANGED}, logging.getLogger().level
    yield
    for name, value in before.items():
        setattr(settings, name, value)
    logging.getLogger().setLevel(level)


def applied(**told: Any) -> None:
    configured.apply(Configuration(home=Path("/srv/node"), **told))


def asked(**headers: str) -> HttpRequest:
    return RequestFactory(headers=headers).get("/")


def test_left_alone_only_this_machine_is_answered_and_cookies_work_without_tls() -> None:
    applied()
    with pytest.raises(Exception, match="Invalid HTTP_HOST"):
        asked(host="city.example").get_host()
    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE) == (False, False)


def test_behind_a_proxy_its_address_is_answered_and_cookies_stay_under_tls() -> None:
    applied(web_address="https://city.example")
    assert asked(host="city.example").get_host() == "city.example"
    assert asked(host="127.0.0.1:8000").get_host() == "127.0.0.1:8000"
    assert settings.CSRF_TRUSTED_ORIGINS == ["https://city.example"]
    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE) == (True, True)


def test_who_reads_neither_language_gets_the_nodes_own() -> None:
    applied(language="zh")
    assert [language_for(asked(accept_language=told)) for told in ("mn", "ug,en;q=0.5")] == ["zh", "en"]


def test_as_much_is_logged_as_was_chosen() -> None:
    applied(log_level="error")
    assert logging.getLogger().level == logging.ERROR


def test_wrong_settings_are_refused_before_anything_starts_whatever_the_line_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "callbox.toml").write_text("[web]\nport = 99999\n")
    started: list[object] = []
    monkeypatch.setattr(run, "start_and_watch", lambda *given, **_: started.append(given))
    line = Namespace(demo=False, world=None, port=8000, nodes=None, speed=10.0)

    with pytest.raises(ConfigurationError, match=r"web\.port"):
        run.run(line, SimpleNamespace(home=tmp_path))

    assert started == []
