"""What the store refuses or cannot do, each with its cause and what to do about it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.store.records import Draft


class _Explained(Exception):
    """`cause` says what is wrong, `remedy` what to do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        self.cause = cause
        self.remedy = remedy
        super().__init__(f"{cause}; {remedy}")


class StoreError(_Explained):
    """Something the store refuses: asked again, it refuses again."""


class DatabaseFailure(_Explained):
    """The database cannot do its work just now: full, locked, read-only, out of reach. Nothing was kept.

    No `StoreError`, so that what answers a refusal by another page never takes it for one: what was typed would be
    lost, and the same once more may well go through.
    """


class NotFound(StoreError):
    """No network, study, wave, site, definition or snapshot has that id."""


class WaveClosed(StoreError):
    """The wave takes no answers now: not open yet, past its last day, being closed, or closed."""


class TooManyTries(StoreError):
    """Codes that begin like this one were tried in vain so often that the rest of the day nobody may try."""

    def __init__(self) -> None:
        super().__init__(
            "Too many codes that begin like this one were tried today, and nobody has them",
            "try again tomorrow, or ask whoever gave you the code for another way",
        )


class CodeNeeded(StoreError):
    """The wave lets people in by personal codes, and this is none of its codes that can still be used."""

    def __init__(self) -> None:
        super().__init__("This survey is answered with a personal code", "type the code that you were given")


class DraftGone(StoreError):
    """No draft is kept under this key: submitted, expired, deleted at a close, or never there."""

    def __init__(self, *, submitted: bool) -> None:
        self.submitted = submitted
        if submitted:
            super().__init__("These answers were submitted already", "nothing more is needed")
        else:
            super().__init__(
                "No answers are kept under this key: they expired, or the wave was closed",
                "begin the form again if the wave is open",
            )


class StaleDraft(StoreError):
    """The draft was saved elsewhere since this page was shown; `current` is what is kept now."""

    def __init__(self, current: "Draft") -> None:
        self.current = current
        super().__init__(
            "These answers were changed in another tab since this page was opened",
            "merge the page's answers into `current` and save that",
        )
