"""An author's way in: definitions written, uploaded and mended in the browser.

Working copies belong to a network; its researchers share them, and `require_researcher` guards every page.
Publishing, comparing and retiring are in `web.authoring.publish`, the phone-sized preview in
`web.authoring.copy_preview`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from engine.authoring import working_copy
from engine.authoring.archive import take_in, write_zip
from engine.authoring.working_copy import CONSTRUCTS, Checked
from engine.exchange.file_names import file_name
from engine.instrument.file_identity import identity, with_version
from engine.instrument.publishing import Step, by_number, next_version
from engine.loading import catalog
from engine.loading.folder import COMPANIONS, INSTRUMENT
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.store import Network, NotFound, StaleCopy, StoreError, WorkingCopy
from web import rights
from web.attachment import attached
from web.authoring.frame import around
from web.authoring.problems import about, told
from web.forms import LineField, SecretField, TickField, TypedForm, WholeField
from web.rights import Action, Place, needs
from web.sessions import store, who

PREFIX: Final = "/networks/<int:network>/instruments"

pages = Blueprint("authoring", __name__, url_prefix=PREFIX)


class FileForm(TypedForm):
    source, name = LineField(), LineField()
    text, number, sure = SecretField(), WholeField(), TickField()


BLANK: Final = """\
# A definition to begin with. Change every line; what is missing or wrong is listed above.
id: my-instrument
version: 1.0.0
title: My instrument
language: en
licence: CC-BY-4.0
audience: staff            # staff, classified_staff, site_leaders, district_leaders, students, families or any
reading_grade: 9
minutes: 3
privacy: anonymous
minimum_group: 5

