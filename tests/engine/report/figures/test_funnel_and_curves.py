"""The figures of a network: dots between limits, and small panels of curves."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from engine.report.axes import sizes_axis, values_axis
from engine.report.document import Axis, Curve, CurveFigure, CurvePanel, Figure, Mark
from engine.report.figures import FILE, PAGE, draw, parts
from engine.report.funnels import FunnelDot, FunnelFigure, FunnelPanel
from engine.report.media.images import png_bytes, svg_text
from engine.report.tokens import LIGHT
from tests.engine.report.small_documents import ORIGIN, TABLE, document

SVG = "{http://www.w3.org/2000/svg}"
NAMED = FunnelDot(70.0, 4.0)
BRIGHT = FunnelDot(95.0, 4.0, None, True, "Hazel Grove Elementary School")
UNNAMED = FunnelDot(60.0, 4.5, (4.0, 5.0))


def funnel(*dots: FunnelDot) -> FunnelFigure:
    panel = FunnelPanel(
        title="Score",
        across="answers",
        sizes=Axis(3.0, 6.0, ((3.0, "8"), (6.0, "64"))),
        values=Axis(40.0, 100.0, ((40.0, "40"), (100.0, "100"))),
        centre=Mark(66.0, "mean 66.0"),
        limits=((3.0, 45.0, 87.0), (6.0, 50.0, 82.0)),
        dots=dots or (NAMED, BRIGHT, UNNAMED),
    )
    return FunnelFigure("Schools by size", "Dots between limits.", "A key.", TABLE, (panel, panel))


def curves(*lines: Curve, panels: int = 7) -> CurveFigure:
    shown = lines or (Curve("all schools", (60.0, 64.0, 70.0), ("60.0", "64.0", "70.0")),)
    one = CurvePanel(
        "Relationships and social norms",
        Axis(50.0, 80.0, ((50.0, "50"), (80.0, "80"))),
        ("Fall, year 1", "Spring, year 2", "Spring, year 3"),
        shown,
    )
    return CurveFigure("Means", "Wave by wave.", "A key.", TABLE, (one,) * panels)


def tree(figure: Figure, width: int = 900) -> ElementTree.Element:
    return ElementTree.fromstring(draw(figure, "f", width=width, colours=FILE))  # noqa: S314 our own drawing


def texts(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def fills(figure: Figure) -> list[str | None]:
    return [one.get("fill") for one in tree(figure).iter(f"{SVG}circle")]


@pytest.mark.parametrize("figure", [funnel(), curves()], ids=["funnel", "curves"])
@pytest.mark.parametrize("width", [328, 640, 900])
def test_each_says_what_it_is_and_lies_inside(figure: Figure, width: int) -> None:
    root = tree(figure, width)
    assert root.findtext(f"{SVG}title") == figure.title
    assert root.findtext(f"{SVG}desc") == figure.description
    height = float(root.get("height", "0"))
    for group in root.iter(f"{SVG}g"):
        x, y = (float(one) for one in re.findall(r"[\d.]+", group.get("transform", "")))
        for one in group.iter(f"{SVG}circle"):
            assert 0 <= x + float(one.get("cx", "0")) <= width
            assert 0 <= y + float(one.get("cy", "0")) <= height
        for one in group.iter(f"{SVG}text"):
            assert 0 <= y + float(one.get("y", "0")) <= height
    assert parts(figure) == (figure,)


@pytest.mark.parametrize("figure", [funnel(), curves()], ids=["funnel", "curves"])
def test_each_is_a_file_and_follows_a_pages_theme(figure: Figure) -> None:
    assert "#" not in draw(figure, "f", width=900, colours=PAGE)
    assert "var(--" not in svg_text(document(), figure, ORIGIN)
    assert png_bytes(document(), figure, ORIGIN).startswith(b"\x89PNG")


def test_a_named_dot_is_filled_and_one_without_a_name_hollow_in_its_column() -> None:
    made = replace(funnel(NAMED, UNNAMED), panels=funnel(NAMED, UNNAMED).panels[:1])
    assert sorted(fills(made), key=str) == sorted([LIGHT["paper"], LIGHT["accent"]])
    column = next(tree(made).iter(f"{SVG}rect"))
    dot = next(one for one in tree(made).iter(f"{SVG}circle") if one.get("fill") == LIGHT["paper"])
    left, wide = float(column.get("x", "0")), float(column.get("width", "0"))
    assert float(dot.get("cx", "0")) == pytest.approx(left + wide / 2, abs=0.2)


def test_dots_of_one_range_and_value_stand_side_by_side() -> None:
    made = replace(funnel(*[UNNAMED] * 5), panels=funnel(*[UNNAMED] * 5).panels[:1])
    xs = [float(one.get("cx", "0")) for one in tree(made).iter(f"{SVG}circle")]
    assert len(set(xs)) == 5
    assert max(xs) - min(xs) < 60


def test_what_stands_out_is_a_diamond_with_its_name() -> None:
    root = tree(funnel())
    assert texts(root).count("Hazel Grove Elementary School") == 2
    diamonds = [one for one in root.iter(f"{SVG}path") if (one.get("d") or "").endswith("Z")]
    assert len(diamonds) == 2
    narrow = " ".join(texts(tree(funnel(), 328)))
    assert "Hazel Grove" in narrow


def test_names_that_would_meet_stand_below_each_other() -> None:
    two = (BRIGHT, replace(BRIGHT, value=94.0, label="Union Mills"))
    root = tree(funnel(*two))
    ys = [float(one.get("y", "0")) for one in root.iter(f"{SVG}text") if one.get("font-weight")][1:3]
    assert ys[1] - ys[0] >= 15


def test_thousands_of_dots_stay_small() -> None:
    many = [replace(NAMED, value=50 + at % 40, place=3 + at % 300 / 100) for at in range(1000)]
    many += [replace(UNNAMED, value=50 + at % 40) for at in range(1000)]
    drawn = draw(funnel(*many), "f", width=900)
    assert len(drawn) < 150_000
    assert "<circle" not in drawn


def test_a_curve_has_its_numbers_at_both_ends_alone() -> None:
    said = texts(tree(curves(panels=1)))
    assert {"60.0", "70.0"} <= set(said)
    assert "64.0" not in said


def test_a_falling_curve_has_its_numbers_on_the_free_side() -> None:
    def places(*values: float) -> list[float]:
        line = Curve("one", values, tuple(f"{one:g}!" for one in values))
        root = tree(curves(line, panels=1))
        return [float(one.get("y", "0")) for one in root.iter(f"{SVG}text") if (one.text or "").endswith("!")]

    rising, falling = places(60, 65, 70), places(70, 65, 60)
    assert rising[0] > falling[1] - 60  # both drawn
    assert rising[0] - rising[1] > 110 * 10 / 30  # below the lower point, above the higher one
    assert falling[1] - falling[0] > 110 * 10 / 30


def test_two_curves_are_told_apart_without_colour() -> None:
    two = (
        Curve("phase 1 in Fall", (60.0, 64.0, None), ("60.0", "64.0", "")),
        Curve("phase 2 in Fall", (None, 66.0, 72.0), ("", "66.0", "72.0")),
    )
    root = tree(curves(*two, panels=1))
    assert [one.get("stroke-dasharray") for one in root.iter(f"{SVG}polyline")] == [None, "6 4"]
    assert set(fills(curves(*two, panels=1))) == {LIGHT["accent"], LIGHT["paper"]}
    assert {"phase 1 in Fall", "phase 2 in Fall", "60.0", "72.0"} <= set(texts(root))
    assert not {"64.0", "66.0"} & set(texts(root))  # where curves cross there is no room
    narrow = tree(curves(*two, panels=1), 200)
    legend = [one for one in narrow.iter(f"{SVG}text") if (one.text or "").startswith("phase")]
    assert legend[0].get("y") != legend[1].get("y")


def test_curves_that_begin_together_have_their_numbers_on_either_side() -> None:
    two = (Curve("a", (60.0, 70.0), ("60.0", "70.0")), Curve("b", (66.0, 72.0), ("66.0", "72.0")))
    panel = replace(curves(*two).panels[0], marks=("Fall", "Spring"))
    root = tree(replace(curves(), panels=(panel,)))
    place = {one.text: float(one.get("y", "0")) for one in root.iter(f"{SVG}text")}
    assert place["66.0"] < place["60.0"] - 30
    assert place["72.0"] < place["70.0"] - 20


def test_a_value_that_is_missing_leaves_its_point_out() -> None:
    line = Curve("one", (60.0, None, 70.0), ("60.0", "", "70.0"))
    assert len(fills(curves(line, panels=1))) == 2


def test_names_of_times_stand_whole_or_in_two_lines() -> None:
    assert "Spring, year 3" in texts(tree(curves()))
    narrow = texts(tree(curves(), 328))
    assert {"Spring,", "year 3"} <= set(narrow)
    short = CurvePanel("A", Axis(0, 1, ((0, "0"), (1, "1"))), ("1", "2", "3"), curves().panels[0].curves)
    assert {"1", "2", "3"} <= set(texts(tree(replace(curves(), panels=(short,)))))


def test_a_longer_name_of_a_time_takes_three_lines_before_it_loses_its_end() -> None:
    marks = tuple(f"Efficacy, spring, year {year}" for year in (1, 2, 3))
    panel = replace(curves(panels=1).panels[0], marks=marks)
    root = tree(replace(curves(), panels=(panel,) * 7), 328)
    shown = texts(root)
    assert not any("…" in one for one in shown)
    assert {"1", "3"} <= {one[-1:] for one in shown}
    lowest = max(float(one.get("y", "0")) for one in root.iter(f"{SVG}text"))
    above = max(float(re.findall(r"[\d.]+", one.get("transform", ""))[1]) for one in root.iter(f"{SVG}g"))
    assert above + lowest <= float(root.get("height", "0"))


def test_axes_fit_their_values_in_whole_steps_within_the_scale() -> None:
    axis = values_axis([55.0, 74.6], 0, 100, aside=0.3, steps=3)
    assert (axis.low, axis.high) == (50, 80)
    assert [label for _, label in axis.ticks] == ["50", "60", "70", "80"]
    assert values_axis([70.0, 99.0], 0, 100).high == 100
    assert values_axis([3.0, 3.0], 1, 5).low < values_axis([3.0, 3.0], 1, 5).high
    assert [label for _, label in values_axis([-12.0, 8.0], -100, 100, sign=True).ticks] == [
        *("−15", "−10", "−5", "0", "+5", "+10"),
    ]


def test_sizes_double_and_the_last_range_may_be_open() -> None:
    assert [label for _, label in sizes_axis(7, 45).ticks] == ["5", "10", "20", "40", "80"]
    assert [label for _, label in sizes_axis(12, 14).ticks] == ["10", "20"]
    assert [label for _, label in sizes_axis(10, 80, open_from=80).ticks] == [
        "10",
        "20",
        "40",
        "80",
        "or more",
    ]
