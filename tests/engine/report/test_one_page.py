"""What of a school's result goes on the one page."""

from engine.report.document import Document, Paragraph, Section
from engine.report.one_page import one_page


def _sections(*ids: str) -> Document:
    return Document("T", "c", "l", tuple(Section(id, id.title(), (Paragraph(id),)) for id in ids))


def test_scores_start_and_limits_stay() -> None:
    made = one_page(_sections("scores", "start", "levels", "items", "limits", "methods"))
    assert [section.id for section in made.sections] == ["scores", "start", "limits"]


def test_a_result_that_is_not_shown_stays_as_it_is() -> None:
    document = _sections("next")
    assert one_page(document) == document
