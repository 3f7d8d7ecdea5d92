"""The plans of the visitors' own school: one that came to its end, and one whose next step is late. All is made up.

In the first school year it chose vision, worked on it, looked at what came of it in spring, and closed the plan. In the
second it chose capacity; the survey of the third year has come since, and the team has yet to say what came of it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from engine.demo.choices import AFTER
from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.demo.plan_texts import CAPACITY, COMMENTS, INITIATIVES, LAST_STEP, VISION
from engine.demo.school_years import opened
from engine.playbooks.folder import PlaybookFolder, find_playbook
from engine.playbooks.timeline import STATUS, STEPS, TIMELINE
from engine.results.model_school import FrozenSchool
from engine.results.reading import of_school
from engine.store import Choice, ChoicePath, Role, School, Store, Wave
from engine.store.plan_records import SheetKey, SheetSave, TeamPlan
from engine.store.plans import DECISION

PLAYBOOK: Final = "collective-leadership"
CONSTRUCTS: Final = {"vision": "vision-and-strategy", "capacity": "capacity-and-resources"}
A_WEEK: Final = timedelta(weeks=1)
LATE: Final = timedelta(weeks=3)  # the last step of the second plan


def add_plans(store: Store, closed: tuple[Wave, ...], now: datetime) -> None:
    """The choice of the first year, both plans with their sheets, and what is asked of the school."""
    folder = find_playbook(PLAYBOOK)
    schools = {site.school: site.school_id for site in store.sites.of(closed[0])}
    school = store.studies.school(next(id for name, id in schools.items() if name.startswith(OWN_SCHOOL)))
    with store.together():
        first = _chosen(store, school, closed[0])
        _closed_plan(store, folder, school, first, closed[1].closes, now)
        second = store.choices.history(school, closed[1])[0]
        _open_plan(store, folder, school, second, closed[1].closes, now)
        room = store.sheet_saves.by_clock(lambda: closed[1].closes)
        room.save(school, SheetKey("initiative_inventory"), folder, INITIATIVES, _who("leader"), seen=0)


def _who(of: str) -> str:
    role = {"leader": Role.SCHOOL_LEADER, "team": Role.SCHOOL_TEAM}[of]
    return next(one.email for one in PEOPLE if one.role is role)


def _chosen(store: Store, school: School, wave: Wave) -> Choice:
    site = store.sites.find(wave, school)
    assert site is not None  # noqa: S101 - the school took part in each wave
    found = of_school(store.results.school_snapshot(wave, site.id), site.id)
    assert found is not None  # noqa: S101
    assert isinstance(found[1], FrozenSchool)  # noqa: S101
    room = store.choices.by_clock(lambda: wave.closes + AFTER)
    reason = "Each team could name a goal, and no two named the same. We want one that fits on a card."
    return room.add(
        school,
        wave,
        ChoicePath.NEED,
        ["vision"],
        reason,
        "the leadership team",
        _who("leader"),
        shown=found[1].shown_measures,
    )


def _begun(
    store: Store, folder: PlaybookFolder, school: School, choice: Choice, measure: str, at: datetime
) -> TeamPlan:
    room = store.plans.by_clock(lambda: at)
    return room.begin(school, choice, measure, CONSTRUCTS[measure], folder.playbook, _who("leader"))


def _closed_plan(
    store: Store, folder: PlaybookFolder, school: School, choice: Choice, looked: datetime, now: datetime
) -> None:
    begun = choice.at + A_WEEK
    plan = _begun(store, folder, school, choice, "vision", begun)
    about = {"condition": plan.construct}
    ends = about | {"next_condition": CONSTRUCTS["capacity"]}
    _save(store, folder, plan, "theory_of_action", VISION["theory_of_action"] | about, begun, now)
    _save(store, folder, plan, TIMELINE, VISION[TIMELINE], looked - A_WEEK, now)
    _save(store, folder, plan, DECISION[0], VISION[DECISION[0]] | ends, looked + AFTER, now)
    decision = str(VISION[DECISION[0]][DECISION[1]])
    room = store.plans.by_clock(lambda: looked + AFTER)
    room.close(school, plan.number, decision, folder.playbook, _who("team"))
    room.share(school, plan.number, _who("leader"), shared=True)


def _open_plan(
    store: Store, folder: PlaybookFolder, school: School, choice: Choice, closed: datetime, now: datetime
) -> None:
    """Its timeline was saved twice: as it was planned, and as it stood three weeks ago."""
    begun = closed + AFTER + A_WEEK
    plan = _begun(store, folder, school, choice, "capacity", begun)
    theory = CAPACITY["theory_of_action"] | {"condition": plan.construct}
    _save(store, folder, plan, "theory_of_action", theory, begun, now)
    _save(store, folder, plan, "purpose_map", CAPACITY["purpose_map"], begun + A_WEEK, now)
    due = now.date() - LATE
    last = LAST_STEP | {"start": _iso(due - LATE), "due": _iso(due)}
    timeline = CAPACITY[TIMELINE]
    planned = [one | {"evidence": "", STATUS: "not_started"} for one in timeline[STEPS]]
    first = _save(store, folder, plan, TIMELINE, timeline | {STEPS: planned}, begun + A_WEEK, now)
    stands = timeline | {STEPS: [*timeline[STEPS], last]}
    _save(store, folder, plan, TIMELINE, stands, now - LATE, now, seen=first.id)
    for sheet in ("feedback_plan", "test_cycle"):
        _save(store, folder, plan, sheet, CAPACITY[sheet], opened(now, 3, 3), now)
    for sheet, who, text in COMMENTS:
        room = store.sheet_comments.by_clock(lambda: now - LATE)
        room.add(plan, SheetKey(sheet), text, _who(who))


def _save(
    store: Store,
    folder: PlaybookFolder,
    plan: TeamPlan,
    sheet: str,
    values: Mapping[str, Any],
    at: datetime,
    now: datetime,
    seen: int = 0,
) -> SheetSave:
    room = store.sheet_saves.by_clock(lambda: at)
    return room.save(plan, SheetKey(sheet), folder, _dated(values, now), _who("team"), seen=seen)


def _dated(value: Any, now: datetime) -> Any:
    """What a sheet holds with its days as dates."""
    if isinstance(value, Mapping):
        return {name: _dated(inner, now) for name, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner, now) for inner in value]
    if isinstance(value, tuple):
        year, month, day = value
        return _iso(opened(now, year, month).astimezone(UTC).date().replace(day=day))
    return value


def _iso(day: date) -> str:
    return day.isoformat()
