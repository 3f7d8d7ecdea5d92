"""Where a school might start: two readings of its scores, what they leave as a place to start, and the other way.

Results up to format 3 know one reading, by the order of the conditions: they keep what they said.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.printed import in_ten, joined, labels_in_sentence, lowered
from engine.report.document import Bullets, Paragraph, Section
from engine.report.school.wording import by_range, nouns, printed
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool, FrozenStart, FrozenStrength

CEILING: Final = (
    "All scores lie near the top of the scale, where the survey can’t tell a good school from a better one. Ask what "
    "the answers would look like on a bad day, or look at other evidence."
)
REASONS: Final[Mapping[str, str]] = {
    "first_low": "Of the conditions that usually come first, it is the lowest, and it lies under 60.",
    "first_behind": "Of the conditions that usually come first, it is the lowest, and it lies well behind those "
    "that usually follow.",
    "lowest": "It is the lowest of all.",
}  # up to format 3
RANGES: Final = "As the ranges of the scores differ, each is taken as a percentage of its own range."
TWO_READINGS: Final = (
    "The first reading looks at this school alone; the second leaves out what most schools rate low."
)


def start_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """Where the school might start, why, and the other way: to build on its strength."""
    if site.start is None:
        return []
    need, strength = ways(site, site.start, frozen.measures)
    advice, *why = need
    blocks = [
        Paragraph(advice, strong=True),
        *([Paragraph(" ".join(why))] if why else []),
        Paragraph(strength),
    ]
    return [Section("start", "A place to start", tuple(blocks))]


def talk_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """Three things to talk about: of the start, of the strength, and of what the survey does not know."""
    start, known = site.start, {one.id: one for one in frozen.measures}
    if start is None:
        return []
    asked = [known[id].question for id in (start.places or start.measures)[:2]]
    if not start.strength.flat and not behind_others(site, start.strength):
        strongest = [known[id].label for id in start.strength.measures]
        asked.append(f"What made {within(strongest)} strong here, and what of that could help elsewhere?")
    questions = (*[question for question in asked if question][:2], "What do we know that the survey can’t?")
    return [Section("talk", "To talk about in the team", (Bullets(questions),))]


def ways(site: FrozenSchool, start: FrozenStart, measures: Measures) -> tuple[list[str], str]:
    """What the survey says of the way by a need, the advice first and then why, and of the way by a strength."""
    if start.reason == "ceiling":
        need = [CEILING]
    elif start.places is None:
        need = _single_reading(start, measures)
    else:
        need = [_advice(start, start.places, measures), *_readings(site, start, start.places, measures)]
    return need, _strength(start, measures, behind=behind_others(site, start.strength))


def behind_others(site: FrozenSchool, strength: FrozenStrength) -> bool:
    """Whether what is highest here lies under the middle half of the other schools: then it is no strength."""
    found = [site.score_of(id).benchmark for id in strength.measures if site.scores.get(id)]
    return any(one is not None and one.band == "lower quarter" for one in found)


def above_others(site: FrozenSchool) -> list[str]:
    """The measures in which the school lies above the middle half of the other schools."""
    places = {id: score.benchmark for id, score in site.scores.items() if score}
    return [id for id, place in places.items() if place and place.band == "upper quarter"]


def labels_of(measures: Measures, ids: Sequence[str]) -> list[str]:
    known = {one.id: one.label for one in measures}
    return [known[id] for id in ids if id in known]


def within(labels: Sequence[str]) -> str:
    """Labels after a colon."""
    return labels_in_sentence([lowered(labels[0]), *labels[1:]])


def _advice(start: FrozenStart, places: Sequence[str], measures: Measures) -> str:
    if places:
        return f"The survey points to {labels_in_sentence(labels_of(measures, places), 'or')}."
    if start.flat and (start.against is None or start.against.flat):
        return "Nothing stands out: the survey points to no place to start."
    return (
        "The survey points to no need: even where this school lies lowest, it lies above the middle half of the "
        "other schools."
    )


def _readings(site: FrozenSchool, start: FrozenStart, places: Sequence[str], measures: Measures) -> list[str]:
    """Where people see the least, where the school lies lowest against the others, and what helps to decide."""
    against = start.against
    texts = [_least(site, start, measures)]
    texts += _still_above(site, start.measures, measures) if places and not start.flat else []
    if against is not None:
        texts.append(_against(start, against, measures))
        if not (against.flat or start.flat or set(against.measures) & set(start.measures)):
            texts += _still_above(site, against.measures, measures) if places else []
            texts.append(TWO_READINGS)
    texts += [RANGES] if len(by_range([one for one in measures if site.scores.get(one.id)])) > 1 else []
    return [*texts, *_order(start, places, measures)]


def _order(start: FrozenStart, places: Sequence[str], measures: Measures) -> list[str]:
    """Between what one reading can't tell apart, the order in which conditions usually come is a help, no finding."""
    readings = [start.measures, *([start.against.measures] if start.against else [])]
    first = [one.label for one in measures if one.id in places and one.comes_first]
    if len(first) == len(places) == 1:
        return [f"{first[0]} is one of the conditions that usually come first."]
    if not 0 < len(first) < len(places) or not any(set(places) <= set(ids) for ids in readings):
        return []
    come = "is among the conditions that usually come" if len(first) == 1 else "usually come"
    return [f"If you can’t decide: {within(first)} {come} first."]


