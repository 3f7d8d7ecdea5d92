"""A document as a PDF for paper and for screen readers: PDF/UA-1, fonts inside, good in grey."""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path

from engine.language import ENGLISH, speaking
from engine.report.document import Document
from engine.report.media.glyphs import drawable, lacking, surely_drawable
from engine.report.media.paper import paper, template_keys
from engine.report.media.typefaces import FACES, fonts

TEMPLATE = Path(__file__).parents[1] / "templates" / "document.typ"
SCALES = (
    1.1,
    1.05,
    1.0,
    0.95,
    0.9,
    0.85,
    0.8,
)  # of a report of one page: under the last its type is too small
LEAST_SCALE = 0.75  # of other languages, whose words take more room: Spanish about a fifth
PAGE = re.compile(rb"/Type ?/Page\b")
NOT_DRAWN = "could not be displayed"  # what typst says of a sign that no typeface has


def pdf(document: Document, target: Path) -> None:
    """Write the document to a PDF file; raises `OSError` where the file cannot be written."""
    target.write_bytes(pdf_bytes(document))


def pdf_bytes(document: Document) -> bytes:
    """The document as a PDF; the same document gives the same bytes."""
    return _compiled(document)


def page_bytes(document: Document) -> bytes:
    """The document as a PDF of one page, set as close as that takes; a long one takes more pages all the same.

    It has no list of contents, and each figure's table stands right under the figure.
    """
    made = b""
    for scale in SCALES if document.language == ENGLISH else (*SCALES, LEAST_SCALE):
        made = _compiled(document, scale)
        if len(PAGE.findall(made)) <= 1:
            break
    return made


def _compiled(document: Document, scale: float | None = None) -> bytes:
    import typst

    whole = json.loads(json.dumps(paper(document, scale), default=template_keys))
    with speaking(document.language):
        whole["provenance"] += lacking(whole)
    printed = drawable(whole)
    day = datetime.combine(document.date, time(), UTC) if document.date else datetime.fromtimestamp(0, UTC)
    try:
        return _set(printed, day)
    except typst.TypstError as error:
        if NOT_DRAWN not in str(error):
            raise
        return _set(surely_drawable(printed), day)


def _set(printed: object, day: datetime) -> bytes:
    import typst

    made = typst.compile(
        TEMPLATE,
        sys_inputs={"document": json.dumps(printed), "faces": json.dumps(FACES)},
        font_paths=fonts(),
        pdf_standards="ua-1",
        timestamp=day,
    )
    return bytes(made)
