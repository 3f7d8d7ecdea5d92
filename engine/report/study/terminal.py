"""A study for the terminal: its document's words and tables as text, in short, and what to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.printed import ABSENT, capital, coefficient, count, decimal, joined, percent, plural, span
from engine.report.document import (
    Block,
    Bullets,
    DefinitionList,
    DotFigure,
    HeatMap,
    LineFigure,
    Paragraph,
    Section,
    Table,
)
from engine.report.media.to_text import text
from engine.report.study import study_document
from engine.report.study.columns import Columns, named_table, scale_table
from engine.validation.study import ValidationStudy
from engine.validation.subscales import SubscaleStudy
from engine.validation.verdicts import ItemRest, item_rests
from psychometrics.change import ReliableChange
from psychometrics.guidelines import GUIDELINES
from psychometrics.verdicts import standing_of

SHOWN: Final[Mapping[str, tuple[type[Block], ...]]] = {
    "summary": (Paragraph, Bullets, Table),
    "sample": (Paragraph,),
    "quality": (Paragraph,),
    "warnings": (Table,),
    "items": (Paragraph,),
    "items-": (DotFigure, Table),
    "structure": (Paragraph, Bullets, LineFigure, Table),
    "factors": (Paragraph, HeatMap),
    "confirmatory": (Bullets, Table),
    "scales-apart": (Bullets,),
    "reliability": (),
    "errors": (Table,),
    "retest": (Paragraph, Bullets, Table),
    "groups": (Paragraph, Table),
    "groups-": (Paragraph,),
    "by-": (Paragraph, Table),
    "alike-": (Bullets, Table),
    "criteria": (Paragraph,),
    "criterion-": (Paragraph, Table),
    "norms": (Table,),
    "cuts": (Paragraph, Table),
    "weighted": (Paragraph, Table),
    "claims": (Table,),
    "not-examined": (Table,),
    "second-opinion": (Paragraph, Bullets, Table, DefinitionList),
}
"""What the terminal shows of each section; the others are for files. An id that ends in a hyphen stands for several."""


def summary(study: ValidationStudy) -> str:
    """The study in words and rounded numbers; the whole of it is in the JSON."""
    document = study_document(study)
    shown = [section for section in document.sections if section.id != "confirmatory" or _asked(study)]
    sections = [short for section in shown if (short := _short(section)) is not None]
    further = Section("further", "Further numbers", tuple(_further(study)))
    return text(replace(document, sections=(*_verdicts(study), *sections, further, _next(study))))


def _asked(study: ValidationStudy) -> bool:
    """Whether somebody asked for a structure: the definition's own are in the files alone."""
    return bool(study.plan.choices.structures or study.plan.choices.model)


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


def _verdicts(study: ValidationStudy) -> Iterator[Section]:
    """Alpha of every subscale, and of the rest what calls for a look; each rule's limit said once."""
    shown = [
        verdict for verdict in study.verdicts if verdict.statistic == "alpha" or verdict.standing == "weak"
    ]
    if not shown:
        return
    items = tuple(sentence for scale in study.subscales for sentence in _weak_items(scale))
    limits = ". ".join(capital(limit) for limit in dict.fromkeys(verdict.limit for verdict in shown))
    sentences = tuple(verdict.sentence for verdict in shown if verdict.statistic != "item_rest")
    blocks = (Bullets((*sentences, *items)), Paragraph(f"Keep in mind. {limits}."))
    yield Section("says", "What it says", blocks)


def _weak_items(scale: SubscaleStudy) -> Iterator[str]:
    """The items of a scale that call for a look, those that stand alike in one sentence."""
    guide = GUIDELINES["item_rest"]
    alike: dict[str, list[ItemRest]] = {}
    for found in item_rests(scale):
        standing, meaning = standing_of(guide, found.value, found.interval)
        if standing == "weak":
            alike.setdefault(meaning, []).append(found)
    for meaning, members in alike.items():
        if len(members) == 1:
            yield members[0].verdict(scale.label).sentence
            continue
        names = joined([found.item for found in members])
        values = span([found.value for found in members])
        said = meaning.replace("it goes", "each goes").replace("it the other", "each of them the other")
        rule = f"rule of thumb: {guide.rule}, {guide.citation.short}"
        yield f"{scale.label}, items {names}: {said} ({guide.name} {values}; {rule})."


def _further(study: ValidationStudy) -> Iterator[Block]:
    """What the report leaves to the JSON file."""
    clustered = [scale for scale in study.subscales if scale.levels is not None]
    if clustered:
        yield scale_table(
            f"Agreement by {study.cluster}: means over {plural(study.plan.choices.cluster_noun)}",
            AGREEMENT,
            clustered,
        )
    for grouping in study.groups:
        compared = [(study.labels[scale.id], scale) for scale in grouping.subscales if scale.scores]
        caption = f"Share of the variance between groups by {grouping.name} in these data"
        yield named_table(caption, (("η²", coefficient, "scores.eta2"),), compared)
    if study.retest is not None:
        twice = ((study.labels[scale.id], scale) for scale in study.retest.subscales)
        yield named_table("Change of the same people", CHANGE, twice)


def _changed(reliable: ReliableChange | None) -> str:
    return ABSENT if reliable is None else percent(reliable.share_up + reliable.share_down, 1)


AGREEMENT: Final[Columns] = (
    ("Groups", count, "levels.scores.groups"),
    ("People", count, "levels.scores.persons"),
    ("rwg(j), uniform", coefficient, "levels.agreement.summary.rwgj_uniform.mean"),
    ("rwg(j), skewed", coefficient, "levels.agreement.summary.rwgj_skewed.mean"),
    ("AD, mean", decimal, "levels.agreement.summary.ad_mean.mean"),
)
CHANGE: Final[Columns] = (
    ("d, average SD", decimal, "change.d_av.value"),
    ("Changed reliably", _changed, "reliable"),
)


def _next(study: ValidationStudy) -> Section:
    names = ", ".join(scale.id for scale in study.subscales)
    steps = [
        "every number, unrounded: add --json study.json (docs/validate-json.md explains the names; the scales are "
        f"{names})",
        "the report with its figures, norms, text to paste and methods: add --html report.html or --pdf report.pdf",
    ]
    if _asked(study):
        steps.append("loadings, and what would fit better: in the report and the JSON file")
    if study.cluster is None:
        steps.append("people in schools or classes: add --cluster COLUMN")
    if study.second_opinion is None:
        steps.append(
            "what pingouin, factor-analyzer, psych and lavaan say of the same data: add --second-opinion"
        )
    if study.retest is None:
        steps.append("the same people asked twice: add --id COLUMN --retest FILE --apart DAYS")
    if any(caution.code == "negative_item_rest" for caution in study.cautions):
        steps.append("answers that stand already turned in the file: add --keyed all, or --keyed ITEM,ITEM")
    return Section("next", "Next", (Bullets(tuple(steps)),))
