"""A definition being written, seen as the survey it would be: the same pages, answers kept in memory only."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final, cast
from zlib import crc32

from flask import Blueprint, Flask, Response, abort, current_app, render_template

from engine.instrument.event import NO_EVENT
from engine.instrument.model import Instrument
from engine.instrument.translation import Translation
from engine.loading.folder import read
from engine.problems import Problem, Refused
from engine.responses.answers import Submission
from engine.store import (
    AtDoor,
    CodeAtDoor,
    Device,
    Door,
    Draft,
    DraftGone,
    DraftKey,
    OwnStored,
    Receipt,
    SiteAtDoor,
    StaleDraft,
    WayIn,
)
from web.application import application
from web.authoring.paper_forms import printed_form
from web.respondent.blueprints import BLUEPRINTS
from web.respondent.keeper import Links
from web.security import Settings
from web.wording import say

pages = Blueprint("preview", __name__)

MOST_DRAFTS: Final = 200
OPEN_FOR: Final = timedelta(days=14)
CODE: Final = "0000-0000-0000-0000"
CODE_TO_GO_ON: Final = "00000-00000"


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as it stood at one moment: `instrument` is the last that had no problem, if there was one."""

    stamp: str
    instrument: Instrument | None
    problems: tuple[Problem, ...]
    translations: tuple[Translation, ...] = ()

    @property
    def refused(self) -> bool:
        return any(problem.refuses for problem in self.problems)


Editions = Callable[[], FolderState]


class Folder:
    """A folder that is being written in, read again whenever a file in it has changed."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._lock = Lock()
        self._edition = FolderState("", None, ())

    def edition(self) -> FolderState:
        """The folder as it is now; read again only when a file has changed."""
        stamp = _stamp(self._place)
        with self._lock:
            if stamp != self._edition.stamp:
                self._edition = self._read(stamp)
            return self._edition

    def _read(self, stamp: str) -> FolderState:
        try:
            definition = read(self._place)
        except Refused as refused:
            last = self._edition
            return FolderState(stamp, last.instrument, refused.problems, last.translations)
        translations = tuple(definition.translations.values())
        return FolderState(stamp, definition.instrument, definition.advice, translations)


class Sites:
    """One open survey a form of the folder."""

    def __init__(self, edition: Editions) -> None:
        self._edition = edition

    def by_join_code(self, typed: str) -> SiteAtDoor | None:
        return None

    def by_link(self, link: str) -> SiteAtDoor | None:
        instrument = self._edition().instrument
        if instrument is None or link not in instrument.form_by_id:
            return None
        now = datetime.now(UTC)
        return SiteAtDoor(
            id=crc32(link.encode()),
            wave_id=0,
            link=link,
            door=Door.OPEN,
            way_in=WayIn.LINK,
            network=say("preview_network"),
            study=say("preview_study"),
            wave=say("preview"),
            school=say("preview_school"),
            instrument_id=instrument.id,
            version=instrument.version,
            form=link,
            languages=(instrument.language,),
            privacy=instrument.privacy,
            minimum_group=instrument.minimum_group,
            opens=now,
            closes=now + OPEN_FOR,
            contact=None,
            kept_until=None,
            simulated=False,
            event=NO_EVENT,
        )


class Codes:
    """A preview asks for no code."""

    def find(self, typed: str) -> CodeAtDoor | None:
        return None

    def of_key(self, key: DraftKey) -> CodeAtDoor | None:
        return None


class Definitions:
    """The folder's last definition without a problem, whatever version is asked for."""

    def __init__(self, edition: Editions) -> None:
        self._edition = edition

    def get(self, id: str, version: str, language: str | None = None) -> Instrument:
        instrument = self._edition().instrument
        if instrument is None:
            raise LookupError(f"{id} {version} has never been without problems")
        return instrument

    def reviewed(self, id: str, version: str, language: str) -> bool:
        return True  # only the source language is shown


class Drafts:
    """Answers under way, forgotten with the preview."""

    def __init__(self, edition: Editions) -> None:
        self._edition = edition
        self._lock = Lock()
        self._drafts: OrderedDict[str, Draft] = OrderedDict()

    def start(self, site: SiteAtDoor, key: DraftKey | None = None) -> DraftKey:
        key = key or DraftKey(secrets.token_urlsafe())
        with self._lock:
            self._drafts[key.token] = Draft(site.id, b"", datetime.now(UTC))
            while len(self._drafts) > MOST_DRAFTS:
                self._drafts.popitem(last=False)
        return key

    def load(self, key: DraftKey) -> Draft | None:
        """The draft, without answers to questions that the definition has lost since."""
        instrument = self._edition().instrument
        draft = self._drafts.get(key.token)
        if draft is None or instrument is None:
            return draft
        here = next((form for form in instrument.forms if crc32(form.id.encode()) == draft.site_id), None)
        asked = frozenset(here.items) if here else frozenset()
        return replace(draft, answers={id: texts for id, texts in draft.answers.items() if id in asked})

    def save(self, key: DraftKey, draft: Draft) -> Draft:
        with self._lock:
            kept = self._drafts.get(key.token)
            if kept is None:
                raise DraftGone(submitted=False)
            if kept.revision != draft.revision:
                raise StaleDraft(kept)
            saved = replace(draft, revision=draft.revision + 1)
            self._drafts[key.token] = saved
            return saved

    def expire(self, older_than_days: int) -> int:
        return 0  # they live as long as the preview

    def drop(self, key: DraftKey) -> bool:
        """Forget a draft; False where there was none."""
        with self._lock:
            return self._drafts.pop(key.token, None) is not None


