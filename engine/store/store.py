"""The store's one front: a room for everything others may ask of the database."""

from contextlib import AbstractContextManager
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.store import migrations
from engine.store.archive import Archive
from engine.store.audit import Audit
from engine.store.board import Board
from engine.store.check_ins import CheckIns
from engine.store.choices import Choices
from engine.store.closing import Closing
from engine.store.codes import Codes
from engine.store.comments import Comments
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.deletions import Deletions
from engine.store.drafts import Drafts
from engine.store.errors import StoreError
from engine.store.forgetting import Forgetting
from engine.store.identities import Identities
from engine.store.installation import Installation
from engine.store.invitations import Invitations
from engine.store.invitees import Invitees
from engine.store.jobs import Jobs
from engine.store.keys import Keys
from engine.store.mailings import Mailings
from engine.store.members import Members
from engine.store.merging import Merging
from engine.store.notices import Notices
from engine.store.own_answers import OwnAnswers
from engine.store.own_record import OwnRecord
from engine.store.own_sheets import OwnSheets
from engine.store.partnerships import Partnerships
from engine.store.people import People
from engine.store.phases import Phases
from engine.store.plan_reminders import PlanReminders
from engine.store.plans import Plans
from engine.store.predictions import Predictions
from engine.store.responses import Responses
from engine.store.results import Results
from engine.store.resumes import Resumes
from engine.store.room import Clock, utc_now
from engine.store.rubrics import Rubrics
from engine.store.sheet_comments import SheetComments
from engine.store.sheet_saves import SheetSaves
from engine.store.sign_ins import SignIns
from engine.store.sites import Sites
from engine.store.studies import Studies
from engine.store.submissions import Submissions
from engine.store.units import Units
from engine.store.visits import Visits
from engine.store.waves import Waves
from engine.store.workshop import Workshop


class Store:
    """A database of Barograph, room by room.

    Every method of a room is one transaction, and those within `together` are one; all are safe to call from several
    threads. `now` is the clock, in UTC, so that pages and rules go by the same one.
    """

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self.now = now
        self.installation = Installation(database, now)
        self.definitions = Definitions(database, now)
        self.studies = Studies(database, now)
        self.waves = Waves(database, now, self.definitions)
        self.notices = Notices(database, now, self.definitions)
        self.sites = Sites(database, now, self.definitions)
        self.units = Units(database, now)
        self.visits = Visits(database, now, self.sites, self.definitions)
        self.drafts = Drafts(database, now, self.definitions)
        self.own_answers = OwnAnswers(database, now, self.definitions)
        self.resumes = Resumes(database, now)
        self.responses = Responses(database, now, self.definitions, self.sites)
        self.results = Results(database, now)
        self.closing = Closing(database, now, self.definitions, self.waves, self.results)
        self.forgetting = Forgetting(database, now, self.closing)
        self.deletions = Deletions(database, now, self.definitions)
        self.submissions = Submissions(database, now, self.closing.erase_traces)
        erase = self.closing.erase_traces
        self.codes, self.invitees = Codes(database, now, self.sites, erase), Invitees(database, now, erase)
        self.comments = Comments(database, now, self.definitions)
        self.choices = Choices(database, now, self.sites, self.results)
        self.predictions = Predictions(database, now, self.sites, self.results)
        self.rubrics, self.plans = Rubrics(database, now), Plans(database, now)
        self.sheet_saves = SheetSaves(database, now)
        self.sheet_comments = SheetComments(database, now)
        self.plan_reminders = PlanReminders(database, now)
        self.own_sheets, self.own_record = OwnSheets(database, now), OwnRecord(database, now)
        self.check_ins = CheckIns(database, now)
        self.board, self.phases = Board(database, now), Phases(database, now)
        self.archive, self.merging = Archive(database, now), Merging(database, now)
        self.partnerships = Partnerships(database, now)
        self.people, self.members = People(database, now), Members(database, now)
        self.identities, self.sign_ins = Identities(database, now), SignIns(database, now)
        self.invitations = Invitations(database, now)
        self.keys = Keys(database, now)
        self.mailings, self.jobs = Mailings(database, now), Jobs(database, now)
        self.audit = Audit(database, now)
        self.workshop = Workshop(database, now, self.definitions)

    @classmethod
    def open(cls, place: str | PathLike[str], *, wait: float = 15.0, now: Clock = utc_now) -> Self:
        """Open a database, made or brought up to date where needed.

        `place` is the path of an SQLite file or an address such as postgresql://user@host/name. `wait` is how
        many seconds to wait for another program's lock; `now` is the clock, in UTC. Raises `StoreError` for
        whatever stands in the way: a folder that is missing or not writable, another program's file, a
        database written by a newer Barograph, a lock, a server that does not answer.
        """
        database = Database(place, wait)
        try:
            if database.sqlite:
                make_file(Path(database.name))
            migrations.migrate(database)
            database.keep_log_ahead()
            store = cls(database, now)
            store.closing.undo_broken_off()
            store.closing.erase_traces()
        except BaseException:
            database.close()
            raise
        return store

    def together(self) -> AbstractContextManager[None]:
        """Around calls of this store: all of them are kept, or none."""
        return self._database.together()

    def close(self) -> None:
        """Let go of the database; a store is not used after that."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def make_file(file: Path) -> None:
    """Make a new database's file readable for its owner only; SQLite gives its log the same rights."""
    try:
        if not file.parent.is_dir():
            raise StoreError(
                f"The folder {file.parent} for the database does not exist", "make it, or name another place"
            )
        if file.is_dir():
            raise StoreError(f"{file} is a folder", "name a file in it, such as barograph.db")
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"{file} cannot be made ({error.strerror})", "give this user the right to write in its folder"
        ) from error
