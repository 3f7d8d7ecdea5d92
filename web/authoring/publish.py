"""From a working copy to a published version: compared, confirmed, published; retired, and begun anew."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.authoring import working_copy
from engine.authoring.working_copy import Checked
from engine.instrument.comparison import Topic, VersionComparison, compare
from engine.instrument.file_identity import identity, with_version
from engine.instrument.model import Instrument
from engine.instrument.publishing import Step, by_number, may_publish, next_version
from engine.instrument.translation import Translation, texts, translate
from engine.loading.folder import INSTRUMENT
from engine.problems import Problem
from engine.store import Network, NotFound, StoreError, WorkingCopy
from web import rights
from web.authoring.frame import around
from web.authoring.working_copies import PREFIX, find_copy, note, require_researcher
from web.forms import LineField, TickField, TypedForm, WholeField
from web.rights import Place
from web.sessions import store, who

pages = Blueprint("authoring_publish", __name__, url_prefix=PREFIX)


class PublishForm(TypedForm):
    number, sure = WholeField(), TickField()
    id, version, reach = LineField(), LineField(), LineField()


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """Where a copy stands beside what is published: what changed, and what keeps it from being published."""

    latest: Instrument | None
    comparison: VersionComparison | None
    obstacles: tuple[Problem, ...]


@pages.get("/copies/<int:copy>/comparison")
@require_researcher()
def comparison(network: Network, copy: int) -> str:
    found = find_copy(network, copy)
    context = around(network, found)
    standing = _standing(network, context["checked"])
    return render_template(
        "authoring/comparison.html",
        **context,
        here="comparison",
        standing=standing,
        order=list(Topic),
    )


@pages.get("/copies/<int:copy>/publish")
@require_researcher()
def confirm(network: Network, copy: int) -> str:
    """What publishing freezes, before it is done."""
    return _confirm(network, find_copy(network, copy))


@pages.post("/copies/<int:copy>/publish")
@require_researcher()
def publish(network: Network, copy: int) -> Any:
    """Publish the save that was shown, for good."""
    found = find_copy(network, copy)
    form = PublishForm(request.form)
    seen = form.number.number
    if seen is not None and seen != found.last.number:
        trouble = f"{found.last.who} saved the definition since this page was opened. Look at it once more."
        return _confirm(network, found, trouble), 409
    if seen is None or not form.sure.ticked:
        return _confirm(network, found, "Tick the box: what is published can never be changed."), 400
    checked = working_copy.check(store().workshop.files(found))
    definition = checked.definition
    if definition is None or checked.problems or _standing(network, checked).obstacles:
        return _confirm(network, found, "Nothing was published: fix what is listed first."), 400
    languages = definition.translations.values()
    try:
        store().workshop.publish(
            network, found, definition.instrument, languages, who(), to_all=form.reach.data == "all"
        )
    except StoreError as error:
        return _confirm(network, found, f"Nothing was published. {error.cause}: {error.remedy}."), 409
    note(network, "definition.published", found)
    flash(f"{definition.instrument.name} is published. New waves can use it from now on.")
    return redirect(url_for("authoring.index", network=network.id))


@pages.post("/copies/<int:copy>/next")
@require_researcher()
def next_copy(network: Network, copy: int) -> Any:
    """A new version to write on, begun as a copy of this one; the version is counted up by the least step."""
    found = find_copy(network, copy)
    files = store().workshop.files(found)
    id, version, _ = identity(files.get(INSTRUMENT, ""))
    taken = [by_number(one) for known, one in store().definitions.versions() if known == id]
    if taken:
        files[INSTRUMENT] = with_version(files[INSTRUMENT], next_version(max(taken), Step.PATCH))
    made = store().workshop.begin(network, files, who(), f"Begun from {id} {version}")
    note(network, "definition.begun", made)
    return redirect(url_for("authoring.open_copy", network=network.id, copy=made.id))


@pages.post("/retire")
@require_researcher()
def retire(network: Network) -> Any:
    return _offer(network, retired=True)


@pages.post("/bring-back")
@require_researcher()
def bring_back(network: Network) -> Any:
    return _offer(network, retired=False)


def _offer(network: Network, *, retired: bool) -> Any:
    form = PublishForm(request.form)
    id, version = form.id.data, form.version.data
    try:
        if retired:
            store().workshop.retire(network, id, version, who())
        else:
            store().workshop.bring_back(network, id, version)
    except NotFound as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("authoring.index", network=network.id))
    action = "definition.retired" if retired else "definition.brought_back"
    rights.note(action, Place(network.id, name=network.name), f"{id} {version}")
    if retired:
        flash(f"{id} {version} is hidden from new waves. Waves that use it go on as they are.")
    else:
        flash(f"New waves can use {id} {version} again.")
    return redirect(url_for("authoring.index", network=network.id))


def _confirm(network: Network, copy: WorkingCopy, trouble: str = "") -> str:
    context = around(network, copy)
    checked = context["checked"]
    return render_template(
        "authoring/publish.html",
        **context,
        here="publish",
        several_networks=len(store().studies.networks()) > 1,
        standing=_standing(network, checked),
        instrument=checked.definition.instrument if checked.definition else None,
        languages=list(checked.definition.translations) if checked.definition else [],
        trouble=trouble,
    )


def _standing(network: Network, checked: Checked) -> CopyStanding:
    definition = checked.definition
    if definition is None:
        return CopyStanding(None, None, checked.problems)
    candidate = definition.instrument
    latest = _latest(network, candidate.id)
    if latest is None:
        return CopyStanding(None, None, checked.problems)
    said = [_whole(candidate, one) for one in definition.translations.values()]
    obstacles = may_publish(latest, candidate, definition.crosswalks)
    compared = compare(latest, candidate, _spoken(latest), said)
    return CopyStanding(latest, compared, (*checked.problems, *obstacles))


def _latest(network: Network, id: str) -> Instrument | None:
    """The highest published version of an instrument that this network may read."""
    known = store().workshop.published_versions(network)
    versions = [one.version for one in known if one.instrument_id == id]
    return store().definitions.get(id, max(versions, key=by_number)) if versions else None


def _spoken(published: Instrument) -> list[Translation]:
    """What a published version says in each of its other languages, every text."""
    languages = store().definitions.languages(published.id, published.version)[1:]
    found = [(one, store().definitions.get(published.id, published.version, one)) for one in languages]
    return [Translation(language, texts(instrument)) for language, instrument in found]


def _whole(instrument: Instrument, translation: Translation) -> Translation:
    return Translation(translation.language, texts(translate(instrument, translation)))
