"""The settings of what leaves the node: the mail server, and the node's own printer."""

import re
from dataclasses import dataclass

from callbox.site.setting import Setting, between, declared, is_line, one_of

SECURITY = ("none", "starttls", "tls")
LETTERS = ("utf-8", "gb18030")
HOST = re.compile(r"|[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")
MAILBOX = re.compile(r"|[^\s@<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,250}")


def _is_host(value: object) -> bool:
    return isinstance(value, str) and HOST.fullmatch(value) is not None


def _is_mailbox(value: object) -> bool:
    return isinstance(value, str) and MAILBOX.fullmatch(value) is not None


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What an administrator may choose of channels: what is secret, or runs on this machine, stands in no record."""

    mail_host: str = declared(
        Setting(
            "mail.host",
            _is_host,
            ("the name of a mail server such as mail.example.org", "邮件服务器名称，例如 mail.example.org"),
            (
                "The mail server (SMTP) that channels of mail use. Empty: no mail is sent.",
                "邮件通道使用的邮件服务器（SMTP）。留空则不发邮件。",
            ),
            '""',
        ),
        "",
    )
    mail_port: int = declared(
        Setting(
            "mail.port",
            between(1, 65_535),
            ("a whole number from 1 to 65535", " 1 到 65535 的整数"),
            ("Its port.", "邮件服务器端口。"),
            "587",
        ),
        587,
    )
    mail_security: str = declared(
        Setting(
            "mail.security",
            one_of(*SECURITY),
            ("one of " + ", ".join(SECURITY), "以下之一：" + "、".join(SECURITY)),
            (
                "How the way to it is kept private: starttls, tls (from the first byte, port 465) or none.",
                "连接加密方式：starttls、tls（自首字节起，端口 465）或 none。",
            ),
            '"starttls"',
        ),
        "starttls",
    )
    mail_sender: str = declared(
        Setting(
            "mail.sender",
            _is_mailbox,
            ("a mail address such as callbox@example.org", "邮件地址，例如 callbox@example.org"),
            ("From whom the mails are.", "发件人地址。"),
            '""',
        ),
        "",
    )
    mail_account: str = declared(
        Setting(
            "mail.account",
            is_line,
            ("one line of at most 200 characters", "不超过 200 字的一行文字"),
            ("With which name to sign in to it. Empty: without.", "登录邮件服务器的账号。留空则不登录。"),
            '""',
        ),
        "",
    )
    mail_password: str = declared(
        Setting(
            "mail.password",
            is_line,
            ("one line of at most 200 characters", "不超过 200 字的一行文字"),
            ("And with which password. This file is readable by its owner alone.", "以及密码。本文件仅所有者可读。"),
            '""',
        ),
        "",
    )
    voice_command: str = declared(
        Setting(
            "voice.command",
            is_line,
            ("one line of at most 200 characters", "不超过 200 字的一行文字"),
            (
                "What calls somebody and reads the page on standard input (JSON) aloud, and prints the key they pressed.",
                "拨打电话并朗读标准输入（JSON）中呼叫内容、输出对方所按按键的命令。",
            ),
            '""',
        ),
        "",
    )
    printer_command: str = declared(
        Setting(
            "printer.command",
            is_line,
            ("one line of at most 200 characters", "不超过 200 字的一行文字"),
            (
                "What prints a sheet from standard input, such as lp -d kitchen: for printers declared without an address.",
                "从标准输入接收文稿并打印的命令，例如 lp -d kitchen；供未填地址的打印机通道使用。",
            ),
            '""',
        ),
        "",
    )
    printer_letters: str = declared(
        Setting(
            "printer.letters",
            one_of(*LETTERS),
            ("one of " + ", ".join(LETTERS), "以下之一：" + "、".join(LETTERS)),
            ("The encoding that printers of this node read.", "本节点打印机使用的字符编码。"),
            '"utf-8"',
        ),
        "utf-8",
    )
