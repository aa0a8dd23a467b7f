"""The node's settings: one commented TOML file, `callbox.toml` in `$CALLBOX_HOME`, read strictly.

    settings = configuration.read(home)
    settings.web_port, settings.outside, settings.checkpoint_every_s ...

A missing file or line means the default. A key that is not known, a value of the wrong type or out of its bounds is refused
in one line that names the key and says what would be right.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from callbox.site.home import SetupError
from callbox.site.setting import Setting, Text, between, declared, is_line, one_of
from callbox.site.settings_open311 import Open311
from callbox.site.settings_outside import Outside
from callbox.site.settings_portal import Portal
from callbox.site.settings_telephony import Telephony

FILE = "callbox.toml"
FILE_BYTES_MAX = 1_000_000
LEVELS = ("debug", "info", "warning", "error")
LANGUAGES = ("en", "zh")
# As the brain names them, which is not imported to read a file; the first two need not have been seen replayed.
POLICIES = ("closest_idle", "priority_preemption", "closest_straight_line", "dmexclp", "expected_cover")
PLAIN = POLICIES[:2]
ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")


class ConfigurationError(SetupError):
    """The settings file holds something that can't be: one line that names the key."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "configuration.unreadable": {
            "en": "{path} can't be read: {reason}",
            "zh": "无法读取 {path}：{reason}",
        },
        "configuration.not_toml": {
            "en": "{path} is not TOML: {reason}",
            "zh": "{path} 不是有效的 TOML：{reason}",
        },
        "configuration.unknown": {
            "en": "{path}: {key}: there is no such setting; did you mean {near}?",
            "zh": "{path}：{key}：没有这项设置；您是否想写 {near}？",
        },
        "configuration.unseen": {
            "en": "{path}: advice.policy = {policy}: give advice.replayed (where it was seen) or advice.because",
            "zh": "{path}：advice.policy = {policy}：须同时填写 advice.replayed（在何处见过）或 advice.because",
        },
        "configuration.lines": {
            "en": "{path}: telephony.sip: say whose lines these are: telephony.organisation",
            "zh": "{path}：telephony.sip：请用 telephony.organisation 写明线路所属机构",
        },
        "configuration.wrong": {
            "en": "{path}: {key} = {found}: must be {wanted_en}",
            "zh": "{path}：{key} = {found}：应为{wanted_zh}",
        },
    }


def _is_zone(value: object) -> bool:
    # Not `available_zones`: a zone file may be there that no list names.
    if not isinstance(value, str) or not value or len(value) > 60:
        return False
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _is_address(value: object) -> bool:
    return isinstance(value, str) and (value == "" or ADDRESS.fullmatch(value) is not None)


def _is_folder(value: object) -> bool:
    clean = isinstance(value, str) and not any(ord(letter) < 32 for letter in value)
    return clean and (value == "" or Path(str(value)).is_absolute() or str(value).startswith("~/"))


def _is_place(value: object) -> bool:
    address = isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+(/\S*)?", value) is not None
    return address or _is_folder(value)


FOLDER: Text = ("a whole path such as /srv/callbox", "完整路径，例如 /srv/callbox")


