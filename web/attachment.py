"""A file that a browser keeps, under its name in any script."""

from urllib.parse import quote

from flask import Response

from engine.exchange.file_names import ascii_name


def attached(data: bytes | str, mimetype: str, name: str) -> Response:
    """A file to keep, under a name that says what it is."""
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": disposition(name)})


def disposition(name: str) -> str:
    """The header that names a file, as RFC 6266 has it: whole in UTF-8, and in ASCII for old programs."""
    return f"attachment; filename=\"{ascii_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
