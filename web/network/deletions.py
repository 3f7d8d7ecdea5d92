"""Deleting what holds answers or people's work: told before, with a reason, and undone until a day that is set.

The server's clock deletes on that day (`engine/waves/deleting.py`).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.printed import day_words
from engine.store import StoreError, Thing, ThingKind, Wave, WaveState, kind_of, name_of
from engine.store.deletions import GRACE, LONGEST_REASON, OF_PEOPLE
from web import rights, sessions
from web.forms import LineField, TypedForm, WholeField
from web.network.school_card import all_waves
from web.network.things import ACTIONS, PLURALS, network_of, page_of, place_of
from web.rights import needs
from web.sessions import store

pages = Blueprint("deletions", __name__)

DAYS: Final = (7, GRACE, 90)


class DeletionForm(TypedForm):
    reason = LineField("Say in a sentence why. It is kept in the log.", most=LONGEST_REASON)
    days = WholeField()


def _ask(thing: Thing, problem: str = "") -> Any:
    """What goes and what stays; where it can't be, what stands in the way."""
    try:
        rehearsed = store().deletions.rehearse(thing)
    except StoreError as error:
        flash(f"“{name_of(thing)}” can’t be deleted. {error.cause}: {error.remedy}.")
        return redirect(page_of(thing))
    network = network_of(thing)
    today = network.day_of(store().now())
    return render_template(
        "keeping/delete.html",
        network=network,
        thing=thing,
        kind=kind_of(thing).value,
        name=name_of(thing),
        goes=_lines(rehearsed.goes),
        stays=_lines(rehearsed.stays),
        waves=_closed(thing),
        days=[(one, today + timedelta(days=one)) for one in DAYS],
        usual=GRACE,
        problem=problem,
        typed=DeletionForm(request.form).reason.data,
        back=page_of(thing),
    )


def _lines(counted: Sequence[tuple[str, int]]) -> list[str]:
    """What there is of each kind, with its number where a page may tell it."""
    return [words if words in OF_PEOPLE else f"{words}: {number:,}" for words, number in counted]


def _closed(thing: Thing) -> list[Wave]:
    """The closed waves whose files can still be taken: of a school, those it is counted in."""
    waves = [one for one in all_waves(store(), network_of(thing)) if one.state is WaveState.CLOSED]
    match kind_of(thing):
        case ThingKind.WAVE:
            return [one for one in waves if one.id == thing.id]
        case ThingKind.STUDY:
            return [one for one in waves if one.study_id == thing.id]
        case ThingKind.SCHOOL:
            return [one for one in waves if any(site.school_id == thing.id for site in store().sites.of(one))]
        case ThingKind.NETWORK:
            return waves


def _order(thing: Thing) -> Any:
    form = DeletionForm(request.form)
    form.validate()
    if problem := form.problems.get("reason"):
        return _ask(thing, problem), 400
    days = form.days.number if form.days.number in DAYS else GRACE
    try:
        if store().deletions.of(thing) is not None:  # pressed twice
            return redirect(url_for("archive.archive", network=network_of(thing).id))
        ordered = store().deletions.order(thing, form.reason.data, sessions.me().account.email, days)
    except StoreError as error:
        flash(f"Nothing is to be deleted. {error.cause}: {error.remedy}.")
        return redirect(page_of(thing))
    day = day_words(ordered.day)
    rights.note("deletion.ordered", place_of(thing), f"on {ordered.day.isoformat()} · {ordered.reason}")
    flash(
        f"“{ordered.name}” will be deleted on {day}. Until then it stays as it is, and you can undo this here."
    )
    return redirect(url_for("archive.archive", network=ordered.network_id))


def _undo(thing: Thing) -> Any:
    if store().deletions.undo(thing):
        rights.note("deletion.undone", place_of(thing))
        flash(f"“{name_of(thing)}” stays.")
    return redirect(url_for("archive.archive", network=network_of(thing).id))


def _open(which: ThingKind) -> None:
    """Give a kind of thing its addresses; a network is deleted by whoever runs the server, with the command."""

    def add(ending: str, method: str, endpoint: str, view: Callable[[Thing], Any]) -> None:
        guarded = needs(ACTIONS[which], which.value)(lambda **found: view(found[which.value]))
        address = f"/{PLURALS[which]}/<int:{which}>/{ending}"
        pages.add_url_rule(address, endpoint=f"{endpoint}_{which}", view_func=guarded, methods=[method])

    if which is not ThingKind.NETWORK:
        add("deletion", "GET", "ask", _ask)
        add("deletion", "POST", "order", _order)
    add("deletion/undo", "POST", "undo", _undo)


for _kind in ThingKind:
    _open(_kind)
