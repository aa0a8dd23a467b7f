"""Mail: one message to one address, handed to the mail server that the settings name (RFC 5321, RFC 5322).

The message's own name (`Message-ID`) is made of its stable id, so a server or reader that sees it twice knows it again.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from callbox.site.channels.carrying import PATIENCE_S, Carried, Failed, reaching
from callbox.site.configuration import Configuration


def send(carried: Carried) -> None:
    """Hand it to the mail server.

    Raises:
        Failed: where it did not take it.
    """
    settings = carried.settings
    if not settings.mail_host or not settings.mail_sender:
        raise Failed("not_set_up")
    under_way: list[bool] = []
    try:
        _send(carried, under_way)
    except Failed as failed:
        # Once the letter is on its way and the line breaks, nobody knows whether it was taken.
        unsure = bool(under_way) and failed.fault != "turned_down"
        raise Failed(failed.fault, lasting=failed.lasting, unsure=unsure) from None


def _send(carried: Carried, under_way: list[bool]) -> None:
    with reaching():
        try:
            with _server(carried.settings) as server:
                _greet(server, carried.settings)
                under_way.append(True)
                server.send_message(written(carried))
        except smtplib.SMTPRecipientsRefused as refused:
            raise Failed("turned_down", lasting=_lasts(max(code for code, _ in refused.recipients.values()))) from None
        except smtplib.SMTPResponseException as refused:
            raise Failed("turned_down", lasting=_lasts(refused.smtp_code)) from None
        except smtplib.SMTPServerDisconnected:
            raise Failed("no_connection") from None
        except smtplib.SMTPException:
            raise Failed("answered_badly") from None


def written(carried: Carried) -> EmailMessage:
    """The mail as it is sent."""
    mail = EmailMessage()
    mail["From"] = carried.settings.mail_sender
    mail["To"] = carried.to or carried.channel.address
    if carried.to:
        mail["Reply-To"] = carried.channel.address
    if carried.stop_at:
        # RFC 8058: a mail program's own button does what the address in the words does.
        mail["List-Unsubscribe"] = f"<{carried.stop_at}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Subject"] = carried.telling.subject
    mail["Date"] = format_datetime(carried.at)
    mail["Message-ID"] = f"<{carried.telling.id}@{carried.settings.mail_sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    mail.set_content("\n".join(carried.telling.lines) + "\n")
    return mail


def _server(settings: Configuration) -> smtplib.SMTP:
    place = (settings.mail_host, settings.mail_port)
    if settings.mail_security == "tls":
        return smtplib.SMTP_SSL(*place, timeout=PATIENCE_S, context=ssl.create_default_context())
    return smtplib.SMTP(*place, timeout=PATIENCE_S)


def _greet(server: smtplib.SMTP, settings: Configuration) -> None:
    if settings.mail_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    if settings.mail_account:
        server.login(settings.mail_account, settings.mail_password)


def _lasts(code: int) -> bool:
    """Whether the server would turn it down again: 4yz says later, 5yz says never (RFC 5321, section 4.2.1)."""
    return code >= 500
