"""A school's result on one page: what its people said, how sure one can be, how it compares, where to start."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.printed import capital, day_words, in_ten, labels_in_sentence, lowered
from engine.report.document import Block, Bullets, Document, Paragraph, Section
from engine.report.school.comparison import BANDS, choices, chosen
from engine.report.school.conditions import statement_sections
from engine.report.school.methods import school_limits
from engine.report.school.scores import score_blocks
from engine.report.school.wording import by_range, printed, response_sentence
from engine.results.model import FrozenResult, Measures
from engine.results.model_school import FrozenSchool, FrozenStart, FrozenStrength, HiddenSchool

REASONS: Final[Mapping[str, str]] = {
    "first_low": "Of the conditions that usually come first, it is the lowest, and it lies under 60.",
    "first_behind": "Of the conditions that usually come first, it is the lowest, and it lies well behind those "
    "that usually follow.",
    "lowest": "It is the lowest of all.",
}

STATEMENT_BY_STATEMENT: Final = "What people said, statement by statement"


def school_document(
    frozen: FrozenResult, site: FrozenSchool | HiddenSchool, compare: str | None = None
) -> Document:
    """Compose the one page of a school from a wave's frozen result.

    `compare` names the group that the scores are compared with; an unknown one, or one that is not offered,
    gives the network.
    """
    if isinstance(site, HiddenSchool):
        return _too_few(frozen, site)
    measures = measures_of(frozen, site)
    choice = chosen(choices(measures, site), compare)
    sections = [
        Section("scores", "Scores", tuple(score_blocks(frozen, site, measures, choice))),
        *statement_sections(frozen, site),
        *start_sections(frozen, site),
        Section("limits", "What this can’t tell you", (school_limits(frozen.instrument, site, measures),)),
    ]
    return Document(
        title=title(site, measures) if measures or not site.statements else STATEMENT_BY_STATEMENT,
        context=f"{site.school} · {_context(frozen)}",
        lead=lead(site, measures),
        sections=tuple(sections),
        tags=_tags(frozen),
        provenance=provenance(frozen),
    )


def measures_of(frozen: FrozenResult, site: FrozenSchool) -> Measures:
    """The measures that the school has a score of."""
    return [one for one in frozen.measures if site.scores.get(one.id)]


def _context(frozen: FrozenResult) -> str:
    wave, instrument = frozen.wave, frozen.instrument
    closed = f" · closed {day_words(wave.closed)}" if wave.closed else ""
    return f"{instrument.title} {instrument.version} · {wave.title}{closed}"


def _tags(frozen: FrozenResult) -> tuple[str, ...]:
    return ("Simulated data",) if frozen.wave.simulated else ()


def _too_few(frozen: FrozenResult, site: HiddenSchool) -> Document:
    minimum = frozen.wave.minimum_group
    text = (
        f"Fewer than {minimum} people of this school answered. To keep every person’s answers private, nothing is "
        "shown: no score, no count, and the answers are in no total and no comparison either."
    )
    steps = (
        "Next time, tell staff why the survey is held and when they can answer, and give time for it.",
        "Ask the person who runs the survey whether the wave can be opened again.",
    )
    return Document(
        title="Too few answers to show a result",
        context=f"{site.school} · {_context(frozen)}",
        lead=text,
        sections=(Section("next", "What you can do", (Bullets(steps),)),),
        tags=_tags(frozen),
        provenance=provenance(frozen),
    )


def title(site: FrozenSchool, measures: Measures) -> str:
    """The greatest strength first; several where the survey can't say which."""
    if not measures:
        return "No score has enough answers to be shown"
    start = site.start
    if len(by_range(measures)) > 1 and start is None:
        return "Scores of different ranges, each on its own scale"
    if len(measures) == 1 or start is None:
        return f"{measures[0].label}: {printed(measures[0], site.score_of(measures[0].id))}"
    if start.reason == "ceiling":
        return "High in everything, near the top of the scale"
    strength = start.strength
    if strength.flat:
        return "Much the same in everything: no strength stands out"
    labels = _labels(measures, strength.measures)
    if behind_others(site, strength):
        return f"Highest of its own scores: {_within(labels)}"
    return f"Greatest strength{'s' if strength.tied else ''}: {_within(labels)}"


def behind_others(site: FrozenSchool, strength: FrozenStrength) -> bool:
    """Whether what is highest here lies under the middle half of the other schools: then it is no strength."""
    found = [site.score_of(id).benchmark for id in strength.measures if site.scores.get(id)]
    return any(one is not None and one.band == "lower quarter" for one in found)


def _alone_above(site: FrozenSchool, measures: Measures) -> list[str]:
    """What alone lies above the others' middle half, where it is not the strength that is named anyway."""
    above = [
        one
        for one in measures
        if (place := site.score_of(one.id).benchmark) and place.band == "upper quarter"
    ]
    if len(above) != 1 or site.start is None or above[0].id in site.start.strength.measures:
        return []
    return [f"{above[0].label} alone lies above the middle half of the other schools."]


def _labels(measures: Measures, ids: Sequence[str]) -> list[str]:
    known = {one.id: one.label for one in measures}
    return [known[id] for id in ids if id in known]


