"""What `callbox doctor` looks at: from the ground up, each by itself, so that one fault never hides the others.

It changes nothing. It starts the database server where none runs, as every command does.
"""

import locale
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection

from callbox.faces.command.keeper import Finding, State
from callbox.faces.command.program import language
from callbox.kernel import publish, read, sequencer, world_state
from callbox.kernel.checkpoint import CheckpointError
from callbox.kernel.facts import Actor
from callbox.kernel.node import Node
from callbox.kernel.outside import place
from callbox.kernel.privacy import SLOT_BYTES, Erased, KeysMissing
from callbox.kernel.world import Mode, RealClock
from callbox.site import configuration, start
from callbox.site.advisor.deciding import policy_of
from callbox.site.advisor.errors import AdvisorError
from callbox.site.home import SetupError
from callbox.site.postgres import ConnectionInfo
from callbox.site.running import hold

WELL, ADVICE, WRONG = State.WELL, State.ADVICE, State.WRONG
DISK_WRONG_MB, DISK_ADVICE_MB = 500, 5_000
LAG_ADVICE = 10_000
CHECKPOINT_LATE = 5  # times the interval that the settings ask for
JUMP_ADVICE_S = 2.0
BACKUP_OLD = timedelta(days=7)
LOOKER = Actor(organisation="", roles=frozenset({"machine"}), via="doctor")


@dataclass(frozen=True)
class Looked:
    """One world that is looked at, and what the settings ask for."""

    node: Node
    settings: configuration.Configuration


