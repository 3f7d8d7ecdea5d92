"""In which language people of the demonstration answered: most in English, some in Spanish.

It is drawn by a generator of its own, so that nobody answers otherwise for it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.demo.planted import PLANTED, SPANISH_SHARE
from engine.responses.simulate import SimulatedWave
from engine.store import Store, Wave

ENGLISH: Final = "en"
SPANISH: Final = "es"
LANGUAGES: Final = (ENGLISH, SPANISH)
SHARE: Final = 0.09  # of the staff of most schools


def languages(
    answers: SimulatedWave,
    schools: Sequence[str],
    *seed: int,
    share: float = SHARE,
    most: float = SPANISH_SHARE,
) -> NDArray[np.str_]:
    """The language that each person answered in; `schools` are the names, in order.

    A `share` answers in Spanish, and `most` do at the school that is planted for it.
    """
    planted, _ = PLANTED["I"]
    shares = np.array([most if name.startswith(planted) else share for name in schools])
    drawn = np.random.default_rng([*seed, 5]).random(len(answers.sites))
    return np.where(drawn < shares[answers.sites], SPANISH, ENGLISH)


def add_answers(
    store: Store, wave: Wave, answers: SimulatedWave, sites: NDArray[np.int64], spoken: NDArray[np.str_]
) -> None:
    """Put the answers into a wave, a language at a time; `sites` are those of the schools, in order."""
    at = sites[answers.sites]
    for language in np.unique(spoken).tolist():
        rows = np.flatnonzero(spoken == language)
        opens = [answers.open_answers[row] for row in rows]
        store.responses.add(
            wave, at[rows], answers.codes[rows], wave.form, language, wave.opens.date(), opens
        )
