"""What the respondent's pages need of a store: `engine.store.Store` has it, so has the preview's memory."""

from typing import Protocol, cast

from flask import current_app

from engine.instrument.model import Instrument
from engine.responses.answers import Submission
from engine.store import Draft, DraftKey, Receipt, SiteAtDoor


class Keeper(Protocol):
    """Finds the survey behind a link, keeps drafts, and takes submissions."""

    def site_by_link(self, link: str) -> SiteAtDoor | None: ...
    def instrument(self, id: str, version: str, language: str | None = None) -> Instrument: ...
    def start_draft(self, site: SiteAtDoor) -> DraftKey: ...
    def load_draft(self, key: DraftKey) -> Draft | None: ...
    def save_draft(self, key: DraftKey, draft: Draft) -> Draft: ...
    def submit(self, key: DraftKey, submission: Submission, seconds: float) -> Receipt: ...
    def expire_drafts(self, older_than_days: int) -> int: ...
    def withdraw(self, code: str) -> bool: ...


def keeper() -> Keeper:
    """The keeper of the application at work."""
    return cast(Keeper, current_app.extensions["store"])
