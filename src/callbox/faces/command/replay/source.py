"""What a command line names: the file, how to read it, and the calls that are in it. Every fault ends in one line."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from callbox.faces.command.program import USAGE, Stop
from callbox.faces.command.replay import calls as reading
from callbox.faces.command.replay import profile as profiles
from callbox.faces.command.replay import sheet
from callbox.faces.command.replay.calls import Call, Reject
from callbox.faces.command.replay.profile import MAP_BYTES_MAX, MapError, Profile
from callbox.faces.command.replay.sheet import Sheet, SheetError
from callbox.faces.command.replay.unnamed import with_names

SEED_BYTES = 6
# gzip, zip (and so spreadsheets), xz, zstd: nobody's first column begins so.
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
SHOWN = 6


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that was read: its calls, the best time each was received, and a seed that is the file's own."""

    path: Path
    profile: Profile
    rows: int
    calls: Sequence[Call]
    received: Sequence[datetime]
    seed: int


def load(path: Path, *, profile: str | None, map_path: Path | None, limit: int | None) -> Source:
    """Read a file as the command line says.

    Raises:
        Stop: with one line, when it cannot be read at all.
    """
    content = _content(path, "replay.file.unreadable")
    if content.startswith(PACKED):
        raise Stop("replay.file.packed", status=USAGE, file=path.name)
    chosen, table = _table(path, content, profile=profile, map_path=map_path)
    if not table.rows:
        raise Stop("replay.file.no_rows", status=USAGE, file=path.name)
    found = with_names(reading.calls(table, chosen))
    timed, received = _timed(found, chosen, path)
    order = sorted(range(len(timed)), key=lambda place: (received[place], timed[place].line))[:limit]
    return Source(
        path=path,
        profile=chosen,
        rows=len(table.rows),
        calls=[timed[place] for place in order],
        received=[received[place] for place in order],
        seed=int.from_bytes(hashlib.sha256(content).digest()[:SEED_BYTES], "big"),
    )


def _content(path: Path, code: str) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as wrong:
        detail = getattr(wrong, "strerror", None) or str(wrong)
        raise Stop(code, status=USAGE, file=path, detail=detail) from wrong


def _table(path: Path, content: bytes, *, profile: str | None, map_path: Path | None) -> tuple[Profile, Sheet]:
    if profile and map_path:
        raise Stop("replay.both", status=USAGE)
    try:
        if map_path or profile:
            chosen = _own(map_path) if map_path else _named(str(profile))
            table = _read(content, chosen)
            lacking = chosen.lacks(table.header)
            if lacking:
                raise _unfit("replay.file.unfit", path, profile=chosen, lacking=lacking)
            return chosen, table
        return _fitting(path, content)
    except SheetError as wrong:
        raise Stop(wrong.code, status=USAGE, file=path.name, **wrong.details) from wrong
    except MapError as wrong:
        raise Stop(wrong.code, status=USAGE, **wrong.details) from wrong


def _read(content: bytes, chosen: Profile) -> Sheet:
    return sheet.read(sheet.text_of(content, chosen.encoding), delimiter=chosen.delimiter)


def _own(path: Path) -> Profile:
    content = _content(path, "replay.map.unreadable")
    if len(content) > MAP_BYTES_MAX:
        raise MapError("replay.map.toml", file=path.name, detail=f"> {MAP_BYTES_MAX} bytes")
    try:
        return profiles.read_map(content.decode("utf-8-sig"), source=path.name)
    except UnicodeDecodeError as wrong:
        raise MapError("replay.map.toml", file=path.name, detail="UTF-8") from wrong


def _named(name: str) -> Profile:
    known = {one.name: one for one in profiles.built_in()}
    if name not in known:
        raise MapError("replay.profile.unknown", profile=name[:60], profiles=", ".join(known))
    return known[name]


def _fitting(path: Path, content: bytes) -> tuple[Profile, Sheet]:
    """The built-in profile whose columns are all there."""
    tried = [(chosen, _read(content, chosen)) for chosen in profiles.built_in()]
    for chosen, table in tried:
        if not chosen.lacks(table.header):
            return chosen, table
    nearest, table = min(tried, key=lambda one: len(one[0].lacks(one[1].header)))
    raise _unfit("replay.file.unknown", path, profile=nearest, lacking=nearest.lacks(table.header))


def _unfit(code: str, path: Path, *, profile: Profile, lacking: Sequence[str]) -> Stop:
    shown = ", ".join(column[:40] for column in lacking[:SHOWN]) + (" ..." if len(lacking) > SHOWN else "")
    return Stop(code, status=USAGE, file=path.name, profile=profile.name, columns=shown)


def _timed(found: Sequence[Call], profile: Profile, path: Path) -> tuple[list[Call], list[datetime]]:
    """Each call with the best time known of its receipt; those without any are given the first of the file."""
    best = [call.received or reading.fallback(call, profile) for call in found]
    known = [at for at in best if at is not None]
    if not known:
        raise Stop("replay.file.no_time", status=USAGE, file=path.name, profile=profile.name)
    first = min(known)
    timed = [_noted(call, profile, timeless=at is None) for call, at in zip(found, best, strict=True)]
    return timed, [at or first for at in best]


def _noted(call: Call, profile: Profile, *, timeless: bool) -> Call:
    """What shows only when the call is looked at as a whole."""
    notes = list(_notes(call, profile, timeless=timeless))
    if not notes:
        return call
    flags = [*call.flags, *(note.reason.removeprefix("replay.") for note in notes)]
    return replace(call, flags=tuple(dict.fromkeys(flags)), rejects=(*call.rejects, *notes))


def _notes(call: Call, profile: Profile, *, timeless: bool) -> Iterator[Reject]:
    if timeless or ("received" not in profile.call and call.received is None):
        yield Reject(
            line=call.line, call=call.number, reason="replay.no_time" if timeless else "replay.received_missing"
        )
    if call.entry and call.received and call.entry < call.received:
        yield Reject(
            line=call.line,
            call=call.number,
            column=profile.call["entry"],
            value=call.entry.astimezone(profile.zone).isoformat(sep=" "),
            reason="replay.entry_early",
        )
