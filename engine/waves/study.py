"""The validation study of a closed wave: the same study as of a file, over the schools that may be shown."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from engine.disclosure.policy import Policy, policy
from engine.disclosure.reopening import few_changed
from engine.disclosure.responses_file import OwnResult, shown_schools, whose_answers
from engine.disclosure.study_people import StudyPeople, study_people
from engine.instrument.event import with_event
from engine.instrument.model import Instrument
from engine.printed import count, several
from engine.report.media.to_html import html
from engine.report.media.to_pdf import pdf_bytes
from engine.report.study import OPEN_SECTIONS, study_document
from engine.results.own_results import own_results
from engine.results.reading import result_of, whole_of
from engine.store import Snapshot, Store, StudyReport, Wave
from engine.validation.data import Data, data_of_blocks
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from engine.waves.school_result import paper_of
from engine.waves.study_choices import WaveStudyChoices
from engine.waves.study_control import controlled, json_without_schools, without_schools
from psychometrics.contract import StatisticError

NOTE: Final = (
    "Groups of few people stand with those who did not name theirs. Single schools are in their own results, and not "
    "here."
)

Told = Callable[[str, int, int], None]


def study_wave(store: Store, wave: Wave, told: Told, asked: WaveStudyChoices | None = None) -> StudyReport:
    """Study a closed wave and keep the report with its last snapshot.

    The report of a study that was `asked` for takes the place of the one that is there. See `computed_study` for what
    is counted, heard and raised.
    """
    snapshot = store.results.snapshot(wave)
    study = computed_study(store, wave, snapshot, told, asked or WaveStudyChoices())
    document = replace(study_document(without_schools(study)), paper=paper_of(store, wave))
    rules = policy(study.plan.instrument.audience, wave.minimum_group)
    return store.results.keep_study_report(
        snapshot,
        html(document, open_sections=OPEN_SECTIONS),
        json.dumps(json_without_schools(study_json(study), rules), ensure_ascii=False, allow_nan=False),
        pdf_bytes(document),
        anew=asked is not None,
    )


def computed_study(
    store: Store, wave: Wave, snapshot: Snapshot, told: Told, asked: WaveStudyChoices
) -> ValidationStudy:
    """The study of a wave's last snapshot, as it may be read but for the rows of single schools.

    Counted are the people of the file of responses; no number is of one school, or of a group of few. A second
    study after the wave was opened again must differ from the first by nobody or by three schools.
    `told(step, done, total)` hears what is being done. Raises `NotFound` for a wave without results and
    `StatisticError` where too few may be shown, or too few came late.
    """
    instrument = with_event(store.definitions.get(wave.instrument_id, wave.version), wave.event)
    rules = policy(instrument.audience, wave.minimum_group)
    _require_difference(store, wave, snapshot, rules)
    sites = [site.id for site in store.sites.of(wave)]
    blocks = partial(store.responses.blocks, wave)
    written = {one.row: one.answers for one in store.responses.open_answers(wave)}
    results = _own_results(snapshot)
    people = study_people(instrument, wave.form, sites, blocks, written, results, rules)
    data = replace(_data(store, wave, instrument, people), counted=_whom(people, results, rules))
    choices = StudyChoices(
        form=wave.form,
        cluster="site",
        groups=tuple(one.name for one in data.groupings),
        cluster_noun="school",
        minimum_group=rules.subgroup,
        second_opinion=asked.second_opinion,
        rotation=asked.rotation,
        structures=asked.structures,
        estimators=asked.estimators,
        invariance=asked.invariance,
    )
    plan = plan_of(instrument, choices, data.asked, data.keyed)
    study = run(data, plan, told=lambda done: told("Reading answers", done, people.people))
    told("Writing the report", people.people, people.people)
    return controlled(study, bytes.fromhex(result_of(snapshot).salt))


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


def _require_difference(store: Store, wave: Wave, last: Snapshot, rules: Policy) -> None:
    """Refuse a second study that would tell, beside an earlier one, what a few schools or late people answered."""
    for before in store.results.snapshots(wave):
        if before.number >= last.number or store.results.study_report(before) is None:
            continue
        if few_changed(_schools(before, rules), _schools(last, rules)):
            raise StatisticError(
                "few_late",
                "the wave was opened again after its study was made, and too few schools changed: the difference of "
                "two studies would speak of them alone",
                "use the study that was made before",
            )


def _schools(snapshot: Snapshot, rules: Policy) -> dict[int, int]:
    """The schools that a study of this result counts, with their answers."""
    results = _own_results(snapshot)
    shown = shown_schools(results, rules.items)
    return {result.school: result.people for result in results if result.school in shown}


def _own_results(snapshot: Snapshot) -> tuple[OwnResult, ...]:
    whole = whole_of(snapshot)
    return own_results(whole.result, whole.schools)
