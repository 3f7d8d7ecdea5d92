"""Whom the study of a closed wave counts, and their answers."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from engine.disclosure.policy import Policy, policy
from engine.disclosure.responses_file import OwnResult, whose_answers
from engine.disclosure.study_people import StudyPeople, study_people
from engine.instrument.event import with_event
from engine.instrument.model import Instrument
from engine.printed import count, several
from engine.results.own_results import own_results
from engine.results.reading import whole_of
from engine.store import Snapshot, Store, Wave
from engine.validation.data import Data, data_of_blocks

NOTE: Final = (
    "Groups of few people stand with those who did not name theirs. Single schools are in their own results, and not "
    "here."
)


@dataclass(frozen=True, slots=True)
class StudyAnswers:
    """A wave's instrument and rules, whom its study counts, and their answers as a study reads them."""

    instrument: Instrument
    rules: Policy
    people: StudyPeople
    data: Data


def study_answers(store: Store, wave: Wave, snapshot: Snapshot) -> StudyAnswers:
    """The people of the file of responses, without what too few of them said.

    Raises `StatisticError` where too few may be shown.
    """
    instrument = with_event(store.definitions.get(wave.instrument_id, wave.version), wave.event)
    rules = policy(instrument.audience, wave.minimum_group)
    sites = [site.id for site in store.sites.of(wave)]
    blocks = partial(store.responses.blocks, wave)
    written = {one.row: one.answers for one in store.responses.open_answers(wave)}
    results = results_of(snapshot)
    people = study_people(instrument, wave.form, sites, blocks, written, results, rules)
    data = replace(_data(store, wave, instrument, people), counted=_whom(people, results, rules))
    return StudyAnswers(instrument, rules, people, data)


def results_of(snapshot: Snapshot) -> tuple[OwnResult, ...]:
    """What each school's own result says of its people."""
    whole = whole_of(snapshot)
    return own_results(whole.result, whole.schools)


def _whom(people: StudyPeople, results: tuple[OwnResult, ...], rules: Policy) -> str:
    """Whose answers are counted, and of how many in the wave's result."""
    everybody = sum(result.people for result in results)
    text = f"Counted are the {several(people.people, 'person', 'people')} of the {int(people.schools.sum())} "
    text += f"{whose_answers(rules.items)}. "
    return f"{text}The wave’s result counts {count(everybody)} people of {several(len(results), 'school')}."


def _data(store: Store, wave: Wave, instrument: Instrument, people: StudyPeople) -> Data:
    asked = frozenset(instrument.form(wave.form).items)
    data = data_of_blocks(
        instrument,
        lambda: people.blocks(instrument, lambda: store.responses.blocks(wave)),
        name=f"{wave.title} (wave {wave.id})",
        form=wave.form,
        site_names=[str(number) for number in range(1, len(people.schools) + 1)],
        shown=people.schools,
        groups=tuple(item for item in instrument.validation.groups if item in asked),
        simulated=wave.simulated,
    )
    return replace(data, asked=asked - people.uniform, notes=(*data.notes, NOTE))
