"""The rooms that the respondent's pages need: `engine.store.Store` has them, and so has the preview in memory."""

from typing import Protocol, cast

from flask import current_app

from engine.instrument.model import Instrument
from engine.responses.answers import Submission
from engine.store import Device, Draft, DraftKey, Receipt, SiteAtDoor


class Links(Protocol):
    def by_link(self, link: str) -> SiteAtDoor | None: ...


class Editions(Protocol):
    def get(self, id: str, version: str, language: str | None = None) -> Instrument: ...
    def reviewed(self, id: str, version: str, language: str) -> bool: ...


class Drafts(Protocol):
    def start(self, site: SiteAtDoor, key: DraftKey | None = None) -> DraftKey: ...
    def load(self, key: DraftKey) -> Draft | None: ...
    def save(self, key: DraftKey, draft: Draft) -> Draft: ...
    def expire(self, older_than_days: int) -> int: ...


class Submissions(Protocol):
    def submit(
        self, key: DraftKey, submission: Submission, seconds: float, device: Device = Device.OWN
    ) -> Receipt: ...
    def received(self, key: DraftKey) -> bool: ...
    def link_of(self, code: str) -> str | None: ...
    def withdraw(self, code: str) -> bool: ...


class Closes(Protocol):
    def undo_broken_off(self) -> int: ...


class Keeper(Protocol):
    """Finds the survey behind a link, keeps drafts, and takes submissions: the rooms that this needs."""

    @property
    def sites(self) -> Links: ...
    @property
    def definitions(self) -> Editions: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def closing(self) -> Closes: ...


def keeper() -> Keeper:
    """The keeper of the application at work."""
    return cast(Keeper, current_app.extensions["store"])
