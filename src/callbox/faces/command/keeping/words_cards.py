"""The texts of `callbox cards` and of the cards: (English, 中文)."""

TEXTS: dict[str, tuple[str, str]] = {
    "command.cards": (
        "write plain cards to print, for taking calls when everything is down",
        "生成可打印的接警纸卡，供系统全部停用时使用",
    ),
    "cards.option.file": ("the new file: .html to print, or .txt", "新文件：用于打印的 .html，或 .txt"),
    "cards.option.count": ("how many cards (default 20)", "纸卡数量（默认 20）"),
    "cards.option.series": (
        "what their numbers begin with (default: new letters each time)",
        "编号开头（默认每次新取字母）",
    ),
    "cards.option.language": ("the language on the cards", "纸卡语言"),
    "cards.suffix": ("{path} must end in .html or .txt", "{path} 须以 .html 或 .txt 结尾"),
    "cards.count": (
        "--count: {count} must be a whole number from 1 to {most}",
        "--count：{count} 须为 1 到 {most} 的整数",
    ),
    "cards.exists": ("{path} is already there: choose another name", "{path} 已存在，请换一个文件名"),
    "cards.not_written": ("{path} cannot be written: {reason}", "无法写入 {path}：{reason}"),
    "cards.written": (
        "{path}: cards {first} to {last}. Print them now and keep them where calls are taken.",
        "{path}：纸卡 {first} 至 {last}。请现在打印并放在接警席位。",
    ),
    "cards.title": ("Call card", "接警纸卡"),
    "cards.began": ("Began at (day, hour : minute)", "开始时间（日期，时 : 分）"),
    "cards.taker": ("Call taker", "接警员"),
    "cards.where": ("Where: address, crossing, landmark or coordinates", "地点：地址、路口、地标或坐标"),
    "cards.near": ("What is near it", "附近有什么"),
    "cards.what": ("What happened: what the caller saw or heard", "发生了什么：来电人所见所闻"),
    "cards.in_danger": ("Who is hurt or in danger", "谁受伤或有危险"),
    "cards.phone": ("Number to call back", "回拨号码"),
    "cards.name": ("Caller's name", "来电人姓名"),
    "cards.hearsay": ("What others told the caller", "来电人转述"),
    "cards.category": ("Category", "警情类别"),
    "cards.priority": ("How urgent", "紧急程度"),
    "cards.unit": ("Unit", "力量单元"),
    "cards.told": ("Told at", "派警"),
    "cards.set_out": ("Set out at", "出动"),
    "cards.on_scene": ("On scene at", "到场"),
    "cards.free": ("Free again at", "可用"),
    "cards.after": (
        "Afterwards: Take a call, Alt M: number {number} and when it began; then each unit's times. Entered by / at:",
        "事后补录：接警，Alt M：填写纸卡编号 {number} 和开始时间；再录入各单元每一步的时间。补录人 / 时间：",
    ),
}
