"""Cut scores, by every way that was asked for, with how surely a score tells on which side somebody is."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.printed import ABSENT, coefficient, count, decimal, joined, known, percent, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import score_decimals
from engine.validation.cuts import CutScore, CutStudy
from engine.validation.study import ValidationStudy

METHODS: Final[Mapping[str, str]] = {
    "angoff": "Judges (Angoff)",
    "borderline_group": "Borderline group",
    "contrasting_groups": "Contrasting groups",
    "roc": "Contrasting groups (ROC)",
}
HOW_TO_READ: Final = (
    "Where a score begins to count as reaching the level. Methods answer different questions and seldom agree; a cut "
    "is a decision that people take, and these are what they take it from. None of them changes the levels of the "
    "instrument."
)


def cuts_section(study: ValidationStudy) -> Section | None:
    """None where nobody judged items or people."""
    found = study.cuts
    if found is None:
        return None
    return Section("cuts", "Cut scores", tuple(_blocks(study, found)))


def _blocks(study: ValidationStudy, found: CutStudy) -> Iterator[Block]:
    yield Paragraph(HOW_TO_READ)
    yield Paragraph(" ".join(_sources(study, found)))
    if not found.subscales:
        yield Paragraph("No cut could be computed: the warnings of the analysis say why.")
        return
    yield _table(study, found)
    yield _sides(study, found)


def _sources(study: ValidationStudy, found: CutStudy) -> Iterator[str]:
    if found.file is not None:
        yield (
            f"{several(found.judges, 'judge')} ({found.file}) said which answer they expect of somebody who has just "
            "reached the level; the cut is the score of these answers, its standard error that of another panel like "
            "this one."
        )
    judged = [scale for scale in found.subscales if scale.column is not None]
    for scale in judged:
        groups = joined([f"{count(n)} {word}" for word, n in scale.judged.items() if n])
        yield f"On {study.labels[scale.id]} people were judged by column {scale.column}: {groups}."
    if judged:
        yield (
            "The borderline group’s cut is its median; contrasting groups’ lies where two normal curves cross, ROC’s "
            "where sensitivity and specificity add up to most."
        )


def _table(study: ValidationStudy, found: CutStudy) -> Table:
    rows = []
    for scale in found.subscales:
        places = score_decimals(study.subscale(scale.id).score)
        for cut in scale.cuts:
            rows.append(
                (
                    study.labels[scale.id],
                    METHODS[cut.method],
                    several(cut.n, "judge") if cut.method == "angoff" else several(cut.n, "person", "people"),
                    decimal(cut.cut, places),
                    decimal(cut.standard_error, places),
                    decimal(cut.sd_panel, places),
                    percent(cut.reached),
                )
            )
    return table(
        "Cuts on the rescaled score",
        ["Scale", "Method", "Rests on"],
        ["Cut", "Standard error", "SD of judges", "At or above it"],
        rows,
        note="At or above it: share of the people of this study.",
    )


def _sides(study: ValidationStudy, found: CutStudy) -> Table:
    rows = []
    for scale in found.subscales:
        for cut in scale.cuts:
            surely = cut.classification
            rows.append(
                (
                    study.labels[scale.id],
                    METHODS[cut.method],
                    ABSENT if surely is None else percent(surely.accuracy),
                    ABSENT if surely is None else percent(surely.consistency),
                    ABSENT if surely is None else coefficient(surely.kappa),
                    percent(cut.misclassified),
                    _told(cut),
                )
            )
    return table(
        "How surely a score tells on which side of the cut somebody is",
        ["Scale", "Method"],
        [
            "On the right side",
            "On the same side twice",
            "Kappa",
            "Judged people on the wrong side",
            "Sensitivity, specificity",
        ],
        rows,
        note="The first three from alpha, taking scores to be normal; none where alpha is not above 0 with its "
        "interval. The others are of the judged people that the cut was made from, and flatter it.",
    )


def _told(cut: CutScore) -> str:
    if known(cut.sensitivity) is None:
        return ABSENT
    return f"{coefficient(cut.sensitivity)}, {coefficient(cut.specificity)}"
