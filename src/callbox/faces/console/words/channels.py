"""What the administrator's page of channels says."""

EN: dict[str, str] = {
    "channels.explained": "How what is told reaches people beside their screens. Of an organisation's channels the one "
    "with the shortest wait comes first; the others follow while nobody has seen it. Pages and alarms come at any hour.",
    "channels.none": "None yet: what is told reaches screens alone.",
    "channels.serves": "Whom it reaches",
    "channels.when": "When",
    "channels.state": "How it stands",
    "channels.doing": "Do",
    "channels.after": "after (s)",
    "channels.quiet": "quiet",
    "channels.confidential": "confidential",
    "channels.tried": "Tried",
    "channels.passed": "got through",
    "channels.waits": "under way: look again",
    "channels.address": "Mail: an address. Webhook and telephone: https://…, signed with the secret; a telephone without "
    "one uses the node's own command. Printer: host:port, or nothing for the node's own.",
    "refused.channel.number": "{field}: must be a number",
}
ZH: dict[str, str] = {
    "channels.explained": "除屏幕外，消息如何到达相关人员。同一机构的通道中，等待最短者先用；"
    "无人查看时依次使用其余。呼叫和警报任何时段都会送达。",
    "channels.none": "暂无：消息只到屏幕。",
    "channels.serves": "送达对象",
    "channels.when": "时机",
    "channels.state": "状态",
    "channels.doing": "操作",
    "channels.after": "等待（秒）",
    "channels.quiet": "免打扰",
    "channels.confidential": "可含内容",
    "channels.tried": "测试于",
    "channels.passed": "已送达",
    "channels.waits": "进行中，请稍后再看",
    "channels.address": "邮件：邮箱地址。网络回调与电话：https://…，以密钥签名；电话留空则用本节点命令。打印机：主机:端口，留空则用本节点打印机。",
    "refused.channel.number": "{field}：须为数字",
}
