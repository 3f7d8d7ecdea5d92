"""A document as a PDF for paper and for screen readers: PDF/UA-1, fonts inside, good in grey."""

import json
import re
from pathlib import Path

from engine.language import speaking
from engine.report.document import Document
from engine.report.media.glyphs import lacking
from engine.report.media.paper import paper, template_keys
from engine.report.media.typesetting import typeset

# Of a report of one page. The last one is for languages that take more room, as Spanish does by a fifth, and for pages
# with much on them: type of 7.5 points is small, and half a line on a second sheet is read by nobody.
SCALES = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
GAPS = (0.85, 0.7, 0.55, 0.4)  # between paragraphs and rows, of the usual, under the smallest type
PAGE = re.compile(rb"/Type ?/Page\b")


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
    for scale, gaps in (*((scale, 1.0) for scale in SCALES), *((SCALES[-1], gaps) for gaps in GAPS)):
        made = _compiled(document, scale, gaps)
        if len(PAGE.findall(made)) <= 1:
            break
    return made


def _compiled(document: Document, scale: float | None = None, gaps: float = 1.0) -> bytes:
    whole = json.loads(json.dumps(paper(document, scale, gaps), default=template_keys))
    with speaking(document.language):
        whole["provenance"] += lacking(whole)
    return typeset("document.typ", whole, document.date)
