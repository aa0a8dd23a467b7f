"""What can go wrong with a backup, each as one line that says what to do."""

from collections.abc import Mapping
from typing import ClassVar

from callbox.site.home import SetupError


class BackupError(SetupError):
    """A backup can't be written or brought back."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "backup.not_written": {
            "en": "the backup can't be written to {path}: {reason}",
            "zh": "无法将备份写入 {path}：{reason}",
        },
        "backup.no_manifest": {
            "en": "{path} is not a backup: give a folder that `callbox backup` wrote, with its manifest.json",
            "zh": "{path} 不是备份：请给出 `callbox backup` 写出的文件夹，其中应有 manifest.json",
        },
        "backup.newer": {
            "en": "{path} was written by Callbox {version}, in a form this one does not know: install the newer Callbox",
            "zh": "{path} 由 Callbox {version} 写出，当前版本无法识别：请安装较新的 Callbox",
        },
        "backup.part_missing": {
            "en": "{path} is missing: if this part was kept elsewhere, name its folder with --{part}",
            "zh": "缺少 {path}：若该部分另存别处，请用 --{part} 指明其文件夹",
        },
        "backup.part_changed": {
            "en": "{path} is not what was backed up (its SHA-256 differs): take another copy",
            "zh": "{path} 与备份时不同（SHA-256 不符）：请使用另一份副本",
        },
        "backup.keys_foreign": {
            "en": "{path} does not hold the keys of this backup: {reason}",
            "zh": "{path} 不是此备份的密钥：{reason}",
        },
        "backup.not_restored": {
            "en": "nothing was restored: {reason}",
            "zh": "未恢复任何内容：{reason}",
        },
        "backup.not_the_ledger": {
            "en": "the database of this backup holds another ledger than its manifest says: take another copy",
            "zh": "此备份中数据库的账本与清单不符：请使用另一份副本",
        },
        "upgrade.running": {
            "en": "Callbox is running here (process {pid}): `callbox stop` first",
            "zh": "Callbox 正在此处运行（进程 {pid}）：请先运行 `callbox stop`",
        },
    }

    def __init__(self, code: str, *, named: bool = False, **values: object) -> None:
        """`named`: the place that is at fault was named on the command line."""
        super().__init__(code, **values)
        self.status = 2 if named or code in ("backup.no_manifest", "backup.part_missing") else 1
