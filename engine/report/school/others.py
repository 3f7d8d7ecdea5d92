"""What a school's other surveys say, beside its conditions: each on its own scale, never averaged with them.

Every number is one of that survey's own result, printed as its own page prints it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.language import say
from engine.printed import ABSENT, capital, day_words, lowered, whole
from engine.report.document import Block, Column, Document, Paragraph, Section, Table
from engine.report.school.chosen import placed
from engine.report.school.comparison import band_words
from engine.report.school.one_page import measures_of
from engine.report.school.wording import (
    by_range,
    change_words,
    changed_since,
    interval,
    level_label,
    number,
    printed,
    response_sentence,
)
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool

ID: Final = "others"
MOST_NAMED: Final = 5  # scores that one line can hold; of more only the ends are named


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
    section = Section(
        ID, say("report.others.title"), tuple(Paragraph(_line(one, document.tags)) for one in shown)
    )
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
    intro = Paragraph(say("report.others.intro"))
    return Section(ID, say("report.others.title"), (intro,), parts) if parts else None


def _line(one: OtherResult, tags: Sequence[str]) -> str:
    """The scores of a survey in one line; of many the lowest and the highest."""
    measures, wave = one.measures, one.frozen.wave
    if len(by_range(measures)) > 1 and len(measures) > MOST_NAMED:
        scores = say("report.others.scores", number=len(measures))
    elif len(measures) > MOST_NAMED:
        order = sorted(measures, key=lambda measure: one.site.score_of(measure.id).mean)
        low, high = (_score(measure, one.site) for measure in (order[0], order[-1]))
        scores = say("report.others.scores_between", number=len(measures), low=low, high=high)
    else:
        scores = ", ".join(_score(measure, one.site) for measure in measures)
    scores = capital(scores)
    people = whole(one.site.responses)
    line = say(
        "report.others.line",
        survey=one.title,
        wave=wave.title,
        people=people,
        scores=scores,
        range=_range(measures),
    )
    return f"{line}{_made_up(one, tags)}"


def _made_up(one: OtherResult, tags: Sequence[str]) -> str:
    """That a survey's data are made up, where the report as a whole does not say so."""
    simulated = say("report.simulated")  # the tag of a report that is made of nothing else
    return f" {simulated}." if one.frozen.wave.simulated and simulated not in tags else ""


def _score(measure: FrozenMeasure, site: FrozenSchool) -> str:
    score = site.score_of(measure.id)
    return f"{lowered(measure.label)} {printed(measure, score)} ({interval(measure, score)})"


def _range(measures: Measures) -> str:
    """What the numbers are."""
    ends = sorted(
        {
            say("report.others.from_to", low=number(one, one.low), high=number(one, one.high))
            for one in measures
        }
    )
    return say("report.others.range", ranges=say("report.others.and_from").join(ends))


def _blocks(one: OtherResult, tags: Sequence[str]) -> tuple[Block, ...]:
    wave = one.frozen.wave
    day = day_words(wave.closed) if wave.closed else ""
    named = say("report.others.wave_closed" if day else "report.others.wave", wave=wave.title, day=day)
    text = f"{named} {response_sentence(one.site)}{_made_up(one, tags)}"
    return Paragraph(text), _table(one)


def _table(one: OtherResult) -> Table:
    """A row a measure; a column that would be empty is left out."""
    measures, site = one.measures, one.site
    scores = [site.score_of(measure.id) for measure in measures]
    levels = any(measure.levels for measure in measures)
    among = not levels and any(score.benchmark for score in scores)
    since = sorted({score.change.since for score in scores if score.change})
    columns = [
        Column(say("report.column.measure")),
        Column(say("report.column.score"), "end"),
        Column(say("report.column.interval"), "end"),
        Column(say("report.column.n"), "end"),
    ]
    if levels or among:
        columns.append(Column(say("report.column.level" if levels else "report.others.among")))
    columns += [Column(changed_since(since))] if since else []
    rows = []
    for measure, score in zip(measures, scores, strict=True):
        row = [measure.label, printed(measure, score), interval(measure, score), whole(score.n)]
        if levels:
            row.append(level_label(measure, score) or ABSENT)
        elif among:
            row.append(band_words(score.benchmark.band) if score.benchmark else say("report.comparison.none"))
        rows.append((*row, *([change_words(measure, score)] if since else [])))
    words = _range(measures)
    note = say("report.others.note") if since else None
    return Table(say("report.others.table", range=capital(words)), tuple(columns), tuple(rows), note)