def _least(site: FrozenSchool, start: FrozenStart, measures: Measures) -> str:
    labels = labels_of(measures, start.measures)
    if start.flat:
        return (
            f"Nothing stands out among its own scores: {within(labels)} come out lowest a little more often than the "
            "others, which is not enough to prefer them."
        )
    scores = [_of_range(one, site) for id in start.measures for one in measures if one.id == id]
    if start.tied:
        words = [labels[0], *map(lowered, labels[1:])]
        named = joined([f"{label} ({score})" for label, score in zip(words, scores, strict=True)])
        return f"{named} are where people see the least, too close to tell which is lowest."
    sure = in_ten(start.probability)
    return f"{labels[0]} is where people see the least: {scores[0]} ({sure} that it is the lowest)."


def _of_range(one: FrozenMeasure, site: FrozenSchool) -> str:
    """A score as part of its range: `52 of 100`, `3.2 (55% of its range)`."""
    score = site.score_of(one.id)
    if (one.low, one.high) == (0, 100):
        return f"{printed(one, score)} of 100"
    return (
        f"{printed(one, score)}, or {100 * (score.mean - one.low) / (one.high - one.low):.0f}% of its range"
    )


def _against(start: FrozenStart, against: FrozenStrength, measures: Measures) -> str:
    if against.flat:
        return f"Compared with the other schools, no {nouns(measures, 1)} stands out as lowest."
    labels = labels_of(measures, against.measures)
    if against.tied:
        return (
            f"Compared with the other schools, this school lies lowest in {labels_in_sentence(labels, 'or')}; the "
            "survey can’t say which."
        )
    sure = in_ten(against.probability)
    if set(against.measures) == set(start.measures):
        return f"It is also where this school lies lowest compared with the other schools ({sure})."
    return f"Compared with the other schools, this school lies lowest in {labels[0]} ({sure})."


def _still_above(site: FrozenSchool, named: Sequence[str], measures: Measures) -> list[str]:
    """What a reading names and is no place to start, as the school lies above the others there."""
    labels = labels_of(measures, [id for id in named if id in above_others(site)])
    if not labels:
        return []
    verb = "lies" if len(labels) == 1 else "lie"
    return [f"{labels_in_sentence(labels)} still {verb} above the middle half of the other schools."]


def _single_reading(start: FrozenStart, measures: Measures) -> list[str]:
    """What results said up to format 3."""
    labels = labels_of(measures, start.measures)
    named = labels_in_sentence(labels)
    if start.flat:
        return [
            "Nothing stands out.",
            f"{named} come out lowest a little more often than the others, which is not enough to prefer them.",
        ]
    if start.tied:
        return [
            f"{named} are tied: any of them may be the lowest, and the survey can’t say which.",
            f"Start with {'either' if len(labels) == 2 else 'any of them'}.",
        ]
    sure = f"How sure: {in_ten(start.probability)}."
    return [f"The survey points to {named}.", f"{REASONS[start.reason]} {sure}"]


def _strength(start: FrozenStart, measures: Measures, *, behind: bool) -> str:
    """The other way, which is always there."""
    strength = start.strength
    named = labels_in_sentence(labels_of(measures, strength.measures))
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
    sure = "" if strength.tied else f" ({in_ten(strength.probability)} that it is the highest)"
    return f"Or build on a strength: {named}{tied}{sure}. The choice is the team’s, which knows what the survey can’t."
