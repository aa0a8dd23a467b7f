"""The page of calls under way, in both languages."""

EN = {
    "lines.title": "Calls under way",
    "lines.seen": "Whoever is on a call sees that you listen, whisper or take over.",
    "lines.none": "Nobody is on a call. Calls appear here as soon as they ring.",
    "lines.nobody": "nobody yet",
    "lines.help": "wants help",
    "lines.silent": "the caller does not speak",
    "lines.do": "On the line",
    "lines.listen": "Listen",
    "lines.whisper": "Whisper",
    "lines.take_over": "Take over",
    "lines.leave": "Leave",
    "lines.open": "Open the call",
}
ZH = {
    "lines.title": "进行中的通话",
    "lines.seen": "您监听、耳语或接管时，接警员都能看到。",
    "lines.none": "目前无人通话。来电一响即显示在此。",
    "lines.nobody": "尚无人接听",
    "lines.help": "请求协助",
    "lines.silent": "来电人无法说话",
    "lines.do": "通话操作",
    "lines.listen": "监听",
    "lines.whisper": "耳语",
    "lines.take_over": "接管",
    "lines.leave": "退出",
    "lines.open": "打开通话",
}
