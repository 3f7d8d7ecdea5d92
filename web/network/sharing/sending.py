"""Sends the letters of a mailing, a few by one connection, while its page tells how far it is."""

import smtplib
from collections.abc import Callable
from logging import Logger
from typing import Any, Final

from engine.language import Language
from engine.store import Invitee, Job, JobTask, Letter, LetterState, Mailing, NewJob, Store, Wave
from web.account import mail
from web.network.sharing.letters import (
    BLANK,
    KINDS,
    LetterKind,
    Recipient,
    Writer,
    WrittenLetter,
    recipients,
    today,
)

BY_ONE_CONNECTION: Final = 20  # letters
IN_A_ROW: Final = 3  # connections that fail before the rest waits for somebody to press again


class ServerFailed(Exception):
    """The mail server took no letter: others would fare no better just now."""


def start(store: Store, mailing: Mailing, wave: Wave, base: str) -> None:
    """Have sent what waits, by a worker; where one is at it already, it goes on."""
    details = {"mailing": mailing.id, "base": base}
    store.jobs.ask(NewJob(JobTask.LETTERS, _about(mailing), wave.id, details=details))


def sending_job(store: Store, mailing: Mailing) -> Job | None:
    """The job that sends what waits of a mailing; None where none does."""
    job = store.jobs.newest(_about(mailing))
    return job if job is not None and job.stands else None


def _about(mailing: Mailing) -> str:
    return f"letters {mailing.id}"


class Sender:
    """Claims letter after letter, writes each when its turn comes, and keeps what came of it. It logs no address."""

    def __init__(self, store: Store, mailing: Mailing, wave: Wave, base: str, log: Logger) -> None:
        self._store, self._mailing, self._wave, self._log = store, mailing, wave, log
        self._kind: LetterKind = KINDS[mailing.kind]
        self._words = WrittenLetter(mailing.subject, mailing.text)
        self._writer = Writer(store, wave, self._kind, Language.nearest(mailing.language), base)

    def send_all(self, connected: Callable[[], Any]) -> None:
        """Send until nothing waits, or until the mail server fails over and over."""
        failed = 0
        while failed < IN_A_ROW:
            try:
                if not self._send_some(connected):
                    return
                failed = 0
            except ServerFailed:
                failed += 1
        self._log.error("a mailing stopped: the mail server failed %d times in a row", IN_A_ROW)

    def _send_some(self, connected: Callable[[], Any]) -> bool:
        """Send some by one connection; False where none waits any more."""
        letter = self._store.mailings.claim(self._mailing)
        if letter is None:
            return False
        there = {(one.id, one.site.id): one for one in recipients(self._store, self._wave, self._kind)}
        try:
            with connected() as send:
                for _ in range(BY_ONE_CONNECTION):
                    self._send(letter, there.get((letter.recipient, letter.site_id)), send)
                    letter = self._store.mailings.claim(self._mailing)
                    if letter is None:
                        return False
                self._store.mailings.settle(letter, LetterState.WAITING)
                letter = None
        except OSError as error:  # those of smtplib are such errors too
            if letter is not None:
                self._store.mailings.settle(letter, LetterState.FAILED, _reason(error))
            raise ServerFailed from None
        return True

    def _send(self, letter: Letter, to: Recipient | None, send: mail.Send) -> None:
        """Send one letter and keep what came of it; raises what would stop the others too."""
        person = None if to is None or self._kind.to_leaders else self._invitee(to)
        if to is None or not (self._kind.to_leaders or person):
            self._store.mailings.settle(letter, LetterState.SKIPPED)
            return
        written = self._writer.written(self._words, to, self._code(to, person))
        try:
            send(to.address, written.subject, written.text)
        except smtplib.SMTPRecipientsRefused:
            self._store.mailings.settle(letter, LetterState.FAILED, "refused")
            return
        self._store.mailings.settle(letter, LetterState.SENT)
        if person is not None:
            self._store.invitees.remind([person], today(self._store, self._wave))

    def _code(self, to: Recipient, person: Invitee | None) -> str | None:
        """A new code of somebody on the list; None where they have begun with theirs, and where no text holds it."""
        if person is None or not {"{code}", "{link}"} & set(BLANK.findall(self._mailing.text)):
            return None
        made = self._store.codes.reissue(self._wave, to.site, [person], spare_begun=True)
        return made[0].code if made else None

    def _invitee(self, to: Recipient) -> Invitee | None:
        """Somebody on the list, as they are now; None where they have answered."""
        listed = self._store.invitees.of(to.site)
        return next((one for one in listed if one.id == to.id and not one.answered), None)


def _reason(error: OSError) -> str:
    """Why the mail server took no letter, as a word that is kept."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "sign-in"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "sender"
    if isinstance(error, smtplib.SMTPResponseException):
        return "other"
    return "unreachable"
