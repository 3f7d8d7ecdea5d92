"""Whether a school is made up, as those of the demonstration are: what leaves its pages says so."""

from engine.store import School
from web.sessions import store
from web.wording import say


def made_up(school: School) -> bool:
    """Whether a survey that this school takes part in holds simulated answers."""
    network = store().studies.network(school.network_id)
    return any(
        wave.simulated and store().sites.find(wave, school) is not None
        for study in store().studies.of(network)
        for wave in store().waves.of(study)
    )


def tags(school: School) -> tuple[str, ...]:
    """What the head of a document of this school says of it."""
    return (say("report.simulated"),) if made_up(school) else ()
