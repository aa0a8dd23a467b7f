"""The settings of the Open311 feed: for which jurisdiction it speaks, and whom a developer asks."""

from dataclasses import dataclass

from callbox.site.setting import Setting, declared, is_line

LINE = ("one line of at most 200 characters", "不超过 200 字的一行文字")


@dataclass(frozen=True, kw_only=True)
class Open311:
    """What an administrator may choose of Open311."""

    open311_jurisdiction: str = declared(
        Setting(
            "open311.jurisdiction",
            is_line,
            LINE,
            (
                "The jurisdiction_id of this node, such as example.org. Empty: whatever a client tells is taken.",
                "本节点的 jurisdiction_id，例如 example.org。留空则接受客户端所报的任何值。",
            ),
            '""',
        ),
        "",
    )
    open311_contact: str = declared(
        Setting(
            "open311.contact",
            is_line,
            LINE,
            (
                "Whom developers ask about Open311, and for a key. Empty: an administrator of this node.",
                "开发者咨询 Open311、申请密钥的联系方式。留空则为本节点管理员。",
            ),
            '""',
        ),
        "",
    )
