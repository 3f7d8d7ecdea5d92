"""A document as one HTML file that needs nothing else: no server, no network, no script.

It follows the reader's screen into the dark, prints on paper with every table open, and gives a phone its own
drawing of each figure.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.language import direction, say, speaking
from engine.report import tokens
from engine.report.document import Document, Figure
from engine.report.figures import for_screens
from engine.report.media.numbering import kind, numbered

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parents[1] / "templates"


def html(document: Document, *, open_sections: int | None = None) -> str:
    """The document as a page: contents, sections, each figure with the same numbers as a table under it.

    The first `open_sections` stand open and the others are folded, until they are opened, linked to or printed; None
    folds nothing.
    """
    with speaking(document.language):
        return _html(document, open_sections)


def _html(document: Document, open_sections: int | None) -> str:
    style = tokens.style() + (TEMPLATES / "document.css").read_text(encoding="utf-8")
    return _template().render(
        document=document,
        sections=numbered(document, _both_widths),
        style=style,
        open_sections=open_sections,
        kind=kind,
        direction=direction,
        say=say,
    )


def _both_widths(figure: Figure, id: str) -> dict[str, str]:
    return dict(zip(("wide", "narrow"), for_screens(figure, id), strict=True))


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("document.html")
