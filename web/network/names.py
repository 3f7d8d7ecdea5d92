"""Other names for a network, its schools, studies and waves; and away with what is still empty."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, request, url_for

from engine.store import Network, School, Store, StoreError, Thing, ThingKind, Wave, name_of
from web import rights
from web.account.questions import ask
from web.forms import LineField, TypedForm
from web.network.things import PLURALS, network_of
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("names", __name__)

EMPTY: Final = (
    "Only what is empty can be deleted: answers, results and people’s roles are never lost this way."
)


@dataclass(frozen=True, slots=True)
class Nameable:
    """A kind of thing with a name: who may change it, the page it is changed on, and how the store does it.

    `shelf` is where one looks once it is gone; without `remove` it is never deleted.
    """

    kind: str
    action: Action
    page: Callable[[Any], str]
    rename: Callable[[Store, Any, str], Thing]
    remove: Callable[[Store], Callable[..., None]] | None = None
    shelf: Callable[[Network], str] = lambda network: url_for("waves.waves", network=network.id)


NAMEABLE: Final = (
    Nameable(
        "network",
        Action.MANAGE_SCHOOLS,
        lambda network: url_for("schools.schools", network=network.id),
        lambda store, network, name: store.studies.rename_network(network, name),
    ),
    Nameable(
        "school",
        Action.MANAGE_SCHOOLS,
        lambda school: url_for("schools.school", school=school.id),
        lambda store, school, name: store.studies.rename_school(school, name),
        lambda store: store.studies.remove_school,
        lambda network: url_for("schools.schools", network=network.id),
    ),
    Nameable(
        "study",
        Action.RUN_WAVES,
        lambda study: url_for("waves.waves", network=study.network_id),
        lambda store, study, name: store.studies.rename(study, name),
        lambda store: store.studies.remove,
    ),
    Nameable(
        "wave",
        Action.RUN_WAVES,
        lambda wave: url_for("waves.wave", wave=wave.id),
        lambda store, wave, name: store.waves.rename(wave, name),
        lambda store: store.waves.remove,
    ),
)


class NameForm(TypedForm):
    name = LineField()


def _rename(named: Nameable, thing: Thing) -> Any:
    old, here = name_of(thing), named.page(thing)
    try:
        new = name_of(named.rename(store(), thing, NameForm(request.form).name.data))
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(here)
    if new != old:
        school, wave = (thing.id if isinstance(thing, kind) else None for kind in (School, Wave))
        rights.note(f"{named.kind}.renamed", Place(network_of(thing).id, school, wave), f"{old} → {new}")
        flash(f"“{old}” is called “{new}” from now on. Results that were made before keep the name they had.")
    return redirect(here)


def _ask(named: Nameable, remove: Callable[..., None], thing: Thing) -> Any:
    """The question for what is empty; what holds something is deleted another way (`web.network.deletions`)."""
    try:
        remove(thing, rehearsed=True)
    except StoreError:  # it holds something, so that it goes later, or says why it can't
        return redirect(f"/{PLURALS[ThingKind(named.kind)]}/{thing.id}/deletion")
    return ask(
        f"Delete “{name_of(thing)}”?",
        EMPTY,
        "What the log says of it stays.",
        "Delete it",
        back=named.page(thing),
        leave="Keep it",
        network=network_of(thing),
    )


def _delete(named: Nameable, remove: Callable[..., None], thing: Thing) -> Any:
    network = network_of(thing)
    try:
        remove(thing)
    except StoreError as error:
        flash(f"Nothing was deleted. {error.cause}: {error.remedy}.")
        return redirect(named.page(thing))
    rights.note(f"{named.kind}.deleted", Place(network.id), name_of(thing))
    flash(f"“{name_of(thing)}” is deleted.")
    return redirect(named.shelf(network))


def _open(named: Nameable) -> None:
    """Give a kind of thing its addresses."""

    def add(ending: str, method: str, endpoint: str, view: Callable[[Thing], Any]) -> None:
        guarded = needs(named.action, named.kind)(lambda **found: view(found[named.kind]))
        address = f"/{PLURALS[ThingKind(named.kind)]}/<int:{named.kind}>/{ending}"
        pages.add_url_rule(address, endpoint=endpoint, view_func=guarded, methods=[method])

    add("name", "POST", named.kind, lambda thing: _rename(named, thing))
    if remove := named.remove:
        add("delete", "GET", f"ask_{named.kind}", lambda thing: _ask(named, remove(store()), thing))
        add("delete", "POST", f"delete_{named.kind}", lambda thing: _delete(named, remove(store()), thing))


for _named in NAMEABLE:
    _open(_named)
