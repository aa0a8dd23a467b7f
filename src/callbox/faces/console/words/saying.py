"""What the pane of written words beside a call says."""

EN: dict[str, str] = {
    "taking.words": "In writing",
    "taking.ask": "Ask or answer in writing (a number alone: that question)",
    "taking.ask_send": "Send",
    "taking.machine": "Machine translation ({by}):",
    "taking.black": "The caller turned their screen black: somebody may be watching them.",
    "taking.page_sent": "The caller was sent a page",
    "taking.page_link": "Where the exchange cannot send texts, give it to them another way. It ends with the call.",
    "taking.page_explained": "They answer by taps. Their telephone may light up or sound.",
}
ZH: dict[str, str] = {
    "taking.words": "文字",
    "taking.ask": "以文字提问或回答（仅输入数字则提相应问题）",
    "taking.ask_send": "发送",
    "taking.machine": "机器翻译（{by}）：",
    "taking.black": "来电人已把屏幕变黑：可能有人在旁监视。",
    "taking.page_sent": "已向来电人发送页面",
    "taking.page_link": "若交换机不能发送短信，请用其他方式告知。通话结束即失效。",
    "taking.page_explained": "对方点按作答。其手机可能亮屏或发声。",
}
