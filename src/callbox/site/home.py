"""The one folder that holds everything a node owns, `$CALLBOX_HOME`, and the errors of setting a node up."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

SYSTEM_HOME = Path("/var/lib/callbox")
PRIVATE = 0o700
PASSABLE = 0o711  # root's home: the account PostgreSQL is dropped to must pass through, and may list nothing


class SetupError(Exception):
    """A node can't be set up or reached as asked: one line for a person, picked by a code, filled by values."""

    status: int = 1  # the exit status: 2 when the command line itself was wrong

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "home.control_character": {
            "en": "CALLBOX_HOME holds a control character: give a plain folder name",
            "zh": "CALLBOX_HOME 含有控制字符，请使用普通的文件夹名称",
        },
        "home.not_folder": {
            "en": "CALLBOX_HOME: {path} is not a folder: name another, or move it away",
            "zh": "CALLBOX_HOME：{path} 不是文件夹，请换一个路径或将其移走",
        },
        "home.foreign": {
            "en": "CALLBOX_HOME: {path} belongs to another user ({owner}): run as that user, or name another folder",
            "zh": "CALLBOX_HOME：{path} 属于其他用户（编号 {owner}），请以该用户运行或换一个文件夹",
        },
        "home.open_to_others": {
            "en": "CALLBOX_HOME: others may write in {path}: run `chmod go-w {path}` first",
            "zh": "CALLBOX_HOME：其他用户可写入 {path}，请先运行 `chmod go-w {path}`",
        },
        "home.not_made": {
            "en": "CALLBOX_HOME: {path} can't be made ({reason}): name a folder you may write in",
            "zh": "CALLBOX_HOME：无法创建 {path}（{reason}），请指定您可以写入的文件夹",
        },
    }

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """The line in `language` ("en" or "zh"); another language falls back to English."""
        lines = self.words[self.code]
        return lines.get(language, lines["en"]).format(**self.values)


def resolve(environ: Mapping[str, str], *, uid: int) -> Path:
    """Where the node's folder is: `CALLBOX_HOME`, or else for root the system's folder, for others their own.

    Touches nothing. Raises SetupError for a name that can't be a folder's.
    """
    named = environ.get("CALLBOX_HOME", "").strip()
    if any(ord(character) < 32 for character in named):
        raise SetupError("home.control_character")
    if named:
        return Path(named).expanduser().absolute()
    return SYSTEM_HOME if uid == 0 else _data_folder(environ) / "callbox"


def _data_folder(environ: Mapping[str, str]) -> Path:
    # The XDG base directory specification: a relative value is to be ignored.
    named = Path(environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path("~/.local/share").expanduser()


def current() -> Path:
    """The home of this process, made if it is missing: what the command line calls first."""
    return ensure(resolve(os.environ, uid=os.geteuid()))


def ensure(home: Path) -> Path:
    """Make `home` private to its owner (passable, not listable, for root) and return it with links resolved.

    Parents that exist are never changed. Raises SetupError when it can't be made, is someone else's or open to others.
    """
    mode = PASSABLE if os.geteuid() == 0 else PRIVATE
    try:
        fresh = not home.exists()
        home.mkdir(mode=mode, parents=True, exist_ok=True)
        _hold_private(home, mode=mode, fresh=fresh)
    except FileExistsError:
        raise SetupError("home.not_folder", path=home) from None
    except OSError as error:
        raise SetupError("home.not_made", path=home, reason=error.strerror) from error
    return home.resolve()


def _hold_private(home: Path, *, mode: int, fresh: bool) -> None:
    found = home.stat()
    if found.st_uid != os.geteuid():
        raise SetupError("home.foreign", path=home, owner=found.st_uid)
    if stat.S_IMODE(found.st_mode) & 0o022 and not fresh:
        raise SetupError("home.open_to_others", path=home)
    # A folder that is used for other things too keeps what its owner allowed, but an empty one is ours to close.
    if fresh or not any(home.iterdir()):
        home.chmod(mode)
    elif mode == PASSABLE:
        home.chmod(stat.S_IMODE(found.st_mode) | 0o011)
