"""WCAG 1.4.11: what a figure is read by stands out 3 to 1 against what is beside it, by day and by night."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree

import pytest

from engine.report.document import Curve, Figure
from engine.report.figures import Colours, draw
from engine.report.figures.canvas import TOKENS
from engine.report.figures.funnel import COLUMN
from engine.report.figures.heat_map import SALIENT
from engine.report.tokens import DARK, LIGHT
from tests.engine.report import made_up
from tests.engine.report.contrast import contrast, over
from tests.engine.report.figures.test_figures import FIGURES, SVG
from tests.engine.report.figures.test_funnel_and_curves import curves, funnel

LEAST: Final = 3
WIDTHS: Final = (328, 900)
ALL: Final = FIGURES | {
    "funnel": funnel(),
    "curves": curves(*(Curve(name, (60.0, 70.0, 65.0), ("", "", ""), ((58.0, 62.0),) * 3) for name in "abc")),
}
THEMES: Final = {"light": LIGHT, "dark": DARK}
THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def drawn(figure: Figure, width: int, theme: Mapping[str, str]) -> ElementTree.Element:
    colours = Colours(*(theme[token] for token in TOKENS))
    return ElementTree.fromstring(draw(figure, "f", width=width, colours=colours))  # noqa: S314 our own


@THEME
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL)
def test_every_surface_stands_out_by_itself_or_by_its_outline(
    name: str, width: int, theme: Mapping[str, str]
) -> None:
    paper, seen = theme["paper"], 0
    tree = drawn(ALL[name], width, theme)
    for shape in (*tree.iter(f"{SVG}rect"), *tree.iter(f"{SVG}polygon")):
        fill, opacity = shape.get("fill", ""), float(shape.get("fill-opacity", "1"))
        if fill in (paper, "none") or (name == "heat map" and opacity < SALIENT):
            continue  # the ground of a legend; a value near zero, whose cell is as empty as it
        looks = [over(fill, opacity, paper), shape.get("stroke") or paper]
        assert max(contrast(look, paper) for look in looks) >= LEAST, shape.attrib
        seen += 1
    assert seen or name in ("lines", "dots", "caterpillar", "curves", "scaled", "paths", "run chart")


@THEME
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL)
def test_every_line_and_point_stands_out_but_for_the_grid(
    name: str, width: int, theme: Mapping[str, str]
) -> None:
    for kind in ("line", "circle", "polyline", "path"):
        for shape in drawn(ALL[name], width, theme).iter(f"{SVG}{kind}"):
            looks = {shape.get("stroke"), shape.get("fill")} - {None, "none", theme["paper"]}
            if looks == {theme["rule"]}:
                continue  # the grid and the feet of rows: numbers say what they do
            assert max(contrast(str(look), theme["paper"]) for look in looks) >= LEAST, shape.attrib


@THEME
def test_what_lies_on_a_band_stands_out_from_it(theme: Mapping[str, str]) -> None:
    assert contrast(theme["ink-2"], theme["band"]) >= LEAST, "its outline"
    assert contrast(theme["accent"], theme["band"]) >= LEAST, "interval and point"
    column = over(theme["band"], COLUMN, theme["paper"])
    assert contrast(theme["edge"], column) >= LEAST, "the outline of a range of sizes"
    assert contrast(theme["accent"], column) >= LEAST, "its dots"


@THEME
def test_neighbours_in_a_bar_are_parted_by_paper_and_an_outline(theme: Mapping[str, str]) -> None:
    segments = [
        shape
        for shape in drawn(FIGURES["bars"], 900, theme).iter(f"{SVG}rect")
        if shape.get("height") == "24"
    ][:5]
    for left, right in pairwise(segments):
        end = float(left.get("x", "")) + float(left.get("width", "")) + 0.5
        assert float(right.get("x", "")) - 0.5 - end >= 1.8, "paper between the outlines"
    for segment in segments:
        outline, opacity = str(segment.get("stroke")), float(segment.get("fill-opacity", "1"))
        fill = over(str(segment.get("fill")), opacity, theme["paper"])
        assert contrast(outline, theme["paper"]) >= LEAST
        assert max(contrast(fill, outline), contrast(fill, theme["paper"])) >= LEAST


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL)
def test_no_letter_is_under_12_pixels(name: str, width: int) -> None:
    sizes = [
        float(words.get("font-size", "0")) for words in drawn(ALL[name], width, LIGHT).iter(f"{SVG}text")
    ]
    assert min(sizes) >= 12


def test_a_map_of_many_columns_goes_on_below_rather_than_smaller() -> None:
    few = made_up.heat_map(rows=1)
    row = replace(few.rows[0], cells=few.rows[0].cells[:2] * 12)
    many = replace(few, columns=tuple(f"F{number}" for number in range(24)), rows=(row,))
    root = drawn(many, 328, LIGHT)
    assert len(root.findall(f"{SVG}g")) == 2, "three blocks"
    assert [words.text for words in root.iter(f"{SVG}text")].count("0.81") == 12
    assert (
        max(float(shape.get("x", "0")) + float(shape.get("width", "0")) for shape in root.iter(f"{SVG}rect"))
        < 329
    )


@THEME
@pytest.mark.parametrize("ground", ["paper", "wash", "accent-wash"])
def test_outlines_of_controls_and_the_mark_of_the_focus_stand_out(
    theme: Mapping[str, str], ground: str
) -> None:
    assert contrast(theme["edge"], theme[ground]) >= LEAST
    assert contrast(theme["accent"], theme[ground]) >= LEAST
