"""What can go wrong with the database server, each as one line that says what to do."""

import re
from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError


class PostgresError(SetupError):
    """The database server can't be found, started, stopped or reached."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "postgres.binaries_missing": {
            "en": "no PostgreSQL {wanted} was found: run `make setup`, or set CALLBOX_PG_BIN to its programs' folder",
            "zh": "未找到 PostgreSQL {wanted}：请运行 `make setup`，或将 CALLBOX_PG_BIN 设为 `postgres` 所在的文件夹",
        },
        "postgres.binaries_unusable": {
            "en": "{path} can't be run ({reason}): set CALLBOX_PG_BIN to the folder of a working `postgres`",
            "zh": "无法运行 {path}（{reason}）：请将 CALLBOX_PG_BIN 设为可用的 `postgres` 所在的文件夹",
        },
        "postgres.too_old": {
            "en": "PostgreSQL {found} is too old: Callbox needs {least} or newer",
            "zh": "PostgreSQL {found} 版本过旧：Callbox 需要 {least} 或更高版本",
        },
        "postgres.account_missing": {
            "en": "CALLBOX_USER: there is no user {user!r} here: name one that exists, not root, to run PostgreSQL as",
            "zh": "CALLBOX_USER：系统中没有用户 {user!r}，请指定一个已有的非 root 用户来运行 PostgreSQL",
        },
        "postgres.account_root": {
            "en": "CALLBOX_USER: PostgreSQL does not run as root: name another user, or leave it empty for `nobody`",
            "zh": "CALLBOX_USER：PostgreSQL 不能以 root 运行，请指定其他用户，或留空以使用 `nobody`",
        },
        "postgres.account_unnamed": {
            "en": "user number {uid} has no name on this machine and PostgreSQL needs one: run Callbox as a named user",
            "zh": "用户编号 {uid} 在本机没有用户名，而 PostgreSQL 需要用户名：请以有名称的用户运行 Callbox",
        },
        "postgres.unreachable": {
            "en": "PostgreSQL runs as {user!r}, who can't enter {path}: set CALLBOX_HOME to a folder whose parents"
            " let others pass, such as /var/lib/callbox",
            "zh": "PostgreSQL 以 {user!r} 运行，但该用户无法进入 {path}："
            "请将 CALLBOX_HOME 设为其上级目录允许通过的文件夹，例如 /var/lib/callbox",
        },
        "postgres.foreign_data": {
            "en": "{path} belongs to user {owner}, but PostgreSQL would run as {user!r}: run as the owner, or as root"
            " set CALLBOX_USER to it",
            "zh": "{path} 属于用户 {owner}，但 PostgreSQL 将以 {user!r} 运行：请以所有者运行，"
            "或以 root 身份将 CALLBOX_USER 设为该用户",
        },
        "postgres.folder_unsafe": {
            "en": "{path} is not a private folder of {user!r}: remove it and start again",
            "zh": "{path} 不是 {user!r} 的私有文件夹：请将其删除后重新启动",
        },
        "postgres.wrong_version": {
            "en": "{path} was written by PostgreSQL {found} and this Callbox brings {brought}: run `callbox upgrade`",
            "zh": "{path} 由 PostgreSQL {found} 写入，而此 Callbox 使用 {brought}：请运行 `callbox upgrade`",
        },
        "postgres.newer_data": {
            "en": "{path} was written by PostgreSQL {found}, newer than the {brought} at hand: install the newer Callbox,"
            " then run `callbox upgrade`",
            "zh": "{path} 由 PostgreSQL {found} 写入，比现有的 {brought} 更新：请先安装较新的 Callbox，"
            "再运行 `callbox upgrade`",
        },
        "postgres.password_missing": {
            "en": "{path} is missing, and with it the way into the database: put it back from your backup of the keys",
            "zh": "缺少 {path}，因此无法进入数据库：请从密钥备份中恢复该文件",
        },
        "postgres.not_made": {
            "en": "the database could not be made in {path}: {reason}",
            "zh": "无法在 {path} 中创建数据库：{reason}",
        },
        "postgres.not_started": {
            "en": "PostgreSQL did not start: {reason} (more in {log})",
            "zh": "PostgreSQL 未能启动：{reason}（详见 {log}）",
        },
        "postgres.not_stopped": {
            "en": "PostgreSQL (process {pid}) did not stop within {limit_s:.0f} s: look into {log}",
            "zh": "PostgreSQL（进程 {pid}）未能在 {limit_s:.0f} 秒内停止：请查看 {log}",
        },
        "postgres.url_wrong": {
            "en": "CALLBOX_DATABASE_URL can't be read: write postgresql://user:password@host:5432/database",
            "zh": "无法识别 CALLBOX_DATABASE_URL：应写为 postgresql://user:password@host:5432/database",
        },
        "postgres.no_answer": {
            "en": "no database answers at {place}: {reason}",
            "zh": "{place} 的数据库没有响应：{reason}",
        },
        "postgres.database_name": {
            "en": "{name!r} can't name a database: use up to 63 small letters, digits and _, a letter first",
            "zh": "{name!r} 不能作为数据库名称：请使用不超过 63 个小写字母、数字和 _，并以字母开头",
        },
        "postgres.tool_failed": {
            "en": "{tool} failed: {reason}",
            "zh": "{tool} 执行失败：{reason}",
        },
    }


def plain(line: str) -> str:
    """PostgreSQL's own line without its time, process number and severity."""
    return re.split(r"\b(?:FATAL|PANIC|error): +", line)[-1].strip()


class WrongVersionError(PostgresError):
    """The data folder was written by another major version: `callbox upgrade` carries it over."""