response_scales:
  true5:
    options:
      - {value: 1, label: Not at all true}
      - {value: 2, label: Slightly true}
      - {value: 3, label: Somewhat true}
      - {value: 4, label: Mostly true}
      - {value: 5, label: Completely true}
    non_answers: {cannot_judge: I can't judge}

stems:
  year: Thinking of this school year, how true is each statement?

items:
  - {id: M1, text: Our meetings end on time., stem: year, scale: true5}
  - {id: M2, text: We follow the agenda of a meeting., stem: year, scale: true5}
  - {id: M3, text: Our meetings help me do my work., stem: year, scale: true5}

subscales:
  - id: meetings
    label: Meetings
    items: [M1, M2, M3]
    score: {method: mean, minimum_answered: 2, rescale: [0, 100]}

forms:
  full: {title: All questions, pages: [{title: Meetings, items: [M1, M2, M3]}]}
"""


def require_researcher() -> Callable[[Any], Any]:
    """The one guard of every page here: for those who may write instruments in the network of the address."""
    return needs(Action.WRITE_INSTRUMENTS, "network")


def find_copy(network: Network, copy: int) -> WorkingCopy:
    """A copy of this network, or the page that says there is none."""
    try:
        return store().workshop.copy(network, copy)
    except NotFound:
        abort(404)


def note(network: Network, action: str, copy: WorkingCopy) -> None:
    """Keep in the network's log what was done to a definition."""
    rights.note(action, Place(network.id, name=network.name), f"{copy.instrument_id} {copy.version}")


@pages.get("/")
@require_researcher()
def index(network: Network) -> str:
    return _index(network)


@pages.post("/new")
@require_researcher()
def new(network: Network) -> Any:
    """A copy to write on: from a blank, or from an instrument that comes with Barograph."""
    source = FileForm(request.form).source.data
    if not source:
        return begin_copy(network, {INSTRUMENT: BLANK}, "Begun from a blank")
    if not any(f"{one.id}@{one.version}" == source for one in catalog.list_instruments() if not one.problems):
        abort(404)
    files = working_copy.from_folder(catalog.folder(source))
    return begin_copy(network, _unpublished(files), f"Begun from {source.replace('@', ' ')}")


@pages.post("/upload")
@require_researcher()
def upload(network: Network) -> Any:
    """A copy from a zip archive or from single files."""
    try:
        taken = take_in(_uploads())
    except Refused as refused:
        return _index(network, refused.problems), 400
    if INSTRUMENT not in taken.files:
        cause, remedy = f"no {INSTRUMENT} was uploaded", "choose it too; the other files stand beside it"
        return _index(network, [Problem("no_instrument_file", "the upload", cause, remedy)]), 400
    _tell_left_out(taken.left_out)
    return begin_copy(network, taken.files, "Uploaded")


@pages.get("/copies/<int:copy>/")
@require_researcher()
def open_copy(network: Network, copy: int) -> Any:
    found = find_copy(network, copy)
    return _to_file(network, found, INSTRUMENT)


@pages.get("/copies/<int:copy>/files/<path:name>")
@require_researcher()
def file(network: Network, copy: int, name: str) -> str:
    found = find_copy(network, copy)
    files = store().workshop.files(found)
    if name not in files:
        abort(404)
    return _editor(network, found, name, files)


@pages.post("/copies/<int:copy>/files/<path:name>")
@require_researcher()
def save(network: Network, copy: int, name: str) -> Any:
    """Keep the text of one file, right or wrong. What others saved meanwhile is never overwritten unseen."""
    found = find_copy(network, copy)
    files, typed = (
        store().workshop.files(found),
        working_copy.with_plain_line_ends(FileForm(request.form).text.data),
    )
    if name not in files:
        abort(404)
    if files[name] == typed:
        flash("There was nothing new to save.")
        return _to_file(network, found, name)
    if too_large := working_copy.size_problems({**files, name: typed}):
        return _editor(network, found, name, {**files, name: typed}, refused=too_large), 400
    if _changed_since(found, name, files):
        return _editor(network, found, name, {**files, name: typed}, saved_by=found.last.who), 409
    return _save(network, found, {**files, name: typed}, name, f"Edited {name}")


@pages.post("/copies/<int:copy>/add")
@require_researcher()
def add(network: Network, copy: int) -> Any:
    """Another file: an empty one by its name, or uploaded; one of the same name is replaced, and kept as a save."""
    found = find_copy(network, copy)
    files, name = store().workshop.files(found), FileForm(request.form).name.data
    sent = _uploads(name)
    try:
        added = take_in(sent).files if sent else _empty(name, files)
        whole = {**files, **added}
        if too_large := working_copy.size_problems(whole):
            raise Refused(too_large)
    except Refused as refused:
        return _editor(network, found, INSTRUMENT, files, refused=refused.problems), 400
    first = working_copy.in_tab_order(added)[0]
    return _save(network, found, whole, first, f"Added {', '.join(working_copy.in_tab_order(added))}")


@pages.post("/copies/<int:copy>/remove/<path:name>")
@require_researcher()
def remove(network: Network, copy: int, name: str) -> Any:
    """Take a file out; it can be had back from the saves."""
    found = find_copy(network, copy)
    files = store().workshop.files(found)
    if name not in files:
        abort(404)
    if name == INSTRUMENT:
        flash(f"{INSTRUMENT} stays: without it there is no definition. To throw everything away, see Saves.")
        return _to_file(network, found, name)
    del files[name]
    return _save(network, found, files, INSTRUMENT, f"Removed {name}")


@pages.get("/copies/<int:copy>/saves")
@require_researcher()
def saves(network: Network, copy: int) -> str:
    found = find_copy(network, copy)
    return render_template(
        "authoring/saves.html", **around(network, found), saves=store().workshop.saves(found), here="saves"
    )


@pages.post("/copies/<int:copy>/saves/<int:number>")
@require_researcher()
def take_back(network: Network, copy: int, number: int) -> Any:
    """Make an earlier save the latest again; what stood there until now stays among the saves."""
    found = find_copy(network, copy)
    try:
        files = store().workshop.files(found, number)
    except NotFound:
        abort(404)
    return _save(network, found, files, INSTRUMENT, f"Back to save {number}")


@pages.get("/copies/<int:copy>/download")
@require_researcher()
def download(network: Network, copy: int) -> Response:
    """The files as a zip archive: what is written here is never locked in."""
    found = find_copy(network, copy)
    name = "".join(sign if sign.isalnum() else "-" for sign in f"{found.instrument_id}-{found.version}")
    name = name.strip("-") or "definition"
    return attached(write_zip(store().workshop.files(found), name), "application/zip", file_name("zip", name))


@pages.post("/copies/<int:copy>/discard")
@require_researcher()
def discard(network: Network, copy: int) -> Any:
    """Throw the copy away for good; asked for on its page of saves."""
    found = find_copy(network, copy)
    if not FileForm(request.form).sure.ticked:
        flash("Tick the box first: a definition that is thrown away cannot be restored.")
        return redirect(url_for("authoring.saves", network=network.id, copy=copy))
    store().workshop.discard(network, found)
    note(network, "definition.discarded", found)
    flash(f"{found.title or 'The definition'} was thrown away.")
    return redirect(url_for("authoring.index", network=network.id))


def _index(network: Network, problems: Iterable[Problem] = ()) -> str:
    return render_template(
        "authoring/index.html",
        network=network,
        copies=store().workshop.copies(network),
        versions=store().workshop.published_versions(network),
        titles=_titles(network),
        several_networks=len(store().studies.networks()) > 1,
        shipped=[one for one in catalog.list_instruments() if not one.problems],
        problems=list(problems),
    )


def _titles(network: Network) -> dict[tuple[str, str], str]:
    return {
        (one.instrument_id, one.version): store().definitions.get(one.instrument_id, one.version).title
        for one in store().workshop.published_versions(network)
    }


def begin_copy(network: Network, files: Mapping[str, str], what: str) -> Any:
    """Make a working copy of these files and go to it."""
    copy = store().workshop.begin(network, files, who(), what)
    note(network, "definition.begun", copy)
    return _to_file(network, copy, INSTRUMENT)


def _unpublished(files: dict[str, str]) -> dict[str, str]:
    """The files with the next version where theirs is published here already."""
    id, version, _ = identity(files[INSTRUMENT])
    taken = [by_number(one) for known, one in store().definitions.versions() if known == id]
    if not taken or by_number(version) not in taken:
        return files
    return {**files, INSTRUMENT: with_version(files[INSTRUMENT], next_version(max(taken), Step.PATCH))}


def _uploads(name: str = "") -> dict[str, bytes]:
    """What was uploaded, by file name; a single file may be given another name."""
    sent = [one for one in request.files.getlist("files") if one.filename]
    if name and len(sent) == 1 and not str(sent[0].filename).lower().endswith(".zip"):
        return {name: sent[0].read()}
    return {str(one.filename): one.read() for one in sent}


def _tell_left_out(names: Iterable[str]) -> None:
    names = list(names)
    if names:
        shown = ", ".join(names[:5]) + (" and more" if len(names) > 5 else "")
        flash(f"Left out, because nothing reads them: {shown}.")


def _empty(name: str, files: Mapping[str, str]) -> dict[str, str]:
    """A new file with its first line; raises `Refused` for a name that is taken or that nothing reads."""
    problem = working_copy.name_problem(name)
    if problem is None and name in files:
        cause, remedy = "there is a file of that name", "open its tab"
        problem = Problem("copy_file_twice", name, cause, remedy)
    if problem is not None:
        raise Refused([problem])
    if name in COMPANIONS or name.startswith(CONSTRUCTS):
        key = {"columns.yaml": "columns", "crosswalk.yaml": "crosswalks"}.get(
            name, name.removesuffix(".yaml")
        )
        return {name: f"# {name}\nid: {key.removeprefix(CONSTRUCTS)}\n" if "/" in name else f"{key}:\n"}
    return {name: f"language: {name.removesuffix('.yaml')}\nreviewed: false\n"}


def _changed_since(copy: WorkingCopy, name: str, files: Mapping[str, str]) -> bool:
    """Whether this very file was saved by another page since the one at hand was opened."""
    seen = FileForm(request.form).number.number
    if seen is None or seen == copy.last.number:
        return False
    try:
        return store().workshop.files(copy, seen).get(name) != files[name]
    except NotFound:
        return True


def _save(network: Network, copy: WorkingCopy, files: Mapping[str, str], name: str, what: str) -> Any:
    try:
        saved = store().workshop.save(network, copy, files, who(), what)
    except StaleCopy as stale:  # in the moment between reading and writing
        return _editor(network, stale.current, name, files, saved_by=stale.current.last.who), 409
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return _to_file(network, copy, INSTRUMENT)
    flash(_outcome(working_copy.check(files)))
    return _to_file(network, saved, name)


def _outcome(checked: Checked) -> str:
    count = len(checked.problems)
    if count:
        return f"Saved, with {counted(count, 'problem')} to fix."
    return "Saved. The definition has no problems."


def _to_file(network: Network, copy: WorkingCopy, name: str) -> Any:
    return redirect(url_for("authoring.file", network=network.id, copy=copy.id, name=name))


def _editor(
    network: Network,
    copy: WorkingCopy,
    name: str,
    files: Mapping[str, str],
    *,
    refused: Iterable[Problem] = (),
    saved_by: str = "",
) -> str:
    """The page of one file. `refused`: why nothing was saved; `saved_by`: who saved the file meanwhile."""
    refused = list(refused)
    checked = working_copy.check(store().workshop.files(copy) if refused else files)
    text = files.get(name, "")
    return render_template(
        "authoring/editor.html",
        **around(network, copy, checked),
        here=name,
        text=text,
        numbered=list(enumerate(text.split("\n")[:-1] or [""], 1)),
        problems=told(about(checked.problems, name), text),
        advice=told(about(checked.advice, name), text),
        elsewhere=len(checked.problems) - len(about(checked.problems, name)),
        refused=refused,
        saved_by=saved_by,
    )
