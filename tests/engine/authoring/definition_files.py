"""A small definition as the files of a working copy, and archives of it, good and bad."""

import warnings
import zipfile
from io import BytesIO

INSTRUMENT = """\
id: meetings
version: 1.0.0
title: Staff meetings  # how they go
language: en
licence: CC-BY-4.0
audience: staff
reading_grade: 9
privacy: anonymous
minimum_group: 5
response_scales:
  true3:
    options:
      - {value: 1, label: Not true}
      - {value: 2, label: Partly true}
      - {value: 3, label: Very true}
items:
  - {id: M1, text: Meetings end on time., scale: true3}
  - {id: M2, text: We keep to the agenda., scale: true3}
  - {id: M3, text: Meetings help my work., scale: true3}
subscales:
  - {id: use, label: Use, items: [M1, M2, M3], score: {method: mean, minimum_answered: 2}}
forms:
  full: {title: Everything, items: [M1, M2, M3]}
"""

SPANISH = """\
language: es
title: Reuniones
response_scales: {true3: {1: No es cierto, 2: En parte, 3: Muy cierto}}
items: {M1: Las reuniones terminan a tiempo., M2: Seguimos la agenda., M3: Las reuniones ayudan.}
subscales: {use: {label: Uso}}
forms: {full: {title: Todo}}
"""

FILES = {"instrument.yaml": INSTRUMENT, "es.yaml": SPANISH}


def zipped(contents: dict[str, str | bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return kept.getvalue()


def bomb() -> bytes:
    """A megabyte of archive and less that unpacks to forty."""
    return zipped({"instrument.yaml": "# " + "0" * 40_000_000})


def linked() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        link = zipfile.ZipInfo("instrument.yaml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return kept.getvalue()


def encrypted() -> bytes:
    data = bytearray(zipped({"instrument.yaml": INSTRUMENT}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """An archive whose directory says that a large file is small."""
    data = bytearray(zipped({"instrument.yaml": "x: " + "0" * 9_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def doubled() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of what we are after
        archive.writestr("instrument.yaml", INSTRUMENT)
        archive.writestr("instrument.yaml", INSTRUMENT)
    return kept.getvalue()


# One wrong upload for each code.
BAD_UPLOADS: dict[str, dict[str, bytes]] = {
    "copy_file_name": {"instrumnt.yaml": b"id: x\n", "es.yaml": b"language: es\n"},
    "copy_too_large": {"instrument.yaml": b"# " + b"0" * 400_000},
    "copy_file_twice": {"two.zip": doubled()},
    "zip_broken": {"cut.zip": zipped({"instrument.yaml": INSTRUMENT})[:-30]},
    "zip_unsafe": {"up.zip": zipped({"../instrument.yaml": INSTRUMENT})},
    "zip_instruments": {
        "two.zip": zipped({"a/instrument.yaml": INSTRUMENT, "b/instrument.yaml": INSTRUMENT})
    },
}
