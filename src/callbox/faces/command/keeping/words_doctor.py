"""The texts of `callbox doctor`: (English, 中文). Each says how it stands; one that is not well says what to do."""

TEXTS: dict[str, tuple[str, str]] = {
    "command.doctor": (
        "say in plain words what is wrong with this node and what to do",
        "用平实的语言说明此节点的问题与处理办法",
    ),
    "doctor.well": ("All is well.", "一切正常。"),
    "doctor.advice": ("Nothing is wrong. Advice: {advice} (!).", "没有错误；有 {advice} 条建议（!）。"),
    "doctor.wrong": ("Wrong: {wrong} (✗).", "有 {wrong} 处错误（✗）。"),
    "doctor.home": ("home: {path}, closed to others", "主目录：{path}，其他用户无权访问"),
    "doctor.home_open": (
        "home: {path} can be read or written by others (mode {mode}), or is not yours: run `chmod go-rw {path}`",
        "主目录：其他用户可读写 {path}（权限 {mode}），或不属于您：请运行 `chmod go-rw {path}`",
    ),
    "doctor.disk": ("disk: {free_gb} GB free", "磁盘：剩余 {free_gb} GB"),
    "doctor.disk_low": (
        "disk: only {free_gb} GB free under {path}: free some, or move $CALLBOX_HOME to a larger disk",
        "磁盘：{path} 只剩 {free_gb} GB：请清理空间，或将 $CALLBOX_HOME 移到更大的磁盘",
    ),
    "doctor.locale": ("locale: {id}, {encoding}", "区域设置：{id}，{encoding}"),
    "doctor.locale_not_utf8": (
        "locale: {id} writes {encoding}, in which Chinese is lost: set LANG=C.UTF-8",
        "区域设置：{id} 使用 {encoding}，无法显示中文：请设置 LANG=C.UTF-8",
    ),
    "doctor.clock": ("clock: {now} (UTC); time zone data at hand", "时钟：{now}（UTC）；时区数据可用"),
    "doctor.clock_past": (
        "clock: this machine says {now}, which is long past: set it, best by a time server",
        "时钟：本机显示 {now}，明显过去：请校时，最好使用时间服务器",
    ),
    "doctor.clock_jumps": (
        "clock: it jumped by {jump_s} s: let a time server steer it",
        "时钟：跳动了 {jump_s} 秒：请使用时间服务器校时",
    ),
    "doctor.clock_behind": (
        "clock: the world {world} was made at {made_at}, later than now: this machine's clock was put back; set it",
        "时钟：世界 {world} 创建于 {made_at}，晚于现在：本机时钟被调慢，请校时",
    ),
    "doctor.zones": (
        "time zones: their data is missing or wrong: run `make setup`, or install the package tzdata",
        "时区：数据缺失或错误：请运行 `make setup`，或安装 tzdata",
    ),
    "doctor.settings": ("settings: {path}", "设置：{path}"),
    "doctor.settings_default": (
        "settings: all at their defaults ({path} is not there)",
        "设置：全部为默认值（没有 {path}）",
    ),
    "doctor.told": ("{text}", "{text}"),
    "doctor.no_administrator": (
        "world {world}: nobody holds an administrator's post: run `callbox init` again, it goes on where it ended",
        "世界 {world}：无人担任管理员：请再次运行 `callbox init`，它会接着完成",
    ),
    "doctor.server": ("database: PostgreSQL {major}, our own", "数据库：PostgreSQL {major}（内置）"),
    "doctor.server_outside": (
        "database: PostgreSQL {major}, at CALLBOX_DATABASE_URL",
        "数据库：PostgreSQL {major}（由 CALLBOX_DATABASE_URL 指定）",
    ),
    "doctor.not_running": (
        "processes: Callbox is not running here: `callbox run` starts it",
        "进程：Callbox 未在此运行：用 `callbox run` 启动",
    ),
    "doctor.running": ("processes: running at {url}, world {world}", "进程：运行于 {url}，世界 {world}"),
    "doctor.parts_down": (
        "processes: {parts} ended and is being started again: see {logs}",
        "进程：{parts} 已退出，正在重启：请查看 {logs}",
    ),
    "doctor.no_world": (
        "worlds: none yet: `callbox init` makes a live one",
        "世界：尚无：用 `callbox init` 创建正式世界",
    ),
    "doctor.world": ("world {world}: {mode}, zone {zone}", "世界 {world}：{mode}，时区 {zone}"),
    "doctor.database": (
        "world {world}: its database answers wrongly ({reason}): run `callbox upgrade`, else restore a backup",
        "世界 {world}：数据库响应异常（{reason}）：请运行 `callbox upgrade`，否则从备份恢复",
    ),
    "doctor.migrations": (
        "world {world}: {count} migrations wait: run `callbox upgrade`",
        "世界 {world}：有 {count} 项迁移待执行：请运行 `callbox upgrade`",
    ),
    "doctor.keys": (
        "world {world}: keys readable, ours alone, and reach as far as the database",
        "世界 {world}：密钥可读、仅本人可访问，且与数据库相符",
    ),
    "doctor.keys_short": (
        (
            "world {world}: {path} holds {has} keys and the database uses {needed}: it is older;"
            " put the newest copy of the keys back"
        ),
        "世界 {world}：{path} 只有 {has} 个密钥，而数据库已用到 {needed} 个：密钥文件较旧，请放回最新的副本",
    ),
    "doctor.keys_wrong": (
        "world {world}: the keys in {path} can't be used ({reason}): put back those that belong to this database",
        "世界 {world}：{path} 中的密钥无法使用（{reason}）：请放回属于此数据库的密钥",
    ),
    "doctor.keys_open": (
        "world {world}: others may read the keys: run `chmod -R go-rwx {path}`",
        "世界 {world}：其他用户可读取密钥：请运行 `chmod -R go-rwx {path}`",
    ),
    "doctor.sequencer_behind": (
        "world {world}: {waiting} entries wait for their position: is the worker running?",
        "世界 {world}：有 {waiting} 条账目尚未编号：工作进程是否在运行？",
    ),
    "doctor.outside": ("checkpoints go to {path}, another file system", "检查点写入 {path}，位于另一文件系统"),
    "doctor.outside_closed": (
        "checkpoints can't be written to {path}: make the folder, or name another in callbox.toml under [ledger]",
        "无法将检查点写入 {path}：请创建该文件夹，或在 callbox.toml 的 [ledger] 中另行指定",
    ),
    "doctor.outside_same_disk": (
        (
            "checkpoints go to {path}, on the database's own file system: who changes one can change both;"
            " name a place on another machine as ledger.outside in {file}"
        ),
        (
            "检查点写入 {path}，与数据库同在一个文件系统，可能被一并篡改；"
            "请在 {file} 中将 ledger.outside 设为另一台机器上的位置"
        ),
    ),
    "doctor.checkpoint": (
        "world {world}: last checkpoint {age_s} s ago, {missing} entries since",
        "世界 {world}：上一检查点在 {age_s} 秒前，此后有 {missing} 条账目",
    ),
    "doctor.checkpoint_not_yet": (
        "world {world}: nothing in the ledger to checkpoint yet",
        "世界 {world}：账本尚无内容可作检查点",
    ),
    "doctor.checkpoint_none": (
        "world {world}: no checkpoint lies in {path} yet: start `callbox run`, or `callbox checkpoint` makes one now",
        "世界 {world}：{path} 中尚无检查点：请启动 `callbox run`，或用 `callbox checkpoint` 立即生成",
    ),
    "doctor.checkpoint_late": (
        "world {world}: the last checkpoint is {age_s} s old and lacks {missing} entries: is the worker running?",
        "世界 {world}：上一检查点已过 {age_s} 秒，缺 {missing} 条账目：工作进程是否在运行？",
    ),
    "doctor.checkpoint_ahead": (
        (
            "world {world}: the checkpoint in {path} knows {known} entries and the ledger has only {has}: entries were lost."
            " Run `callbox verify`; bring the newest backup back"
        ),
        (
            "世界 {world}：{path} 中的检查点有 {known} 条账目，而账本只有 {has} 条：账目已丢失。"
            "请运行 `callbox verify` 并恢复最新备份"
        ),
    ),
    "doctor.checkpoint_false": (
        "world {world}: the checkpoint in {path} is not this node's ({reason}): find out who changed it",
        "世界 {world}：{path} 中的检查点不是本节点所签（{reason}）：请查明被谁更改",
    ),
    "doctor.backup": (
        "world {world}: last backup {days} days ago in {path}",
        "世界 {world}：上次备份在 {days} 天前，位于 {path}",
    ),
    "doctor.backup_none": (
        "world {world}: no backup in {path} yet: run `callbox backup`",
        "世界 {world}：{path} 中尚无备份：请运行 `callbox backup`",
    ),
    "doctor.backup_old": (
        "world {world}: the last backup is {days} days old: run `callbox backup`",
        "世界 {world}：上次备份已过 {days} 天：请运行 `callbox backup`",
    ),
    "doctor.channel_failing": (
        "world {world}: channel {id} ({carrier}) has not got through since {since}: {fault}; {given_up} given up",
        "世界 {world}：通道 {id}（{carrier}）自 {since} 起不通：{fault}；已放弃 {given_up} 条",
    ),
    "doctor.channels": ("world {world}: channels that get through: {count}", "世界 {world}：正常通道 {count} 个"),
}
