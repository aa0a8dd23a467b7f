"""Chinese."""

WORDS: dict[str, str] = {
    "portal.title": "便签",
    "portal.wait": "请保持安静。问题会显示在这里，点按即可回答。",
    "portal.black": "黑屏",
    "portal.back": "黑屏时点左下角可恢复。",
    "portal.leave": "离开",
    "portal.sent": "已发送",
    "portal.write": "如果方便，请写",
    "portal.send": "发送",
    "portal.place": "分享我的位置",
    "portal.place_sent": "位置已发送",
    "portal.place_not": "此设备无法得知位置",
    "portal.nothing": "这里没有内容。",
    "portal.lost": "没有连接，正在重试。",
}
