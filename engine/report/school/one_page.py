"""A school's result on one page: what its people said, how sure one can be, how it compares, where to start."""

from collections.abc import Sequence
from typing import Final

from engine.language import count, say, spoken
from engine.printed import capital, day_words, in_ten
from engine.report.document import Bullets, Document, Section
from engine.report.school.allotment import allotments_in_short
from engine.report.school.comparison import choices, chosen
from engine.report.school.composites import composite_words
from engine.report.school.conditions import statement_sections
from engine.report.school.methods import limits_section
from engine.report.school.outcomes import school_outcomes
from engine.report.school.scores import score_blocks
from engine.report.school.start import (
    above_others,
    behind_others,
    labels_of,
    nothing_stands_out,
    start_sections,
    talk_sections,
    within,
)
from engine.report.school.together import together_sections
from engine.report.school.wording import by_range, printed, response_sentence
from engine.results.model import FrozenResult, Measures
from engine.results.model_school import FrozenSchool, FrozenStrength, HiddenSchool
from engine.results.model_score import FrozenComparison

NEARLY_CERTAIN: Final = 0.9  # chances that need no word in the first lines: no chance is printed as more


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
        *start_sections(frozen, site),
        Section(
            "scores",
            say("report.scores.title"),
            (*score_blocks(frozen, site, measures, choice), *composite_words(frozen, site)),
        ),
        *together_sections(frozen, site),
        *statement_sections(frozen, site),
        *school_outcomes(frozen, site),
        *allotments_in_short(frozen, site),
        *talk_sections(frozen, site),
        limits_section(frozen, site, measures, band=choice is not None and choice.among_schools),
    ]
    return Document(
        title=_headline(frozen, site, measures),
        language=spoken().tag,
        place=site.school,
        context=f"{site.school} · {_context(frozen)}",
        lead=lead(site, measures),
        sections=tuple(sections),
        tags=_tags(frozen),
        provenance=provenance(frozen),
    )


def _headline(frozen: FrozenResult, site: FrozenSchool, measures: Measures) -> str:
    """What the page is called; where no score could be, of what else there is."""
    if not measures and site.statements:
        return say("report.headline.statements")
    if not frozen.measures and (site.allotments or site.outcomes):
        return say("report.headline.questions")
    return title(site, measures)


def measures_of(frozen: FrozenResult, site: FrozenSchool) -> Measures:
    """The measures that the school has a score of."""
    return [one for one in frozen.measures if site.scores.get(one.id)]


def _context(frozen: FrozenResult) -> str:
    wave, instrument = frozen.wave, frozen.instrument
    closed = f" · {say('report.closed', day=day_words(wave.closed))}" if wave.closed else ""
    return f"{instrument.title} {instrument.version} · {wave.title}{closed}"


def _tags(frozen: FrozenResult) -> tuple[str, ...]:
    return (say("report.simulated"),) if frozen.wave.simulated else ()


def _too_few(frozen: FrozenResult, site: HiddenSchool) -> Document:
    steps = (say("report.too_few.time"), say("report.too_few.reopen"))
    return Document(
        title=say("report.too_few.title"),
        language=spoken().tag,
        place=site.school,
        context=f"{site.school} · {_context(frozen)}",
        lead=say("report.too_few.lead", minimum=frozen.wave.minimum_group),
        sections=(Section("next", say("report.too_few.next"), (Bullets(steps),)),),
        tags=_tags(frozen),
        provenance=provenance(frozen),
    )


def title(site: FrozenSchool, measures: Measures) -> str:
    """The greatest strength first; several where the survey can't say which."""
    if not measures:
        return say("report.headline.none")
    start = site.start
    if len(by_range(measures)) > 1:
        return say("report.headline.ranges")
    if start is None and len(measures) > 1:
        return say("report.headline.mixed")
    if len(measures) == 1 or start is None:
        return f"{measures[0].label}: {printed(measures[0], site.score_of(measures[0].id))}"
    if start.reason == "ceiling":
        return say("report.headline.ceiling")
    strength = start.strength
    if nothing_stands_out(start, strength):
        return say("report.headline.flat")
    labels = labels_of(measures, strength.measures)
    if behind_others(site, strength):
        return say("report.headline.behind", labels=within(labels))
    return say(
        "report.headline.strengths" if strength.tied else "report.headline.strength", labels=within(labels)
    )


def _alone_above(site: FrozenSchool, measures: Measures) -> list[str]:
    """What alone lies above the others' middle half, where it is not the strength that is named anyway."""
    above = above_others(site)
    if len(above) != 1 or site.start is None or above[0] in site.start.strength.measures:
        return []
    place = site.score_of(above[0]).benchmark
    return [say("report.lead.alone_above", label=labels_of(measures, above)[0]), *_how_sure([place])]


def lead(site: FrozenSchool, measures: Measures) -> str:
    """What the strength means among others, and how many answered; up to format 3 where people see the least too."""
    sentences = []
    start = site.start
    if start is not None and start.reason != "ceiling" and len(by_range(measures)) == 1:
        sentences += (
            [] if nothing_stands_out(start, start.strength) else _place_of_strength(site, start.strength)
        )
        sentences += _alone_above(site, measures)
    if start is not None and start.places is None and start.reason != "ceiling" and not start.flat:
        lowest = min(site.score_of(one.id).mean for one in measures)
        low = [one.label for one in measures if site.score_of(one.id).mean == lowest]
        sentences.append(count("report.lead.least", len(low), labels=capital(within(low))))
    sentences.append(response_sentence(site))
    return " ".join(sentences)


def _place_of_strength(site: FrozenSchool, strength: FrozenStrength) -> list[str]:
    """Where the strengths lie among the other schools, if all lie in the same part."""
    found = [site.score_of(id).benchmark for id in strength.measures if id in site.scores]
    bands = {one.band for one in found if one}
    if len(bands) != 1 or None in found:
        return []
    band = bands.pop().partition(" ")[0]
    subject = {1: "it", 2: "both"}.get(len(found), "all")
    return [say(f"report.lead.{subject}_{band}"), *_how_sure(found)]


def _how_sure(places: Sequence[FrozenComparison | None]) -> list[str]:
    """How likely another such group of people would put the school there too, where that is not nearly certain."""
    chances = [one.probability for one in places if one is not None and one.probability is not None]
    if not chances or min(chances) >= NEARLY_CERTAIN:
        return []
    return [count("report.lead.how_sure", len(chances), sure=in_ten(min(chances)))]


def provenance(frozen: FrozenResult) -> tuple[str, ...]:
    instrument, wave = frozen.instrument, frozen.wave
    return (
        say(
            "report.provenance",
            instrument=instrument.id,
            version=instrument.version,
            form=wave.form,
            wave=wave.title,
        ),
    )
