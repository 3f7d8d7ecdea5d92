"""The validation study of a closed wave: the same study as of a file, over the schools that may be shown."""

import json
from collections.abc import Callable
from dataclasses import replace

from engine.disclosure.policy import Policy, policy
from engine.disclosure.reopening import few_changed
from engine.disclosure.responses_file import shown_schools
from engine.report.media.to_html import html
from engine.report.media.to_pdf import pdf_bytes
from engine.report.study import OPEN_SECTIONS, study_document
from engine.results.reading import result_of
from engine.store import Snapshot, Store, StudyReport, Wave
from engine.validation.parts import HERE, Executor
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import ValidationStudy, run
from engine.validation.study_json import study_json
from engine.waves.audience_study import audience_studies
from engine.waves.school_result import paper_of
from engine.waves.study_answers import StudyAnswers, results_of, study_answers
from engine.waves.study_choices import WaveStudyChoices
from engine.waves.study_control import controlled, json_without_schools, without_schools
from psychometrics.contract import StatisticError

Told = Callable[[str, int, int], None]


def study_wave(
    store: Store,
    wave: Wave,
    told: Told,
    asked: WaveStudyChoices | None = None,
    *,
    executor: Executor = HERE,
) -> StudyReport:
    """Study a closed wave and keep the report with its last snapshot.

    The report of a study that was `asked` for takes the place of the one that is there. With it is kept whether other
    audiences of the same school year understand the same statements alike. `executor` does the passes over answers; it
    is given those of the people who are counted. A second study
    after the wave was opened again must differ from the first by nobody or by three schools. Raises `NotFound` for a
    wave without results and `StatisticError` where too few may be shown, or too few came late.
    """
    snapshot = store.results.snapshot(wave)
    _require_difference(store, wave, snapshot)
    answers = study_answers(store, wave, snapshot)
    answers = replace(answers, data=replace(answers.data, executor=executor))
    study = computed_study(wave, snapshot, answers, told, asked or WaveStudyChoices())
    document = replace(study_document(without_schools(study)), paper=paper_of(store, wave))
    numbers = json_without_schools(study_json(study), answers.rules)
    numbers["audiences"] = audience_studies(store, wave, answers)
    return store.results.keep_study_report(
        snapshot,
        html(document, open_sections=OPEN_SECTIONS),
        json.dumps(numbers, ensure_ascii=False, allow_nan=False),
        pdf_bytes(document),
        anew=asked is not None,
    )


def computed_study(
    wave: Wave, snapshot: Snapshot, answers: StudyAnswers, told: Told, asked: WaveStudyChoices
) -> ValidationStudy:
    """The study of a wave's last snapshot, as it may be read but for the rows of single schools.

    Counted are the people of the file of responses; no number is of one school, or of a group of few. `told(step,
    done, total)` hears what is being done. Raises `StatisticError` where too few can be studied.
    """
    data, people = answers.data, answers.people
    choices = StudyChoices(
        form=wave.form,
        cluster="site",
        groups=tuple(one.name for one in data.groupings),
        cluster_noun="school",
        minimum_group=answers.rules.subgroup,
        second_opinion=asked.second_opinion,
        rotation=asked.rotation,
        structures=asked.structures,
        estimators=asked.estimators,
        invariance=asked.invariance,
    )
    plan = plan_of(answers.instrument, choices, data.asked, data.keyed)
    study = run(data, plan, told=lambda done: told("Reading answers", done, people.people))
    told("Writing the report", people.people, people.people)
    return controlled(study, bytes.fromhex(result_of(snapshot).salt))


def _require_difference(store: Store, wave: Wave, last: Snapshot) -> None:
    """Refuse a second study that would tell, beside an earlier one, what a few schools or late people answered."""
    rules = policy(store.definitions.get(wave.instrument_id, wave.version).audience, wave.minimum_group)
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
    results = results_of(snapshot)
    shown = shown_schools(results, rules.items)
    return {result.school: result.people for result in results if result.school in shown}
