"""The texts of `callbox token`: (English, 中文)."""

TEXTS: dict[str, tuple[str, str]] = {
    "command.token": ("give other systems access to the API, and take it away", "为其他系统签发或吊销接口访问令牌"),
    "command.token.issue": ("issue a token and show its secret once", "签发令牌，密钥仅显示一次"),
    "command.token.list": ("list the tokens in use", "列出在用的令牌"),
    "command.token.revoke": ("end a token at once", "立即吊销令牌"),
    "token.what": (
        "say what: issue, list or revoke (callbox token --help)",
        "请指明操作：issue、list 或 revoke（callbox token --help）",
    ),
    "token.option.name": ("what it is for, such as radar", "用途，例如 radar"),
    "token.option.organisation": ("path of the organisation it acts for", "令牌所代表机构的路径"),
    "token.option.roles": ("what it may be used for, with commas between: {roles}", "可用角色，以逗号分隔：{roles}"),
    "token.option.days": ("end it after so many days; default: when it is revoked", "多少天后失效；默认直至吊销"),
    "token.option.all": ("also those that ended", "包括已失效的"),
    "token.option.id": (
        "its name in the records, as `callbox token list` shows it",
        "`callbox token list` 所示的记录号",
    ),
    "token.days": (
        "--days: {days} must be a whole number from 1 to {most}",
        "--days：{days} 须为 1 到 {most} 的整数",
    ),
    "token.issued": (
        "Token {id}. Its secret is shown only this once; it goes into the header `Authorization: Bearer SECRET`:",
        "令牌 {id}。密钥仅显示这一次，用于请求头 `Authorization: Bearer 密钥`：",
    ),
    "token.until": ("until {at}", "至 {at}"),
    "token.lasting": ("until it is revoked", "直至吊销"),
    "token.over": ("ended {at}", "已于 {at} 失效"),
    "token.none": ("No token is in use.", "没有在用的令牌。"),
    "token.revoked": ("{id}: revoked; it opens nothing any more", "{id}：已吊销，不再有效"),
}
