"""The page of handovers, in both languages."""

EN = {
    "console.handover": "Handover",
    "console.handover.offer": "I go off",
    "console.handover.explained": "What is open goes along by itself. It stays yours until somebody else signs.",
    "console.handover.waiting": "Waiting for a signature",
    "console.handover.since": "What came of it since",
    "console.handover.none": "Nothing is being handed over. Whoever goes off signs below.",
    "console.handover.past": "Earlier handovers",
    "console.handover.open": "Read what was left",
    "console.handover.still": "still open",
    "console.handover.ended": "ended since",
    "console.handover.new": "new since",
    "console.handover.quiet": "Nothing is open: a quiet desk is handed over.",
    "purpose.handover": "handover of a shift",
}
ZH = {
    "console.handover": "交接班",
    "console.handover.offer": "我要交班",
    "console.handover.explained": "未结事项自动列入。他人签字接班之前，仍由您负责。",
    "console.handover.waiting": "等待接班签字",
    "console.handover.since": "交班之后的变化",
    "console.handover.none": "没有待接的交班。交班人请在下方签字。",
    "console.handover.past": "以往交接班",
    "console.handover.open": "查看交班留言",
    "console.handover.still": "仍未结",
    "console.handover.ended": "已结",
    "console.handover.new": "新增",
    "console.handover.quiet": "没有未结事项，交接平静的席位。",
    "purpose.handover": "交接班",
}
