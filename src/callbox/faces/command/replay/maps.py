"""Every way in which a file can be read: the maps that come with Callbox, and those of one's own."""

from functools import cache
from pathlib import Path

from callbox.faces.command.replay.form import Form, MapError, parsed
from callbox.faces.command.replay.profile import Profile, of_calls
from callbox.faces.command.replay.request_profile import of_requests

__all__ = ["MapError", "built_in", "named", "read_map"]

PROFILES = Path(__file__).parent / "profiles"


def read_map(text: str, *, source: str) -> Form:
    """A profile from its text: of requests where it says what a request is, else of calls. `source` names it in errors.

    Raises:
        MapError: naming the key, and what would be right.
    """
    told = parsed(text, source=source)
    return of_requests(told, source) if "request" in told else of_calls(told, source)


@cache
def built_in() -> tuple[Form, ...]:
    """The profiles that come with Callbox, by name."""
    return tuple(read_map(path.read_text("utf-8"), source=path.name) for path in sorted(PROFILES.glob("*.toml")))


def named(name: str) -> Form:
    """A profile that comes with Callbox.

    Raises:
        MapError: where there is none of that name.
    """
    known = {one.name: one for one in built_in()}
    if name not in known:
        raise MapError("replay.profile.unknown", profile=name[:60], profiles=", ".join(known))
    return known[name]


def calls_of(name: str) -> Profile:
    """A profile of calls that comes with Callbox."""
    found = named(name)
    assert isinstance(found, Profile)
    return found
