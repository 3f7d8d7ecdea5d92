"""The one page of a school's result for paper: scores, where to start, what they can't tell; the rest is left out."""

from dataclasses import replace
from typing import Final

from engine.report.document import Document

KEPT: Final = ("scores", "start", "limits")


def one_page(document: Document) -> Document:
    """The sections of a school's result that fit on a page; a result that is not shown stays as it is."""
    kept = tuple(section for section in document.sections if section.id in KEPT)
    return replace(document, sections=kept or document.sections)
