"""Merging two schools that are one: what would move, what stands in the way, and the press."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.store import School, StoreError
from web import rights
from web.forms import TypedForm, WholeField
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("merging", __name__)

NONE: Final = "Choose a school"  # no school is chosen for anybody: a merge can't be undone
CHOOSE: Final = "Choose the school that it is, then look at what the merge would do."


class MergeForm(TypedForm):
    into = WholeField()


@pages.get("/schools/<int:school>/merge")
@needs(Action.MANAGE_SCHOOLS, "school")
def ask(school: School) -> str:
    """The other schools to choose from; and of a chosen one, what would be done."""
    form = MergeForm(request.args)
    return _page(school, _chosen(school, form), asked=bool(form.into.raw_data))


@pages.post("/schools/<int:school>/merge")
@needs(Action.MANAGE_SCHOOLS, "school")
def merge(school: School) -> Any:
    kept = _chosen(school, MergeForm(request.form))
    if kept is None:
        return _page(school, None, asked=True), 400
    try:
        with store().together():
            store().merging.merge(school, kept)
            place = Place(kept.network_id, kept.id, name=f"{school.name} → {kept.name}")
            rights.note("school.merged", place)
    except StoreError:
        return _page(school, kept, asked=True), 400
    flash(f"“{school.name}” is now “{kept.name}”. Results that were made before keep the name they had.")
    return redirect(url_for("schools.school", school=kept.id))


def _chosen(school: School, form: MergeForm) -> School | None:
    return next((one for one in _others(school) if one.id == form.into.number), None)


def _others(school: School) -> list[School]:
    network = store().studies.network(school.network_id)
    return [one for one in store().studies.schools(network) if one.id != school.id]


def _page(school: School, kept: School | None, *, asked: bool) -> str:
    problem, rehearsed = CHOOSE if asked else "", None
    if kept is not None:
        problem = ""
        try:
            rehearsed = store().merging.rehearse(school, kept)
        except StoreError as error:
            problem = f"{error.cause}: {error.remedy}."
    return render_template(
        "keeping/merge.html",
        network=store().studies.network(school.network_id),
        school=school,
        others=[("", NONE), *((str(one.id), one.name) for one in others)]
        if (others := _others(school))
        else [],
        kept=kept,
        rehearsed=rehearsed,
        problem=problem,
    )
