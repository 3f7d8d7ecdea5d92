"""A school's plans: the list, and one plan with its way, its late steps, what came of it, and who reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.language import speaking
from engine.playbooks.filled import rows_in
from engine.playbooks.timeline import STATUS, STEPS, TIMELINE
from engine.store import Choice, School, StoreError, Wave
from engine.store.plan_records import MOST_TESTS, SheetKey, StaleSheet, TeamPlan
from engine.store.plans import DECISION
from engine.waves.school_result import closed_waves
from web import rights
from web.account import mail
from web.forms import LineField, ManyField, TypedForm, WholeField
from web.rights import Action, needs
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import me, store, who
from web.team.plan_reading import (
    SpokenPlan,
    chose_otherwise,
    keeps,
    local,
    newest_playbook,
    place_of,
    plan_of,
    spoken_plan,
    steps_of,
    tests_of,
    today,
)
from web.wording import language, say

pages = Blueprint("plans", __name__)

HERE = "/schools/<int:school>/plans"


class BeginForm(TypedForm):
    wave, measure = WholeField(), LineField()


class DecisionForm(TypedForm):
    decision = LineField()


class StatusForm(TypedForm):
    """The status of each step, in the order of the timeline; `seen` is the save that the page was opened with."""

    seen, status = WholeField(), ManyField()


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """Something that the school chose and has no open plan for."""

    wave: Wave
    choice: Choice
    measure: str
    construct: str
    title: str


@pages.get(HERE)
@needs(Action.SEE_TEAM_PLANS, "school")
def plans(school: School) -> str:
    """The school's plans; for its hub those that the team shares."""
    speak_as_chosen_here(f"/schools/{school.id}")
    own = keeps(school)
    found = [spoken_plan(school, one) for one in store().plans.of(school) if own or one.shared]
    return render(
        "list",
        school,
        open=[one for one in found if one.plan.open],
        closed=[one for one in found if not one.plan.open],
        chosen=list(_waiting(school)) if own else [],
        results=closed_waves(store(), school)[-1:] if own else [],
        steps_of=steps_of,
    )


@pages.post(f"{HERE}/begin")
@needs(Action.KEEP_TEAM_PLANS, "school")
def begin(school: School) -> Any:
    """Begin the plan for something that the school chose."""
    speak_as_chosen_here(f"/schools/{school.id}")
    form = BeginForm(request.form)
    form.validate()
    for one in _waiting(school):
        if (one.wave.id, one.measure) == (form.wave.number, form.measure.data):
            made = store().plans.begin(
                school, one.choice, one.measure, one.construct, newest_playbook().playbook, who()
            )
            rights.note("plan.begun", place_of(school), one.construct)
            first = steps_of(spoken_plan(school, made))[0]
            return redirect(first.address, 303)
    flash(say("plan.nothing_to_begin"))
    return redirect(url_for("plans.plans", school=school.id), 303)


@pages.get(f"{HERE}/<int:plan>")
@needs(Action.SEE_TEAM_PLANS, "school")
def plan(school: School, plan: int) -> str:
    """One plan: its way, what is late, its tests, what came of it, who reads it."""
    found = plan_of(school, plan)
    timeline = found.sheets.get(SheetKey(TIMELINE))
    sheet = found.playbook.worksheet(TIMELINE)
    columns = {one.id: one for one in sheet.field(STEPS).columns or ()} if sheet is not None else {}
    decide = found.playbook.worksheet(DECISION[0])
    return render(
        "plan",
        school,
        found=found,
        plan=found.plan,
        wave=store().waves.get(found.plan.wave_id),
        steps=steps_of(found),
        tests=list(tests_of(found)),
        full=len(list(tests_of(found))) >= MOST_TESTS,
        most_tests=MOST_TESTS,
        late=found.late(),
        columns=columns,
        steps_label=sheet.field(STEPS).label if sheet is not None else "",
        statuses=columns[STATUS].options or () if columns else (),
        seen=timeline.id if timeline is not None else 0,
        decisions=decide.field(DECISION[1]).options or () if decide is not None else (),
        decided=found.values(DECISION[0]).get(DECISION[1], ""),
        guide=found.playbook.guide(found.plan.construct),
        figures=found.figures(),
        other_choice=found.own and chose_otherwise(school, found.plan),
        history=store().plans.history(found.plan) if found.own else (),
        mails=mail.can_send() and found.own,
        reminded=found.own and store().plan_reminders.wanted(found.plan, me().account),
        local=lambda moment: local(school, moment),
    )


@pages.post(f"{HERE}/<int:plan>/steps")
@needs(Action.KEEP_TEAM_PLANS, "school")
def steps(school: School, plan: int) -> Any:
    """Keep the status of each step, from the plan's own page."""
    found = plan_of(school, plan)
    form = StatusForm(request.form)
    form.validate()
    values = dict(found.values(TIMELINE))
    rows = [dict(row) for row in rows_in(values, STEPS)]
    key, saves = SheetKey(TIMELINE), store().sheet_saves
    try:
        if len(form.status.data) != len(rows):
            raise StaleSheet(found.sheets[key]) if key in found.sheets else _no_steps()
        for row, status in zip(rows, form.status.data, strict=True):
            row[STATUS] = status
        kept = {**values, STEPS: rows}
        saves.save(found.plan, key, found.folder, kept, who(), seen=form.seen.number or 0)
    except StaleSheet as stale:
        own = stale.current.who == who()
        flash(say("plan.stale_own") if own else say("plan.stale", name=stale.current.name))
    except StoreError:
        refuse_or_tell(school, plan)
    else:
        rights.note("plan.saved", place_of(school), TIMELINE)
        flash(say("plan.statuses_saved"))
    return redirect(url_for("plans.plan", school=school.id, plan=plan), 303)


