"""The settings of the public pages: who takes in what residents send, and who gets what may be danger to life."""

import re
from dataclasses import dataclass

from callbox.site.setting import Setting, declared, is_line, one_of
from callbox.site.settings_telephony import is_path

NUMBER = re.compile(r"|[0-9+*#][0-9+*# -]{0,19}")
PATH = ("an organisation's path such as coast/harbour/hotline", "机构路径，例如 coast/harbour/hotline")


def _is_number(value: object) -> bool:
    return isinstance(value, str) and NUMBER.fullmatch(value) is not None


@dataclass(frozen=True, kw_only=True)
class Portal:
    """What an administrator may choose of the public pages."""

    portal_organisation: str = declared(
        Setting(
            "portal.organisation",
            is_path,
            PATH,
            (
                "The organisation that takes in what residents send at /report. Empty: the page is closed.",
                "接收居民在 /report 所发内容的机构。留空则不开放该页面。",
            ),
            '""',
        ),
        "",
    )
    portal_emergency: str = declared(
        Setting(
            "portal.emergency",
            is_path,
            PATH,
            (
                "The organisation whose queue gets what may be danger to life, at once. Empty: the one above.",
                "可能危及生命的内容立即转入其队列的机构。留空则为上一项。",
            ),
            '""',
        ),
        "",
    )
    portal_number: str = declared(
        Setting(
            "portal.number",
            _is_number,
            ("a telephone number such as 112", "电话号码，例如 110"),
            (
                "The emergency number that public pages show in large figures. Empty: none.",
                "公众页面以大字显示的紧急电话。留空则不显示。",
            ),
            '""',
        ),
        "",
    )
    portal_open_data: str = declared(
        Setting(
            "portal.open_data",
            one_of("closed", "open"),
            ("closed or open", "closed（关闭）或 open（开放）"),
            (
                "Whether anybody may take the nightly open data at /open/data/: closed or open.",
                "每晚生成的开放数据是否在 /open/data/ 供人下载：closed（关闭）或 open（开放）。",
            ),
            '"closed"',
        ),
        "closed",
    )
    portal_licence: str = declared(
        Setting(
            "portal.licence",
            is_line,
            ("one line of text such as CC BY 4.0", "一行文字，例如 CC BY 4.0"),
            (
                "Under which licence the open data may be used, as its page says. Empty: the page says that none is named.",
                "开放数据的使用许可，显示在该页面上。留空则页面说明未指明许可。",
            ),
            '""',
        ),
        "",
    )

    @property
    def portal(self) -> dict[str, str]:
        """As the public pages are told it."""
        return {
            "organisation": self.portal_organisation,
            "emergency": self.portal_emergency,
            "number": self.portal_number,
            "open_data": self.portal_open_data,
            "licence": self.portal_licence,
        }
