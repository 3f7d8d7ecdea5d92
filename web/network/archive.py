"""What a network keeps out of its lists, and what of it will be deleted on a day; both are undone here."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.store import Network, StoreError, Thing, ThingKind, kind_of, name_of
from web import rights
from web.forms import LineField, TypedForm
from web.network.things import ACTIONS, PLURALS, network_of, page_of, place_of
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("archive", __name__)


class ArchiveForm(TypedForm):
    state = LineField()  # "listed" takes it out


@pages.get("/networks/<int:network>/archive")
@needs(Action.MANAGE_SCHOOLS, "network")
def archive(network: Network) -> str:
    ordered = store().deletions.within(network)
    return render_template(
        "keeping/archive.html",
        network=network,
        ordered=ordered,
        archived=[(kind_of(one).value, one, page_of(one)) for one in store().archive.of(network)],
        plurals=PLURALS,
    )


def _change(thing: Thing) -> Any:
    """Put a thing into the archive, or take it out."""
    out = ArchiveForm(request.form).state.data == "listed"
    network = network_of(thing)
    try:
        if out:
            store().archive.take_out(thing)
        else:
            store().archive.put(thing)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(page_of(thing))
    rights.note("archive.left" if out else "archive.put", place_of(thing))
    flash(
        f"“{name_of(thing)}” is in the lists again."
        if out
        else f"“{name_of(thing)}” is archived: out of the lists, with nothing deleted. Take it out at any time."
    )
    return redirect(url_for("archive.archive", network=network.id))


def _open(kind: ThingKind, view: Callable[[Thing], Any]) -> None:
    guarded = needs(ACTIONS[kind], kind.value)(lambda **found: view(found[kind.value]))
    address = f"/{PLURALS[kind]}/<int:{kind}>/archive"
    pages.add_url_rule(address, endpoint=f"change_{kind}", view_func=guarded, methods=["POST"])


for _kind in ThingKind:
    _open(_kind, _change)