def _within(labels: list[str]) -> str:
    """Labels after a colon."""
    return labels_in_sentence([lowered(labels[0]), *labels[1:]])


def lead(site: FrozenSchool, measures: Measures) -> str:
    """What the strength means among others, where people see the least, and how many answered."""
    sentences = []
    start = site.start
    if start is not None and start.reason != "ceiling":
        sentences += _place_of_strength(site, start.strength)
        sentences += _alone_above(site, measures)
    if start is not None and start.reason != "ceiling" and not start.flat:
        lowest = min(site.score_of(one.id).mean for one in measures)
        low = [one.label for one in measures if site.score_of(one.id).mean == lowest]
        sentences.append(
            f"{capital(_within(low))} {'is' if len(low) == 1 else 'are'} where people see the least."
        )
    sentences.append(response_sentence(site))
    return " ".join(sentences)


def _place_of_strength(site: FrozenSchool, strength: FrozenStrength) -> list[str]:
    """Where the strengths lie among the other schools, if all lie in the same part."""
    if strength.flat:
        return []
    found = [site.score_of(id).benchmark for id in strength.measures if id in site.scores]
    bands = {one.band for one in found if one}
    if len(bands) != 1 or None in found:
        return []
    subject = {1: "It lies", 2: "Both lie"}.get(len(found), "All lie")
    return [f"{subject} {BANDS[bands.pop()]} of the other schools."]


def start_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """Where the school might start, why, and the other way: to build on its strength."""
    start = site.start
    if start is None:
        return []
    measures = frozen.measures
    behind = behind_others(site, start.strength)
    texts = (_start(start, measures), *_against(start, measures), _strength(start, measures, behind=behind))
    blocks: list[Block] = [Paragraph(text) for text in texts]
    questions = _questions(start, measures, behind=behind)
    blocks += [Paragraph("To talk about in the team", strong=True), Bullets(questions)]
    return [Section("start", "A place to start", tuple(blocks))]


def _start(start: FrozenStart, measures: Measures) -> str:
    if start.reason == "ceiling":
        return (
            "All scores lie near the top of the scale, where the survey can’t tell a good school from a better one. "
            "Ask what the answers would look like on a bad day, or look at other evidence."
        )
    labels = _labels(measures, start.measures)
    named = labels_in_sentence(labels)
    if start.flat:
        return (
            f"Nothing stands out. {named} come out lowest a little more often than the others, which is not enough to "
            "prefer them."
        )
    if start.tied:
        return (
            f"{named} are tied: any of them may be the lowest, and the survey can’t say which. Start with "
            f"{'either' if len(labels) == 2 else 'any of them'}."
        )
    sure = f"How sure: {in_ten(start.probability)}."
    return f"The survey points to {named}. {REASONS[start.reason]} {sure}"


def _against(start: FrozenStart, measures: Measures) -> list[str]:
    """The other reading: where the school lies lowest against the others.

    Nothing where both readings are the same, or where every score lies near the top.
    """
    against = start.against
    if against is None or against.flat or start.reason == "ceiling":
        return []
    if set(against.measures) == set(start.measures):
        return []
    labels = _labels(measures, against.measures)
    named, which = labels_in_sentence(labels), f" ({in_ten(against.probability)})"
    if against.tied:
        named, which = labels_in_sentence(labels, "or"), "; the survey can’t say which"
    return [
        f"Compared with the other schools, this school lies lowest in {named}{which}. The first reading looks at this "
        "school alone; the second leaves out what most schools rate low."
    ]


def _strength(start: FrozenStart, measures: Measures, *, behind: bool) -> str:
    """The other path, which is always there."""
    strength = start.strength
    named = labels_in_sentence(_labels(measures, strength.measures))
    if strength.flat:
        return (
            "The other way is to build on a strength, though none stands out here. The choice is the team’s."
        )
    if behind:
        return (
            f"{named} came out highest here and still below the middle half of the other schools, so the survey names "
            "no strength to build on. The choice is the team’s, which knows what the survey can’t."
        )
    tied = ", which are tied for the highest" if strength.tied else ""
    sure = "" if strength.tied else f" (how sure that it is the highest: {in_ten(strength.probability)})"
    return f"Or build on a strength: {named}{tied}{sure}. The choice is the team’s, which knows what the survey can’t."


def _questions(start: FrozenStart, measures: Measures, *, behind: bool) -> tuple[str, ...]:
    """Three things to talk about: of the start, of the strength, and of what the survey does not know."""
    known = {one.id: one for one in measures}
    asked = [known[id].question for id in start.measures[:2]]
    if not start.strength.flat and not behind:
        strongest = [known[id].label for id in start.strength.measures]
        asked.append(f"What made {_within(strongest)} strong here, and what of that could help elsewhere?")
    asked.append("What do we know that the survey can’t?")
    return tuple(question for question in asked if question)


def provenance(frozen: FrozenResult) -> tuple[str, ...]:
    instrument, wave = frozen.instrument, frozen.wave
    return (f"{instrument.id} {instrument.version}, form {wave.form}, wave {wave.title}",)
