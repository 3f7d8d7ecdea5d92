"""The plans of the visitors' own school: one closed, one whose last step is late; and what they say is so."""

from datetime import timedelta

from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL
from engine.playbooks.folder import find_playbook
from engine.playbooks.timeline import TIMELINE, late_steps, steps_in
from engine.results.model_school import FrozenSchool
from engine.results.reading import of_school
from engine.store import School, Store, Wave
from engine.store.plan_records import PlanState, SheetKey


def own(store: Store, wave: Wave) -> tuple[School, FrozenSchool]:
    site = next(one for one in store.sites.of(wave) if one.school.startswith(OWN_SCHOOL))
    found = of_school(store.results.school_snapshot(wave, site.id), site.id)
    assert found is not None
    assert isinstance(found[1], FrozenSchool)
    return store.studies.school(site.school_id), found[1]


def test_one_plan_is_closed_and_shared_and_one_is_open(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    school, _ = own(store, made.closed[-1])
    first, second = store.plans.of(school)
    assert (first.measure, first.state, first.decision, first.shared) == (
        "vision",
        PlanState.CLOSED,
        "next_condition",
        True,
    )
    assert (second.measure, second.state, second.shared) == ("capacity", PlanState.OPEN, False)
    assert [one.wave_id for one in (first, second)] == [wave.id for wave in made.closed[:2]]
    assert not second.open or SheetKey("impact_assessment") not in store.sheet_saves.latest(second)


def test_one_step_is_late_and_the_timeline_has_an_earlier_save(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    school, _ = own(store, made.closed[-1])
    plan = store.plans.of(school)[1]
    saves = store.sheet_saves.history(plan, SheetKey(TIMELINE))
    today = store.now().date()
    (late,) = late_steps(steps_in(saves[0].values), today)
    assert late.due is not None
    assert timedelta(weeks=2) < today - late.due < timedelta(weeks=300)
    assert len(saves) == 2
    assert not any(step.settled for step in steps_in(saves[1].values))


def test_every_field_of_the_sheets_is_in_order_of_time(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    school, _ = own(store, made.closed[-1])
    for plan in store.plans.of(school):
        for save in store.sheet_saves.latest(plan).values():
            assert plan.at <= save.at <= store.now()
        for step in steps_in(store.sheet_saves.latest(plan)[SheetKey(TIMELINE)].values):
            assert step.start is not None
            assert step.due is not None
            assert plan.at.date() - timedelta(days=7) <= step.start < step.due


def test_what_the_team_says_of_its_scores_is_so(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    _, first = own(store, made.closed[0])
    _, second = own(store, made.closed[1])
    vision = second.scores["vision"]
    assert vision is not None
    assert vision.change is not None
    assert vision.change.now > vision.change.before
    assert not vision.change.clear
    scores = {id: score.mean for id, score in second.scores.items() if score}
    assert min(scores, key=scores.__getitem__) == "capacity"
    ordered = sorted((score.mean, id) for id, score in first.scores.items() if score)
    assert 1 <= [id for _, id in ordered].index("vision") <= len(ordered) - 2
    assert find_playbook("collective-leadership").playbook.guide("capacity-and-resources")