def findings(home: Path, reach: Callable[[], ConnectionInfo], *, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything worth knowing about this node, most basic first."""
    settings: list[configuration.Configuration] = []
    yield from _home(home)
    yield from _disk(home)
    yield from _language(environ)
    yield from _clock()
    yield _settings(home, settings)
    info: list[ConnectionInfo] = []
    yield _server(reach, info)
    yield _running(home)
    known = settings[0] if settings else configuration.Configuration(home=home)
    if info:
        yield from _worlds(home, info[0], known)


def _home(home: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(home.stat().st_mode)
    wrong = mode & 0o066 or home.stat().st_uid != os.geteuid()
    yield Finding(WRONG if wrong else WELL, "home_open" if wrong else "home", {"path": home, "mode": f"{mode:03o}"})


def _disk(home: Path) -> Iterator[Finding]:
    free_mb = shutil.disk_usage(home).free // 1_000_000
    state = WRONG if free_mb < DISK_WRONG_MB else ADVICE if free_mb < DISK_ADVICE_MB else WELL
    yield Finding(state, "disk" if state is WELL else "disk_low", {"free_gb": f"{free_mb / 1000:.1f}", "path": home})


def _language(environ: Mapping[str, str]) -> Iterator[Finding]:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    well = encoding.replace("-", "").casefold() == "utf8"
    named = environ.get("CALLBOX_LANGUAGE") or environ.get("LC_ALL") or environ.get("LANG") or "C"
    yield Finding(
        WELL if well else ADVICE, "locale" if well else "locale_not_utf8", {"id": named, "encoding": encoding}
    )


def _clock() -> Iterator[Finding]:
    """The machine's time, and whether its zones are the ones that the law of the land has now."""
    clock = RealClock()
    jump_s = clock.jump_s()
    if abs(jump_s) > JUMP_ADVICE_S:
        yield Finding(ADVICE, "clock_jumps", {"jump_s": f"{jump_s:.0f}"})
    now = clock.now()
    if now.year < 2025:
        yield Finding(WRONG, "clock_past", {"now": now.isoformat(timespec="seconds")})
    try:
        shown = now.astimezone(ZoneInfo("Asia/Shanghai")).utcoffset() == timedelta(hours=8)
    except (KeyError, OSError):
        shown = False
    yield Finding(WELL if shown else WRONG, "clock" if shown else "zones", {"now": now.isoformat(timespec="seconds")})


def _settings(home: Path, found: list[configuration.Configuration]) -> Finding:
    try:
        found.append(configuration.read(home))
    except configuration.ConfigurationError as wrong:
        return Finding(WRONG, "told", {"text": wrong.text(language())})
    path = home / configuration.FILE
    return Finding(WELL, "settings" if path.exists() else "settings_default", {"path": path})


def _server(reach: Callable[[], ConnectionInfo], found: list[ConnectionInfo]) -> Finding:
    try:
        found.append(reach())
    except SetupError as wrong:
        return Finding(WRONG, "told", {"text": wrong.text(language())})
    return Finding(WELL, "server" if found[0].embedded else "server_outside", {"major": found[0].major})


def _running(home: Path) -> Finding:
    runs = hold.noted(home)
    if runs is None:
        return Finding(ADVICE, "not_running")
    down = ", ".join(part for part, pid in runs.parts.items() if pid is None)
    if down:
        return Finding(WRONG, "parts_down", {"parts": down, "logs": home / "logs"})
    return Finding(WELL, "running", {"url": runs.url, "world": runs.world})


def _worlds(home: Path, info: ConnectionInfo, settings: configuration.Configuration) -> Iterator[Finding]:
    marks = sorted((home / "worlds").glob(f"*/{start.MARK}"))
    if not marks:
        yield Finding(ADVICE, "no_world")
    for mark in marks:
        yield from _world(home, info, mark.parent.name, settings=settings)
    if any(start.told(mark.parent).mode is Mode.LIVE for mark in marks):
        yield from _outside(settings)


def _world(home: Path, info: ConnectionInfo, name: str, *, settings: configuration.Configuration) -> Iterator[Finding]:
    try:
        node = start.open_world(home, info, name)
        yield Finding(WELL, "world", {"world": name, "mode": node.world.mode.value, "zone": node.world.zone})
        for look in LOOKS:
            yield from look(Looked(node, settings))
    except SetupError as wrong:
        yield Finding(WRONG, "told", {"text": wrong.text(language())})
    except DatabaseError as wrong:
        yield Finding(WRONG, "database", {"world": name, "reason": type(wrong).__name__})


def _advice(one: Looked) -> Iterator[Finding]:
    """Whether the policy that is set may be used in the live world."""
    if one.node.world.mode is Mode.LIVE:
        try:
            policy_of(one.settings, one.node.world.name)
        except AdvisorError as wrong:
            yield Finding(WRONG, "told", {"text": wrong.text(language())})


def _migrations(one: Looked) -> Iterator[Finding]:
    node = one.node
    waiting = start.pending()
    if waiting:
        yield Finding(WRONG, "migrations", {"world": node.world.name, "count": waiting})


def _keys(one: Looked) -> Iterator[Finding]:
    """Whether the key file reaches as far as the records do, belongs to this master key, and is ours alone."""
    node = one.node
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE -1 END FROM key_slot")
        needed = int(cursor.fetchone()[0])
    slots = node.world.keys_folder / "slots.bin"
    details = {"world": node.world.name, "path": node.world.keys_folder}
    try:
        has = slots.stat().st_size // SLOT_BYTES
        if needed >= has:
            yield Finding(WRONG, "keys_short", {**details, "has": has, "needed": needed + 1})
            return
        _try_key(node, max(needed, 0))
    except (KeysMissing, OSError) as wrong:
        yield Finding(WRONG, "keys_wrong", {**details, "reason": str(wrong)})
        return
    open_to = [path for path in (slots, node.world.keys_folder / "master.key") if path.stat().st_mode & 0o077]
    yield Finding(WRONG if open_to else WELL, "keys_open" if open_to else "keys", details)


def _try_key(node: Node, slot: int) -> None:
    try:
        node.keys.key(slot)
    except Erased:
        return


def _outside(settings: configuration.Configuration) -> Iterator[Finding]:
    told = settings.outside
    details = {"path": told}
    if told.startswith(("http://", "https://")):
        return
    nearest = next(folder for folder in (Path(told), *Path(told).parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield Finding(WRONG, "outside_closed", details)
    elif nearest.stat().st_dev == settings.home.stat().st_dev:
        yield Finding(ADVICE, "outside_same_disk", {**details, "file": settings.home / configuration.FILE})
    else:
        yield Finding(WELL, "outside", details)


def _checkpoint(one: Looked) -> Iterator[Finding]:
    node = one.node
    if node.world.mode is not Mode.LIVE:
        return
    told = f"{one.settings.outside}/{node.world.name}"
    details = {"world": node.world.name, "path": told}
    try:
        known = publish.latest(node, place(told))
    except CheckpointError as wrong:
        yield Finding(WRONG, "checkpoint_false", {**details, "reason": str(wrong)})
        return
    except OSError:
        yield Finding(WRONG, "outside_closed", {"path": told})
        return
    size = sequencer.sequenced().size
    if known is None:
        yield Finding(ADVICE if size else WELL, "checkpoint_none" if size else "checkpoint_not_yet", details)
    elif known.size > size:
        yield Finding(WRONG, "checkpoint_ahead", {**details, "known": known.size, "has": size})
    else:
        yield from _age(one, told=told, missing=size - known.size)


def _age(one: Looked, *, told: str, missing: int) -> Iterator[Finding]:
    node = one.node
    note = Path(told) / publish.CHECKPOINT
    written = note.stat().st_mtime if note.exists() else node.world.clock.now().timestamp()
    age_s = max(0.0, node.world.clock.now().timestamp() - written)
    late = missing > 0 and age_s > CHECKPOINT_LATE * one.settings.checkpoint_every_s
    details = {"world": node.world.name, "age_s": f"{age_s:.0f}", "missing": missing}
    yield Finding(ADVICE if late else WELL, "checkpoint_late" if late else "checkpoint", details)


def _sequencer(one: Looked) -> Iterator[Finding]:
    node = one.node
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE position IS NULL")
        waiting = int(cursor.fetchone()[0])
    details = {"world": node.world.name, "waiting": waiting}
    if waiting > LAG_ADVICE:
        yield Finding(ADVICE, "sequencer_behind", details)


def _administrator(one: Looked) -> Iterator[Finding]:
    held = read.Condition("'administrator' = ANY(roles) AND person IS NOT NULL")
    if one.node.world.mode is Mode.LIVE and not read.count(LOOKER, "post", where=[held]):
        yield Finding(WRONG, "no_administrator", {"world": one.node.world.name})


def _made(one: Looked) -> Iterator[Finding]:
    """A ledger that runs ahead of the machine's clock: the clock was put back."""
    node = one.node
    stated = world_state.known()
    if stated is not None and node.world.mode is Mode.LIVE and stated.made_at > node.world.clock.now():
        yield Finding(WRONG, "clock_behind", {"world": node.world.name, "made_at": stated.made_at.isoformat()})


def _backup(one: Looked) -> Iterator[Finding]:
    node = one.node
    if node.world.mode is not Mode.LIVE:
        return
    folder = one.settings.backups
    stamps = sorted(path.name[-16:] for path in folder.glob(f"callbox-{node.world.name}-*")) if folder.is_dir() else []
    details: dict[str, object] = {"world": node.world.name, "path": folder}
    if not stamps:
        yield Finding(ADVICE, "backup_none", details)
        return
    try:
        age = node.world.clock.now() - datetime.strptime(stamps[-1], "%Y%m%dT%H%M%S%z")
    except ValueError:
        return
    details["days"] = age.days
    yield Finding(ADVICE if age > BACKUP_OLD else WELL, "backup_old" if age > BACKUP_OLD else "backup", details)


def _channels(one: Looked) -> Iterator[Finding]:
    """Whether what is told leaves the node by the channels that were declared."""
    if one.node.world.mode is not Mode.LIVE or start.pending():
        return
    found = read.select(LOOKER, "channel", where=[read.Condition("status <> 'ended'")])
    failing = [each for each in found if each.status == "failing"]
    for each in failing:
        since = each.failing_since.isoformat(timespec="seconds")
        told = {
            "id": each.name,
            "carrier": each.carrier,
            "since": since,
            "fault": each.fault,
            "given_up": each.given_up,
        }
        yield Finding(WRONG, "channel_failing", {"world": one.node.world.name, **told})
    if found and not failing:
        yield Finding(WELL, "channels", {"world": one.node.world.name, "count": len(found)})


Look = Callable[[Looked], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (
    _migrations,
    _keys,
    _administrator,
    _made,
    _sequencer,
    _checkpoint,
    _backup,
    _advice,
    _channels,
)
