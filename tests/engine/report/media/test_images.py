"""Figures as files."""

import re
import struct
import xml.etree.ElementTree as ET

import pytest

from engine.report.document import Figure
from engine.report.media.images import figures_of, png_bytes, svg_text
from tests.engine.report import made_up
from tests.engine.report.small_documents import ORIGIN, TABLE, document, figure

SVG = "{http://www.w3.org/2000/svg}"


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_figures_come_in_reading_order() -> None:
    made = document(figure("One"), TABLE, figure("Two"))
    assert [one.title for one in figures_of(made)] == ["One", "Two"]


@pytest.mark.parametrize("one", figures_of(made_up.document()), ids=lambda one: type(one).__name__)
def test_each_kind_is_a_whole_file_without_anything_from_outside(one: Figure) -> None:
    made = svg_text(made_up.document(), one, ORIGIN)
    root = ET.fromstring(made)  # noqa: S314 - our own text
    assert root.tag == f"{SVG}svg"
    assert "var(--" not in made
    assert not re.search(r'(?:href|src|url\()="?(?!#)', made)
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert said.startswith(one.title[:30])


def test_a_file_names_its_source_and_what_it_shows() -> None:
    root = ET.fromstring(svg_text(document(), figure(), ORIGIN))  # noqa: S314
    assert root.findtext(f"{SVG}title") == figure().title
    description = root.findtext(f"{SVG}desc") or ""
    assert description.startswith(figure().description)
    drawn = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    for fact in ("small 1.0.0", "Spring 2026", "n = 24", "2026-04-30", ORIGIN.data[:12], "simulated data"):
        assert fact in description
        assert fact in drawn


def test_a_drawing_lies_within_its_file() -> None:
    root = ET.fromstring(svg_text(document(), figure(), ORIGIN))  # noqa: S314
    height = float(root.attrib["height"])
    assert max(float(text.attrib["y"]) for text in root.findall(f"{SVG}text")) < height
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert float(inner.attrib["y"]) + float(inner.attrib["height"]) < height


def test_png_is_twice_as_fine_names_its_source_and_is_the_same_each_time() -> None:
    made = png_bytes(document(), figure(), ORIGIN)
    root = ET.fromstring(svg_text(document(), figure(), ORIGIN))  # noqa: S314
    assert _size(made) == tuple(round(2 * float(root.attrib[side])) for side in ("width", "height"))
    assert b"Source\0\0\0\0\0" + ORIGIN.line().encode() in made
    assert made == png_bytes(document(), figure(), ORIGIN)
