"""The smallest documents for the tests of files."""

from datetime import date

from engine.printed import Number, coefficient, count, decimal, from_to, percent, whole
from engine.report.document import (
    Axis,
    Bullets,
    Column,
    Document,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
)
from engine.report.media.origin import Origin

ORIGIN = Origin(
    instrument="small",
    version="1.0.0",
    form="full",
    wave="Spring 2026",
    school="Lincoln & Sons",
    n=24,
    closed=date(2026, 4, 30),
    scoring="5c0" * 21 + "f",
    data="da7a" * 16,
    simulated=True,
)

TABLE = Table(
    "Scores with 95% intervals; n is the number of people",
    (Column("Condition"), Column("Score", "end"), Column("Interval", "end"), Column("Rate", "end")),
    (
        ("=HYPERLINK(1)", whole(62), from_to(whole(55), whole(69)), percent(0.78)),
        ("Vision", decimal(3.4), "too few", Number("+5%", 5)),
        ("@SUM(1)", coefficient(-0.07), "–", count(1234)),
    ),
    note="Rounded once.",
)


def figure(title: str = "Scores from 0 to 100") -> IntervalFigure:
    return IntervalFigure(
        title,
        "One row a condition.",
        "dot: this school",
        TABLE,
        Axis(0, 100, ((0, "0"), (50, "50"), (100, "100"))),
        (IntervalRow("Vision", 62, 55, 69, (50, 60), "62", "above"),),
    )


def document(*blocks: object) -> Document:
    """A document of one section; a paragraph, a list and a figure unless told otherwise."""
    chosen = blocks or (Paragraph("A paragraph."), Bullets(("A point.",)), figure())
    return Document(
        title="Greatest strength: vision",
        context="Lincoln & Sons · Small instrument 1.0.0 · Spring 2026",
        lead="A lead.",
        sections=(Section("scores", "Scores", chosen),),  # type: ignore[arg-type]
        tags=("Simulated data",),
        provenance=("Provenance.",),
    )
