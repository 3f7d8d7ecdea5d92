"""A list in a request: from a file or from the box, and whether it was looked at already."""

from typing import Final

from flask import request

from engine.exchange.decoding import OLD_ENCODINGS, decoded, readings
from engine.problems import Refused
from web.forms import LineField, ProseField, TypedForm
from web.network.sheets import Fault

LARGEST: Final = 400 * 1024  # bytes
ENCODING_NAMES: Final = {
    "cp1252": "Windows, Western Europe and America",
    "cp1250": "Windows, Central Europe",
    "cp1254": "Windows, Turkish",
    "mac_roman": "Macintosh",
}


class ListForm(TypedForm):
    text, encoding, step = ProseField(), LineField(), LineField()


def sent_text() -> tuple[str, Fault | None]:
    """The list's text, and what is wrong with the file where it cannot be read."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return ListForm(request.form).text.data, None
    file.stream.seek(0)  # it may have been read before, when the database did nothing
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return "", Fault(None, "The file is larger than 400 kB", "Divide it")
    chosen = ListForm(request.form).encoding.data
    try:
        return decoded(raw, file.filename, chosen if chosen in OLD_ENCODINGS else None), None
    except Refused:
        return "", _not_read(readings(raw))


def _not_read(read: dict[str, str]) -> Fault:
    if not read:
        remedy = "In the spreadsheet, save it as “CSV UTF-8”, or paste its rows below"
        return Fault(None, "This is not a CSV file", remedy)
    choices = {name: (text, ENCODING_NAMES[name]) for name, text in read.items()}
    cause = "The file does not say which character encoding it uses, and names stay as they are read"
    remedy = "Choose it again and say below how its words read, or save it as “CSV UTF-8” first"
    return Fault(None, cause, remedy, readings=choices)


def confirmed() -> bool:
    return ListForm(request.form).step.data == "confirm"
