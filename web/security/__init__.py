"""What every response and every post is held to: headers, cookies, forgery protection, sizes."""

from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Response, abort, current_app, request

from web.security.counting import Counts
from web.security.signing import csrf as csrf
from web.security.signing import is_ours as is_ours
from web.security.signing import sign_once
from web.security.signing import token as token
from web.security.watching import watch

LARGEST_POST: Final = 512 * 1024  # bytes: the longest texts a page can hold, percent-encoded
MOST_FIELDS: Final = 2000

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # a survey's link is a secret of its school
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
# Shared devices: what was answered must not come back from a cache.
NOT_KEPT: Final = {"Cache-Control": "no-store"}
OVER_TLS: Final = {"Strict-Transport-Security": "max-age=31536000"}
WITHOUT_FORM: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Settings:
    """How an application is guarded.

    `secure` sends cookies over TLS only; switch it off for a server that listens on the loopback address alone.
    `hosts` are the host names it answers to, all if empty. `result_links` says whether a signed link alone opens
    a school's result; switch it off once everyone has an account. `second_factor` says whether those who see
    more than one school must have codes beside their password. `address` is what links begin with; where none is
    named, the address by which a page was asked for.
    """

    secret: str
    secure: bool = True
    hosts: tuple[str, ...] = ()
    result_links: bool = True
    second_factor: bool = False
    address: str = ""
    counts: Counts = field(default_factory=Counts, repr=False, compare=False)  # shared by all its processes


def guard(app: Flask, settings: Settings) -> None:
    """Set an application's cookies, limits, forgery protection and headers."""
    app.extensions["counts"] = settings.counts
    app.config.update(
        SECRET_KEY=settings.secret,
        ADDRESS=settings.address,
        RESULT_LINKS=settings.result_links,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=LARGEST_POST,
        MAX_FORM_PARTS=MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 60 * 60,  # their addresses change with their content: `asset`
        WTF_CSRF_SSL_STRICT=False,  # the token is enough, and some browsers send no Referer
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open over lunch
    )
    if settings.hosts:
        app.config["TRUSTED_HOSTS"] = list(settings.hosts)
    sign_once(app)
    app.before_request(_refuse_null)
    watch(app)
    csrf.init_app(app)
    app.after_request(_with_headers)


def own_address() -> str:
    """What the links that we hand out begin with; a request's own Host header only where no address was named."""
    return str(current_app.config["ADDRESS"]) or request.host_url.rstrip("/")


def _refuse_null() -> None:
    """Stop with 400 what holds the character null: no page sends it, and PostgreSQL keeps no text with it."""
    sent = list(request.args.items(multi=True))
    if request.method not in WITHOUT_FORM:
        sent += request.form.items(multi=True)
    if "\0" in request.path or any("\0" in name + value for name, value in sent):
        abort(400)


def _with_headers(response: Response) -> Response:
    held = {name.lower() for name, _ in response.headers}
    asked = HEADERS if request.endpoint == "static" else HEADERS | NOT_KEPT
    if request.is_secure:
        asked = asked | OVER_TLS
    response.headers.extend((name, value) for name, value in asked.items() if name.lower() not in held)
    return response