@dataclass(frozen=True, kw_only=True)
class Configuration(Outside, Open311, Portal, Telephony):
    """What an administrator may choose. Folders are whole paths; `home` fills those left empty."""

    home: Path
    language: str = declared(
        Setting(
            "language",
            one_of(*LANGUAGES),
            ('"en" or "zh"', ' "en" 或 "zh"'),
            (
                "Language of this node's own texts where a reader has not chosen one: en or zh.",
                "读者未选择语言时本节点使用的语言：en 或 zh。",
            ),
            '"en"',
        ),
        "en",
    )
    zone: str = declared(
        Setting(
            "zone",
            _is_zone,
            ("a time zone such as Asia/Shanghai (IANA)", "时区名称，例如 Asia/Shanghai（IANA）"),
            (
                "Time zone (IANA) of a new world. Times are kept in UTC; this is how they are shown.",
                "新建世界的时区（IANA）。时间以 UTC 保存，此项只决定显示方式。",
            ),
            '"UTC"',
        ),
        "UTC",
    )
    web_address: str = declared(
        Setting(
            "web.address",
            _is_address,
            (
                "an address such as https://callbox.example.org, without a path",
                "不含路径的网址，例如 https://callbox.example.org",
            ),
            (
                (
                    "The address people open, when a proxy with TLS passes it on to this machine. Empty: only this machine"
                    " reaches Callbox, at http://127.0.0.1 and the port below."
                ),
                "由带 TLS 的代理转发到本机时，人们访问的网址。留空则只有本机可通过 http://127.0.0.1 和下面的端口访问。",
            ),
            '""',
        ),
        "",
    )
    web_port: int = declared(
        Setting(
            "web.port",
            between(1, 65_535),
            ("a whole number from 1 to 65535", " 1 到 65535 的整数"),
            ("Its port.", "监听端口。"),
            "8000",
        ),
        8000,
    )
    outside_place: str = declared(
        Setting(
            "ledger.outside",
            _is_place,
            (
                "a whole path such as /srv/callbox, or an address for PUT",
                "完整路径（例如 /srv/callbox）或接受 PUT 的网址",
            ),
            (
                (
                    "Folder (or address for PUT) of signed checkpoints and the list of erasures. Best on another disk or"
                    " machine: what lies here proves that the ledger was not changed. Empty: `outside` in $CALLBOX_HOME."
                ),
                (
                    "数据库之外的文件夹（或接受 PUT 的网址），存放签名检查点与抹除清单。最好位于另一块磁盘或另一台机器："
                    "它能证明账本未被更改。留空则为 $CALLBOX_HOME 下的 outside。"
                ),
            ),
            '""',
        ),
        "",
    )
    checkpoint_every_s: int = declared(
        Setting(
            "ledger.checkpoint_every_s",
            between(1, 86_400),
            ("a whole number of seconds from 1 to 86400", " 1 到 86400 的整数（秒）"),
            ("Seconds between two checkpoints.", "两个检查点之间的秒数。"),
            "60",
        ),
        60,
    )
    backup_folder: str = declared(
        Setting(
            "backup.folder",
            _is_folder,
            FOLDER,
            (
                "Folder that `callbox backup` writes into. Empty: `backups` in $CALLBOX_HOME, which is lost with its disk.",
                "`callbox backup` 写入的文件夹。留空则为 $CALLBOX_HOME 下的 backups，磁盘损坏时会一同丢失。",
            ),
            '""',
        ),
        "",
    )
    log_level: str = declared(
        Setting(
            "log.level",
            one_of(*LEVELS),
            ("one of " + ", ".join(LEVELS), "以下之一：" + "、".join(LEVELS)),
            (
                "How much goes into the log: debug, info, warning or error. Never anything personal.",
                "日志的详细程度：debug、info、warning 或 error。任何级别都不含个人信息。",
            ),
            '"info"',
        ),
        "info",
    )

    advice_policy: str = declared(
        Setting(
            "advice.policy",
            one_of(*POLICIES),
            ("one of " + ", ".join(POLICIES), "以下之一：" + "、".join(POLICIES)),
            (
                f"By what it is proposed whom to send. Others than {' and '.join(PLAIN)} need one of the two lines below.",
                f"按何种策略建议派谁。除 {'、'.join(PLAIN)} 外，须填写下面两项之一。",
            ),
            f'"{PLAIN[0]}"',
        ),
        PLAIN[0],
    )
    advice_replayed: str = declared(
        Setting(
            "advice.replayed",
            _is_folder,
            FOLDER,
            (
                "The result.json of `callbox simulate compare --world` that shows this policy on this world's own year.",
                "`callbox simulate compare --world` 写出的 result.json，其中有此策略在本世界自己一年中的表现。",
            ),
            '""',
        ),
        "",
    )
    advice_because: str = declared(
        Setting(
            "advice.because",
            is_line,
            ("one line of at most 200 characters", "不超过 200 字的一行文字"),
            ("Or why it is used without having been seen there.", "或者：未经重演而使用它的理由。"),
            '""',
        ),
        "",
    )
    advice_late_s: int = declared(
        Setting(
            "advice.late_s",
            between(60, 3_600),
            ("a whole number of seconds from 60 to 3600", " 60 到 3600 的整数（秒）"),
            (
                "A place is covered by who can be there, on the road, in so many seconds.",
                "能在这么多秒内从路上赶到，才算覆盖该处。",
            ),
            "480",
        ),
        480,
    )

    @property
    def outside(self) -> str:
        """Where checkpoints and the erasure list go: a folder's path or an address; each world has its part in it."""
        address = self.outside_place.startswith(("http://", "https://"))
        return self.outside_place.rstrip("/") if address else str(self._folder(self.outside_place, "outside"))

    @property
    def backups(self) -> Path:
        """Where backups go."""
        return self._folder(self.backup_folder, "backups")

    def _folder(self, told: str, otherwise: str) -> Path:
        return Path(told).expanduser() if told else self.home / otherwise


