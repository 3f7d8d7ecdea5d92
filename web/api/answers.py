"""Answers in JSON: one body, one mark by which a program sees that it has it already, and lists in pages."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, request
from werkzeug.exceptions import NotAcceptable

from engine.results.model import FORMAT
from engine.results.terms import AsWritten
from engine.results.writing import keys_of

JSON: Final = "application/json"
CSV: Final = "text/csv"
USUAL: Final = 50  # of a list, at once
MOST: Final = 200

T = TypeVar("T")


def answer(data: object, format: int = FORMAT) -> Response:
    """Data as JSON; the same data is the same text. `format` is that of a frozen result in it."""
    text = json.dumps(
        data,
        default=partial(_keys, format=format),
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )
    return sent(text.encode() + b"\n", JSON)


def _keys(value: object, format: int) -> dict[str, object]:
    found = keys_of(value, format)
    return found if isinstance(value, AsWritten) else dict(sorted(found.items()))


def sent(body: bytes, mimetype: str) -> Response:
    """A body with its mark; 304 without one for a program that names the same mark, 406 where it wants another kind.

    What is kept at a close never changes, and neither does its mark.
    """
    if request.accept_mimetypes.provided and not request.accept_mimetypes.quality(mimetype):
        raise NotAcceptable(f"This answer is {mimetype}. Accept that, or leave the header Accept out.")
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = "Authorization"
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request)
    return response


def listed(rows: Sequence[T], id: Callable[[T], int], told: Callable[[T], AsWritten]) -> Response:
    """A part of a list in the order of numbers, and where the next part is.

    What is added while a program turns the pages comes at the end: none is missed or told twice.
    """
    after, most = _after(), _most()
    rest = [row for row in sorted(rows, key=id) if id(row) > after]
    here = rest[:most]
    following = None
    if len(rest) > most:
        asked = {"limit": most, "cursor": _cursor(id(here[-1]))}
        following = f"{request.path}?{urlencode(asked)}"
    return answer({"items": [told(row) for row in here], "next": following})


def _cursor(last: int) -> str:
    return urlsafe_b64encode(f"after {last}".encode()).decode().rstrip("=")


def _after() -> int:
    """The number that the last part ended with."""
    text = request.args.get("cursor")
    if text is None:
        return 0
    try:
        number = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().removeprefix("after ")
    except ValueError:
        number = ""
    if not number.isdecimal() or len(number) > 18 or _cursor(int(number)) != text:
        abort(
            400,
            "This cursor is none of ours. Follow the address in next as it is, or begin without a cursor.",
        )
    return int(number)


def _most() -> int:
    text = request.args.get("limit", str(USUAL))
    if not (text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        abort(400, f"limit must be a whole number from 1 to {MOST}.")
    return int(text)
