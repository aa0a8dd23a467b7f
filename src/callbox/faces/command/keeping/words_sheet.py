"""The texts of the spreadsheet: (English, 中文)."""

TEXTS: dict[str, tuple[str, str]] = {
    "command.import": (
        "bring in organisations, posts, people, stations, units, categories and streets from a spreadsheet",
        "从表格导入机构、岗位、人员、站所、力量单元、类别和街道",
    ),
    "import.option.file": ("an .xlsx workbook or a folder of CSV files", ".xlsx 工作簿，或 CSV 文件所在的文件夹"),
    "import.option.dry_run": ("only say what is wrong and what would be done", "只检查并说明将会做什么"),
    "import.empty": (
        "{path}: no sheet has a row below its heading, so there is nothing to bring in",
        "{path}：所有工作表在标题行以下都没有内容，没有可导入的数据",
    ),
    "import.row": ("row {row}", "第 {row} 行"),
    "import.sheet": (
        "{sheet}: {fresh} new, {changed} changed, {same} left as they are",
        "{sheet}：新增 {fresh}，修改 {changed}，未变 {same}",
    ),
    "import.problems": (
        "{count} problems; nothing was written. Correct the file and run it again.",
        "共 {count} 处问题；未写入任何内容。请修正文件后重新运行。",
    ),
    "import.more": ("... and {count} more", "……另有 {count} 处"),
    "import.would": (
        (
            "Nothing was written: this was a dry run. Without --dry-run it is done in the world {world}."
            " (People's names are sealed and are compared only then.)"
        ),
        "这是试运行，未写入任何内容。去掉 --dry-run 即在世界 {world} 中执行。（人员姓名已加密，届时才会比对。）",
    ),
    "import.done": ("Done, in the world {world}.", "已在世界 {world} 中完成。"),
    "import.partly": (
        "{count} rows were refused; the others are in. Run it again once these are corrected: what is in is left alone.",
        "{count} 行被拒绝，其余已导入。修正后可再次运行，已导入的不会重复。",
    ),
    "refused.sheet.missing": ("there is no file {path}", "没有文件 {path}"),
    "refused.sheet.not_workbook": (
        "{path} can't be read as an .xlsx workbook: save it as one, or give a folder of CSV files",
        "无法将 {path} 读作 .xlsx 工作簿：请另存为该格式，或给出 CSV 文件夹",
    ),
    "refused.sheet.large": ("{path} is too large: {most_mb} MB at most", "{path} 过大：最多 {most_mb} MB"),
    "refused.sheet.no_csv": (
        "{path} holds no CSV file: name them organisations.csv, posts.csv and so on",
        "{path} 中没有 CSV 文件：请命名为 organisations.csv、posts.csv 等",
    ),
    "refused.sheet.not_text": ("{path} is neither UTF-8 nor GB 18030 text", "{path} 既不是 UTF-8 也不是 GB 18030 文本"),
    "refused.sheet.not_csv": ("it can't be read as CSV: {reason}", "无法读作 CSV：{reason}"),
    "refused.sheet.rows": ("more than {most} rows: split it into several files", "超过 {most} 行：请拆分为多个文件"),
    "refused.sheet.unknown": (
        "there is no such sheet: name it one of {allowed}",
        "没有这种表：名称应为 {allowed} 之一",
    ),
    "refused.sheet.heading": (
        "there is no column {heading} here: it must be one of {allowed}",
        "此表没有列 {heading}：应为 {allowed} 之一",
    ),
    "refused.sheet.heading_missing": ("the column {heading} is missing", "缺少列 {heading}"),
    "refused.sheet.apart": (
        "stands under no heading, or a text with a comma in it has no quotes around it",
        "不在任何标题之下，或含逗号的文字没有加引号",
    ),
    "refused.sheet.half": (
        "{field} is missing: a place is a latitude and a longitude, give both or neither",
        "缺少 {field}：位置由纬度和经度组成，请两者都填或都不填",
    ),
    "refused.sheet.twice": (
        "stands in row {row} already: keep one of the two",
        "第 {row} 行已有相同条目：请只保留一行",
    ),
    "refused.sheet.fixed": (
        "cannot be changed here; it is {known}. Put that back, or make a new one under another name",
        "此处不能修改；现为 {known}。请改回，或以另一名称新建",
    ),
    "refused.sheet.names_nothing": (
        "there is no {kind} {id}, neither in this file nor here already",
        "没有{kind} {id}：文件中没有，系统中也没有",
    ),
    "refused.sheet.several": ("more than one {kind} is called {id}", "有多个{kind}名为 {id}"),
    "refused.sheet.path": (
        "must be small letters, digits and hyphens with slashes between levels, such as harbour/east",
        "只能用小写字母、数字和连字符，各级以斜杠分隔，例如 harbour/east",
    ),
    "refused.sheet.sign_in": ("must be 1 to 60 characters without spaces", "须为 1 至 60 个不含空格的字符"),
    "refused.sheet.zone": ("must be a time zone such as Asia/Shanghai", "须为时区名称，例如 Asia/Shanghai"),
    "refused.sheet.word": ("must be one of {allowed}", "须为以下之一：{allowed}"),
    "refused.sheet.words": ("must be one or more of {allowed}", "须为以下一项或多项：{allowed}"),
    "refused.sheet.number": ("must be a number from {least} to {most}", "须为 {least} 到 {most} 的数字"),
    "refused.sheet.weekdays": ("must be weekdays such as Mon-Fri or Mon, Wed", "须为星期，例如 Mon-Fri 或 Mon, Wed"),
    "refused.sheet.names": (
        "{told}: must be a language and a name, such as pt: Fuga de água",
        "{told}：必须是语言和名称，例如 pt: Fuga de água",
    ),
    "refused.sheet.needs": (
        "{told}: must be kind:number or kind:number:skills, such as engine:2",
        "{told}：须写作“种类:数量”或“种类:数量:技能”，例如 engine:2",
    ),
    "refused.sheet.hours": (
        "must be opening hours such as 09:00-12:00, 14:00-18:00",
        "须为工作时间，例如 09:00-12:00, 14:00-18:00",
    ),
    "refused.sheet.date": ("must be days such as 2026-01-31", "须为日期，例如 2026-01-31"),
    "refused.sheet.year": ("must be years such as 2026", "须为年份，例如 2026"),
}
