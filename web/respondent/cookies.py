"""The attributes of the cookies that a respondent's browser holds."""

from typing import TypedDict

from flask import current_app


class CookieAttributes(TypedDict):
    path: str
    secure: bool
    httponly: bool
    samesite: str


def cookie(path: str) -> CookieAttributes:
    """The attributes of a respondent's cookie: sent to the pages of one survey only."""
    return {
        "path": path,
        "secure": current_app.config["SESSION_COOKIE_SECURE"],
        "httponly": True,
        "samesite": "Lax",
    }
