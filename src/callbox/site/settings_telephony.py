"""The settings of the telephones: where SIP is heard, whose lines these are, where the sound goes."""

import re
from dataclasses import dataclass

from callbox.site.setting import Setting, declared

ENDPOINT = re.compile(r"|(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?):[0-9]{1,5}")
PATH = re.compile(r"|[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,3}")
TELEPHONE = re.compile(r"sips?:\{extension\}@[A-Za-z0-9.\[\]:-]{1,250}")


def _is_endpoint(value: object) -> bool:
    if not isinstance(value, str) or ENDPOINT.fullmatch(value) is None:
        return False
    return value == "" or 0 < int(value.rpartition(":")[2]) < 65_536


def is_path(value: object) -> bool:
    """Whether it is an organisation's path, or empty."""
    return isinstance(value, str) and PATH.fullmatch(value) is not None


def _is_telephone(value: object) -> bool:
    return isinstance(value, str) and TELEPHONE.fullmatch(value) is not None


WANTED = ("an address and a port such as 127.0.0.1:5060, or empty", "地址与端口，例如 127.0.0.1:5060，或留空")


@dataclass(frozen=True, kw_only=True)
class Telephony:
    """What an administrator may choose of telephones."""

    telephony_sip: str = declared(
        Setting(
            "telephony.sip",
            _is_endpoint,
            WANTED,
            (
                "Where the telephone exchange's SIP (UDP) is heard. Empty: no SIP; the exchange may use the API's own port.",
                "接收电话交换机 SIP（UDP）信令的地址。留空则不使用 SIP，交换机可改用 API 接口。",
            ),
            '""',
        ),
        "",
    )
    telephony_organisation: str = declared(
        Setting(
            "telephony.organisation",
            is_path,
            ("an organisation's path such as coast/harbour/centre", "机构路径，例如 coast/harbour/centre"),
            ("The organisation whose lines these are: its call takers answer.", "线路所属机构，由其接警员接听。"),
            '""',
        ),
        "",
    )
    telephony_telephone: str = declared(
        Setting(
            "telephony.telephone",
            _is_telephone,
            (
                "a SIP address such as sip:{extension}@127.0.0.1:5070",
                "SIP 地址，例如 sip:{extension}@127.0.0.1:5070",
            ),
            (
                "A call taker's telephone. The exchange redirects answered calls there (302), unless the next line is set.",
                "接警员话机地址。接听后由交换机转至该话机（302），除非设置了下一项。",
            ),
            '"sip:{extension}@127.0.0.1"',
        ),
        "sip:{extension}@127.0.0.1",
    )
    telephony_media: str = declared(
        Setting(
            "telephony.media",
            _is_endpoint,
            WANTED,
            (
                "Where the sound of all calls goes, if Callbox is to keep the signalling (200): a media gateway's address.",
                "若由 Callbox 保持信令（200），所有通话的声音所去之处：媒体网关地址。",
            ),
            '""',
        ),
        "",
    )

    @property
    def telephony_listens(self) -> tuple[str, int]:
        """The address and port of SIP; ask only where it is set."""
        host, _, port = self.telephony_sip.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def telephony_sound(self) -> tuple[str, int] | None:
        """Where the sound goes; None: calls are redirected."""
        host, _, port = self.telephony_media.rpartition(":")
        return (host.strip("[]"), int(port)) if port else None
