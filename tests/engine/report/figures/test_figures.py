"""Each figure says its numbers, fits its width, and can be read in colour, in the dark and in grey."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from engine.report import document, funnels, months, path_diagram, square, triangle, voices
from engine.report.document import BarFigure, BarRow, Figure, HeatMap
from engine.report.figures import DRAWN_BY, FILE, PAGE, draw, parts
from engine.report.figures.bars import shades
from engine.report.figures.canvas import FAINT, MIDDLE, STRONG, clipped, room, wrapped
from engine.report.figures.heat_map import SHADES
from engine.report.figures.scores import arrow, axis_marks, strip
from engine.report.figures.scores import bars as histogram
from engine.report.tokens import DARK, LIGHT
from tests.engine.report import made_up
from tests.engine.report.contrast import contrast, over

SVG = "{http://www.w3.org/2000/svg}"
FIGURES: dict[str, Figure] = {
    "lines": made_up.line_figure(),
    "heat map": made_up.heat_map(),
    "bars": made_up.bar_figure(),
    "dots": made_up.dot_figure(),
    "caterpillar": made_up.caterpillar(),
    "intervals": made_up.interval_figure(),
    "scores": made_up.score_figure(),
    "paths": made_up.path_figure(),
    "ternary": made_up.ternary_figure(),
    "scaled": made_up.scaled_figure(),
    "square": made_up.square_figure(),
    "run chart": made_up.run_figure(),
}


def _tree(figure: Figure, width: int = 900) -> ElementTree.Element:
    return ElementTree.fromstring(draw(figure, "f", width=width, colours=FILE))  # noqa: S314 our own drawing


def _texts(tree: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize("width", [344, 640, 900])
def test_names_and_describes_itself(figure: Figure, width: int) -> None:
    tree = _tree(figure, width)
    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (figure.title, figure.description)
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize("width", [344, 640, 900])
def test_every_mark_lies_inside(figure: Figure, width: int) -> None:
    tree = _tree(figure, width)
    for one in tree.iter(f"{SVG}rect"):
        assert float(one.get("x", "0")) >= -0.5
        assert float(one.get("x", "0")) + float(one.get("width", "0")) <= width + 0.5
    for one in tree.iter(f"{SVG}circle"):
        assert 0 <= float(one.get("cx", "0")) <= width


def test_every_kind_of_figure_has_its_drawing() -> None:
    classes = {
        kind
        for module in (document, funnels, months, path_diagram, square, triangle, voices)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Figure)
    }
    assert classes - {Figure} == set(DRAWN_BY)


def test_a_page_takes_its_colours_from_the_theme() -> None:
    drawn = draw(made_up.heat_map(), "f", width=900, colours=PAGE)
    assert "var(--high)" in drawn
    assert "#" not in drawn


def test_bars_say_shares_and_what_stands_after_them() -> None:
    texts = _texts(_tree(made_up.bar_figure(rows=1)))
    assert texts.count("20") == 5
    assert {"VS1", "Mean", "3.42", "Missing", "2%", "1 Not at all true", "5 Completely true"} <= set(texts)


def test_a_share_without_room_keeps_its_bar_and_loses_its_number() -> None:
    figure = made_up.bar_figure(rows=1)
    row = replace(figure.rows[0], shares=((0.01, "1"), (0.99, "99"), (0.0, "0"), (0.0, "0"), (0.0, "0")))
    tree = _tree(replace(figure, rows=(row,)))
    assert "99" in _texts(tree)
    assert "1" not in _texts(tree)
    bars = [one for one in tree.iter(f"{SVG}rect") if one.get("height") == "24"]
    assert len(bars) == 2


def test_a_heat_map_shows_sign_by_number_and_colour_and_size_by_shade() -> None:
    tree = _tree(made_up.heat_map(rows=1))
    fills = [(one.get("fill"), one.get("fill-opacity")) for one in tree.iter(f"{SVG}rect")]
    assert fills == [(LIGHT["high"], "1"), (LIGHT["low"], "0.3")]  # .81, -.44; .08 has no shade
    bold = [one.text for one in tree.iter(f"{SVG}text") if one.get("font-weight")]
    assert bold == ["VS1", "0.81", "-0.44"]


def test_an_arrow_is_wider_for_a_larger_loading_and_dashed_for_a_negative_one() -> None:
    tree = _tree(made_up.path_figure())
    arrows = list(tree.iter(f"{SVG}line"))[:3]
    widths = [float(one.get("stroke-width", "1")) for one in arrows]
    assert widths[0] > widths[1] > widths[2]
    assert [one.get("stroke-dasharray") is not None for one in arrows] == [False, False, True]


def test_dots_draw_the_interval_before_the_point_and_nothing_for_no_value() -> None:
    tree = _tree(made_up.dot_figure())
    kinds = [one.tag.removeprefix(SVG) for one in tree if one.get("stroke-width") in ("3", "1.5")]
    assert kinds.count("circle") == 6  # three of four rows, in two panels
    drawn = draw(made_up.dot_figure(), "f", width=900)
    assert drawn.index('stroke-width="3"') < drawn.rindex("<circle")
    assert _texts(tree).count("–") == 2


def test_the_first_eigenvalues_stand_out() -> None:
    circles = [one.get("fill") for one in _tree(made_up.line_figure()).iter(f"{SVG}circle")]
    panel = circles[: len(circles) // 2]
    assert panel[:5] == [LIGHT["accent"]] * 2 + [LIGHT["paper"]] * 3


def test_a_caterpillar_fills_what_lies_apart_from_the_mark() -> None:
    circles = [one.get("fill") for one in _tree(made_up.caterpillar(24)).iter(f"{SVG}circle")]
    assert circles == [LIGHT["paper"]] * 21 + [LIGHT["accent"]] * 3


def test_a_thousand_groups_still_fit() -> None:
    xs = [float(one.get("cx", "0")) for one in _tree(made_up.caterpillar(1000)).iter(f"{SVG}circle")]
    assert xs == sorted(xs)
    assert xs[0] >= 40
    assert xs[-1] <= 900


@pytest.mark.parametrize("options", range(2, 12))
def test_shades_of_options_rise(options: int) -> None:
    found = shades(options)
    assert len(found) == options
    assert found == sorted(found)
    assert found[-1] == 1
    assert not any(MIDDLE < one < STRONG for one in found)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_number_on_a_shade_can_be_read(theme: dict[str, str]) -> None:
    """4.5 to 1, for ink on the lighter shades and paper on the darker ones."""
    for opacity in [*shades(5), *shades(11), FAINT]:
        ink = theme["ink"] if opacity <= MIDDLE else theme["paper"]
        assert contrast(ink, over(theme["high"], opacity, theme["paper"])) >= 4.5
    for _, opacity in SHADES:
        for colour in (theme["high"], theme["low"]):
            ink = theme["paper"] if opacity == 1 else theme["ink"]
            assert contrast(ink, over(colour, opacity, theme["paper"])) >= 4.5


def test_texts_that_markup_could_trip_over_are_escaped() -> None:
    figure = made_up.heat_map(rows=1)
    row = replace(figure.rows[0], label="<b>&")
    assert "<b>&" in _texts(_tree(replace(figure, rows=(row,))))


def test_long_texts_are_cut_with_an_ellipsis() -> None:
    assert clipped("short", 100, 14) == "short"
    cut = clipped("a very long name of a scale", 60, 14)
    assert cut.endswith("…")
    assert room(cut, 14) <= 60 + 14
    assert wrapped("one two three four five six", 60, 13, 2)[-1].endswith("…")
    assert wrapped("one", 60, 13, 2) == ["one"]


def test_a_long_figure_is_cut_into_pieces_that_keep_every_row() -> None:
    whole = made_up.bar_figure(rows=40)
    pieces = parts(whole)
    assert [one.title for one in pieces] == [f"{whole.title} ({number} of 2)" for number in (1, 2)]
    assert tuple(row for one in pieces if isinstance(one, BarFigure) for row in one.rows) == whole.rows
    dots = parts(made_up.dot_figure(rows=30))
    assert [len(panel.dots) for one in dots for panel in getattr(one, "panels", ())] == [15, 15, 15, 15]
    cells = [one for one in parts(made_up.heat_map(rows=40)) if isinstance(one, HeatMap)]
    assert sum(len(one.rows) for one in cells) == 40


def test_a_short_figure_stays_whole() -> None:
    for figure in FIGURES.values():
        assert parts(figure) == (figure,)


def test_numbers_below_the_lines_thin_out_with_many_values() -> None:
    figure = made_up.line_figure()
    panel = figure.panels[0]
    many = replace(panel, lines=(replace(panel.lines[0], values=tuple(5 / (n + 1) for n in range(60))),))
    texts = _texts(_tree(replace(figure, panels=(many,)), 344))
    shown = [int(words) for words in texts if re.fullmatch(r"\d+", words) and int(words) > 5]
    assert shown == [10, 20, 30, 40, 50, 60]


@pytest.mark.parametrize("width", [344, 760])
def test_a_statement_stands_whole_beside_its_bar(width: int) -> None:
    words = (
        "If one or two key people left, our way of working together would stop. (agreement lowers the score)"
    )
    figure = replace(
        made_up.bar_figure(rows=1), rows=(BarRow("EW6", words, ((1.0, "100"),) * 5, ("52",)),), after=("n",)
    )
    assert words in " ".join(_texts(_tree(figure, width)))


@pytest.mark.parametrize("width", [344, 760])
def test_scores_say_all_that_their_table_says_of_position_change_and_agreement(width: int) -> None:
    words = " ".join(_texts(_tree(made_up.score_figure(), width)))
    for one in ("77", "71 to 83", "Sustaining", "up 23", "large", "moderate", "two camps", "95 or more"):
        assert one in words


def test_a_strip_takes_the_room_it_is_given() -> None:
    figure = made_up.score_figure()
    first, second, _ = (strip(row, figure.axis, PAGE) for row in figure.rows)
    assert 'cx="77%"' in first
    assert 'x="68%"' in first
    assert 'width="7%"' in first
    assert 'x="60%"' in second
    assert "var(--ink-2)" in second, "a mark is darker than a band"
    assert all("aria-hidden" in one for one in (first, axis_marks(figure.axis, PAGE), arrow(1, PAGE)))


@pytest.mark.parametrize("width", [328, 900])
def test_a_triangle_names_its_corners_numbers_its_cells_and_has_the_center_on_top(width: int) -> None:
    tree = _tree(made_up.ternary_figure(), width)
    texts = _texts(tree)
    assert {"Fires", "Upkeep", "Growth", "Points for Fires", "41", "12"} <= set(texts)
    assert [texts.count(tick) for tick in ("0", "50", "100")] == [3, 3, 3]
    cells = [one for one in tree.iter(f"{SVG}polygon") if one.get("fill-opacity")]
    assert [float(one.get("fill-opacity", "0")) for one in cells] == pytest.approx([MIDDLE, 0.217], abs=1e-3)
    assert tree[-1].tag == f"{SVG}path"
    for one in tree.iter(f"{SVG}polygon"):
        xs = [float(pair.split(",")[0]) for pair in one.get("points", "").split()]
        assert 0 <= min(xs) < max(xs) <= width


def test_a_cell_is_drawn_where_its_shares_are() -> None:
    """A whole side is 460 wide from 220 on: the top is in its middle, 398.4 above the base at 446.4."""
    tree = _tree(made_up.ternary_figure(), 900)
    shapes = [one.get("points", "") for one in tree.iter(f"{SVG}polygon")]
    assert shapes[2] == "450,48 220,446.4 680,446.4"
    assert shapes[0] == "450,180.8 373.3,313.6 526.7,313.6", "two thirds and a third of the height"


def test_a_number_that_does_not_fit_its_cell_is_left_to_the_table() -> None:
    figure = made_up.ternary_figure()
    many = replace(figure.patches[0], number="1,234,567,890")
    assert "1,234,567,890" not in _texts(_tree(replace(figure, patches=(many,)), 328))


def test_bars_of_people_share_one_measure_in_all_rows() -> None:
    first, second, _ = made_up.score_figure().rows
    trees = [ElementTree.fromstring(histogram(row, 0.4, FILE)) for row in (first, second)]  # noqa: S314 our own
    heights = [[float(one.get("height", "0")) for one in tree.iter("rect")] for tree in trees]
    assert heights == [[3.0, 6.0, 12.0, 24.0, 15.0], [24.0, 6.0, 0.0, 6.0, 24.0]]


@pytest.mark.parametrize("width", [344, 900])
def test_a_run_chart_breaks_where_a_month_is_missing_and_brackets_lie_apart(width: int) -> None:
    figure = made_up.run_figure()
    tree = _tree(figure, width)
    joined = [one for one in tree.iter(f"{SVG}line") if one.get("stroke") == FILE.accent]
    assert len(joined) == 2  # of five points, two pairs are of neighboring months
    marked = [one for one in tree.iter(f"{SVG}circle") if one.get("fill") == FILE.accent]
    assert len(marked) == sum(point.marked for point in figure.points)
    heads = {one.text: float(one.get("y", "0")) for one in tree.iter(f"{SVG}text")}
    assert abs(heads["Trend"] - heads["Shift"]) >= 20
