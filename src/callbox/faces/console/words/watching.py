"""Who watches what, in both languages."""

EN = {
    "watch.who": "Who watches how much",
    "watch.nobody": "Nobody",
    "watch.left": "Left alone",
    "watch.keep": "Keep watch",
    "watch.filter": "Show the incidents of",
    "watch.all": "All",
    "watch.mine": "Mine",
    "watch.new": "New: {what}",
    "keys.list.watch": "take watch of the incident that has the focus or is open, else of the first that nobody watches",
    "keys.list.hand": "hand the watch of the open incident to another post",
    "keys.list.filter": "show all incidents, mine, nobody's",
}
ZH = {
    "watch.who": "各岗位盯办数量",
    "watch.nobody": "无人盯办",
    "watch.left": "盯办人离席",
    "watch.keep": "继续盯办",
    "watch.filter": "显示谁的警情",
    "watch.all": "全部",
    "watch.mine": "我的",
    "watch.new": "新警情：{what}",
    "keys.list.watch": "接手盯办焦点所在或已打开的警情；都没有时，接手第一条无人盯办的警情",
    "keys.list.hand": "将已打开的警情移交另一岗位盯办",
    "keys.list.filter": "切换显示：全部、我的、无人盯办",
}
