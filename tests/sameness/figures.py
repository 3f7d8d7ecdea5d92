"""Whether two SVG pictures are the same picture, however they are marked up."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

TAG: Final = re.compile(r"<svg\b|</svg>")
# What says where and how something is drawn; classes, ids and roles draw nothing by themselves.
DRAWS: Final = frozenset(
    re.findall(
        r"\S+",
        "x y x1 y1 x2 y2 cx cy r rx ry width height d points transform viewBox fill stroke stroke-width "
        "stroke-dasharray text-anchor font-size font-weight dominant-baseline dx dy opacity",
    )
)
SHAPES: Final = frozenset(
    re.findall(r"\S+", "line rect circle ellipse path polygon polyline text title desc tspan image use")
)
TEXTS: Final = frozenset({"text", "title", "desc"})
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")


def same_picture(old: str, new: str) -> bool:
    """Whether both texts draw the same shapes with the same words in the same order."""
    try:
        return list(_drawn(old)) == list(_drawn(new))
    except ElementTree.ParseError:
        return False


def pictures(text: str) -> list[str]:
    """The whole SVG pictures in a text, with those that stand within them."""
    return [text[start:end] for start, end in _places(text)]


def without_pictures(text: str) -> str:
    kept, last = [], 0
    for start, end in _places(text):
        kept.append(text[last:start])
        last = end
    return "<svg/>".join((*kept, text[last:]))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where each outermost picture begins and ends."""
    depth = start = 0
    for found in TAG.finditer(text):
        if found[0] == "</svg>":
            depth -= 1
            if depth == 0:
                yield start, found.end()
        else:
            start = start if depth else found.start()
            depth += 1


def _drawn(text: str) -> Iterator[tuple[object, ...]]:
    root = ElementTree.fromstring(text)  # noqa: S314 - the program's own output
    yield "picture", _number(root.get("viewBox") or "")
    yield from _shapes(root, ())


def _shapes(element: ElementTree.Element, inherited: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Each shape with what it says of its drawing, and what the groups around it say."""
    for child in element:
        name = child.tag.rpartition("}")[2]
        own = tuple(sorted((key, _number(value)) for key, value in child.attrib.items() if key in DRAWS))
        if name in SHAPES:
            words = " ".join("".join(child.itertext()).split()) if name in TEXTS else ""
            yield name, inherited, own, words
        if name not in TEXTS:
            yield from _shapes(child, inherited + own if name in ("g", "svg") else inherited)


def _number(value: str) -> str:
    """An attribute with its numbers in one form: `1.0` and `1` are drawn alike."""
    return NUMBER.sub(lambda found: f"{float(found[0]):g}", " ".join(value.split()))
