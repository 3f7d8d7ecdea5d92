"""Authors: definitions begun, mended, previewed, published, retired and thrown away in the browser."""

import io
import zipfile
from pathlib import Path
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.addresses import NETWORK
from tests.sameness.browser import Browser
from tests.sameness.commands import SHIPPED
from tests.sameness.looking import sign_in
from tests.sameness.survey import walk

HERE: Final = f"/networks/{NETWORK}/instruments"
PAGES: Final = ("preview", "comparison", "publish", "saves", "download")


def from_a_blank(browser: Browser, app: Flask) -> None:
    """From a blank to a published version, with mistakes on the way."""
    sign_in(browser, "researcher")
    browser.post(f"{HERE}/new", {"source": ""})
    browser.post(f"{HERE}/new", {"source": "nothing@1.0.0"})
    copy = f"{HERE}/copies/1"
    browser.get(f"{copy}/files/instrument.yaml")
    text = browser.page.form("/files/instrument.yaml").values.get("text", [""])[0]
    save = f"{copy}/files/instrument.yaml"
    for number, changed in enumerate(
        (
            text,
            text.replace("items:", "itmes:", 1),
            text.replace("language: en", "language: [en", 1),
            "",
            text.replace("Our meetings end on time.", "We never ever don't start and end late.", 1),
            text + "x" * 600_000,
            text + "# another line\n",
            text,
        )
    ):
        browser.post(save, {"text": changed} | ({"number": "1"} if number == 6 else {}))
        browser.get(save)
        browser.get(f"{copy}/publish")
        browser.get(f"{copy}/preview")
    _files(browser, copy)
    _survey(browser, copy)
    for fields in ({}, {"number": "1", "sure": "1"}):
        browser.post(f"{copy}/publish", fields)
    browser.get(f"{copy}/publish")
    browser.press("/publish", sure="1")
    for path in (HERE + "/", *(f"{copy}/{page}" for page in PAGES), save):
        browser.get(path)
    browser.post(save, {"text": text + "# late\n"})
    browser.post(f"{copy}/next")
    browser.get(f"{HERE}/copies/2/comparison")
    _retire(browser, "my-instrument", "1.0.0")
    for fields in ({}, {"sure": "1"}):
        browser.post(f"{HERE}/copies/2/discard", fields)
    browser.get(f"/networks/{NETWORK}/log")


def _files(browser: Browser, copy: str) -> None:
    """Other files beside the definition, and earlier saves taken back."""
    for name in ("", "es.yaml", "es.yaml", "norms.yaml", "constructs/mine.yaml", "../x.yaml", "x.txt"):
        browser.post(f"{copy}/add", {"name": name})
    for name in ("es.yaml", "norms.yaml", "constructs/mine.yaml", "instrument.yaml", "nothing.yaml"):
        browser.get(f"{copy}/files/{name}")
        browser.post(f"{copy}/remove/{name}")
    browser.get(f"{copy}/saves")
    for number in (2, 1, 7, 99):
        browser.post(f"{copy}/saves/{number}")
    browser.get(f"{copy}/saves")


def _survey(browser: Browser, copy: str) -> None:
    """The survey in the frame, answered to its end."""
    browser.get(f"{copy}/preview")
    inside = next((link for link in browser.page.links if "/survey/s/" in link), f"{copy}/survey/s/none/")
    for path in (f"{copy}/survey/", f"{copy}/survey/nothing", inside):
        browser.get(path)
    browser.press("/start")
    walk(browser)
    browser.press("/review")


def _retire(browser: Browser, name: str, version: str) -> None:
    for verb in ("retire", "retire", "bring-back", "bring-back"):
        browser.post(f"{HERE}/{verb}", {"id": name, "version": version})
    browser.post(f"{HERE}/retire", {"id": "nothing", "version": "1"})


def from_shipped(browser: Browser, app: Flask) -> None:
    """A copy of each instrument that is shipped, with all its pages."""
    sign_in(browser, "researcher")
    for number, name in enumerate(SHIPPED, 1):
        browser.post(f"{HERE}/new", {"source": f"{name}@1.0.0"})
        for page in PAGES:
            browser.get(f"{HERE}/copies/{number}/{page}")
        browser.get(f"{HERE}/copies/{number}/preview?form=short")
        browser.press("/publish", sure="1")
        browser.get(f"{HERE}/copies/{number}/publish")
        browser.press("/publish", sure="1")
    for verb in ("retire", "bring-back"):
        browser.post(f"{HERE}/{verb}", {"id": "collective-leadership", "version": "1.0.0"})
        browser.get(f"{HERE}/")
        browser.get("/studies/1/waves/new")


def uploaded(browser: Browser, app: Flask) -> None:
    """Archives and files of all kinds; one with every kind of item and a translation is published."""
    sign_in(browser, "researcher")
    kinds = Path(kept.INPUTS, "kinds")
    whole = {str(one.relative_to(kinds)): one.read_bytes() for one in sorted(kinds.rglob("*.yaml"))}
    uploads: tuple[dict[str, bytes], ...] = (
        {},
        {"kinds.zip": _zip(whole)},
        {"wrong.zip": b"PK wrong"},
        {"other.zip": _zip({"readme.txt": b"x", "items.yaml": b"x: 1"})},
        {"instrument.yaml": b"\xff\xfe", "es.yaml": b""},
        {name: data for name, data in whole.items() if "/" not in name},
    )
    for files in uploads:
        sent = [(io.BytesIO(data), name) for name, data in files.items()]
        browser.post(f"{HERE}/upload", {"files": sent} if sent else {})
    for name in whole:
        browser.get(f"{HERE}/copies/1/files/{name}")
    for page in PAGES:
        browser.get(f"{HERE}/copies/1/{page}")
    browser.get(f"{HERE}/copies/1/publish")
    browser.press("/publish", sure="1")
    _survey(browser, f"{HERE}/copies/1")
    browser.get(f"{HERE}/")


def _zip(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for name, data in files.items():
            box.writestr(zipfile.ZipInfo(name), data)
    return held.getvalue()
