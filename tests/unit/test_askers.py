"""Who asks, known without a database: what two hundred consoles cost when the machine is too busy for them."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from callbox.kernel.facts import Actor
from callbox.site import askers
from callbox.site.asgi_types import Scope
from callbox.site.askers import Asker, Askers, Basis, Known

CONSOLES = 200


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often somebody was looked up, and how often all of them were held against the database."""
    counted: Counter[str] = Counter()

    def looked_up(scope: Scope, now_s: float | None) -> Known:
        counted["looked up"] += 1
        actor = Actor(organisation="coast", roles=frozenset({"dispatcher"}), person=str(scope["headers"]))
        return Known(Asker(actor, "en"), "session", ("same",), now_s or 0.0, now_s or 0.0)

    def bases(found: Sequence[tuple[str, Actor]]) -> list[Basis]:
        counted["held against"] += 1
        return [("same",) for _ in found]

    monkeypatch.setattr(askers, "_looked_up", looked_up)
    monkeypatch.setattr(askers, "_bases", bases)
    return counted


async def all_ask(known: Askers) -> None:
    scopes: list[Scope] = [{"headers": [(b"cookie", b"sessionid=%d" % one)]} for one in range(CONSOLES)]
    await asyncio.gather(*(known.who(scope) for scope in scopes * 2))


def test_whoever_was_not_held_against_the_database_in_time_is_so_with_all_the_others(
    asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        known = Askers()
        known.start()
        await all_ask(known)
        assert asked == {"looked up": CONSOLES}, "once for however many of their pages"
        monkeypatch.setattr(askers, "KNOWN_S", 0.0)
        await all_ask(known)
        assert asked == {"looked up": CONSOLES, "held against": 1}
        await known.stop()

    asyncio.run(story())
