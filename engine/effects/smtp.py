"""Mail by SMTP. Anything from outside that stands in a header goes in as a value, never as header text."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from engine.mail import Refused, Unreachable

TIMEOUT = 15.0  # seconds for each answer of the server; all together stay below mail.WAITS[0]
PORTS = {"smtp": 587, "smtps": 465}


def post(url: str, sender: str) -> Callable[[Any], None]:
    """What sends one mail row. ``url``: smtp://user:password@host:port (encrypted where the server offers it) or
    smtps://... (from the first byte); ``sender``: an address, or "Name <address>". Raises ValueError for others.

    The function raises Refused where the receiver never wants this mail, Unreachable where no mail can be sent at all,
    and whatever else went wrong this time."""
    server = urlsplit(url)
    if server.scheme not in PORTS or not server.hostname:
        raise ValueError("the mail server must be smtp://host or smtps://host")
    if "@" not in parseaddr(sender)[1]:
        raise ValueError("the sender must be an e-mail address")

    def send(row: Any) -> None:
        message = compose(row, sender)
        connection = _connect(server)
        try:
            _send(connection, message, parseaddr(sender)[1], row.to_address)
            with suppress(smtplib.SMTPException, OSError):  # a farewell that fails unsends nothing
                connection.quit()
        finally:
            connection.close()

    return send


def compose(row: Any, sender: str) -> EmailMessage:
    """The message of a mail row: text and HTML. Raises Refused for an address that is none."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=address)
    try:
        message["To"] = Address(addr_spec=row.to_address)
    except (ValueError, IndexError, HeaderParseError):
        raise Refused("not an e-mail address") from None
    message["Subject"] = "".join(c for c in " ".join(row.subject.split()) if c.isprintable())
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.message_id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if row.unsubscribe:
        message["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # quoted-printable, as not every server takes eight bits
    message.set_content(row.text, cte="quoted-printable")
    message.add_alternative(row.html, subtype="html", cte="quoted-printable")
    return message


def _connect(server: SplitResult) -> smtplib.SMTP:
    """An encrypted, logged-in connection. Raises Unreachable."""
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    context = ssl.create_default_context()
    try:
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(_told(error)) from error
    try:
        connection.ehlo()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
        elif server.scheme == "smtp" and server.username:
            raise Unreachable("The server offers no encryption, so the password was not sent")
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        raise Unreachable(_told(error)) from error
    except Unreachable:
        connection.close()
        raise
    return connection


def _send(connection: smtplib.SMTP, message: EmailMessage, sender: str, to: str) -> None:
    """Hand one message over. Raises Refused for a lasting no to this receiver or these words."""
    try:
        connection.send_message(message, sender, [to])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = error.recipients[to]
        if code >= 500:
            raise Refused(_answer(code, text)) from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Refused(_answer(error.smtp_code, error.smtp_error)) from error
        raise
    except smtplib.SMTPNotSupportedError as error:  # an address that this server cannot write
        raise Refused(str(error)) from error


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    """What a server said, on one line."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:500]
