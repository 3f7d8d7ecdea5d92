"""What a school's other surveys say, beside its conditions: each on its own scale, never averaged with them.

Every number is one of that survey's own result, printed as its own page prints it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.printed import ABSENT, capital, day_words, lowered, whole
from engine.report.document import Block, Column, Document, Paragraph, Section, Table
from engine.report.school.chosen import placed
from engine.report.school.comparison import BANDS
from engine.report.school.one_page import measures_of
from engine.report.school.wording import (
    by_range,
    change_words,
    interval,
    level_label,
    number,
    printed,
    response_sentence,
)
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool

ID: Final = "others"
TITLE: Final = "Other surveys"
SIMULATED: Final = "Simulated data"  # the tag of a report that is made of nothing else
MOST_NAMED: Final = 5  # scores that one line can hold; of more only the ends are named
INTRO: Final = (
    "The school’s newest results of other surveys. They ask other questions on other scales, so they are read beside "
    "the scores above and are never averaged with them."
)


@dataclass(frozen=True, slots=True)
class OtherResult:
    """The newest result of the same school from another instrument: the wave's frozen result and its part of it."""

    frozen: FrozenResult
    site: FrozenSchool

    @property
    def id(self) -> str:
        """The id of its part of the section."""
        return f"{ID}-{self.frozen.instrument.id}"

    @property
    def title(self) -> str:
        return self.frozen.instrument.title

    @property
    def measures(self) -> Measures:
        """The measures with a score."""
        return measures_of(self.frozen, self.site)


def with_line(document: Document, results: Sequence[OtherResult]) -> Document:
    """The one page with a line for each other survey below the scores; as it is where there is none."""
    shown = [one for one in results if one.measures]
    if not shown:
        return document
    section = Section(ID, TITLE, tuple(Paragraph(_line(one, document.tags)) for one in shown))
    return placed(document, section, "scores")


def with_others(document: Document, results: Sequence[OtherResult]) -> Document:
    """The full report with the section of other surveys, after groups of staff; as it is where there is none."""
    section = others_section(results, document.tags)
    if section is None:
        return document
    before = [one.id for one in document.sections]
    return placed(document, section, "groups" if "groups" in before else "agreement")


def others_section(results: Sequence[OtherResult], tags: Sequence[str] = ()) -> Section | None:
    """Each other survey with its wave, who answered and its scores; None where none shows a score.

    Its id is "others", and those of its parts are `OtherResult.id`. `tags` are those of the document it goes into:
    what they say of the whole is not said again of a survey.
    """
    parts = tuple(Section(one.id, one.title, _blocks(one, tags)) for one in results if one.measures)
    return Section(ID, TITLE, (Paragraph(INTRO),), parts) if parts else None


def _line(one: OtherResult, tags: Sequence[str]) -> str:
    """The scores of a survey in one line; of many the lowest and the highest."""
    measures, wave = one.measures, one.frozen.wave
    if len(by_range(measures)) > 1 and len(measures) > MOST_NAMED:
        scores = f"{len(measures)} scores"
    elif len(measures) > MOST_NAMED:
        order = sorted(measures, key=lambda measure: one.site.score_of(measure.id).mean)
        low, high = (_score(measure, one.site) for measure in (order[0], order[-1]))
        scores = f"{len(measures)} scores, from {low} to {high}"
    else:
        scores = ", ".join(_score(measure, one.site) for measure in measures)
    scores = capital(scores)
    people = f"{one.site.responses} people"
    return f"{one.title} (“{wave.title}”, {people}). {scores}; {_range(measures)}.{_made_up(one, tags)}"


def _made_up(one: OtherResult, tags: Sequence[str]) -> str:
    """That a survey's data are made up, where the report as a whole does not say so."""
    return f" {SIMULATED}." if one.frozen.wave.simulated and SIMULATED not in tags else ""


def _score(measure: FrozenMeasure, site: FrozenSchool) -> str:
    score = site.score_of(measure.id)
    return f"{lowered(measure.label)} {printed(measure, score)} ({interval(measure, score)})"


def _range(measures: Measures) -> str:
    """What the numbers are."""
    ends = sorted({f"{number(one, one.low)} to {number(one, one.high)}" for one in measures})
    return f"scores from {' and from '.join(ends)}, with 95% intervals"


def _blocks(one: OtherResult, tags: Sequence[str]) -> tuple[Block, ...]:
    wave = one.frozen.wave
    closed = f", closed on {day_words(wave.closed)}" if wave.closed else ""
    text = f"Wave “{wave.title}”{closed}. {response_sentence(one.site)}{_made_up(one, tags)}"
    return Paragraph(text), _table(one)


def _table(one: OtherResult) -> Table:
    """A row a measure; a column that would be empty is left out."""
    measures, site = one.measures, one.site
    scores = [site.score_of(measure.id) for measure in measures]
    levels = any(measure.levels for measure in measures)
    among = not levels and any(score.benchmark for score in scores)
    since = sorted({score.change.since for score in scores if score.change})
    columns = [Column("Measure"), Column("Score", "end"), Column("95% interval", "end"), Column("n", "end")]
    columns += [Column("Level")] if levels else [Column("Among the other schools")] if among else []
    columns += [Column(f"Change since {' or '.join(since)}")] if since else []
    rows = []
    for measure, score in zip(measures, scores, strict=True):
        row = [measure.label, printed(measure, score), interval(measure, score), whole(score.n)]
        if levels:
            row.append(level_label(measure, score) or ABSENT)
        elif among:
            row.append(BANDS[score.benchmark.band] if score.benchmark else "no comparison")
        rows.append((*row, *([change_words(measure, score)] if since else [])))
    words = _range(measures)
    note = "A change is named where its 95% interval leaves out zero." if since else None
    return Table(f"{capital(words)}; n: people with a score", tuple(columns), tuple(rows), note)
