"""What a school would get back from an instrument: its one page, from answers that are made up on the spot.

Nothing is stored. The answers follow the definition and a fixed seed, so that everybody sees the same example, and the
page says on top that they are simulated.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from engine.instrument.canonical import digests
from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Instrument
from engine.language import say, speaking
from engine.report.document import Document
from engine.report.school.one_page import school_document
from engine.responses.layout import Block
from engine.responses.simulate import simulate
from engine.results.facts import SiteFacts, WaveFacts
from engine.results.snapshot import build

SEED: Final = 13
ANSWERED: Final = (
    28,
    31,
    24,
    19,
    26,
    33,
    22,
    27,
    30,
    21,
)  # a school each; the first is the one that is shown
ASKED: Final = 40  # at each school


def has_example(instrument: Instrument) -> bool:
    """Whether a school gets a result of its own from this instrument."""
    return not instrument.few_at_a_school


@lru_cache(maxsize=64)
def example_page(instrument: Instrument) -> Document:
    """One school's page in the language of the instrument's texts, of simulated answers."""
    filled = with_event(instrument, NO_EVENT)
    (wave,) = simulate(filled, [ANSWERED], seed=SEED)

    def blocks() -> Iterator[Block]:
        yield Block(wave.codes, wave.sites, ())

    with speaking(instrument.language):
        result = build(_facts(filled), filled, _schools(), blocks)
        return school_document(result.result, result.schools[0])


def _facts(instrument: Instrument) -> WaveFacts:
    return WaveFacts(
        title=say("choosing.example.wave"),
        study=say("choosing.example.wave"),
        network=say("choosing.example.network"),
        form=instrument.main_form.id,
        minimum_group=instrument.minimum_group,
        closed="",
        simulated=True,
        scoring_digest=digests(instrument).scoring,
        languages=(instrument.language,),
    )


def _schools() -> list[SiteFacts]:
    return [
        SiteFacts(at, say("choosing.example.school", number=str(at)), responses, ASKED, school_id=at)
        for at, responses in enumerate(ANSWERED, 1)
    ]