@pages.post(f"{HERE}/<int:plan>/share")
@needs(Action.KEEP_TEAM_PLANS, "school")
def share(school: School, plan: int) -> Any:
    """Let the hub read the plan."""
    return _done(school, plan, "shared", lambda: store().plans.share(school, plan, who(), shared=True))


@pages.post(f"{HERE}/<int:plan>/unshare")
@needs(Action.KEEP_TEAM_PLANS, "school")
def unshare(school: School, plan: int) -> Any:
    """Let the school alone read it again."""
    return _done(school, plan, "unshared", lambda: store().plans.share(school, plan, who(), shared=False))


@pages.post(f"{HERE}/<int:plan>/close")
@needs(Action.KEEP_TEAM_PLANS, "school")
def close(school: School, plan: int) -> Any:
    """Close the plan with what the team decided."""
    found = plan_of(school, plan)
    form = DecisionForm(request.form)
    form.validate()
    playbook = found.folder.playbook

    def act() -> TeamPlan:
        return store().plans.close(school, plan, form.decision.data, playbook, who())

    if not form.decision.data:
        flash(say("plan.choose_decision"))
        return redirect(url_for("plans.plan", school=school.id, plan=plan, _anchor="closing"), 303)
    return _done(school, plan, "closed", act)


@pages.post(f"{HERE}/<int:plan>/reopen")
@needs(Action.KEEP_TEAM_PLANS, "school")
def reopen(school: School, plan: int) -> Any:
    """Open a closed plan again."""
    return _done(school, plan, "reopened", lambda: store().plans.reopen(school, plan, who()))


@pages.post(f"{HERE}/<int:plan>/remind")
@needs(Action.KEEP_TEAM_PLANS, "school")
def remind(school: School, plan: int) -> Any:
    """Remind whoever asks of this plan's steps by mail: themselves and nobody else."""
    found = plan_of(school, plan)
    store().plan_reminders.want(found.plan, me().account, language().tag)
    flash(say("plan.letter.wanted"))
    return redirect(url_for("plans.plan", school=school.id, plan=plan), 303)


@pages.post(f"{HERE}/<int:plan>/unremind")
@needs(Action.KEEP_TEAM_PLANS, "school")
def unremind(school: School, plan: int) -> Any:
    """Remind whoever asks no more."""
    found = plan_of(school, plan)
    store().plan_reminders.end(found.plan, me().account)
    flash(say("plan.letter.ended"))
    return redirect(url_for("plans.plan", school=school.id, plan=plan), 303)


def render(template: str, school: School, **values: Any) -> str:
    """A page about a school's plans, in the language that it speaks."""
    read = language().reviewed("plans") and language().reviewed("guides")
    network = store().studies.network(school.network_id)  # whose places its hub keeps on top
    values |= {"own": keeps(school), "today": today(school), "languages": languages()}
    values |= {"network": network, "school": school, "drafted": "" if read else say("report.draft")}
    with speaking(language().tag):
        return render_template(f"team/{template}.html", **values)


def _no_steps() -> StoreError:
    return StoreError("The timeline holds no steps", "write some first")


def refuse_or_tell(school: School, number: int) -> None:
    """After the store refused: say so where the plan is closed by now, and stop with 400 where it was no such thing."""
    now = store().plans.find(school, number)
    if now is None or now.open:
        abort(400)
    flash(say("plan.closed_meanwhile"))


def _done(school: School, number: int, word: str, act: Callable[[], TeamPlan]) -> Any:
    """Do one thing to a plan, keep it in the log and say so."""
    found: SpokenPlan = plan_of(school, number)
    try:
        act()
    except StoreError:
        abort(400)
    rights.note(f"plan.{word}", place_of(school), found.plan.construct)
    flash(say(f"plan.{word}_now"))
    return redirect(url_for("plans.plan", school=school.id, plan=number), 303)


def _waiting(school: School) -> Iterator[OpenChoice]:
    """What the school's newest standing choice names and no open plan is about."""
    playbook, _ = newest_playbook().spoken(language().tag)
    planned = {(one.wave_id, one.measure) for one in store().plans.of(school) if one.open}
    for wave, _site in reversed(closed_waves(store(), school)):
        history = store().choices.history(school, wave)
        if not history or not history[0].stands:
            continue
        instrument = store().definitions.get(wave.instrument_id, wave.version)
        about = {scale.id: scale.construct or "" for scale in instrument.subscales}
        guides = {one: guide for one in history[0].measures if (guide := playbook.guide(about.get(one, "")))}
        for measure, guide in guides.items():
            if (wave.id, measure) not in planned:
                yield OpenChoice(wave, history[0], measure, guide.id, guide.title)
        if guides:
            return
