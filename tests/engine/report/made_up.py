"""A made-up document with every kind of block and figure, for the tests of the renderers."""

import datetime

from engine.printed import decimal
from engine.report.document import (
    Axis,
    BarFigure,
    BarRow,
    Bullets,
    CaterpillarFigure,
    Column,
    DefinitionList,
    Document,
    Dot,
    DotFigure,
    DotPanel,
    HeatMap,
    HeatRow,
    IntervalFigure,
    IntervalRow,
    Line,
    LineFigure,
    LinePanel,
    Mark,
    Paragraph,
    Passage,
    Reference,
    ReferenceList,
    ScoreFigure,
    ScoreRow,
    Section,
    Symbol,
    Table,
    Whisker,
)
from engine.report.months import MonthPoint, MonthStretch, RunFigure
from engine.report.path_diagram import PathFactor, PathFigure, PathTo
from engine.report.square import SquareFigure, SquarePlace
from engine.report.triangle import TernaryFigure, TernaryPatch
from engine.report.voices import ScaledFigure, ScaledRow

TABLE = Table(
    "Eigenvalues by number",
    (Column("Number"), Column("Eigenvalue", "end"), Column("Chance", "end")),
    (("1", decimal(4.1), decimal(1.2)), ("2", decimal(0.9), decimal(1.1))),
    note="Chance: 95th percentile of 100 random matrices.",
)


def line_figure() -> LineFigure:
    panels = tuple(
        LinePanel(
            title,
            "Number of the factor",
            Axis(0.0, 5.0, tuple((float(place), f"{place}") for place in range(6))),
            (
                Line("these data", (4.1, 1.4, 0.9, 0.6, 0.3), kept=2),
                Line("chance, 95th percentile", (1.3, 1.15, 1.0, 0.9, 0.8), quiet=True),
            ),
        )
        for title in ("Common factors", "Principal components")
    )
    return LineFigure(
        "Scree with parallel analysis", "Eigenvalues fall from 4.1 to 0.3.", "A key.", TABLE, panels
    )


def heat_map(rows: int = 5) -> HeatMap:
    values = (0.81, -0.44, 0.08, 0.33, 0.57)
    return HeatMap(
        "Loadings",
        "Which item goes with which factor.",
        "Darker: further from 0.",
        TABLE,
        ("F1", "F2", "F3"),
        tuple(
            HeatRow(
                f"VS{row + 1}",
                "Staff here could each describe, in similar words, what this school is trying to become.",
                tuple((values[(row + place) % 5], f"{values[(row + place) % 5]:.2f}") for place in range(3)),
                (".61",),
            )
            for row in range(rows)
        ),
        after=("Shared",),
    )


def ternary_figure() -> TernaryFigure:
    """Two cells of three steps a side."""
    return TernaryFigure(
        "How people shared out 100 points",
        "Most people are in the middle.",
        "A number: people in a cell.",
        TABLE,
        ("Fires", "Upkeep", "Growth"),
        ("Points for Fires", "Points for Upkeep", "Points for Growth"),
        ((0.0, "0"), (0.5, "50"), (1.0, "100")),
        3,
        (
            TernaryPatch(((2 / 3, 1 / 6, 1 / 6), (1 / 3, 1 / 2, 1 / 6), (1 / 3, 1 / 6, 1 / 2)), 1.0, "41"),
            TernaryPatch(((1 / 3, 0, 2 / 3), (0, 1 / 3, 2 / 3), (0, 0, 1)), 12 / 41, "12"),
        ),
        (0.4, 0.3, 0.3),
        ((0.5, 0.25, 0.25), (0.35, 0.4, 0.25), (0.35, 0.25, 0.4)),
    )


def scaled_figure() -> ScaledFigure:
    """Two scores, each on its own scale."""
    return ScaledFigure(
        "Shared influence: each group on its own scale",
        "A row for each group.",
        "Dot: mean score.",
        TABLE,
        (
            ScaledRow(
                *("Staff", "Shared influence, n = 24", "64", "56 to 72", 64, 56, 72),
                Axis(0, 100, ((0, "0 Not at all true"), (100, "100 Completely true"))),
            ),
            ScaledRow(
                *("Students", "Voice, n = 40", "2.8", "2.6 to 3.1", 2.8, 2.6, 3.1),
                Axis(1, 4, ((1, "1 Never"), (4, "4 In every lesson"))),
            ),
        ),
    )


