"""What a school's team agreed on with a rubric, as a document: levels in words, their evidence, and no number of both.

A level is a word in an order. No mean over conditions is made, and no sum or difference with a survey's score, which
stands in a column of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.instrument.model import Instrument, Item
from engine.language import say
from engine.printed import ABSENT, day_words, moment_words
from engine.report.document import Column, Document, Paragraph, Section, Table
from engine.store.rubrics import AgreedLevel, RubricSave


@dataclass(frozen=True, slots=True)
class ScoreBeside:
    """What a closed survey says of a condition: its wave and the score with its interval, as they are printed."""

    wave: str
    score: str


@dataclass(frozen=True, slots=True)
class LevelBeside:
    """A condition with what the team agreed on, and what a survey says of it, if there is one."""

    item: Item
    agreed: AgreedLevel | None
    survey: ScoreBeside | None


def level_names(instrument: Instrument) -> Mapping[int, str]:
    """The names of the levels of a rubric, without what stands behind the colon."""
    options = next(item.options for item in instrument.items if item.levels)
    return {int(option.value): option.label.partition(":")[0] for option in options}


def agreed_document(
    school: str, instrument: Instrument, save: RubricSave, rows: Sequence[LevelBeside]
) -> Document:
    """One meeting on paper."""
    names = level_names(instrument)
    held = say("rubric.held_on", day=day_words(save.held))
    blocks = (
        Paragraph(say("rubric.no_mean")),
        _table(rows, names),
        Paragraph(say("rubric.saved", name=save.name, moment=moment_words(save.at))),
    )
    return Document(
        title=instrument.title,
        context=f"{school} · {held}",
        place=school,
        lead=say("rubric.agreed_by", who=save.agreed_by),
        sections=(Section("levels", say("rubric.levels"), blocks),),
        provenance=(f"{save.instrument_id} {save.version}",),
        language=instrument.language,
        paper="letter",
    )


def _table(rows: Sequence[LevelBeside], names: Mapping[int, str]) -> Table:
    surveyed = any(row.survey for row in rows)
    columns = [say("rubric.column.condition"), say("rubric.column.level"), say("rubric.column.evidence")]
    if surveyed:
        columns.append(say("rubric.column.survey"))
    return Table(
        caption=say("rubric.levels"),
        columns=tuple(Column(label) for label in columns),
        rows=tuple(_cells(row, names, surveyed=surveyed) for row in rows),
        note=say("rubric.survey_apart") if surveyed else None,
    )


def _cells(row: LevelBeside, names: Mapping[int, str], *, surveyed: bool) -> tuple[str, ...]:
    agreed = row.agreed
    level = names.get(agreed.level or 0, "") if agreed else ""
    cells = (row.item.text, level or say("rubric.not_agreed"), agreed.evidence if agreed else "")
    if not surveyed:
        return cells
    survey = f"{row.survey.score} ({row.survey.wave})" if row.survey else ABSENT
    return (*cells, survey)