@cache
def settings() -> Mapping[str, tuple[str, Setting]]:
    """Each setting by its key in the file: (field, setting)."""
    # Those of the bases come last, so that keys without a section stand first in the file.
    ordered = sorted(fields(Configuration), key=lambda each: each.name not in Configuration.__annotations__)
    marked = ((each.name, each.metadata.get("setting")) for each in ordered)
    return {setting.key: (name, setting) for name, setting in marked if setting is not None}


def read(home: Path) -> Configuration:
    """The settings of the node in `home`; all defaults where there is no file.

    Raises:
        ConfigurationError: one line that names the key and what would be right.
    """
    path = home / FILE
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError:
        return Configuration(home=home)
    except OSError as wrong:
        raise ConfigurationError("configuration.unreadable", path=path, reason=wrong.strerror) from wrong
    return parse(data, home=home)


def parse(data: bytes, *, home: Path) -> Configuration:
    """The settings in a file's bytes.

    Raises:
        ConfigurationError: as `read`.
    """
    path = home / FILE
    if len(data) > FILE_BYTES_MAX:
        raise ConfigurationError("configuration.unreadable", path=path, reason=f"> {FILE_BYTES_MAX} bytes")
    try:
        told = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as wrong:
        raise ConfigurationError("configuration.not_toml", path=path, reason=_one_line(wrong)) from wrong
    found = Configuration(home=home, **dict(_checked(path, key, value) for key, value in _flat(told)))
    if found.advice_policy not in PLAIN and not (found.advice_replayed or found.advice_because.strip()):
        raise ConfigurationError("configuration.unseen", path=path, policy=found.advice_policy)
    if found.telephony_sip and not found.telephony_organisation:
        raise ConfigurationError("configuration.lines", path=path)
    return found


def _one_line(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:200] or type(wrong).__name__


def _flat(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    sections = {key.partition(".")[0] for key in settings() if "." in key}
    for name, value in told.items():
        if name in sections and isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _checked(path: Path, key: str, value: object) -> tuple[str, Any]:
    if key not in settings():
        near = difflib.get_close_matches(key, settings(), n=1, cutoff=0.0)
        raise ConfigurationError("configuration.unknown", path=path, key=_shown(key), near=near[0])
    name, setting = settings()[key]
    if not setting.holds(value):
        wanted_en, wanted_zh = setting.wanted
        raise ConfigurationError(
            "configuration.wrong", path=path, key=key, found=_shown(value), wanted_en=wanted_en, wanted_zh=wanted_zh
        )
    return name, value


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) and "." not in value else str(value)
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:60]


def template() -> str:
    """The file as `callbox init` writes it: every setting with its meaning, its default commented out."""
    lines = [
        "# Settings of this Callbox node. Take the # away from a line to change it, then start Callbox again.",
        "# 本节点的设置。去掉某行前的 # 并修改，然后重新启动 Callbox。",
    ]
    section = ""
    for key, (_, setting) in settings().items():
        above, _, name = key.rpartition(".")
        if above != section:
            lines += ["", f"[{above}]"]
            section = above
        lines += ["", *(f"# {text}" for text in setting.meaning), f"# {name} = {setting.shown}"]
    return "\n".join(lines) + "\n"


def write_template(home: Path) -> Path:
    """Write the commented file unless there is one; where it lies."""
    path = home / FILE
    if not path.exists():
        path.write_text(template(), encoding="utf-8")
        path.chmod(0o600)
    return path
