"""What comes beside the answers: the button that was pressed, and the boxes and links of a respondent's pages.

Every page and every save reads it, so it is no form of WTForms, which takes a tenth of the time of a page for that.
"""

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict


@dataclass(frozen=True, slots=True)
class Press:
    """A line is without a text where none came; a box is ticked where it came at all."""

    move: str
    language: str
    code: str
    marks: tuple[str, ...]  # of the page that was drawn; none where no page of ours was
    afresh: bool
    shared: bool
    blank: bool
    again: bool
    another: bool
    asked: bool  # that something was left open has been said
    review: bool  # the page was opened from the review, and leads back there

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Self:
        """The press in a form or an address."""

        def line(name: str) -> str:
            return " ".join(sent[name].split()) if name in sent else ""

        boxes = (
            name in sent for name in ("afresh", "shared", "blank", "again", "another", "asked", "review")
        )
        return cls(line("move"), line("language"), line("code"), tuple(sent.getlist("mark")), *boxes)
