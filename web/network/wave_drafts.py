"""Drafts of waves: made, or copied from an earlier wave, changed in every setting, and opened on purpose."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.printed import day_words, listed
from engine.store import Network, NewWave, School, Site, StoreError, Study, Wave
from engine.waves.readiness import findings
from web import rights
from web.network import wave_choices, wave_form
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("wave_drafts", __name__)


@pages.get("/studies/<int:study>/waves/new")
@needs(Action.RUN_WAVES, "study")
def choose(study: Study) -> Any:
    """First the instrument, then the form that depends on it; a copy has its instrument already."""
    form = wave_form.ChoiceOfWave(request.args)
    key, last, draft = (
        form.instrument.data,
        _wave_of(study, form.copy.number),
        _wave_of(study, form.draft.number),
    )
    network = store().studies.network(study.network_id)
    if last is not None:
        key = f"{last.instrument_id}@{last.version}"
    instrument = wave_choices.instrument_of(store(), network, key) if key else None
    if instrument is None:
        editions = wave_choices.editions(store(), network)
        return render_template(
            "waves/choose.html",
            study=study,
            network=network,
            editions=editions,
            draft=draft,
            chosen=f"{draft.instrument_id}@{draft.version}" if draft else "",
        )
    if draft is not None:
        return redirect(url_for("wave_drafts.settings", wave=draft.id, instrument=key))
    today = network.day_of(store().now())
    everyone = tuple(one.id for one in _in_use(network))
    if last is None:
        given = wave_form.blank(instrument, today, everyone)
    else:
        schools = tuple(one.school_id for one in store().sites.of(last))
        given = wave_form.copied(last, instrument.title, today, schools)
    return _form_page(study, instrument, given, copy=last)


@pages.post("/studies/<int:study>/waves")
@needs(Action.RUN_WAVES, "study")
def make(study: Study) -> Any:
    form = wave_form.ChoiceOfWave(request.form)
    network = store().studies.network(study.network_id)
    instrument = wave_choices.instrument_of(store(), network, form.instrument.data)
    if instrument is None:
        return redirect(url_for("wave_drafts.choose", study=study.id))
    given, last = wave_form.typed(request.form), _wave_of(study, form.copy.number)
    new, problems = _checked(study, instrument, given)
    if new is None or problems:
        return _form_page(study, instrument, given, problems, copy=last), 400
    _publish(study, instrument)
    with store().together():
        made = store().waves.add(study, new)
        _add_schools(study, made, given.schools, last)
        rights.note("wave.made", Place(study.network_id, wave_id=made.id, name=made.title))
    flash(f"“{made.title}” is a draft: nobody can answer until you open it.")
    return redirect(url_for("waves.wave", wave=made.id))


@pages.get("/waves/<int:wave>/settings")
@needs(Action.RUN_WAVES, "wave")
def settings(wave: Wave) -> Any:
    """The form of a draft as it is kept; another instrument may be tried on it."""
    if not wave.draft:
        return _no_draft(wave)
    study = store().studies.get(wave.study_id)
    network = store().studies.network(study.network_id)
    key = wave_form.ChoiceOfWave(request.args).instrument.data
    instrument = wave_choices.instrument_of(store(), network, key) if key else None
    kept = store().definitions.get(wave.instrument_id, wave.version)
    given = wave_form.as_kept(wave, tuple(one.school_id for one in store().sites.of(wave)))
    if instrument is not None and (instrument.id, instrument.version) != (kept.id, kept.version):
        given = wave_form.asking(given, instrument, wave_choices.languages_of(store(), instrument))
    return _form_page(study, instrument or kept, given, draft=wave)


@pages.post("/waves/<int:wave>/settings")
@needs(Action.RUN_WAVES, "wave")
def change(wave: Wave) -> Any:
    if not wave.draft:
        return _no_draft(wave)
    study = store().studies.get(wave.study_id)
    network = store().studies.network(study.network_id)
    key = wave_form.ChoiceOfWave(request.form).instrument.data
    instrument = wave_choices.instrument_of(store(), network, key)
    if instrument is None:
        return redirect(url_for("wave_drafts.settings", wave=wave.id))
    given = wave_form.typed(request.form)
    new, problems = _checked(study, instrument, given, wave)
    leaving = [one for one in store().sites.of(wave) if one.school_id not in given.schools]
    problems |= _cannot_leave(wave, leaving)
    if new is None or problems:
        return _form_page(study, instrument, given, problems, draft=wave), 400
    _publish(study, instrument)
    codes = sum(one.issued for one in store().codes.counts(wave).values())
    try:
        with store().together():
            for site in leaving:
                store().sites.remove(site)
            changed = store().waves.change(wave, new)
            _add_schools(study, changed, given.schools, None)
            rights.note("wave.changed", rights.of_wave(store(), wave.id)[1])
    except StoreError as error:
        return _form_page(
            study, instrument, given, {"privacy": f"{error.cause}: {error.remedy}."}, draft=wave
        ), 400
    flash(f"The settings of “{changed.title}” are kept.")
    if codes and (wave.way_in, wave.privacy) != (changed.way_in, changed.privacy):
        flash("Codes that were made before are no longer valid: make and hand out new ones.")
    return redirect(url_for("waves.wave", wave=wave.id))


@pages.get("/waves/<int:wave>/open")
@needs(Action.RUN_WAVES, "wave")
def ask_open(wave: Wave) -> Any:
    """What a draft still lacks, and what stays as it is once it is open."""
    if not wave.draft:
        return _no_draft(wave)
    return _open_page(wave)


@pages.post("/waves/<int:wave>/open")
@needs(Action.RUN_WAVES, "wave")
def open_wave(wave: Wave) -> Any:
    if not wave.draft:
        return _no_draft(wave)
    if any(one.stops for one in findings(store(), wave)):
        return _open_page(wave), 400
    try:
        with store().together():
            opened = store().waves.open(wave)
            rights.note("wave.opened", rights.of_wave(store(), wave.id)[1])
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.wave", wave=wave.id))
    when = f"on {day_words(opened.opens.date())}" if opened.opens > store().now() else "from now on"
    flash(f"“{opened.title}” is open: people can answer {when}. Hand it out now.")
    return redirect(url_for("waves.wave", wave=wave.id))


def _checked(
    study: Study, instrument: Instrument, given: wave_form.TypedWave, draft: Wave | None = None
) -> tuple[NewWave | None, dict[str, str]]:
    network = store().studies.network(study.network_id)
    known = wave_choices.languages_of(store(), instrument)
    new, wrong = wave_form.check(given, instrument, known, network, store().now())
    problems = dict(wrong)
    others = (one for one in store().waves.of(study) if draft is None or one.id != draft.id)
    if given.title.casefold() in {one.title.casefold() for one in others}:
        problems["title"] = "This study has a wave of this name. Choose another name."
    return new, problems


def _cannot_leave(wave: Wave, leaving: Sequence[Site]) -> dict[str, str]:
    """A school whose people are listed leaves no draft unseen."""
    listed_at = {one.site_id for one in store().invitees.of(wave) if one.name}
    held = [one.school for one in leaving if one.id in listed_at]
    if not held:
        return {}
    return {"schools": f"People of {listed(held)} are listed. Remove them first, or leave the school in."}


def _publish(study: Study, instrument: Instrument) -> None:
    """What ships is published when it is first used."""
    if (instrument.id, instrument.version) not in set(store().definitions.versions()):
        today = store().studies.network(study.network_id).day_of(store().now())
        store().definitions.publish(instrument, catalog.translations(instrument), today)


def _no_draft(wave: Wave) -> Any:
    flash(f"“{wave.title}” is open, so its settings stay as they are. Copy it to ask otherwise.")
    return redirect(url_for("waves.wave", wave=wave.id))


def _open_page(wave: Wave) -> str:
    study = store().studies.get(wave.study_id)
    instrument = store().definitions.get(wave.instrument_id, wave.version)
    return render_template(
        "waves/open.html",
        wave=wave,
        study=study,
        network=store().studies.network(study.network_id),
        instrument=instrument,
        form_title=instrument.form(wave.form).title or wave.form,
        schools=len(store().sites.of(wave)),
        findings=findings(store(), wave),
        now=store().now(),
        last_day=wave_form.last_day(wave),
    )


def _form_page(
    study: Study,
    instrument: Instrument,
    given: wave_form.TypedWave,
    problems: Mapping[str, str] | None = None,
    *,
    copy: Wave | None = None,
    draft: Wave | None = None,
) -> str:
    network = store().studies.network(study.network_id)
    return render_template(
        "waves/new.html",
        study=study,
        network=network,
        instrument=instrument,
        given=given,
        problems=dict(problems or {}),
        copy=copy,
        draft=draft,
        forms=wave_choices.forms_of(instrument),
        languages=wave_choices.languages_of(store(), instrument),
        privacies=wave_choices.privacies(instrument),
        event_forms=wave_choices.event_forms(instrument),
        schools=_in_use(network),
    )


def _in_use(network: Network) -> list[School]:
    return [one for one in store().studies.schools(network) if not one.archived]


def _wave_of(study: Study, id: int | None) -> Wave | None:
    return next((one for one in store().waves.of(study) if one.id == id), None)


def _add_schools(study: Study, made: Wave, chosen: tuple[int, ...], last: Wave | None) -> None:
    """The chosen schools take part, with the rosters of the wave that was copied."""
    rosters = {one.school_id: one for one in store().sites.of(last)} if last else {}
    there = {one.school_id for one in store().sites.of(made)}
    for school in _in_use(store().studies.network(study.network_id)):
        if school.id in chosen and school.id not in there:
            old = rosters.get(school.id)
            store().sites.add(made, school, old.roster if old else None, old.roster_by_role if old else None)
