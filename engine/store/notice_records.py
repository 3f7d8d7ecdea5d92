"""What the store says of letters to the families of students."""

from dataclasses import dataclass
from datetime import date

from engine.instrument.model import FamilyForm


@dataclass(frozen=True, slots=True)
class NewFamilyNotice:
    """What a school has told the families of its students, and who vouches for it.

    `role` is a role and no name, such as “Principal”. Either the days are given, or a `holder`: the body that holds the
    record elsewhere, in words such as “the district's review board, protocol 12”. `opted_out` counts families that
    refused, and says of none which; of written consent, those that did not return it.
    """

    form: FamilyForm
    role: str
    sent: date | None = None
    reply_by: date | None = None  # the last day on which a family could answer
    opted_out: int | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class FamilyNotice:
    """The record of a school in a wave; `text_version` names the letter: instrument, languages, digest."""

    site_id: int
    wave_id: int
    form: FamilyForm
    role: str
    sent: date | None
    reply_by: date | None
    opted_out: int | None
    text_version: str
    holder: str | None
    recorded: date

    def lets_in(self, asked: FamilyForm, today: date) -> bool:
        """Whether students may be asked: what the survey needs is there, and families have had their time."""
        if asked is FamilyForm.CONSENT and self.form is not FamilyForm.CONSENT:
            return False
        return self.holder is not None or (self.reply_by is not None and self.reply_by < today)
