"""What the pages of a school's plans stand on: which plan and sheet an address names, and how far they are filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import abort, url_for

from engine.playbooks.filled import Values, asked_for
from engine.playbooks.folder import PlaybookFolder, find_playbook
from engine.playbooks.model import Playbook
from engine.playbooks.sheets import TeamSheet
from engine.playbooks.timeline import TIMELINE, TimedStep, late_steps, steps_in
from engine.store import School
from engine.store.plan_records import SheetKey, SheetSave, TeamPlan
from engine.waves.plan_figures import PulledFigures, figures_beside
from web import rights
from web.forms import whole_number
from web.rights import Action, Place
from web.school.languages import speak_as_chosen_here
from web.sessions import store
from web.wording import language, say

PLAYBOOK = "collective-leadership"


@dataclass(frozen=True, slots=True)
class SpokenPlan:
    """A plan with the playbook that it was begun with, in the language of the page, and what counts of its sheets."""

    school: School
    plan: TeamPlan
    folder: PlaybookFolder
    playbook: Playbook
    sheets: Mapping[SheetKey, SheetSave]
    own: bool  # whether whoever reads is of the school itself

    @property
    def title(self) -> str:
        """The condition that the plan is about."""
        guide = self.playbook.guide(self.plan.construct)
        return guide.title if guide is not None else self.plan.construct

    def values(self, sheet: str) -> Values:
        """What counts of a sheet that a plan has one of."""
        kept = self.sheets.get(SheetKey(sheet))
        return kept.values if kept is not None and not kept.removed else {}

    @property
    def timeline(self) -> tuple[TimedStep, ...]:
        return steps_in(self.values(TIMELINE))

    def late(self) -> tuple[TimedStep, ...]:
        """The steps that are late today, of a plan that is open."""
        return late_steps(self.timeline, today(self.school)) if self.plan.open else ()

    def figures(self) -> PulledFigures | None:
        """What the school's own result says, for those alone who may read that result."""
        place = Place(self.school.network_id, self.school.id, self.plan.wave_id)
        if not rights.allowed(Action.SEE_SCHOOL_RESULT, place):
            return None
        return figures_beside(store(), self.school, self.plan, language().tag)


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A sheet on the way of a plan: where it is, and how many of the fields that it asks for are filled."""

    key: SheetKey
    title: str
    address: str
    filled: int
    asked: int
    begun: bool
    removed: bool = False

    @property
    def done(self) -> bool:
        return self.begun and self.filled == self.asked


def plan_of(school: School, number: int) -> SpokenPlan:
    """The plan of an address, if the reader may see it; no page is there for any other."""
    speak_as_chosen_here(f"/schools/{school.id}")
    found = store().plans.find(school, number)
    if found is None or not (keeps(school) or found.shared):
        abort(404)
    return spoken_plan(school, found)


def spoken_plan(school: School, plan: TeamPlan) -> SpokenPlan:
    """A plan in the language of the page, with its moments in the network's time zone."""
    folder = find_playbook(plan.playbook_id, plan.version)
    zone = store().studies.network(school.network_id).zone
    return SpokenPlan(
        school,
        replace(plan, at=plan.at.astimezone(zone)),
        folder,
        folder.spoken(language().tag)[0],
        store().sheet_saves.latest(plan),
        keeps(school),
    )


def chose_otherwise(school: School, plan: TeamPlan) -> bool:
    """Whether what the school chose on that result since names the plan's measure no more."""
    history = store().choices.history(school, store().waves.get(plan.wave_id))
    return bool(history) and plan.measure not in history[0].measures


def key_of(path: str, playbook: Playbook) -> SheetKey:
    """The sheet of a plan that an address names, as `theory-of-action` or `test-cycle-2`; 404 for any other."""
    name, _, last = path.rpartition("-")
    number = whole_number(last)
    several = number is not None
    sheet = playbook.worksheet((name if several else path).replace("-", "_"))
    if sheet is None or sheet.of != ("test" if several else "plan") or number == 0:
        abort(404)
    return SheetKey(sheet.id, number or 1)


def path_of(key: SheetKey, sheet: TeamSheet) -> str:
    """How an address names a sheet."""
    name = key.sheet.replace("_", "-")
    return f"{name}-{key.number}" if sheet.of == "test" else name


def title_of(sheet: TeamSheet, key: SheetKey) -> str:
    """The sheet's title; with its number where a plan has several."""
    return say("plan.numbered", title=sheet.title, number=key.number) if sheet.of == "test" else sheet.title


def steps_of(spoken: SpokenPlan) -> tuple[SheetStep, ...]:
    """The sheets that a plan has one of, in the order of its way."""
    return tuple(_step(spoken, sheet, SheetKey(sheet.id)) for sheet in spoken.playbook.worksheets_of("plan"))


def tests_of(spoken: SpokenPlan) -> Iterator[SheetStep]:
    """The tests of a plan that were ever saved, those that were taken out too."""
    for sheet in spoken.playbook.worksheets_of("test"):
        for key in spoken.sheets:
            if key.sheet == sheet.id:
                yield _step(spoken, sheet, key)


def _step(spoken: SpokenPlan, sheet: TeamSheet, key: SheetKey) -> SheetStep:
    kept = spoken.sheets.get(key)
    values = kept.values if kept is not None else {}
    asked = asked_for(sheet)
    return SheetStep(
        key,
        title_of(sheet, key),
        url_for(
            "plan_sheets.sheet",
            school=spoken.school.id,
            plan=spoken.plan.number,
            sheet=path_of(key, sheet),
        ),
        sum(field.id in values for field in asked),
        len(asked),
        bool(values),
        kept is not None and kept.removed,
    )


def keeps(school: School) -> bool:
    """Whether whoever makes this request writes into the school's plans."""
    return rights.allowed(Action.KEEP_TEAM_PLANS, place_of(school))


def place_of(school: School) -> Place:
    return Place(school.network_id, school.id, name=school.name)


def today(school: School) -> date:
    """The day in the network's time zone."""
    return store().studies.network(school.network_id).day_of(store().now())


def local(school: School, moment: datetime) -> datetime:
    """A moment in the network's time zone."""
    return moment.astimezone(store().studies.network(school.network_id).zone)


def newest_playbook() -> PlaybookFolder:
    """The playbook as it ships, for what is begun now."""
    return find_playbook(PLAYBOOK)
