"""Every text of `callbox phone`: (English, 中文)."""

from callbox.kernel import words

TEXTS: dict[str, tuple[str, str]] = {
    "command.phone": (
        "let made-up callers ring on a node that runs, for trying and teaching",
        "让模拟来电呼入正在运行的节点，用于试用与培训",
    ),
    "phone.option.scenario": ("what they do: {scenarios}", "来电情形：{scenarios}"),
    "phone.option.calls": ("how many callers (default: 1)", "来电数量（默认 1）"),
    "phone.option.every": ("seconds between two callers (default: 2)", "相邻两次来电的间隔秒数（默认 2）"),
    "phone.option.speed": ("how many times faster than life (default: 1)", "比实际快多少倍（默认 1）"),
    "phone.option.patience": (
        "after so many seconds without an answer a caller hangs up (default: 45)",
        "多少秒无人接听后来电者挂断（默认 45）",
    ),
    "phone.option.seed": ("the same number draws the same callers (default: 1)", "相同的数字产生相同的来电（默认 1）"),
    "phone.option.near": (
        "where the callers' devices are; without it they tell no place",
        "来电终端所在位置；不填则不上报位置",
    ),
    "phone.option.at": (
        "the node's address (default: http://127.0.0.1:8000); for one elsewhere put a token into {token}",
        "节点网址（默认 http://127.0.0.1:8000）；对其他机器上的节点，请将令牌放入 {token}",
    ),
    "phone.option.organisation": (
        "whose lines they ring on (default: the first that has call takers)",
        "呼入哪个机构的线路（默认为首个有接警员的机构）",
    ),
    "phone.bounds": (
        "--{option}: must be a number from {least} to {most}",
        "--{option}：须为 {least} 到 {most} 的数",
    ),
    "phone.near": (
        "--near: must be latitude and longitude in degrees with a comma between, such as 31.23,121.47",
        "--near：须为以逗号分隔的纬度和经度（度），例如 31.23,121.47",
    ),
    "phone.address": (
        "--at: {address} must be an address such as http://127.0.0.1:8000, without a path",
        "--at：{address} 须为不含路径的网址，例如 http://127.0.0.1:8000",
    ),
    "phone.no_takers": (
        "--organisation: no organisation has call takers: name one",
        "--organisation：没有机构设有接警员，请指定一个机构",
    ),
    "phone.unreachable": (
        "the node at {address} does not answer ({reason}): is `callbox run` running there?",
        "{address} 的节点没有应答（{reason}）：那里是否在运行 `callbox run`？",
    ),
    "phone.refused": ("the node answered {http}: {reason}", "节点答复 {http}：{reason}"),
    "phone.line": ("{line}  {what}  {outcome}", "{line}  {what}  {outcome}"),
    "phone.done": (
        "{calls} callers, {answered} answered, {refused} refusals",
        "来电 {calls} 次，接听 {answered} 次，拒绝 {refused} 次",
    ),
    "phone.page": ("{line}  is sent a page of their own: {page}", "{line}  收到自己的页面：{page}"),
    "phone.reads": ("{line}  reads: {text}", "{line}  读到：{text}"),
    "phone.event.pressed": ("presses keys", "按键"),
    "phone.event.delivered": ("has read it", "已读"),
    "phone.event.ringing": ("rings", "振铃"),
    "phone.event.located": ("is located", "上报位置"),
    "phone.event.held": ("is held", "保持"),
    "phone.event.resumed": ("is taken up again", "恢复"),
    "phone.event.said": ("writes", "书写"),
    "phone.event.silent": ("is silent", "无声"),
    "phone.event.hung_up": ("hangs up", "挂断"),
    "phone.outcome.taken": ("is told", "已上报"),
    "phone.outcome.known": ("was known", "先前已知"),
    "phone.outcome.late": ("is told too late", "上报过迟"),
    "phone.outcome.refused": ("is refused", "被拒绝"),
}


def register() -> None:
    """Make them known."""
    words.register(
        "phone",
        {language: {code: pair[at] for code, pair in TEXTS.items()} for at, language in enumerate(words.LANGUAGES)},
    )
