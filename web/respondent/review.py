"""The review: what somebody has answered, page by page, in the words that they chose or typed."""

from dataclasses import dataclass

from engine.instrument.kinds import words_beside
from engine.instrument.model import Item
from web.respondent.forms import FIELDS, told
from web.respondent.sitting import ShownPage, Sitting, Texts


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question with what was answered; nothing where it was left blank."""

    item: Item
    words: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class ReviewedPage:
    shown: ShownPage
    lines: tuple[AnswerLine, ...]

    @property
    def number(self) -> int:
        return self.shown.number

    @property
    def title(self) -> str | None:
        return self.shown.page.title

    @property
    def blank(self) -> tuple[AnswerLine, ...]:
        return tuple(line for line in self.lines if not line.words)

    @property
    def wrong(self) -> tuple[AnswerLine, ...]:
        return tuple(line for line in self.lines if line.problem)


def reviewed_pages(sitting: Sitting) -> tuple[ReviewedPage, ...]:
    """The pages as they stand for this person, each with its answers."""
    return tuple(ReviewedPage(page, _lines(sitting, page)) for page in sitting.pages)


def _lines(sitting: Sitting, page: ShownPage) -> tuple[AnswerLine, ...]:
    problems = sitting.problems_of(page)
    return tuple(
        AnswerLine(
            item,
            answer_words(item, sitting.answers),
            told(problems[item.id]) if item.id in problems else "",
        )
        for item in page.items
    )


def answer_words(item: Item, given: Texts) -> tuple[str, ...]:
    """What was answered, and what was written beside it, as people read it."""
    beside = (text for part in words_beside(item) for text in given.get(part.id, ()))
    field = FIELDS[item.kind.name].field
    return (*(field.in_words(item, text) for text in given.get(item.id, ())), *beside)
