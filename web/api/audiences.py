"""What the groups of a school say in a school year, side by side, for programs."""

from flask import Response, abort

from engine.instrument.model import Instrument
from engine.report.school.audiences import end_words
from engine.results.side_by_side import ConstructSideBySide, Pair, Voice
from engine.store import School
from web.api.answers import answer
from web.api.shapes import (
    AudiencePair,
    AudienceScore,
    AudiencesOfYear,
    ConstructOfAudiences,
    Edition,
    Named,
    SameStatement,
)
from web.school.audiences import SchoolYearForm, asked_year


def audiences(school: School) -> Response:
    """Of each instrument the newest result of the school year that shows the school; `year` is when it begins."""
    year, years = asked_year(school)
    asked = SchoolYearForm.of_request().year.data
    if asked and asked != str(year.first):
        abort(
            404,
            f"No result of a school year {asked!r}. Those with one: {', '.join(map(str, years)) or 'none'}.",
        )
    return answer(
        AudiencesOfYear(
            school=Named(id=school.id, name=school.name),
            year=year.first,
            years=tuple(years),
            constructs=tuple(_construct(one) for one in year.constructs),
        )
    )


def _construct(one: ConstructSideBySide) -> ConstructOfAudiences:
    return ConstructOfAudiences(
        id=one.id,
        label=one.label,
        scores=tuple(_score(voice) for voice in one.voices),
        pairs=tuple(_pair(pair) for pair in one.pairs),
    )


def _score(voice: Voice) -> AudienceScore:
    frozen, measure, score = voice.of.frozen, voice.measure, voice.score
    return AudienceScore(
        audience=voice.audience,
        instrument=_edition(voice.of.instrument),
        title=frozen.instrument.title,
        wave=frozen.wave.title,
        closed=voice.of.school.as_of or frozen.wave.closed,
        simulated=frozen.wave.simulated,
        construct=voice.construct.id,
        measure=measure.id,
        label=measure.label,
        n=score.n,
        mean=score.mean,
        end=score.end,
        low=score.low,
        high=score.high,
        scale=(measure.low, measure.high),
        answers_at_ends=end_words(measure),
    )


def _pair(pair: Pair) -> AudiencePair:
    one, other = (_edition(voice.of.instrument) for voice in pair.voices)
    return AudiencePair(
        instruments=(one, other),
        shared=pair.shared,
        gap=pair.gap,
        statements=tuple(
            SameStatement(
                id=statement.id,
                texts=(statement.texts[0].text, statement.texts[1].text),
                options=(statement.texts[0].options, statement.texts[1].options),
                answers=statement.answers,
            )
            for statement in pair.statements
        ),
    )


def _edition(instrument: Instrument) -> Edition:
    return Edition(id=instrument.id, version=instrument.version)
