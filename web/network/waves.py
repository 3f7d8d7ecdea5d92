"""Running waves: studies, a new wave or a copy, counts against rosters, last day, close, reopening, calendar."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.disclosure.groups import AnswersTold
from engine.disclosure.policy import policy
from engine.instrument.model import Privacy
from engine.printed import day_words
from engine.store import Network, StoreError, Wave, WaveState, WayIn
from engine.store.days import end_of, zone_names
from engine.waves.readiness import findings
from engine.waves.school_years import school_year
from web import rights, sessions
from web.network import burden, wave_course, wave_form, wave_schools
from web.network.answered import answered, by_role, people_asked
from web.network.wave_answers import is_due
from web.network.wave_close import ask_for_close, close_asked
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("waves", __name__)


@pages.get("/networks/<int:network>/waves")
@needs(Action.SEE_PLAN, "network")
def waves(network: Network) -> str:
    studies = [
        (study, [(wave, *_progress(wave)) for wave in reversed(store().waves.of(study)) if not wave.archived])
        for study in store().studies.of(network)
        if not study.archived
    ]
    return render_template(
        "waves/waves.html",
        network=network,
        studies=studies,
        runs=rights.allowed(Action.RUN_WAVES, Place(network.id)),
        reviews=rights.allowed(Action.REVIEW_COMMENTS, Place(network.id)),
        now=store().now(),
        last_day=wave_form.last_day,
        zones=zone_names(),
        away=len(store().archive.of(network)),
        ordered=store().deletions.within(network),
    )


@pages.post("/networks/<int:network>/studies")
@needs(Action.RUN_WAVES, "network")
def make_study(network: Network) -> Any:
    title = wave_form.StudyForm(request.form).title.data[:300]
    if not title:
        flash("Give the study a name, such as “Leading together”.")
        return redirect(url_for("waves.waves", network=network.id))
    there = next(
        (one for one in store().studies.of(network) if one.title.casefold() == title.casefold()), None
    )
    if there is not None:
        flash(f"“{there.title}” is here already, so no second one was made.")
        return redirect(url_for("waves.waves", network=network.id))
    try:
        made = store().studies.add(network, title)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.waves", network=network.id))
    rights.note("study.made", Place(network.id, name=title))
    return redirect(url_for("wave_drafts.choose", study=made.id))


@pages.get("/waves/<int:wave>/")
@needs(Action.RUN_WAVES, "wave", record="counts.seen")
def wave(wave: Wave) -> str:
    if wave.state is WaveState.CLOSING and store().closing.undo_broken_off():
        wave = store().waves.get(wave.id)
    return _wave_page(wave)


@pages.post("/waves/<int:wave>/last-day")
@needs(Action.RUN_WAVES, "wave")
def extend(wave: Wave) -> Any:
    last = wave_form.as_day(wave_form.LastDayForm(request.form).last.data)
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    problem = wave_form.wrong_move(wave.opens.date(), last, network.day_of(store().now()))
    if last is None or problem:
        return _wave_page(wave, last=problem or ""), 400
    try:
        moved = store().waves.extend(wave, end_of(last, network.zone))
    except StoreError as error:
        return _wave_page(wave, last=f"{error.cause}: {error.remedy}."), 400
    rights.note("wave.extended", _place(wave), f"to {last.isoformat()}")
    flash(f"“{moved.title}” is open through the end of {day_words(last)} ({network.zone.key} time).")
    return redirect(url_for("waves.wave", wave=wave.id))


@pages.post("/waves/<int:wave>/itself")
@needs(Action.RUN_WAVES, "wave")
def set_closes_itself(wave: Wave) -> Any:
    """Whether the results of an open wave are made without a press."""
    wanted = wave_form.ItselfForm(request.form).closes_itself.data == "yes"
    try:
        changed = store().waves.set_closes_itself(wave, wanted)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.wave", wave=wave.id))
    rights.note("wave.itself", _place(wave), "yes" if wanted else "no")
    flash(
        f"“{changed.title}” closes by itself after its last day."
        if wanted
        else f"“{changed.title}” waits until somebody closes it."
    )
    return redirect(url_for("waves.wave", wave=wave.id))


@pages.get("/waves/<int:wave>/close")
@needs(Action.RUN_WAVES, "wave")
def ask_close(wave: Wave) -> Any:
    if wave.state is WaveState.CLOSED:
        return redirect(url_for("waves.wave", wave=wave.id))
    rows = wave_schools.rows_of(wave, store().sites.of(wave))
    instrument = store().definitions.get(wave.instrument_id, wave.version)
    least = policy(instrument.audience, wave.minimum_group).whole
    return render_template(
        "waves/close.html",
        wave=wave,
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
        rows=rows,
        few=[row for row in rows if row.answers and row.answers.may_be_under(least)],
        least=least,
        answers=answered(wave),
    )


@pages.post("/waves/<int:wave>/close")
@needs(Action.RUN_WAVES, "wave")
def close(wave: Wave) -> Any:
    from engine.waves.closing import close as close_now
    from engine.waves.closing import is_large

    if wave.state is WaveState.CLOSED:  # by another press or another window
        return redirect(url_for("waves.wave", wave=wave.id))
    if is_large(store(), wave):
        ask_for_close(wave)
        return redirect(url_for("wave_close.how_far", wave=wave.id), 303)
    try:
        close_now(store(), wave)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.wave", wave=wave.id))
    rights.note("wave.closed", _place(wave))
    flash(f"“{wave.title}” is closed, and its results are made. The people of each school can read theirs.")
    return redirect(url_for("waves.wave", wave=wave.id))


@pages.post("/waves/<int:wave>/reopen")
@needs(Action.RUN_WAVES, "wave")
def reopen(wave: Wave) -> Any:
    form = wave_form.LastDayForm(request.form)
    reason, last = form.reason.data[:500], wave_form.as_day(form.last.data)
    problems = {}
    if not reason:
        problems["reason"] = "Say in a sentence why. It is kept with the wave and shown."
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    today = network.day_of(store().now())
    problem = wave_form.wrong_move(today, last, today)
    if problem:
        problems["last"] = problem
    if problems or last is None:
        return _wave_page(wave, **problems), 400
    try:
        store().closing.reopen(wave, reason, end_of(last, network.zone))
    except StoreError as error:
        return _wave_page(wave, reason=f"{error.cause}: {error.remedy}."), 400
    rights.note("wave.reopened", _place(wave), reason)
    flash(f"“{wave.title}” takes answers again. Its earlier results stay as they were.")
    return redirect(url_for("waves.wave", wave=wave.id))


@pages.get("/networks/<int:network>/calendar")
@needs(Action.SEE_PLAN, "network")
def calendar(network: Network) -> str:
    found = burden.asked(store(), network)
    this = school_year(network.day_of(store().now()))
    years = sorted({school_year(one.wave.opens.date()) for one in found} | {this})
    asked = wave_form.YearForm(request.args).year.number
    chosen = asked if asked in years else this
    return render_template(
        "waves/calendar.html",
        network=network,
        year=burden.year(found, chosen),
        years=[(one, f"{one}–{(one + 1) % 100:02d}") for one in years],
        chosen=chosen,
        months=burden.MONTHS,
        names=burden.NAMES,
        last_day=wave_form.last_day,
        runs=rights.allowed(Action.RUN_WAVES, Place(network.id)),
    )


def _place(wave: Wave) -> Place:
    return rights.of_wave(store(), wave.id)[1]


def _progress(wave: Wave) -> tuple[AnswersTold | None, int | None]:
    return answered(wave), people_asked(wave, store().sites.of(wave))


def _people(wave: Wave) -> dict[str, int | bool]:
    """Of a wave that knows who has answered, how many are listed and have; whether its key is kept; its codes."""
    listed = store().invitees.of(wave) if wave.privacy is not Privacy.ANONYMOUS else ()
    return {
        "listed": len(listed),
        "listed_answered": sum(one.answered for one in listed),
        "key_kept": store().codes.link_key_kept(wave),
        "answers_due": is_due(wave),
        "codes": _codes_made(wave) if wave.way_in is WayIn.CODES else 0,
    }


def _codes_made(wave: Wave) -> int:
    return sum(one.issued for one in store().codes.counts(wave).values())


def _named(wave: Wave) -> frozenset[int]:
    """The schools whose result of a closed wave whoever makes this request may read."""
    person = sessions.person()
    closed = person is not None and wave.state is WaveState.CLOSED
    return rights.named_schools(store(), person, wave) if person and closed else frozenset()


def _wave_page(wave: Wave, **problems: str) -> str:
    study = store().studies.get(wave.study_id)
    instrument = store().definitions.get(wave.instrument_id, wave.version)
    sites = store().sites.of(wave)
    return render_template(
        "waves/wave.html",
        wave=wave,
        study=study,
        network=store().studies.network(study.network_id),
        instrument=instrument,
        form_title=instrument.form(wave.form).title or wave.form,
        part=wave_schools.part_of(wave, sites),
        answers=answered(wave),
        asked=people_asked(wave, sites),
        asks_families=store().notices.needed(wave) is not None,
        by_role=by_role(wave, sites) if wave.state is WaveState.OPEN else [],
        steps=wave_course.steps(wave, store().now()),
        by_itself=wave_course.by_itself(wave),
        happened=wave_course.happened(wave),
        reopenings=store().closing.reopenings(wave),
        findings=findings(store(), wave) if wave.draft else (),
        **_people(wave),
        named=_named(wave),
        problems=problems,
        close_job=close_asked(wave),
        ordered=store().deletions.of(wave),
        typed=wave_form.LastDayForm(request.form).data,
        now=store().now(),
        last_day=wave_form.last_day(wave),
    )
