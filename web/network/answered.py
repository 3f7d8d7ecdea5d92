"""How many have answered a wave, as a total that gives no school's own number away."""

from engine.disclosure.groups import answers_of_result, answers_so_far
from engine.store import Wave, WaveState
from engine.waves.names import respondents_shown
from web import rights
from web.rights import Action
from web.sessions import store


def answered(wave: Wave) -> int:
    """Of a closed wave the answers of the schools that its result shows; of one that runs, as far as they are told
    to whoever makes this request."""
    if wave.state is WaveState.CLOSED:
        shown = respondents_shown(store(), wave)
        in_result = answers_of_result(shown[-1].values()) if shown else None
        if in_result is not None:
            return in_result
    runs = wave.state is not WaveState.CLOSED and rights.allowed(
        Action.RUN_WAVES, rights.of_wave(store(), wave.id)[1]
    )
    return answers_so_far(sum(store().responses.counts(wave).values()), runs=runs)
