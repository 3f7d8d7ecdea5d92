"""Figures as files that stand alone: SVG to edit and print, PNG to paste; each names its source under the drawing."""

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Final

from engine.language import speaking
from engine.report.document import Document, Figure, Section
from engine.report.figures import FILE, draw
from engine.report.figures.canvas import FONT, text, wrapped
from engine.report.media.glyphs import drawable, lacking
from engine.report.media.lettering import lettered, view
from engine.report.media.origin import Origin
from engine.report.media.paper import FACE
from engine.report.media.typefaces import FACES, fonts

WIDTH: Final = 900  # CSS pixels of the drawing
MARGIN: Final = 24
TITLE, WORDS, SOURCE = 18, 14, 12  # sizes of type
SCALE: Final = 2  # pixels of a PNG for each CSS pixel: sharp on paper and on fine screens
TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "figure.typ"
HEADER_END: Final = 33  # of the PNG signature and the first chunk, which has a fixed length


def figures_of(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in reading order; the first is Figure 1."""
    return tuple(_figures(document.sections))


def _figures(sections: Iterable[Section]) -> Iterator[Figure]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        yield from _figures(section.sections)


def svg_text(document: Document, figure: Figure, origin: Origin, notes: Sequence[str] = ()) -> str:
    """A figure of the document as an SVG file with its title above, and its key, source and notes below."""
    with speaking(document.language):
        return _svg_text(document, figure, origin, notes)


def _svg_text(document: Document, figure: Figure, origin: Origin, notes: Sequence[str]) -> str:
    drawing = draw(figure, "figure", width=WIDTH, colours=FILE)
    width, height = view(drawing)
    title = wrapped(figure.title, width, TITLE, 3)
    below = [(line, WORDS) for line in wrapped(figure.key, width, WORDS, 4)]
    sources = (" · ".join([*document.tags, document.context]), origin.line(), *notes)
    below += [(line, SOURCE) for words in sources for line in wrapped(words, width, SOURCE, 3)]
    top = MARGIN + len(title) * TITLE * 1.3 + 8
    parts = [
        text(MARGIN, MARGIN + TITLE * (1 + 1.3 * number), line, FILE.ink, size=TITLE, bold=True)
        for number, line in enumerate(title)
    ]
    parts.append(drawing.replace("<svg ", f'<svg x="{MARGIN}" y="{top:g}" ', 1))
    base = top + height + 8
    for line, size in below:
        base += size * 1.5
        parts.append(text(MARGIN, base, line, FILE.ink_2, size=size))
    return _framed(figure, origin, width + 2 * MARGIN, base + MARGIN, parts)


def _framed(figure: Figure, origin: Origin, width: float, height: float, parts: Iterable[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="file-t file-d" {FONT}>'
        f'<title id="file-t">{escape(figure.title)}</title>'
        f'<desc id="file-d">{escape(figure.description)} {escape(origin.line())}</desc>'
        f'<rect width="{width:g}" height="{height:g}" fill="{FILE.paper}"/>'
        f"{''.join(parts)}</svg>\n"
    )


def png_bytes(document: Document, figure: Figure, origin: Origin) -> bytes:
    """The same as a PNG, twice as fine, with title, description and source in its text chunks."""
    with speaking(document.language):
        return _png_bytes(document, figure, origin)


def _png_bytes(document: Document, figure: Figure, origin: Origin) -> bytes:
    import typst

    notes = lacking(svg_text(document, figure, origin))
    drawing = svg_text(document, figure, origin, notes).replace(FONT, FACE)
    given = {"drawing": asdict(lettered(drawable(drawing))), "height": view(drawing)[1]}
    made = typst.compile(
        TEMPLATE,
        sys_inputs={"figure": json.dumps(given), "faces": json.dumps(FACES)},
        font_paths=fonts(),
        format="png",
        ppi=72.0 * SCALE,
    )
    if not isinstance(made, bytes):
        raise TypeError("a figure fills one page")
    facts = (("Title", figure.title), ("Description", figure.description), ("Source", origin.line()))
    chunks = b"".join(_text_chunk(name, words) for name, words in facts)
    return made[:HEADER_END] + chunks + made[HEADER_END:]


def _text_chunk(name: str, words: str) -> bytes:
    """Text in a PNG: an iTXt chunk, which takes any language."""
    data = name.encode("latin-1") + b"\0\0\0\0\0" + words.encode()
    kind = b"iTXt"
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
