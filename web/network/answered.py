"""How many have answered a wave, as a total that gives no school's own number away."""

from typing import Final

from engine.disclosure.policy import LEAST_SCHOOLS
from engine.store import Wave, WaveState
from engine.waves.names import respondents_shown
from web import rights
from web.rights import Action
from web.sessions import store

STEP: Final = 10


def answered(wave: Wave) -> int:
    """Of a closed wave the answers of the schools that its result shows.

    While a wave runs, whoever runs it sees all of them, school by school. Others see the ten below: all answers
    minus those in the result would tell how many there were at a school that is not shown.
    """
    if wave.state is WaveState.CLOSED:
        shown = respondents_shown(store(), wave)
        if shown and len(shown[-1]) >= LEAST_SCHOOLS:
            return sum(shown[-1].values())
    found = sum(store().counts(wave).values())
    runs = wave.state is not WaveState.CLOSED and rights.allowed(
        Action.RUN_WAVES, rights.of_wave(store(), wave.id)[1]
    )
    return found if runs else found - found % STEP
