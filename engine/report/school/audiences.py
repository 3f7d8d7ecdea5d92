"""What several audiences of a school say of the same construct: a figure a construct, each score on its own scale.

No sentence compares two audiences and no number is made of two: a part says why there is no difference in points.
"""

from collections.abc import Sequence
from typing import Final

from engine.language import count, say
from engine.printed import ABSENT, day_words, joined, lowered, whole
from engine.report.document import Axis, BarFigure, BarRow, Block, Column, Document, Paragraph, Section, Table
from engine.report.school.chosen import placed
from engine.report.school.wording import interval, number, printed, share_cells, shares_of
from engine.report.voices import ScaledFigure, ScaledRow
from engine.results.examined import ExaminedAudiences
from engine.results.model import FrozenMeasure
from engine.results.side_by_side import ConstructSideBySide, GapVerdict, Pair, Voice

ID: Final = "audiences"


def people_name(voice: Voice) -> str:
    """Who answers: `Families`; of students with their grades, as those of others have surveys of their own."""
    audience = say(f"audiences.name.{voice.audience.value}")
    grades = voice.of.instrument.grades
    if not grades:
        return audience
    if grades[0] == grades[-1]:
        return say("audiences.of_grade", people=audience, grade=grades[0])
    return say("audiences.of_grades", people=audience, first=grades[0], last=grades[-1])


def with_audiences(document: Document, found: Sequence[ConstructSideBySide], year: str) -> Document:
    """The full report with the audiences of its school year side by side; as it is where there is one alone."""
    if not found:
        return document
    before = [one.id for one in document.sections]
    after = next((id for id in ("others", "groups", "agreement") if id in before), "conditions")
    intro = Paragraph(say("audiences.report_intro", year=year))
    section = Section(ID, say("audiences.title"), (intro,), construct_sections(found))
    return placed(document, section, after)


def construct_sections(found: Sequence[ConstructSideBySide]) -> tuple[Section, ...]:
    """A section a construct, with its statements where two audiences answer the same ones."""
    return tuple(Section(f"{ID}-{one.id}", one.label, tuple(_blocks(one))) for one in found)


def _blocks(one: ConstructSideBySide) -> list[Block]:
    blocks: list[Block] = [_figure(one)]
    paired = {voice.key for pair in one.pairs for voice in pair.voices}
    if any(voice.key not in paired for voice in one.voices):
        blocks.append(Paragraph(say("audiences.gap.other_statements")))
    for pair in one.pairs:
        blocks.append(Paragraph(gap_words(pair)))
        blocks += _statements(one, pair)
    return blocks


def gap_words(pair: Pair) -> str:
    """Why no difference in points stands between two audiences, or what a study of invariance came to."""
    mine, theirs = (people_name(voice) for voice in pair.voices)
    if pair.gap is GapVerdict.OTHER_STATEMENTS:
        return say("audiences.gap.some_statements", one=mine, other=lowered(theirs), number=pair.shared)
    words = say(f"audiences.gap.{pair.gap.value}", one=mine, other=lowered(theirs))
    return f"{words} {_studied(pair, pair.study)}" if pair.study else words


def _studied(pair: Pair, study: ExaminedAudiences) -> str:
    """Which study it was, and the statements that it found to be understood otherwise."""
    one, other = study.waves
    words = say("audiences.gap.studied", one=one, other=other, day=day_words(study.day))
    if not study.score.items:
        return words
    texts = {text.id: text.text for text in pair.voices[0].measure.item_texts}
    quoted = [say("report.groups.quoted", name=texts.get(id, id)) for id in study.score.items]
    return f"{words} {say('audiences.gap.otherwise', statements=joined(quoted))}"


def _figure(one: ConstructSideBySide) -> ScaledFigure:
    return ScaledFigure(
        title=say("audiences.figure", construct=one.label),
        description=say("audiences.described"),
        key=say("audiences.key"),
        table=_table(one),
        rows=tuple(_row(voice, _under(one, voice)) for voice in one.voices),
    )


def _under(one: ConstructSideBySide, voice: Voice) -> str:
    """What a score is of; with its survey where the same people answered another one about this construct."""
    under = say("audiences.under", measure=voice.measure.label, people=whole(voice.score.n))
    others = {other.edition for other in one.voices if other.people == voice.people}
    if len(others) == 1:
        return under
    return say("audiences.of_survey", score=under, survey=voice.of.frozen.instrument.title)


def _row(voice: Voice, under: str) -> ScaledRow:
    measure, score = voice.measure, voice.score
    return ScaledRow(
        label=people_name(voice),
        under=under,
        number=printed(measure, score),
        interval=interval(measure, score),
        value=score.mean,
        low=score.low,
        high=score.high,
        axis=Axis(measure.low, measure.high, _ticks(measure)),
    )


def _ticks(measure: FrozenMeasure) -> tuple[tuple[float, str], ...]:
    """The ends of a score's scale, named as the answers are where all statements are answered alike."""
    ends = (measure.low, measure.high)
    words = end_words(measure)
    numbers = [number(measure, end) for end in ends]
    if words is None:
        return tuple(zip(ends, numbers, strict=True))
    labels = (say("audiences.end", number=n, answer=word) for n, word in zip(numbers, words, strict=True))
    return tuple(zip(ends, labels, strict=True))


