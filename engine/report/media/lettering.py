"""Words of a drawing that Typst sets itself: those of scripts whose letters join, change or stack.

Typst's reader of SVG shapes a text a typeface at a time, which tears such letters apart where Latin stands beside them.
What is Latin, Greek or Cyrillic stays in the drawing.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SVG: Final = "http://www.w3.org/2000/svg"
SHAPED: Final = re.compile(r"[\u0590-\u1cff\u200c-\u200f\u2e80-\U0010ffff]")
MOVED: Final = re.compile(r"translate\((?P<x>[-\d.e]+) (?P<y>[-\d.e]+)\)")
VIEW: Final = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


@dataclass(frozen=True, slots=True)
class Letters:
    """Words at a place of the drawing, in its own pixels; `anchor` is the part of them that stands there."""

    words: str
    x: float
    y: float
    size: float
    anchor: str
    bold: bool
    fill: str


@dataclass(frozen=True, slots=True)
class LetteredDrawing:
    """A drawing as Typst takes it: an SVG of this width, and the words that are set over it."""

    svg: str
    width: float
    letters: tuple[Letters, ...]


def lettered(svg: str) -> LetteredDrawing:
    """The drawing without the words that Typst has to set, and these; a drawing without any stays as it is."""
    width, _ = view(svg)
    if not SHAPED.search(svg):
        return LetteredDrawing(svg, width, ())
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    letters = tuple(_taken(root, 0, 0))
    return LetteredDrawing(ET.tostring(root, encoding="unicode"), width, letters)


def view(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in its own pixels."""
    found = VIEW.search(svg)
    if found is None:
        raise ValueError("a drawing has no view box")
    return float(found["width"]), float(found["height"])


def _taken(parent: ET.Element, x: float, y: float) -> Iterator[Letters]:
    """Take the words out of an element, with its place in the whole."""
    for child in list(parent):
        if child.tag == f"{{{SVG}}}text" and SHAPED.search(child.text or ""):
            parent.remove(child)
            yield Letters(
                words=child.text or "",
                x=x + float(child.attrib["x"]),
                y=y + float(child.attrib["y"]),
                size=float(child.attrib["font-size"]),
                anchor=child.attrib.get("text-anchor", "start"),
                bold="font-weight" in child.attrib,
                fill=child.attrib["fill"],
            )
        else:
            yield from _taken(child, *_place(child, x, y))


def _place(element: ET.Element, x: float, y: float) -> tuple[float, float]:
    moved = MOVED.search(element.attrib.get("transform", ""))
    if moved:
        return x + float(moved["x"]), y + float(moved["y"])
    if element.tag == f"{{{SVG}}}svg":
        return x + float(element.attrib.get("x", 0)), y + float(element.attrib.get("y", 0))
    return x, y
