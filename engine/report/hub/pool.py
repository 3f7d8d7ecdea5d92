"""The result of people of whom a school has few, such as its leaders: all schools together, and no part by school."""

from collections.abc import Iterator, Sequence
from typing import Final

from engine.printed import day_words, listed, several, whole
from engine.report.document import Bullets, Document, Paragraph, Section, Table, table
from engine.report.school.allotment import school_allotments
from engine.report.school.audiences import ID, construct_sections
from engine.report.school.composites import composite_sections
from engine.report.school.conditions import condition_sections, statement_sections
from engine.report.school.outcomes import school_outcomes
from engine.report.school.wording import interval, printed
from engine.results.model import FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.side_by_side import ConstructSideBySide

TOO_FEW: Final = (
    "A school has few of the people who are asked here, so they are only shown all together: from the least number of "
    "people on that the survey sets, from three schools on, and so that five people are left without those of any one "
    "school. How many have answered is not told. Each person can see their own answers."
)
TOGETHER: Final = (
    "A school has few of the people who are asked here. Each counts once, whichever school they are of. No result is "
    "made of a school, a district, a phase or any other part, so that nothing can be subtracted from this one."
)
BESIDE: Final = (
    "Others of whom a school has few were asked about the same in this school year. Each score is the one that its own "
    "result prints, of all of its people together; scores of two groups are never averaged."
)


def pool_document(frozen: FrozenResult, beside: Sequence[ConstructSideBySide] = ()) -> Document:
    """Compose what is told of all schools together; where too few answered, why nothing is.

    `beside` are constructs of which another pool of the school year has a score too.
    """
    wave, instrument, pool = frozen.wave, frozen.instrument, frozen.pool
    context = f"{wave.network} · {instrument.title} {instrument.version} · {wave.title}"
    context += f" · closed {day_words(wave.closed)}" if wave.closed else ""
    tags = ("Simulated data",) if wave.simulated else ()
    provenance = (
        f"Survey {instrument.id}, version {instrument.version}, form {wave.form}; wave {wave.title}",
        f"Fingerprints, to tell whether two results are of the same rules and answers: rules of scoring "
        f"{instrument.scoring_digest[:12]}, answers {frozen.data.digest[:12]}",
    )
    if pool is None:
        return Document(
            "Too few people to show a result", context, TOO_FEW, (), tags, provenance, place=wave.network
        )
    measures = [one for one in frozen.measures if pool.scores.get(one.id)]
    schools = several(frozen.data.schools, "school")
    sections = (
        *([Section("scores", "Scores", (_scores(pool, measures),))] if measures else []),
        *condition_sections(pool, measures),
        *statement_sections(frozen, pool),
        *school_outcomes(frozen, pool),
        *school_allotments(frozen, pool),
        *composite_sections(frozen, pool),
        *(
            [Section(ID, "Beside what others say", (Paragraph(BESIDE),), construct_sections(beside))]
            if beside
            else []
        ),
        Section("limits", "What this can’t tell you", (Bullets(tuple(_limits(instrument.not_for))),)),
        Section("methods", "How the numbers were made", (Paragraph(TOGETHER),)),
    )
    lead = (
        f"{whole(pool.responses)} people answered, at {schools}. They are shown together and never by school."
    )
    return Document(
        f"{instrument.title}: all schools together",
        context,
        lead,
        sections,
        tags,
        provenance,
        place=wave.network,
    )


def _limits(not_for: Sequence[str]) -> Iterator[str]:
    """What answers of people about their own work can’t tell."""
    told = "This is what people say of themselves and of what they see, not what others see of them."
    yield told + (f" Not for {listed(not_for, 'or')}." if not_for else "")
    yield "Schools that take part chose to, and people who did not answer may see it otherwise."
    yield "Between two waves people come and go: a difference may be one of people."


def _scores(pool: FrozenSchool, measures: Measures) -> Table:
    return table(
        "Means of all people together, each on its own scale",
        ["Score", "From – to"],
        ["Mean", "95% interval", "Answered"],
        [
            (
                one.label,
                f"{one.low:g} – {one.high:g}",
                printed(one, pool.score_of(one.id)),
                interval(one, pool.score_of(one.id)),
                whole(pool.score_of(one.id).n),
            )
            for one in measures
        ],
    )
