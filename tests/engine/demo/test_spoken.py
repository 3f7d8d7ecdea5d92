"""Staff of the demonstration answer in two languages; nobody answers otherwise for it, and nothing else is hidden."""

import numpy as np
import pytest

from engine.comments.review import shown_comments
from engine.demo.comments import COMMENTS, IN_SPANISH
from engine.demo.fill import Demo
from engine.demo.network import SEED, answers, planted_schools
from engine.demo.planted import PLANTED, SPANISH_SHARE
from engine.demo.spoken import SPANISH, languages
from engine.loading import catalog
from engine.store import Store, WaveState

NAMES = [one.name for one in planted_schools()]


def test_a_tenth_of_the_staff_and_half_of_one_school_answer_in_spanish() -> None:
    instrument = catalog.find("collective-leadership@1.0.0")
    most = next(at for at, name in enumerate(NAMES) if name.startswith(PLANTED["I"][0]))
    for year, wave in enumerate(answers(instrument)):
        spoken = languages(wave, NAMES, SEED, year) == SPANISH
        assert 0.07 < spoken[wave.sites != most].mean() < 0.12
        assert spoken[wave.sites == most].mean() == pytest.approx(SPANISH_SHARE, abs=0.12)
        assert np.array_equal(spoken, languages(wave, NAMES, SEED, year) == SPANISH)


def test_both_surveys_were_answered_in_both_languages(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    studies = store.studies.of(store.studies.networks()[0])
    asked = ("collective-leadership", "educator-efficacy", "team-meeting-check")
    waves = [wave for one in studies for wave in store.waves.of(one) if wave.instrument_id in asked]
    closed = [wave for wave in waves if wave.state is WaveState.CLOSED]
    for wave in closed:
        if wave.id == made.first_version.id:
            assert wave.languages == ("en",)
            continue
        assert wave.languages == ("en", "es")
        blocks = list(store.responses.blocks(wave, bands=True))
        spoken = np.concatenate([block.languages for block in blocks if block.languages is not None])
        assert 0.05 < (spoken == 1).mean() < 0.2, wave.title


def test_who_answered_in_spanish_wrote_in_spanish(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    last = made.closed[-1]
    printed = {one.text for site in store.sites.of(last) for one in shown_comments(store, last, site)}
    assert len(printed & {one.shown or one.text for one in IN_SPANISH}) >= 5
    assert len(printed & {one.shown or one.text for one in COMMENTS}) >= 20
