"""Mail, where a server for it is named; without one every link is shown to be handed on."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from logging import Logger
from threading import Thread
from urllib.parse import unquote, urlsplit

from flask import current_app

from engine.problems import Problem, Refused

WAIT = 20  # seconds

Send = Callable[[str, str, str], None]  # to whom, subject, text


@dataclass(frozen=True, slots=True)
class MailServer:
    """Sends by SMTP; `smtps://` begins with TLS, `smtp://` turns to it and refuses a server that cannot."""

    address: str
    sender: str

    def __call__(self, to: str, subject: str, text: str) -> None:
        with self.connected() as send:
            send(to, subject, text)

    @contextmanager
    def connected(self) -> Iterator[Send]:
        """One connection for several messages."""
        where = urlsplit(self.address)
        host = where.hostname or "localhost"
        begin = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
        with begin(host, where.port or 0, timeout=WAIT) as server:
            if where.scheme == "smtp" and host not in ("localhost", "127.0.0.1"):
                server.starttls()
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            yield lambda to, subject, text: self._hand_over(server, to, subject, text)

    def _hand_over(self, server: smtplib.SMTP, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, " ".join(subject.split())
        message["Date"], message["Message-ID"] = (
            formatdate(),
            make_msgid(domain=self.sender.rpartition("@")[2]),
        )
        message["Auto-Submitted"] = "auto-generated"  # so that no absence note comes back
        message.set_content(text)
        server.send_message(message)


@contextmanager
def connected() -> Iterator[Send]:
    """What sends several messages, by one connection where the sender has any."""
    sender = current_app.extensions["mail"]
    if isinstance(sender, MailServer):
        with sender.connected() as send:
            yield send
    else:
        yield sender


def mail_server(address: str | None, sender: str | None) -> MailServer | None:
    """The mail server of the settings, None where none is named. Raises `Refused` for half a setting."""
    if not address:
        return None
    if urlsplit(address).scheme not in ("smtp", "smtps") or not sender:
        cause = "the mail server cannot be used as it is set"
        remedy = "set BAROGRAPH_SMTP to smtp://user:password@host:587 and BAROGRAPH_MAIL_FROM to an address"
        raise Refused([Problem("mail_setting", "environment", cause, remedy)])
    return MailServer(address, sender)


def can_send() -> bool:
    return "mail" in current_app.extensions


def send(to: str, subject: str, text: str) -> None:
    """Send a message aside."""
    aside(partial(_deliver, current_app.extensions["mail"], current_app.logger, to, subject, text))


def aside(run: Callable[[], None]) -> None:
    """Do this in a thread of its own, so that nobody can tell from the time taken whether there was anything to do."""
    Thread(target=run, name="aside", daemon=True).start()


def deliver(to: str, subject: str, text: str) -> None:
    """Send a message; one that can't be sent is logged."""
    _deliver(current_app.extensions["mail"], current_app.logger, to, subject, text)


def _deliver(send: Send, log: Logger, to: str, subject: str, text: str) -> None:
    try:
        send(to, subject, text)
    except (OSError, smtplib.SMTPException) as error:
        log.error("a message could not be sent: %s", type(error).__name__)
