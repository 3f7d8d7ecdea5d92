"""Where a school might start: two readings of its scores, what they leave as a place to start, and the other way.

Results up to format 3 know one reading, by the order of the conditions: they keep what they said.
"""

from collections.abc import Sequence

from engine.language import count, say
from engine.printed import in_ten, joined, labels_in_sentence, lowered, percent
from engine.report.document import Bullets, Paragraph, Section
from engine.report.school.wording import by_range, nouns, printed
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool, FrozenStart, FrozenStrength


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
    return [Section("start", say("report.start.title"), tuple(blocks))]


def talk_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """Three things to talk about: of the start, of the strength, and of what the survey does not know."""
    start, known = site.start, {one.id: one for one in frozen.measures}
    if start is None:
        return []
    asked = [known[id].question for id in (start.places or start.measures)[:2]]
    if not nothing_stands_out(start, start.strength) and not behind_others(site, start.strength):
        strongest = [known[id].label for id in start.strength.measures]
        asked.append(say("report.talk.strength", labels=within(strongest)))
    questions = (*[question for question in asked if question][:2], say("report.talk.known"))
    return [Section("talk", say("report.talk.title"), (Bullets(questions),))]


def ways(site: FrozenSchool, start: FrozenStart, measures: Measures) -> tuple[list[str], str]:
    """What the survey says of the way by a need, the advice first and then why, and of the way by a strength."""
    if start.reason == "ceiling":
        need = [say("report.start.ceiling")]
    elif start.places is None:
        need = _single_reading(start, measures)
    else:
        need = [_advice(start, start.places, measures), *_readings(site, start, start.places, measures)]
    return need, _strength(start, measures, behind=behind_others(site, start.strength))


def nothing_stands_out(start: FrozenStart, end: FrozenStart | FrozenStrength) -> bool:
    """Whether one end of a school's scores names none of them, or all: which tells as little."""
    return end.flat or set(end.measures) >= set(start.among)


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
    if all(nothing_stands_out(start, one) for one in (start, start.against) if one is not None):
        return say("report.start.nothing")
    if places:
        return say("report.start.advice", labels=labels_in_sentence(labels_of(measures, places), "or"))
    return say("report.start.no_need")


def _readings(site: FrozenSchool, start: FrozenStart, places: Sequence[str], measures: Measures) -> list[str]:
    """Where people see the least, where the school lies lowest against the others, and what helps to decide."""
    against = start.against
    texts = [_least(site, start, measures)]
    texts += _still_above(site, start.measures, measures) if places and not start.flat else []
    if against is not None:
        texts.append(_against(start, against, measures))
        if not (against.flat or start.flat or set(against.measures) & set(start.measures)):
            texts += _still_above(site, against.measures, measures) if places else []
            texts.append(say("report.start.two_readings"))
    texts += (
        [say("report.start.ranges")]
        if len(by_range([one for one in measures if site.scores.get(one.id)])) > 1
        else []
    )
    return [*texts, *_order(start, places, measures)]


def _order(start: FrozenStart, places: Sequence[str], measures: Measures) -> list[str]:
    """Between what one reading can't tell apart, the order in which conditions usually come is a help, no finding."""
    readings = [start.measures, *([start.against.measures] if start.against else [])]
    first = [one.label for one in measures if one.id in places and one.comes_first]
    if len(first) == len(places) == 1:
        return [say("report.start.comes_first", label=first[0])]
    if not 0 < len(first) < len(places) or not any(set(places) <= set(ids) for ids in readings):
        return []
    return [count("report.start.undecided", len(first), labels=within(first))]


def _least(site: FrozenSchool, start: FrozenStart, measures: Measures) -> str:
    labels = labels_of(measures, start.measures)
    if start.flat:
        return say("report.start.own_flat", labels=within(labels))
    scores = [_of_range(one, site) for id in start.measures for one in measures if one.id == id]
    if start.tied:
        words = [labels[0], *map(lowered, labels[1:])]
        named = joined([f"{label} ({score})" for label, score in zip(words, scores, strict=True)])
        return say("report.start.least_tied", labels=named)
    sure = in_ten(start.probability)
    return say("report.start.least", label=labels[0], score=scores[0], sure=sure)


def _of_range(one: FrozenMeasure, site: FrozenSchool) -> str:
    """A score as part of its range: `52 of 100`, `3.2 (55% of its range)`."""
    score = site.score_of(one.id)
    if (one.low, one.high) == (0, 100):
        return say("report.start.of_hundred", score=printed(one, score))
    share = percent((score.mean - one.low) / (one.high - one.low))
    return say("report.start.of_range", score=printed(one, score), share=share)


def _against(start: FrozenStart, against: FrozenStrength, measures: Measures) -> str:
    if nothing_stands_out(start, against):
        return say("report.start.against_flat", measure=nouns(measures, 1))
    labels = labels_of(measures, against.measures)
    if against.tied:
        return say("report.start.against_tied", labels=labels_in_sentence(labels, "or"))
    sure = in_ten(against.probability)
    if set(against.measures) == set(start.measures):
        return say("report.start.against_same", sure=sure)
    return say("report.start.against", label=labels[0], sure=sure)


def _still_above(site: FrozenSchool, named: Sequence[str], measures: Measures) -> list[str]:
    """What a reading names and is no place to start, as the school lies above the others there."""
    labels = labels_of(measures, [id for id in named if id in above_others(site)])
    if not labels:
        return []
    return [count("report.start.still_above", len(labels), labels=labels_in_sentence(labels))]


def _single_reading(start: FrozenStart, measures: Measures) -> list[str]:
    """What results said up to format 3."""
    labels = labels_of(measures, start.measures)
    named = labels_in_sentence(labels)
    if start.flat:
        return [say("report.start.single.flat"), say("report.start.single.more_often", labels=named)]
    if start.tied:
        either = say("report.start.single.either" if len(labels) == 2 else "report.start.single.any")
        return [say("report.start.single.tied", labels=named), either]
    sure = say("report.start.single.sure", sure=in_ten(start.probability))
    reason = say(f"report.start.single.{start.reason}")
    return [say("report.start.advice", labels=named), f"{reason} {sure}"]


def _strength(start: FrozenStart, measures: Measures, *, behind: bool) -> str:
    """The other way, which is always there."""
    strength = start.strength
    named = labels_in_sentence(labels_of(measures, strength.measures))
    if nothing_stands_out(start, strength):
        return say("report.start.strength_flat")
    if behind:
        return say("report.start.strength_behind", labels=named)
    if strength.tied:
        return say("report.start.strength_tied", labels=named)
    return say("report.start.strength", labels=named, sure=in_ten(strength.probability))
