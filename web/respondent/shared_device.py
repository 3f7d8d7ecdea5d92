"""A device that people share: what its browser holds in that mode, what ends with each person, and when it starts over.

Everything works without a script: a page that nobody leaves is left by the header `Refresh`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import after_this_request, request, session, url_for
from werkzeug.wrappers import Response

from web.forms import TickField, TypedForm
from web.respondent.cookies import cookie

COOKIE: Final = "kiosk"
ON: Final = "on"
SENT: Final = "sent"  # on, and answers were sent from here: it would pass for a new device afterwards
LONGEST: Final = timedelta(days=60)  # that a browser stays in this mode
THANKS: Final = timedelta(seconds=45)  # for whoever has sent their answers
THANKS_LONGER: Final = timedelta(minutes=8)  # for whoever asks: over ten times as long (WCAG 2.2.1)
IDLE: Final = timedelta(minutes=10)  # on any page of somebody under way, until it asks who is there
ASKED: Final = timedelta(seconds=60)  # for an answer to that
OF_A_PERSON: Final = ("draft", "receipt", "sent", "again", "shared", "language")  # cookies that end with each


class ThanksForm(TypedForm):
    longer = TickField()


@dataclass(frozen=True, slots=True)
class Times:
    """The times above as pages name them."""

    thanks_seconds: int
    longer_minutes: int
    idle_minutes: int
    asked_seconds: int


def is_shared() -> bool:
    """Whether this browser was made a shared device, on purpose, for the survey that is asked for."""
    return COOKIE in request.cookies


def share(response: Response, path: str, closes: datetime, *, sent: bool) -> None:
    """From now on people share this device; until the survey closes or somebody ends it.

    Whether answers were `sent` from it before is all that is kept of whoever used it, for when it is shared no more.
    """
    forget_person(response, path)
    _keep(response, path, closes, SENT if sent else ON)


def mark_sent(response: Response, path: str, closes: datetime) -> None:
    """Keep that somebody has sent answers from this shared device."""
    _keep(response, path, closes, SENT)


def has_sent() -> bool:
    """Whether answers were sent from this device, while it was shared or before."""
    return request.cookies.get(COOKIE) == SENT


def _keep(response: Response, path: str, closes: datetime, value: str) -> None:
    age = min(LONGEST, max(timedelta(days=1), closes - datetime.now(UTC)))
    response.set_cookie(COOKIE, value, max_age=int(age.total_seconds()), **cookie(path))


def end_sharing(response: Response, path: str) -> None:
    forget_person(response, path)
    response.delete_cookie(COOKIE, **cookie(path))


def forget_person(response: Response, path: str) -> None:
    """Leave nothing of whoever answered last in this browser."""
    session.clear()
    for name in OF_A_PERSON:
        response.delete_cookie(name, **cookie(path))


def start_over(link: str, template: str, *, under_way: bool, page: int | None = None) -> None:
    """Let a page on which somebody's answers may stand be left by itself when nobody presses anything."""
    if template == "thanks":
        stays = THANKS_LONGER if ThanksForm(request.args).longer.ticked else THANKS
        leave_after(stays, url_for("kiosk.next_person", link=link))
    elif template == "still":
        leave_after(ASKED, url_for("kiosk.next_person", link=link))
    elif under_way:
        leave_after(IDLE, url_for("kiosk.anybody_there", link=link, page=page))


def leave_after(time: timedelta, address: str) -> None:
    """Have the browser open another address after a time, without a script."""

    @after_this_request
    def refresh(response: Response) -> Response:
        response.headers["Refresh"] = f"{_seconds(time)}; url={address}"
        return response


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


TIMES: Final = Times(_seconds(THANKS), _seconds(THANKS_LONGER) // 60, _seconds(IDLE) // 60, _seconds(ASKED))