def run_figure() -> RunFigure:
    points = tuple(
        MonthPoint(place, value, place > 5) for place, value in ((0, 3), (1, 5), (3, 4), (6, 8), (7, 9))
    )
    rows = [(f"Month {place}", str(value)) for place, value in ((0, 3), (1, 5), (3, 4), (6, 8), (7, 9))]
    return RunFigure(
        "Energy, month by month",
        "Five months.",
        "The dashed line is the median.",
        Table("Energy", (Column("Month"), Column("Answer", "end")), tuple(rows)),
        Axis(-0.4, 10.4, ((0, "0"), (5, "5"), (10, "10"))),
        tuple(f"Month {place}" for place in range(8)),
        points,
        5,
        "Median 5",
        (MonthStretch(0, 6, "Trend"), MonthStretch(3, 7, "Shift")),
    )


def square_figure() -> SquareFigure:
    """All who answered and one team."""
    axis = Axis(0, 100, ((0, "0"), (50, "50"), (100, "100")), "Psychological safety")
    return SquareFigure(
        "Safety across, accountability upwards",
        "A square.",
        "Point: mean scores.",
        TABLE,
        axis,
        axis,
        (60, 60),
        "Dashed lines: the cut, 60",
        (
            SquarePlace("All who answered", (61, 70, 79), (40, 50, 59)),
            SquarePlace("The grade 7 team", (80, 92, 99), (71, 82, 93)),
        ),
    )


def path_figure() -> PathFigure:
    """Two factors of three items, one of which points the other way."""
    return PathFigure(
        "Path diagram",
        "Two factors and six items.",
        "A wider arrow: a larger loading.",
        TABLE,
        tuple(
            PathFactor(
                label,
                tuple(
                    PathTo(
                        f"{label[0]}S{place}",
                        "Staff here could each say what this school is for.",
                        value,
                        number,
                    )
                    for place, (value, number) in enumerate(((0.81, ".81"), (0.62, ".62"), (-0.4, "-.40")), 1)
                ),
            )
            for label in ("Vision and strategy of the school", "Trust")
        ),
    )


def bar_figure(rows: int = 4, options: int = 5) -> BarFigure:
    shares = [1 / options] * options
    return BarFigure(
        "How people answered",
        "Shares of the options, item by item.",
        "Easiest item first.",
        TABLE,
        tuple(
            f"{place + 1} {'Not at all true' if place == 0 else 'Completely true'}"
            for place in range(options)
        ),
        tuple(
            BarRow(
                f"VS{row + 1}",
                "When a new initiative arrives, we check whether it serves our goals before we take it on.",
                tuple((share, f"{100 * share:.0f}") for share in shares),
                ("3.42", "2%"),
            )
            for row in range(rows)
        ),
        after=("Mean", "Missing"),
    )


def dot_figure(rows: int = 4) -> DotFigure:
    axis = Axis(0.0, 1.0, ((0.0, "0"), (0.5, ".50"), (1.0, "1")))
    dots = (Dot(0.62, ".62"), Dot(0.55, ".55", 0.4, 0.7), Dot(None, "–"), Dot(0.12, ".12"))
    return DotFigure(
        "Items and their scale",
        "Item-rest correlations and alpha without each item.",
        "Dots: values.",
        TABLE,
        tuple(f"VS{row + 1}" for row in range(rows)),
        tuple("Teachers and administrators wrote our current goals together." for _ in range(rows)),
        (
            DotPanel(
                "Item-rest correlation",
                axis,
                tuple(dots[row % 4] for row in range(rows)),
                Mark(0.3, "rule of thumb .30"),
            ),
            DotPanel(
                "Alpha if dropped", axis, tuple(dots[row % 4] for row in range(rows)), Mark(0.85, "alpha .85")
            ),
        ),
    )


