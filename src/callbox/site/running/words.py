"""What `callbox run`, `stop` and `status` say, in each language."""

from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError

LINES: Mapping[str, Mapping[str, str]] = {
    "postgres": {
        "en": "PostgreSQL {major} … ready ({took_s:.1f} s)",
        "zh": "PostgreSQL {major} … 就绪（{took_s:.1f} 秒）",
    },
    "postgres_outside": {"en": "PostgreSQL {major} … reached", "zh": "PostgreSQL {major} … 已连接"},
    "world": {"en": "world … {name} ({mode})", "zh": "世界 … {name}（{mode}）"},
    "making": {"en": "world {name} … making its tables", "zh": "世界 {name} … 正在建表"},
    "city": {
        "en": "demo city … {nodes:,} nodes, {units} units ({took_s:.1f} s)",
        "zh": "演示城市 … {nodes:,} 个路口，{units} 个单位（{took_s:.1f} 秒）",
    },
    "upgraded": {"en": "world {name} … brought to this version", "zh": "世界 {name} … 已升级到本版本"},
    "people": {
        "en": "demo people … {names} … password {password}",
        "zh": "演示人员 … {names} … 密码 {password}",
    },
    "open": {"en": "open {url}    (Ctrl-C stops)", "zh": "请打开 {url}    （Ctrl-C 停止）"},
    "ended": {
        "en": "{part} ended ({how}); starting it again in {wait_s:.1f} s (see {log})",
        "zh": "{part} 已结束（{how}）；{wait_s:.1f} 秒后重新启动（见 {log}）",
    },
    "postgres_back": {"en": "PostgreSQL had ended and is back", "zh": "PostgreSQL 曾中断，现已恢复"},
    "postgres_fails": {"en": "PostgreSQL cannot be started: {reason}", "zh": "PostgreSQL 无法启动：{reason}"},
    "stopping": {"en": "stopping …", "zh": "正在停止……"},
    "stopped": {"en": "stopped; everything is kept in {home}", "zh": "已停止；所有数据保存在 {home}"},
    "running": {
        "en": "running: world {world} at {url} (process {pid})",
        "zh": "正在运行：世界 {world}，{url}（进程 {pid}）",
    },
    "part": {"en": "  {part}: process {pid}", "zh": "  {part}：进程 {pid}"},
    "part_down": {"en": "  {part}: being started again", "zh": "  {part}：正在重新启动"},
    "not_running": {"en": "not running", "zh": "未在运行"},
}


class RunError(SetupError):
    """`callbox run` or `stop` cannot do what was asked. `status` is the exit status."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "run.port": {
            "en": "--port: {port} must be a whole number from 1 to 65535",
            "zh": "--port：{port} 必须是 1 到 65535 之间的整数",
        },
        "run.upgrade_first": {
            "en": "world {name} was made by an older version: run `callbox upgrade` first, which backs it up",
            "zh": "世界 {name} 由较旧版本建立：请先运行 `callbox upgrade`，它会先备份",
        },
        "run.port_in_use": {
            "en": "port {port} is in use by another program: stop it, or choose another with --port",
            "zh": "端口 {port} 已被其他程序占用：请停止该程序，或用 --port 换一个端口",
        },
        "run.port_denied": {
            "en": "port {port} may not be opened by you: choose one from 1024 with --port",
            "zh": "您无权使用端口 {port}：请用 --port 选择 1024 以上的端口",
        },
        "run.nodes": {
            "en": "--nodes: {nodes} must be a whole number from 1,000 to 1,000,000",
            "zh": "--nodes：{nodes} 必须是 1,000 到 1,000,000 之间的整数",
        },
        "run.speed": {
            "en": "--speed: {speed} must be a number from 1 to 100",
            "zh": "--speed：{speed} 必须是 1 到 100 之间的数",
        },
        "run.nodes_fixed": {
            "en": "--nodes: the demo world {name} is there already with {there:,} nodes: leave --nodes out,"
            " or name a new one with --world",
            "zh": "--nodes：演示世界 {name} 已存在，共 {there:,} 个路口：请去掉 --nodes，或用 --world 另取名称",
        },
        "run.only_demo": {
            "en": "{option} is for demo worlds: add --demo",
            "zh": "{option} 只用于演示世界：请加上 --demo",
        },
        "run.database": {
            "en": "the database could not do this ({reason}): run `callbox doctor`",
            "zh": "数据库未能完成此操作（{reason}）：请运行 `callbox doctor`",
        },
        "run.closed": {
            "en": "{path}: {reason}: run as the user whose folder it is, give it back, or make room",
            "zh": "{path}：{reason}：请以该文件夹所属用户运行、恢复其权限，或腾出空间",
        },
        "run.fault": {
            "en": "this could not be done ({reason}): run `callbox verify`; if all holds, it is our fault, please report it",
            "zh": "未能完成（{reason}）：请运行 `callbox verify`；若一切无误，则是本程序的缺陷，请报告",
        },
        "run.already": {
            "en": "Callbox is already running here (process {pid}): `callbox stop` ends it",
            "zh": "Callbox 已在此运行（进程 {pid}）：可用 `callbox stop` 停止",
        },
        "run.not_yours": {
            "en": "process {pid} belongs to another user: stop it as that user",
            "zh": "进程 {pid} 属于其他用户：请以该用户停止",
        },
        "run.not_stopped": {
            "en": "process {pid} has not stopped after {limit_s:.0f} s: look into {logs}",
            "zh": "进程 {pid} 在 {limit_s:.0f} 秒后仍未停止：请查看 {logs}",
        },
    }

    def __init__(self, code: str, *, status: int = 1, **values: object) -> None:
        super().__init__(code, **values)
        self.status = status


def line(code: str, language: str, **values: object) -> str:
    """One line of progress in words."""
    words = LINES[code]
    return words.get(language, words["en"]).format(**values)
