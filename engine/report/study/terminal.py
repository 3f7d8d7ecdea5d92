"""A study for the terminal: its document's words and tables as text, in short, and what to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.printed import capital, coefficient, count, decimal, percent
from engine.report.document import (
    Block,
    Bullets,
    DotFigure,
    HeatMap,
    LineFigure,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.report.media.to_text import text
from engine.report.study import study_document
from engine.validation.study import Study
from psychometrics.guidelines import GUIDELINES

SHOWN: Final[Mapping[str, tuple[type[Block], ...]]] = {
    "summary": (Paragraph, Bullets, Table),
    "sample": (Paragraph,),
    "quality": (Paragraph,),
    "warnings": (Table,),
    "items": (Paragraph,),
    "items-": (DotFigure, Table),
    "structure": (Paragraph, Bullets, LineFigure, Table),
    "factors": (Paragraph, HeatMap),
    "reliability": (),
    "errors": (Table,),
    "retest": (Paragraph, Table),
    "groups": (Paragraph, Table),
    "groups-": (Paragraph,),
    "by-": (Paragraph, Table),
    "norms": (Table,),
    "claims": (Table,),
}
"""What the terminal shows of each section; the others are for files. An id that ends in a hyphen stands for several."""

KEEP_IN_MIND: Final = " Keep in mind:"
"""Where a verdict's sentence turns to the limit of its rule."""


def summary(study: Study) -> str:
    """The study in words and rounded numbers; the whole of it is in the JSON."""
    document = study_document(study)
    sections = [short for section in document.sections if (short := _short(section)) is not None]
    further = Section("further", "Further numbers", tuple(_further(study)))
    return text(replace(document, sections=(*_verdicts(study), *sections, further, _next(study))))


def _short(section: Section) -> Section | None:
    kind = section.id if section.id in SHOWN else f"{section.id.partition('-')[0]}-"
    if kind not in SHOWN:
        return None
    blocks = tuple(block for block in section.blocks if isinstance(block, SHOWN[kind]))
    if kind == "claims":
        blocks = tuple(_ratings(block) for block in blocks if isinstance(block, Table))
    parts = tuple(short for part in section.sections if (short := _short(part)) is not None)
    return replace(section, blocks=blocks, sections=parts)


def _ratings(found: Table) -> Table:
    """Each property with its rating alone: the sentences stand in the summary."""
    return replace(found, columns=found.columns[:2], rows=tuple(row[:2] for row in found.rows))


def _verdicts(study: Study) -> Iterator[Section]:
    """Alpha of every subscale, and of the rest what calls for a look; each rule's limit said once."""
    shown = [one for one in study.verdicts if one.statistic == "alpha" or one.standing == "weak"]
    if not shown:
        return
    sentences = [one.sentence.partition(KEEP_IN_MIND)[0] for one in shown]
    guides = [GUIDELINES[name] for name in dict.fromkeys(one.statistic for one in shown)]
    limits = ". ".join(capital(f"{guide.name}: {guide.limit}") for guide in guides)
    yield Section("says", "What it says", (Bullets(tuple(sentences)), Paragraph(f"Keep in mind. {limits}.")))


def _further(study: Study) -> Iterator[Block]:
    """What the report leaves to the JSON file."""
    if any(one.levels is not None for one in study.subscales):
        yield _agreement(study)
    for grouping in study.groups:
        yield table(
            f"Share of the variance between groups by {grouping.name} in these data",
            ["Scale"],
            ["η²"],
            [
                (_label(study, one.id), coefficient(one.scores.eta2))
                for one in grouping.subscales
                if one.scores is not None
            ],
        )
    if study.retest is not None:
        yield _changes(study)


def _label(study: Study, id: str) -> str:
    return study.subscale(id).subscale.subscale.label


def _agreement(study: Study) -> Table:
    rows = []
    for one in study.subscales:
        if one.levels is None:
            continue
        scores, agreement = one.levels.scores, one.levels.agreement
        found = None if agreement is None else agreement.summary()
        rows.append(
            (
                one.subscale.subscale.label,
                count(scores.groups),
                count(scores.persons),
                coefficient(None if found is None else found["rwgj_uniform"].mean),
                coefficient(None if found is None else found["rwgj_skewed"].mean),
                decimal(None if found is None else found["ad_mean"].mean),
            )
        )
    return table(
        f"Agreement by {study.cluster}: means over groups",
        ["Scale"],
        ["Groups", "People", "rwg(j), uniform", "rwg(j), skewed", "AD, mean"],
        rows,
    )


def _changes(study: Study) -> Table:
    rows = []
    for one in study.retest.subscales if study.retest is not None else ():
        share = None if one.reliable is None else one.reliable.share_up + one.reliable.share_down
        rows.append(
            (
                _label(study, one.id),
                decimal(None if one.change is None else one.change.d_av.value),
                percent(share, 1),
            )
        )
    return table("Change of the same people", ["Scale"], ["d, average SD", "Changed reliably"], rows)


def _next(study: Study) -> Section:
    names = ", ".join(one.id for one in study.subscales)
    steps = [
        "every number, unrounded: add --json study.json (docs/validate-json.md explains the names; the scales are "
        f"{names})",
        "the report with its figures, norms, text to paste and methods: add --html report.html or --pdf report.pdf",
    ]
    if study.cluster is None:
        steps.append("people in schools or classes: add --cluster COLUMN")
    if study.retest is None:
        steps.append("the same people asked twice: add --id COLUMN --retest FILE")
    if any(caution.code == "negative_item_rest" for caution in study.cautions):
        steps.append("answers that stand already turned in the file: add --keyed all, or --keyed ITEM,ITEM")
    return Section("next", "Next", (Bullets(tuple(steps)),))
