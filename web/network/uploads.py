"""A list in a request: from a file or from the box, and whether it was looked at already."""

from typing import Final

from flask import request

LARGEST: Final = 400 * 1024  # bytes


def sent_text() -> tuple[str, str | None]:
    """The list's text, and what is wrong with the file where it cannot be read."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return request.form.get("text", ""), None
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return "", "The file is larger than 400 kB. Divide it."
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw[:2000] or raw[:2] == b"PK":
        return (
            "",
            "This is not a CSV file. In the spreadsheet, save it as “CSV UTF-8”, or paste its rows below.",
        )
    return raw.decode("cp1252", "replace"), None  # what spreadsheets write where nobody asks for UTF-8


def confirmed() -> bool:
    return request.form.get("step") == "confirm"