def end_words(measure: FrozenMeasure) -> tuple[str, str] | None:
    """The answers that make the lowest and the highest score; None where statements differ in theirs."""
    straight = {(text.options[0], text.options[-1]) for text in measure.item_texts if not text.reverse}
    turned = {(text.options[-1], text.options[0]) for text in measure.item_texts if text.reverse}
    found = straight or turned
    return next(iter(found)) if len(found) == 1 else None


def _table(one: ConstructSideBySide) -> Table:
    words = ("group", "survey", "measure")
    numbers = ("score", "interval", "n")
    return Table(
        caption=say("audiences.table", construct=one.label),
        columns=(
            *(Column(say(f"audiences.column.{name}")) for name in words),
            *(Column(say(f"report.column.{name}"), "end") for name in numbers),
            Column(say("audiences.column.scale")),
            Column(say("audiences.column.wave")),
        ),
        rows=tuple(_cells(voice) for voice in one.voices),
        note=say("audiences.table_note"),
    )


def _cells(voice: Voice) -> tuple[str, ...]:
    measure, score, frozen = voice.measure, voice.score, voice.of.frozen
    return (
        people_name(voice),
        f"{frozen.instrument.title} {frozen.instrument.version}",
        measure.label,
        printed(measure, score),
        interval(measure, score),
        whole(score.n),
        scale_words(measure),
        wave_words(voice),
    )


def scale_words(measure: FrozenMeasure) -> str:
    """From where to where a score can lie, with the answers at the ends."""
    (_, low), (_, high) = _ticks(measure)
    return say("printed.from_to", low=low, high=high)


def wave_words(voice: Voice) -> str:
    """The wave with the day on which it closed; of an earlier result that stays, with that one's day."""
    wave = voice.of.frozen.wave
    closed = voice.of.school.as_of or wave.closed
    day = day_words(closed) if closed else ""
    made_up = f" · {say('report.simulated')}" if wave.simulated else ""
    return f"{wave.title}{f', {day}' if day else ''}{made_up}"


def _statements(one: ConstructSideBySide, pair: Pair) -> list[Block]:
    """The statements that both answer, each beside its twin; one figure where both have the same answers."""
    if not pair.statements:
        return [Paragraph(say("audiences.statements_hidden"))]
    sides = (0, 1)
    options = [{statement.texts[side].options for statement in pair.statements} for side in sides]
    if options[0] == options[1] and len(options[0]) == 1:
        return [_bars(one, pair, sides)]
    return [_bars(one, pair, (side,)) for side in sides if len(options[side]) == 1]


def _bars(one: ConstructSideBySide, pair: Pair, sides: Sequence[int]) -> BarFigure:
    names = _short_names(pair)
    options = pair.statements[0].texts[sides[0]].options
    rows = [(statement, side) for statement in pair.statements for side in sides]
    return BarFigure(
        title=say(
            "audiences.statements", construct=one.label, groups=joined([names[side] for side in sides])
        ),
        description=say("audiences.statements_described"),
        key=say("audiences.statements_key", options=", ".join(options)),
        options=options,
        rows=tuple(
            BarRow(
                names[side],
                statement.texts[side].text,
                shares_of(statement.answers[side].shares, statement.answers[side].ends),
                (whole(statement.answers[side].n),),
            )
            for statement, side in rows
        ),
        table=Table(
            caption=say("audiences.statements_table", construct=one.label),
            columns=(
                Column(say("report.column.statement")),
                Column(say("audiences.column.group")),
                Column(say("report.column.n"), "end"),
                *(Column(option, "end") for option in options),
            ),
            rows=tuple(
                (
                    f"{statement.id} {statement.texts[side].text}",
                    names[side],
                    whole(statement.answers[side].n),
                    *share_cells(statement.answers[side].shares, statement.answers[side].ends),
                )
                for statement, side in rows
            ),
        ),
        after=(say("report.column.n"),),
    )


def _short_names(pair: Pair) -> list[str]:
    """Who answers, without grades where the names differ anyway: a row has little room."""
    short = [say(f"audiences.name.{voice.audience.value}") for voice in pair.voices]
    return short if len(set(short)) > 1 else [people_name(voice) for voice in pair.voices]


def alone_section(voices: Sequence[Voice], found: Sequence[ConstructSideBySide]) -> list[Section]:
    """What of the year was asked of one group alone, so that nobody takes it for left out."""
    together = {voice.key for one in found for voice in one.voices}
    rest = [voice for voice in voices if voice.key not in together]
    if not rest:
        return []
    table = Table(
        caption=say("audiences.alone_table"),
        columns=(
            Column(say("audiences.column.group")),
            Column(say("audiences.column.survey")),
            Column(say("audiences.column.measures")),
            Column(say("audiences.column.wave")),
        ),
        rows=tuple(_alone_rows(rest)),
    )
    return [Section("alone", say("audiences.alone"), (Paragraph(say("audiences.alone_intro")), table))]


def _alone_rows(rest: Sequence[Voice]) -> list[tuple[str, ...]]:
    """A row a survey."""
    surveys: dict[tuple[str, str], list[Voice]] = {}
    for voice in rest:
        surveys.setdefault(voice.edition, []).append(voice)
    return [
        (
            people_name(of[0]),
            of[0].of.frozen.instrument.title,
            ", ".join(voice.measure.label for voice in of) or ABSENT,
            wave_words(of[0]),
        )
        for of in surveys.values()
    ]


def audiences_lead(found: Sequence[ConstructSideBySide], year: str) -> str:
    """How many constructs more than one group was asked for."""
    return count("audiences.lead", len(found), year=year) if found else say("audiences.lead_none", year=year)
