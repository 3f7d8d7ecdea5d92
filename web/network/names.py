"""Other names for a network, its schools, studies and waves; and away with what is still empty."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.store import Network, School, StoreError, Study, Wave
from web import rights
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("names", __name__)


@pages.post("/networks/<int:network>/name")
@needs(Action.MANAGE_SCHOOLS, "network")
def network(network: Network) -> Any:
    here = url_for("schools.schools", network=network.id)
    return _renamed(
        lambda name: store().studies.rename_network(network, name).name,
        network.name,
        Place(network.id),
        "network.renamed",
        here,
    )


@pages.post("/schools/<int:school>/name")
@needs(Action.MANAGE_SCHOOLS, "school")
def school(school: School) -> Any:
    here = url_for("schools.school", school=school.id)
    return _renamed(
        lambda name: store().studies.rename_school(school, name).name,
        school.name,
        Place(school.network_id, school.id),
        "school.renamed",
        here,
    )


@pages.post("/studies/<int:study>/name")
@needs(Action.RUN_WAVES, "study")
def study(study: Study) -> Any:
    here = url_for("waves.waves", network=study.network_id)
    return _renamed(
        lambda name: store().studies.rename(study, name).title,
        study.title,
        Place(study.network_id),
        "study.renamed",
        here,
    )


@pages.post("/waves/<int:wave>/name")
@needs(Action.RUN_WAVES, "wave")
def wave(wave: Wave) -> Any:
    here = url_for("waves.wave", wave=wave.id)
    return _renamed(
        lambda name: store().waves.rename(wave, name).title,
        wave.title,
        rights.of_wave(store(), wave.id)[1],
        "wave.renamed",
        here,
    )


@pages.get("/schools/<int:school>/delete")
@needs(Action.MANAGE_SCHOOLS, "school")
def ask_school(school: School) -> str:
    return _asked(
        store().studies.network(school.network_id), school.name, url_for("schools.school", school=school.id)
    )


@pages.post("/schools/<int:school>/delete")
@needs(Action.MANAGE_SCHOOLS, "school")
def delete_school(school: School) -> Any:
    here = url_for("schools.school", school=school.id)
    after = url_for("schools.schools", network=school.network_id)
    return _deleted(
        lambda: store().studies.remove_school(school),
        school.name,
        Place(school.network_id),
        "school.deleted",
        here,
        after,
    )


@pages.get("/studies/<int:study>/delete")
@needs(Action.RUN_WAVES, "study")
def ask_study(study: Study) -> str:
    network = store().studies.network(study.network_id)
    return _asked(network, study.title, url_for("waves.waves", network=network.id))


@pages.post("/studies/<int:study>/delete")
@needs(Action.RUN_WAVES, "study")
def delete_study(study: Study) -> Any:
    here = url_for("waves.waves", network=study.network_id)
    return _deleted(
        lambda: store().studies.remove(study),
        study.title,
        Place(study.network_id),
        "study.deleted",
        here,
        here,
    )


@pages.get("/waves/<int:wave>/delete")
@needs(Action.RUN_WAVES, "wave")
def ask_wave(wave: Wave) -> str:
    return _asked(_network_of(wave), wave.title, url_for("waves.wave", wave=wave.id))


@pages.post("/waves/<int:wave>/delete")
@needs(Action.RUN_WAVES, "wave")
def delete_wave(wave: Wave) -> Any:
    network = _network_of(wave)
    here, after = url_for("waves.wave", wave=wave.id), url_for("waves.waves", network=network.id)
    return _deleted(
        lambda: store().waves.remove(wave), wave.title, Place(network.id), "wave.deleted", here, after
    )


def _network_of(wave: Wave) -> Network:
    return store().studies.network(store().studies.get(wave.study_id).network_id)


def _renamed(rename: Callable[[str], str], old: str, place: Place, action: str, here: str) -> Any:
    try:
        new = rename(" ".join(request.form.get("name", "").split()))
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(here)
    if new != old:
        rights.note(action, place, f"{old} → {new}")
        flash(f"“{old}” is called “{new}” from now on. Results that were made before keep the name they had.")
    return redirect(here)


def _asked(network: Network, name: str, back: str) -> str:
    return render_template("people/delete.html", network=network, name=name, back=back)


def _deleted(delete: Callable[[], None], name: str, place: Place, action: str, here: str, after: str) -> Any:
    try:
        delete()
    except StoreError as error:
        flash(f"Nothing was deleted. {error.cause}: {error.remedy}.")
        return redirect(here)
    rights.note(action, place, name)
    flash(f"“{name}” is deleted.")
    return redirect(after)
