"""Two audiences that answered the same statements: what the study of their waves finds, and what pages make of it."""

import json
from dataclasses import replace

import numpy as np

from engine.instrument.construct_map import Construct, ConstructMap
from engine.instrument.model import Audience, Instrument
from engine.instrument.twins import twins
from engine.store import NewWave, Store, Wave
from engine.waves.audience_study import audience_studies
from engine.waves.closing import close
from engine.waves.school_years import school_year
from engine.waves.side_by_side import year_of_school
from engine.waves.study_answers import study_answers
from tests.small import instrument, likert, subscale
from tests.web.conftest import Clock, open_survey

MAP = ConstructMap("map", "A map", (Construct("trust", "Trust", "People trust each other."),))
IDS = ("A1", "A2", "A3", "A4", "A5")


def asked_of(audience: Audience, id: str, items: tuple[str, ...] = IDS) -> Instrument:
    return instrument(
        *(likert(item) for item in items),
        subscales=(replace(subscale("trust", *items), construct="trust"),),
        id=id,
        audience=audience,
        construct_map=MAP,
    )


STAFF, FAMILIES = asked_of(Audience.STAFF, "staff"), asked_of(Audience.FAMILIES, "families")


def two_waves(store: Store, clock: Clock, people: int, shifted: float = 0.0) -> tuple[Wave, Wave]:
    """Closed waves of staff and families in three schools; of families the first statement is shifted."""
    first = open_survey(store, clock, STAFF).wave
    store.definitions.publish(FAMILIES)
    study = store.studies.get(first.study_id)
    wanted = NewWave(
        title="Families, spring",
        instrument_id=FAMILIES.id,
        version=FAMILIES.version,
        form=FAMILIES.main_form.id,
        languages=("en",),
        privacy=FAMILIES.privacy,
        minimum_group=FAMILIES.minimum_group,
        opens=first.opens,
        closes=first.closes,
    )
    waves = (first, store.waves.add(study, wanted))
    network = store.studies.network(study.network_id)
    schools = [store.studies.add_school(network, f"School {letter}") for letter in "ABC"]
    random = np.random.default_rng(7)
    for place, wave in enumerate(waves):
        for school in schools:
            site = store.sites.add(wave, school)
            trait = random.standard_normal((people, 1))
            answers = 0.9 * trait + 0.8 * random.standard_normal((people, len(IDS))) + 2
            answers[:, 0] += shifted * place
            codes = np.clip(np.rint(answers), 0, 4).astype(np.uint8)
            store.responses.add(wave, np.full(people, site.id), codes, "full", "en", clock().date(), None)
        close(store, wave)
    return store.waves.get(waves[0].id), store.waves.get(waves[1].id)


def outcome(store: Store, wave: Wave) -> dict[str, object]:
    answers = study_answers(store, wave, store.results.snapshot(wave))
    (entry,) = audience_studies(store, wave, answers)
    (score,) = entry["scores"]
    return dict(score)


def test_scores_are_twins_by_their_statements_options_and_keys() -> None:
    assert [(a.id, b.id) for a, b in twins(STAFF, FAMILIES)] == [("trust", "trust")]
    assert not twins(STAFF, asked_of(Audience.STAFF, "again"))
    assert not twins(STAFF, asked_of(Audience.FAMILIES, "fewer", IDS[:4]))
    turned = replace(FAMILIES, items=(replace(FAMILIES.items[0], reverse=True), *FAMILIES.items[1:]))
    assert not twins(STAFF, turned)


def test_two_audiences_of_too_few_people_are_not_tested(store: Store, clock: Clock) -> None:
    wave, _ = two_waves(store, clock, 30)
    found = outcome(store, wave)
    assert (found["outcome"], found["reason"]) == ("untested", "few_persons")


def test_many_people_who_answer_alike_are_shown_to_and_the_page_may_say_gap(
    store: Store, clock: Clock
) -> None:
    wave, _ = two_waves(store, clock, 400)
    assert outcome(store, wave)["outcome"] == "equal"


def test_a_statement_that_one_audience_understands_otherwise_is_named_where_the_school_reads_it(
    store: Store, clock: Clock
) -> None:
    """From the study that is kept to the pair of the school's year."""
    wave, other = two_waves(store, clock, 250, shifted=1.2)
    found = outcome(store, wave)
    assert (found["outcome"], found["items"]) == ("partly", ["A1"])
    snapshot = store.results.snapshot(wave)
    answers = study_answers(store, wave, snapshot)
    kept = json.dumps({"audiences": audience_studies(store, wave, answers), "invariance": {}})
    school = store.studies.schools(store.studies.network(store.studies.get(wave.study_id).network_id))[-1]
    closed = [(one, store.sites.find(one, school)) for one in (wave, other)]
    sites = [(one, site) for one, site in closed if site is not None]

    def gap() -> str:
        year = year_of_school(store, school, sites, school_year(wave.opens.date()), lambda _: True, "en")
        ((pair,),) = (one.pairs for one in year.constructs)
        return pair.gap.value

    assert gap() == "not_examined"
    store.results.keep_study_report(snapshot, "", kept, b"")
    assert gap() == "unlike"
