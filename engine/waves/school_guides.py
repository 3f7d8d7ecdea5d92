"""From a school's result into the guides: which there are, and a guide with the school's own statements in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.instrument.model import Instrument
from engine.language import say, speaking, spoken
from engine.playbooks.folder import PlaybookFolder, playbook_of
from engine.playbooks.model import ConstructGuide
from engine.report.document import Document
from engine.report.guides.guide import Beside, Statement, guide_document
from engine.report.guides.resources import Addressed, nowhere
from engine.report.school.wording import share_cells
from engine.results.in_language import in_language
from engine.results.model import FrozenItemText, FrozenMeasure
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenItem
from engine.waves.in_words import texts_in
from engine.waves.school_result import Reading, paper_of


@dataclass(frozen=True, slots=True)
class OfferedGuide:
    """A guide to what one of a school's scores is about."""

    measure: str
    construct: str
    title: str


def offered_guides(reading: Reading) -> tuple[OfferedGuide, ...]:
    """The guides to a shown school's scores, in the order of these.

    None where its instrument has no playbook, or where no one put that into the language of the page.
    """
    found = _playbook(reading)
    if found is None:
        return ()
    folder, instrument = found
    playbook, _ = folder.spoken(reading.spoken)
    about = {subscale.id: subscale.construct for subscale in instrument.subscales}
    guides = ((one.id, playbook.guide(about.get(one.id) or "")) for one in reading.frozen.measures)
    return tuple(OfferedGuide(id, guide.id, guide.title) for id, guide in guides if guide is not None)


def school_guide(reading: Reading, construct: str, addressed: Addressed = nowhere) -> Document | None:
    """A guide with the statements of a school beside its steps, as far as its result shows them; None for no guide.

    `addressed` says where what the guide names stands on a page.
    """
    found = _playbook(reading)
    if found is None:
        return None
    folder, instrument = found
    playbook, language = folder.spoken(reading.spoken)
    guide = playbook.guide(construct)
    measures = {one.construct: one.id for one in instrument.subscales if one.construct}
    if guide is None or construct not in measures:
        return None
    with speaking(language):
        beside = _beside(reading, guide, measures[construct])
        made = guide_document(playbook, guide, beside, reading.part.school, addressed)
        return replace(made, paper=paper_of(reading.store, reading.wave))


def _playbook(reading: Reading) -> tuple[PlaybookFolder, Instrument] | None:
    if not isinstance(reading.part, FrozenSchool):
        return None
    instrument = reading.store.definitions.get(reading.wave.instrument_id, reading.wave.version)
    constructs = instrument.construct_map
    folder = playbook_of(constructs.id) if constructs is not None else None
    if folder is None or reading.spoken.partition("-")[0] not in folder.languages:
        return None
    return folder, instrument


def _beside(reading: Reading, guide: ConstructGuide, id: str) -> dict[str, list[Beside]]:
    words = texts_in(reading.store, reading.wave, spoken().tag).words
    measures, part = in_language(reading.frozen, words).measures, in_language(reading.part, words)
    measure = next((one for one in measures if one.id == id), None)
    score = part.scores.get(id) if isinstance(part, FrozenSchool) else None
    if measure is None or score is None or not score.items:
        return {}
    shown = {item.id: item for item in score.items}
    found: dict[str, list[Beside]] = {}
    for pull in guide.pull:
        told = tuple(_statements(measure, [shown[id] for id in pull.items if id in shown]))
        if told:
            found.setdefault(pull.step, []).append(Beside(pull.why, told))
    return found


def _statements(measure: FrozenMeasure, items: list[FrozenItem]) -> Iterator[Statement]:
    texts = {item.id: item for item in measure.item_texts}
    for item in items:
        yield Statement(texts[item.id].text, answers_in_words(texts[item.id], item))


def answers_in_words(text: FrozenItemText, item: FrozenItem) -> str:
    """How many answered, and the share of each option from the scale's low end."""
    shares = share_cells(item.shares, item.ends)
    told = [
        say("guide.share", option=option, share=share)
        for option, share in zip(text.options, shares, strict=True)
    ]
    return say("guide.answers", people=item.n, shares="; ".join(told))
