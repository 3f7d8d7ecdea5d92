"""How often a password or a code may be tried: by account in the database, by machine in memory alone.

Counting by account survives a restart and holds for several servers. The address of a machine is never written down:
what is counted by it is kept by each server for itself, under a hash with a key of the day in its place. What
respondents do is counted by all processes of a server together (`web.security.counting`); all else is done in one.
"""

import hashlib
import secrets
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Final

from flask import Response, abort, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from engine.store import Account
from web.security.counting import Counts
from web.sessions import store

WINDOW: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
AN_HOUR: Final = 8000  # forms begun at a site
BY_ONE_AN_HOUR: Final = (
    2000  # of these by one machine: a large school may share one address, and some begin twice
)
IN_VAIN: Final = (
    300  # codes that nobody has, a machine and window: of a thousand people every third may mistype one
)
IN_VAIN_A_DAY: Final = 600
PASSWORDS: Final = 10  # tries an account, machine and window
PASSWORDS_IN_ALL: Final = (
    100  # an account and window, from everywhere, but for browsers that were in it before
)
CODES: Final = 6
LINKS: Final = 3  # reset messages an account and window
BY_MACHINE: Final = 500  # failures a machine and window; a school may share one address
KNOWN: Final = "known"
KNOWN_FOR: Final = timedelta(days=180)
MOST_KNOWN: Final = 5  # accounts of one browser
MOST_KEYS: Final = 10_000
# What anybody may ask of us without an account, a machine and hour: a school may share one address.
CHECKS: Final = 2000  # own results of quick checks
DRAWN: Final = 300  # files and examples, which take a second of work each


class Recent:
    """How often something happened of late, by machine or by what else it is counted under: in memory alone."""

    def __init__(self, window: timedelta, now: Callable[[], float] = time.monotonic) -> None:
        self._window, self._now = window.total_seconds(), now
        self._moments: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, key: str) -> int:
        with self._lock:
            return len(self._of(key))

    def add(self, key: str) -> None:
        with self._lock:
            self._of(key).append(self._now())
            while len(self._moments) > MOST_KEYS:
                self._moments.pop(next(iter(self._moments)))

    def forget(self, key: str) -> None:
        with self._lock:
            self._moments.pop(key, None)

    def _of(self, key: str) -> deque[float]:
        held = self._moments.setdefault(key, deque())
        while held and held[0] < self._now() - self._window:
            held.popleft()
        return held


class Machines:
    """What stands for the address of a machine: its hash under a key of the day, in memory alone.

    The key is made of the day and of a secret that is drawn when the server starts, so that its processes mark alike.
    """

    def __init__(
        self, today: Callable[[], date] = lambda: datetime.now(UTC).date(), secret: bytes | None = None
    ) -> None:
        self._today = today
        self._secret = secrets.token_bytes(32) if secret is None else secret

    def mark(self, address: str) -> str:
        key = hashlib.blake2b(self._today().isoformat().encode(), key=self._secret, digest_size=32).digest()
        return hashlib.blake2b(address.encode(), key=key, digest_size=16).hexdigest()


def machine() -> str:
    """A mark of the machine that makes this request: the same all day, and nothing to find its address by."""
    marks: Machines = current_app.extensions.setdefault("machine_marks", Machines(secret=_counts().secret))
    return marks.mark(request.remote_addr or "")


def may_try_code() -> bool:
    """Whether this machine may try another code: not where it has tried too many that nobody has.

    A code with a sign that is wrong is told so before anything is looked up, and does not count.
    """
    here = machine()
    counts, now = _counts(), time.monotonic()
    return all(counts.count(f"{name} {here}", window, now) < most for name, window, most in _in_vain())


def tried_in_vain() -> None:
    """Count a code that nobody has."""
    here = machine()
    for name, window, _ in _in_vain():
        _counts().add(f"{name} {here}", window, time.monotonic())


def admit(key: str, most: int) -> None:
    """Stop with 429 what was tried too often, whoever tried it."""
    if store().people.attempts(key) >= most:
        abort(429)


def failed(key: str) -> None:
    """Count a try that failed."""
    store().people.count_attempt(key, WINDOW)


