"""Every text of the administrator's commands: (English, 中文)."""

from callbox.faces.command.keeping import words_cards, words_doctor, words_sheet, words_token
from callbox.kernel import words

TEXTS: dict[str, tuple[str, str]] = {
    "command.init": (
        "make an empty live node: keys, zone, first organisation, first administrator",
        "创建空的正式节点：密钥、时区、首个机构与首位管理员",
    ),
    "init.option.zone": ("time zone (IANA), such as Asia/Shanghai", "时区（IANA），例如 Asia/Shanghai"),
    "init.option.organisation": (
        "path of the first organisation, such as harbour or coast/harbour",
        "首个机构的路径，例如 harbour 或 coast/harbour",
    ),
    "init.option.name": ("its name in English", "机构的英文名称"),
    "init.option.name_zh": ("its name in Chinese", "机构的中文名称"),
    "init.option.level": ("province, city, county or station", "级别：province、city、county 或 station"),
    "init.option.administrator": ("the name the first administrator signs in with", "首位管理员的登录名"),
    "init.option.language": (
        "the language of the administrator's screen (default: this terminal's)",
        "管理员界面的语言（默认与此终端相同）",
    ),
    "init.ask.zone": ("Time zone [{zone}]: ", "时区 [{zone}]："),
    "init.ask.organisation": ("Path of the first organisation, such as harbour: ", "首个机构的路径，例如 harbour："),
    "init.ask.name": ("Its name in English: ", "机构的英文名称："),
    "init.needed": ("give --{option}: there is nobody to ask here", "请给出 --{option}：此处无人可问"),
    "init.path": (
        "--organisation: {path} must be small letters, digits and hyphens, at most four parts with slashes between",
        "--organisation：{path} 只能由小写字母、数字和连字符组成，以斜杠分隔，最多四级",
    ),
    "init.zone": (
        "--zone: {zone} is not a time zone: give one such as Asia/Shanghai",
        "--zone：{zone} 不是时区，例如 Asia/Shanghai",
    ),
    "init.sign_in": (
        "--administrator: {sign_in} must be 1 to 60 characters without spaces",
        "--administrator：{sign_in} 须为 1 至 60 个不含空格的字符",
    ),
    "init.exists": (
        "a live world is already here ({world}) and has its administrator: `callbox invite NAME` gives somebody a new code",
        "此处已有正式世界（{world}）及其管理员：可用 `callbox invite 登录名` 发放新代码",
    ),
    "init.done": (
        "The live world is made. Settings: {settings}",
        "正式世界已创建。设置文件：{settings}",
    ),
    "init.next": (
        "Next: `callbox template sheet.xlsx`, fill it, `callbox import sheet.xlsx --dry-run`, then `callbox run`.",
        "接下来：`callbox template sheet.xlsx`，填写后运行 `callbox import sheet.xlsx --dry-run`，然后 `callbox run`。",
    ),
    "init.keys": (
        "The keys are in {keys}. Without them nothing personal can be read again: `callbox backup` copies them apart.",
        "密钥位于 {keys}。失去密钥，个人信息将永远无法读取：`callbox backup` 会单独备份。",
    ),
    "command.invite": ("give people a one-time code to choose a password with", "发给人员一次性代码，用来设置密码"),
    "invite.option.name": ("sign-in name", "登录名"),
    "invite.option.hours": ("how long the code is good, in hours", "代码有效小时数"),
    "invite.option.language": (
        "the language of their screen from now on (default: as it is)",
        "其界面今后使用的语言（默认不变）",
    ),
    "invite.hours": (
        "--hours: {hours} must be a whole number from 1 to {most}",
        "--hours：{hours} 须为 1 到 {most} 的整数",
    ),
    "invite.code": (
        "{sign_in}: one-time code {secret}, good for {hours} hours, shown only this once",
        "{sign_in}：一次性代码 {secret}，{hours} 小时内有效，仅显示这一次",
    ),
    "invite.unknown": ("there is nobody here who signs in as {sign_in}", "此处没有以 {sign_in} 登录的人员"),
    "command.template": (
        "write the empty spreadsheet that `callbox import` reads",
        "生成供 `callbox import` 读取的空白表格",
    ),
    "template.option.file": ("the new workbook", "新工作簿的文件名"),
    "template.suffix": ("{path}: name a file that ends in .xlsx", "{path}：文件名须以 .xlsx 结尾"),
    "template.exists": ("{path} is already there: name another file", "{path} 已存在：请换一个文件名"),
    "template.not_written": ("{path} can't be written: {reason}", "无法写入 {path}：{reason}"),
    "template.written": (
        "{path}: fill it and run `callbox import {path} --dry-run`",
        "{path}：填写后运行 `callbox import {path} --dry-run`",
    ),
    "command.import-calendar": (
        "tell a calendar the published days off and make-up working days",
        "为日历导入已公布的放假与调休安排",
    ),
    "import_calendar.option.files": (
        "JSON files of the holiday-cn format, one for a year; give neighbouring years together",
        "holiday-cn 格式的 JSON 文件，每年一个；相邻年份请一并给出",
    ),
    "import_calendar.option.organisation": ("path of the organisation that keeps it", "管理该日历的机构路径"),
    "import_calendar.option.name": ("the calendar's name; made if there is none", "日历名称；没有则新建"),
    "import_calendar.unreadable": ("{path} can't be read as JSON: {reason}", "无法将 {path} 读作 JSON：{reason}"),
    "import_calendar.wrong": ("{reason}", "日历文件有误：{reason}"),
    "import_calendar.done": (
        "{name}: knows {years} now: {holidays} days off, {make_up} make-up working days",
        "{name}：已知 {years} 年：放假 {holidays} 天，调休上班 {make_up} 天",
    ),
    "import_calendar.same": ("{name}: knew all of this already", "{name}：这些内容此前已知"),
    "command.import-boundaries": (
        "say who serves which place, from a GeoJSON file",
        "由 GeoJSON 文件导入辖区边界",
    ),
    "import_boundaries.option.file": (
        "a GeoJSON FeatureCollection in WGS 84",
        "WGS 84 坐标的 GeoJSON FeatureCollection 文件",
    ),
    "import_boundaries.option.from": ("the property of a feature that says its {name}", "要素中表示 {name} 的属性"),
    "import_boundaries.option.dry_run": (
        "say what would become of each feature, write nothing",
        "只说明每个要素的结果，不写入",
    ),
    "import_boundaries.unreadable": ("{path} can't be read: {reason}", "无法读取 {path}：{reason}"),
    "import_boundaries.there": ("there already", "已存在"),
    "import_boundaries.tried": ("nothing written: {good} good, {wrong} wrong", "未写入：{good} 个无误，{wrong} 个有误"),
    "import_boundaries.done": ("{good} good, {wrong} wrong", "{good} 个无误，{wrong} 个有误"),
    "command.backup": ("copy the database, the files and, apart, the keys", "备份数据库、文件，并单独备份密钥"),
    "backup.option.to": (
        "folder to write into; default: the one in the settings",
        "写入的文件夹；默认为设置中的文件夹",
    ),
    "backup.done": (
        "{world}: {entries} ledger entries, {size_mb:.1f} MB in {folder}",
        "{world}：{entries} 条账目，{size_mb:.1f} MB，位于 {folder}",
    ),
    "backup.apart": (
        "  Keep `keys` in another place than `database` and `files`: who has both can read everything.",
        "  请将 `keys` 与 `database`、`files` 分开保存：同时拥有两者即可读取一切。",
    ),
    "command.restore": ("bring a backup back as a world, and verify it", "将备份恢复为一个世界并核验"),
    "restore.option.folder": ("a folder that `callbox backup` wrote", "`callbox backup` 写出的文件夹"),
    "restore.option.world": ("name of the restored world; default: as it was called", "恢复后的世界名称；默认为原名"),
    "restore.option.keys": ("where its keys are, if they were kept elsewhere", "密钥所在文件夹（若另存别处）"),
    "restore.option.files": ("where its files are, if they were kept elsewhere", "文件所在文件夹（若另存别处）"),
    "restore.done": (
        "{world} ({mode}): {entries} ledger entries are back, {erased} erasures done again",
        "{world}（{mode}）：已恢复 {entries} 条账目，重新执行 {erased} 次抹除",
    ),
    "restore.two_live": (
        "! Two live worlds are here now: start {world} only when the other one is stopped for good.",
        "! 此处现有两个正式世界：只有在另一个永久停用后才能启动 {world}。",
    ),
    "restore.aside": (
        "! The last checkpoint knew of entries that this backup does not hold: they are lost. It is kept in {path}",
        "! 上一检查点记有此备份中没有的账目，这些账目已丢失。证明保存在 {path}",
    ),
    "restore.verified": ("✓ every chain holds", "✓ 所有链条完好"),
    "restore.faults": (
        "✗ {faults} faults in the ledger: `callbox verify --world {world}` names them",
        "✗ 账本有 {faults} 处错误：用 `callbox verify --world {world}` 查看",
    ),
    "command.upgrade": (
        "bring the data to this version of Callbox and of PostgreSQL, and verify",
        "将数据升级到当前版本的 Callbox 与 PostgreSQL，并核验",
    ),
    "upgrade.server": (
        "PostgreSQL: carried over; the old data stay in {kept} until you remove them",
        "PostgreSQL：数据已迁移；旧数据保留在 {kept}，可自行删除",
    ),
    "upgrade.server_same": ("PostgreSQL: already the version at hand", "PostgreSQL：已是当前版本"),
    "upgrade.backup": ("{world}: backup in {folder}", "{world}：备份位于 {folder}"),
    "upgrade.steps": ("{world}: {count} migrations done", "{world}：已执行 {count} 项迁移"),
    "upgrade.same": ("{world}: already up to date", "{world}：已是最新"),
    "upgrade.done": ("Everything is up to date.", "一切已是最新。"),
    "command.practice": (
        "make a practice world with the live world's organisations and units",
        "以正式世界的机构和力量单元创建演练世界",
    ),
    "practice.option.from": ("the world to copy from", "复制来源的世界"),
    "practice.option.world": ("name of the practice world", "演练世界的名称"),
    "practice.done": (
        "{world}: {organisations} organisations, {units} units. Nothing done in it reaches anybody outside.",
        "{world}：{organisations} 个机构，{units} 个力量单元。其中的任何操作都不会触及外部。",
    ),
    "practice.exists": (
        "a world named {world} is already here: choose another name with --world",
        "名为 {world} 的世界已存在：请用 --world 换一个名称",
    ),
    **words_sheet.TEXTS,
    **words_doctor.TEXTS,
    **words_token.TEXTS,
    **words_cards.TEXTS,
}


def register() -> None:
    """Make the texts known."""
    words.register(
        "keeping",
        {"en": {code: told[0] for code, told in TEXTS.items()}, "zh": {code: told[1] for code, told in TEXTS.items()}},
    )