def caterpillar(groups: int = 24) -> CaterpillarFigure:
    whiskers = tuple(
        Whisker(
            f"site-{place:02d}",
            2.6 + place * 1.4 / groups,
            2.3 + place * 1.4 / groups,
            2.9 + place * 1.4 / groups,
            place > 20,
        )
        for place in range(groups)
    )
    return CaterpillarFigure(
        "How precisely group means are known",
        "Groups from lowest to highest mean.",
        "Line: 95% interval.",
        TABLE,
        Axis(2.0, 5.0, ((2.0, "2"), (3.0, "3"), (4.0, "4"), (5.0, "5"))),
        f"{groups} groups, lowest mean first",
        whiskers,
        Mark(3.3, "mean of all 3.30"),
    )


def interval_figure() -> IntervalFigure:
    return IntervalFigure(
        "Scores",
        "Each score with its interval.",
        "dot: score",
        TABLE,
        Axis(0, 100, ((0, "0"), (100, "100"))),
        (IntervalRow("Vision", 62.0, 55.0, 69.0, (50.0, 60.0), "62", "above"),),
    )


def score_figure() -> ScoreFigure:
    """A score with all that may be said of it, one with a mark to compare with, and one with next to nothing."""
    rows = (
        ScoreRow(
            "condition-vision",
            "Vision and strategy, as all of the staff wrote it down together",
            "Sustaining",
            *(77.0, 71.0, 83.0, "77", "71 to 83"),
            band=(68.0, 75.0),
            position=("above the middle half", "chance: 7 in 10"),
            change=("up 23", "large"),
            arrow=1,
            agreement=("moderate", "spread 17"),
            histogram=(0.05, 0.1, 0.2, 0.4, 0.25),
        ),
        ScoreRow(
            *("condition-capacity", "Capacity", "Starting", 41.0, 33.0, 47.0, "41", "33 to 47"),
            band=(60.0, 60.0),
            position=("below then", "then 60"),
            change=("down 19", "large"),
            arrow=-1,
            agreement=("two camps", "spread 34"),
            histogram=(0.4, 0.1, 0.0, 0.1, 0.4),
        ),
        ScoreRow("condition-influence", "Influence", "", 95.0, 89.0, 100.0, "95 or more", "89 to 100"),
    )
    heads = ("Among 22 other schools", "Since Spring, year 2", "Do people agree?")
    axis = Axis(0.0, 100.0, tuple((float(place), f"{place}") for place in (0, 25, 50, 75, 100)))
    return ScoreFigure(
        "Scores from 0 to 100", "Each score with its comparison.", "dot: score", TABLE, axis, heads, rows
    )


def document() -> Document:
    """Every kind of block once, with words that markup could trip over."""
    first = Section(
        "summary",
        "Summary",
        (
            Paragraph("A lead with *stars*, _lines_, #hash, $5, <b>tags</b> & a backslash \\.", lead=True),
            Bullets(("One thing.", "Another thing.")),
            DefinitionList(
                (("May be claimed", "The items hang together."), ("Not shown", "That schools differ."))
            ),
            Passage(
                "Results, ready to paste",
                (("Scores ranged (", Symbol("M"), " = 3.42, ", Symbol("SD"), " = 0.81)."),),
            ),
        ),
    )
    second = Section(
        "items",
        "Items",
        (TABLE,),
        (Section("vision", "Vision and strategy", (bar_figure(), dot_figure())),),
    )
    third = Section("structure", "Structure", (line_figure(), heat_map(), ternary_figure()))
    fourth = Section("groups", "Groups", (caterpillar(), interval_figure(), score_figure()))
    last = Section(
        "references",
        "References",
        (
            ReferenceList(
                (
                    Reference("Kaiser, H. F. (1974). An index.", "10.1007/BF02291575"),
                    Reference(
                        "A book.",
                    ),
                )
            ),
        ),
    )
    return Document(
        title="Collective leadership: a validation study",
        context="collective-leadership 1.0.0 · 812 respondents",
        lead="Scores of groups may be compared, with care.",
        sections=(first, second, third, fourth, last),
        tags=("Simulated data",),
        provenance=("data sha256 0123", "barograph 0.1.0"),
        running="Collective leadership 1.0.0 · validation study",
        author="Barograph",
        date=datetime.date(2026, 11, 22),
    )