class Resumes:
    """Shows what a code looks like; it opens nothing."""

    def issue(self, key: DraftKey) -> str:
        return CODE_TO_GO_ON


class Submissions:
    """Takes submissions and keeps none."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._spent: set[str] = set()

    def submit(
        self, key: DraftKey, submission: Submission, seconds: float, device: Device = Device.OWN
    ) -> Receipt:
        if not self._drafts.drop(key):
            return Receipt(already_submitted=True, withdrawal_code=None)
        self._spent.add(key.token)
        return Receipt(already_submitted=False, withdrawal_code=CODE)

    def received(self, key: DraftKey) -> bool:
        return key.token in self._spent

    def link_of(self, code: str) -> str | None:
        return "" if code == CODE else None

    def withdraw(self, code: str) -> bool:
        return code == CODE


class OwnSubmissions:
    """A preview keeps nothing that was sent."""

    def reopen(self, key: DraftKey) -> Draft:
        raise DraftGone(submitted=False)

    def erase(self, key: DraftKey) -> bool:
        return False

    def stored(self, key: DraftKey) -> OwnStored:
        raise DraftGone(submitted=False)


class Closing:
    """A preview is never closed."""

    def undo_broken_off(self) -> int:
        return 0


class PreviewVisits:
    """What somebody meets at a link, put together from the other rooms of a preview."""

    def __init__(self, sites: Links, drafts: Drafts, submissions: Submissions) -> None:
        self._sites, self._drafts, self._submissions = sites, drafts, submissions

    def find(self, link: str, key: DraftKey | None) -> AtDoor | None:
        site = self._sites.by_link(link)
        if site is None or key is None:
            return None if site is None else AtDoor(site)
        return AtDoor(site, self._drafts.load(key), self._submissions.received(key))


class Preview:
    """The rooms of a store that the respondent's pages need (see `web.respondent.keeper.Keeper`), in memory."""

    def __init__(self, edition: Editions) -> None:
        self.edition = edition
        self.sites = Sites(edition)
        self.definitions = Definitions(edition)
        self.drafts = Drafts(edition)
        self.resumes = Resumes()
        self.submissions = Submissions(self.drafts)
        self.visits = PreviewVisits(self.sites, self.drafts, self.submissions)
        self.codes = Codes()
        self.own_answers = OwnSubmissions()
        self.closing = Closing()


@pages.get("/")
def index() -> str:
    """The forms of the definition, and what is wrong with it."""
    edition = _preview().edition()
    first = current_app.config["FIRST_FORM"]
    forms = edition.instrument.forms if edition.instrument else ()
    ordered = sorted(forms, key=lambda form: form.id != first)
    return render_template("preview/index.html", edition=edition, forms=ordered)


@pages.get("/preview/stamp")
def stamp() -> str:
    """Changes when a file of the folder does."""
    return _preview().edition().stamp


@pages.get("/preview/forms/<form>/<language>.pdf")
def paper_form(form: str, language: str) -> Response:
    """A form as it is printed, in any language of the folder."""
    edition = _preview().edition()
    if edition.instrument is None:
        abort(404)
    return printed_form(edition.instrument, edition.translations, form, language, "a4")


@pages.app_context_processor
def banner() -> dict[str, FolderState]:
    """Every page of a preview shows what is wrong with the definition on top."""
    return {"preview": _preview().edition()}


def create_preview(folder: Path, form: str | None = None) -> Flask:
    """An application that shows one folder; `form` is the one to offer first."""
    settings = Settings(secrets.token_urlsafe(), secure=False, hosts=("127.0.0.1", "localhost"))
    app = application(Preview(Folder(Path(folder)).edition), settings, (pages, *BLUEPRINTS))
    app.config["FIRST_FORM"] = form
    return app


def _preview() -> Preview:
    return cast(Preview, current_app.extensions["store"])


def _stamp(folder: Path) -> str:
    """A mark of all files that make up the definition, its construct maps with them."""
    rooms = [folder, *(parent / "constructs" for parent in folder.absolute().parents[:2])]
    files = sorted(file for room in rooms for file in room.glob("*.y*ml"))
    marks = []
    for file in [*files, *sorted(folder.absolute().parent.glob("*.y*ml"))]:
        try:
            state = file.stat()
        except OSError:
            continue  # gone between listing and looking: the next look will say
        marks.append(f"{file}:{state.st_mtime_ns}:{state.st_size}")
    return f"{crc32(' '.join(marks).encode()):08x}"
