"""What stands in the column `type` of an XLSForm, in all the ways in which people write it."""

import re
from dataclasses import dataclass
from typing import Final

# The type as written, in small letters and single blanks -> its name today.
SYNONYMS: Final = {
    "begin_group": "begin group",
    "end_group": "end group",
    "begin_repeat": "begin repeat",
    "end_repeat": "end repeat",
    "begin loop": "begin repeat",
    "end loop": "end repeat",
    "begin": "begin group",
    "end": "end",
    "int": "integer",
    "string": "text",
    "trigger": "acknowledge",
    "datetime": "dateTime",
    "date and time": "dateTime",
    "photo": "image",
    "q note": "note",
    "add note prompt": "note",
    "phonenumber": "phonenumber",
    "phone number": "phonenumber",
    "q calculate": "calculate",
    "add calculate prompt": "calculate",
    "location": "geopoint",
    "gps": "geopoint",
}
# Type -> kind of item.
TYPES: Final = {
    "select_one": "choose_one",
    "select_multiple": "choose_many",
    "rank": "ranking",
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "text": "short_text",
    "acknowledge": "choose_many",
}
META: Final = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "audit",
        "subscriberid",
        "simserial",
        "phonenumber",
        "email",
    }
    | {"hidden", "xml-external", "csv-external", "start-geopoint", "background-audio", "background-geopoint"}
    | {"simid", "imei", "uri", "device id", "subscriber id", "sim serial", "start time", "end time"}
)
LOST_TYPES: Final = {
    "time": "Barograph asks for days, not for times",
    "dateTime": "Barograph asks for days, not for times",
    "image": "Barograph takes no files",
    "audio": "Barograph takes no files",
    "video": "Barograph takes no files",
    "file": "Barograph takes no files",
    "barcode": "Barograph reads no barcodes",
    "geopoint": "Barograph asks for no places on a map",
    "geotrace": "Barograph asks for no places on a map",
    "geoshape": "Barograph asks for no places on a map",
}
SELECT: Final = re.compile(
    r"(?P<kind>select[ _]one(?: from)?|select[ _]multiple(?: from)?|select all that apply(?: from)?|"
    r"add select one prompt using|add select multiple prompt using|select1|rank|"
    r"select[ _]one[ _]from[ _]file|select[ _]multiple[ _]from[ _]file|select[ _]one[ _]external)"
    r"\s+(?P<list>.+?)(?P<other>\s+or[ _](?:specify[ _])?other)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class XlsType:
    """A type: its name today, the list of its options, and whether "other" is added to them."""

    name: str
    list_name: str = ""
    or_other: bool = False


def type_of(written: str) -> XlsType:
    """The type that a cell says."""
    plain = " ".join(written.split())
    if found := SELECT.fullmatch(plain):
        kind = found["kind"].lower().replace("_", " ")
        if "file" in kind or "external" in kind:
            return XlsType("select from a file")
        name = (
            "rank"
            if kind == "rank"
            else "select_multiple"
            if "mult" in kind or "all" in kind
            else "select_one"
        )
        return XlsType(name, found["list"].strip(), bool(found["other"]))
    lower = plain.lower()
    return XlsType(SYNONYMS.get(lower, lower))