def passed(key: str) -> None:
    store().people.forget_attempts(key)


def admit_password(email: str, account: Account | None) -> None:
    """Stop with 429 who has tried the password of an account too often from here.

    Counted by account and machine, so that nobody locks an owner out from elsewhere. A browser that was signed in to
    the account before counts by itself: neither others behind its address nor those who try everywhere stop it.
    """
    stopped = _tried().count(_from_here(email, account)) >= PASSWORDS
    if browser_of(account) is None:
        stopped |= _machines().count(machine()) >= BY_MACHINE
        stopped |= store().people.attempts(_sign_in(email)) >= PASSWORDS_IN_ALL
    if stopped:
        abort(429)


def failed_password(email: str, account: Account | None) -> None:
    _tried().add(_from_here(email, account))
    if browser_of(account) is None:
        _machines().add(machine())
    failed(_sign_in(email))


def passed_password(email: str, account: Account) -> None:
    _tried().forget(_from_here(email, account))
    passed(_sign_in(email))


def remember_browser(account: Account) -> None:
    """Let this browser be known from now on as one that was signed in to an account."""
    kept = _known() | {str(account.id): secrets.token_urlsafe(12)}
    value = _signer().dumps(dict(list(kept.items())[-MOST_KNOWN:]))

    @after_this_request
    def keep(response: Response) -> Response:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        age = int(KNOWN_FOR.total_seconds())
        response.set_cookie(
            KNOWN, value, max_age=age, path="/sign-in", secure=secure, httponly=True, samesite="Lax"
        )
        return response


def browser_of(account: Account | None) -> str | None:
    """The mark of a browser that was signed in to this account before; None for any other."""
    return None if account is None else _known().get(str(account.id))


def _known() -> dict[str, str]:
    """The marks that a browser holds, by account."""
    try:
        held = _signer().loads(request.cookies.get(KNOWN, ""), max_age=int(KNOWN_FOR.total_seconds()))
    except BadData:
        return {}
    return held if isinstance(held, dict) else {}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"], salt="a browser that was signed in before"
    )


def _sign_in(email: str) -> str:
    return f"sign-in {email}"


def _from_here(email: str, account: Account | None) -> str:
    return f"{email} {browser_of(account) or machine()}"


def may_begin(site: int) -> bool:
    """Whether another form of a site may be begun by this machine just now; counts it if so.

    One machine has a share of what a site takes an hour, so that it can't use up that of a school; a school behind one
    address has enough for its people.
    """
    counts, hour, now = _counts(), HOUR.total_seconds(), time.monotonic()
    shares = ((f"begun {site}", AN_HOUR), (f"begun {site} {machine()}", BY_ONE_AN_HOUR))
    if any(counts.count(key, hour, now) >= most for key, most in shares):
        return False
    for key, _ in shares:
        counts.add(key, hour, now)
    return True


def admit_check() -> None:
    """Stop with 429 a machine that asks for own results more often than a large school would."""
    _admit_here("checks", CHECKS)


def admit_drawing() -> None:
    """Stop with 429 a machine that has files made more often than people read them."""
    _admit_here("drawn", DRAWN)


def _admit_here(what: str, most: int) -> None:
    done: Recent = current_app.extensions.setdefault(f"asked_{what}", Recent(HOUR))
    here = machine()
    if done.count(here) >= most:
        abort(429)
    done.add(here)


def _in_vain() -> tuple[tuple[str, float, int], ...]:
    """What codes that nobody has are counted under, in which seconds, and how many there may be."""
    return ("code", WINDOW.total_seconds(), IN_VAIN), ("code a day", DAY.total_seconds(), IN_VAIN_A_DAY)


def _counts() -> Counts:
    """What all processes of this server count together."""
    counts: Counts = current_app.extensions["counts"]
    return counts


def _machines() -> Recent:
    held: Recent = current_app.extensions.setdefault("machines", Recent(WINDOW, _now))
    return held


def _tried() -> Recent:
    held: Recent = current_app.extensions.setdefault("tried", Recent(WINDOW, _now))
    return held


def _now() -> float:
    return store().now().timestamp()
