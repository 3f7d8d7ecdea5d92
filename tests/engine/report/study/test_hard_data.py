"""A study in which much does not exist is still a whole document: it says what is missing and what to add."""

import datetime
from collections.abc import Callable

import numpy as np
import page
import pytest

from engine.instrument import kinds
from engine.report.media.to_html import html
from engine.report.media.to_pdf import pdf_bytes
from engine.report.study import study_document
from engine.validation.plan import StudyChoices
from engine.validation.study import ValidationStudy
from tests import small
from tests.engine.validation.made import BLANK, answers, study

CASES: dict[str, Callable[[], ValidationStudy]] = {
    "one item": lambda: study(answers(50, 1)),
    "two items": lambda: study(answers(40, 2)),
    "one person": lambda: study(answers(1, 5)),
    "a constant item": lambda: study(np.column_stack([answers(50, 5), np.full(50, 3, dtype=np.uint8)])),
    "nobody answered anything": lambda: study(np.full((50, 5), BLANK, dtype=np.uint8)),
    "everybody the same": lambda: study(np.full((50, 5), 2, dtype=np.uint8)),
    "fewer people than items": lambda: study(answers(6, 20)),
    "many gaps": lambda: study(answers(80, 10, missing=0.3)),
    "no subscales": lambda: study(answers(40, 3), subscales=()),
    "groups of one": lambda: study(answers(20, 5), clusters=list(range(20))),
    "one group": lambda: study(answers(20, 5), clusters=[0] * 20),
    "two groups": lambda: study(answers(20, 5), clusters=[0] * 10 + [1] * 10, groups=[0, 1] * 10),
    "non-answers": lambda: study(np.where(answers(80, 6) == 0, 200, answers(80, 6)).astype(np.uint8)),
    "copies of one item": lambda: study(np.tile(answers(60, 1), (1, 5))),
    "mixed options": lambda: study(
        np.minimum(answers(40, 3), [4, 4, 2]).astype(np.uint8),
        items=[small.likert("I1"), small.likert("I2"), small.choose("I3", 1, 2, 3, kind=kinds.SCALE)],
    ),
    "two hundred items": lambda: study(
        answers(50, 200),
        subscales=tuple(
            small.subscale(f"s{part}", *(f"I{40 * part + place + 1}" for place in range(40)))
            for part in range(5)
        ),
        choices=StudyChoices(draws=2),
    ),
}


SLOW = {"two hundred items"}


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=name, marks=[pytest.mark.slow] if name in SLOW else [])
        for name, make in CASES.items()
    ],
)
def test_is_a_page_and_a_pdf(make: Callable[[], ValidationStudy]) -> None:
    document = study_document(make(), made=datetime.date(2026, 11, 22))
    text = html(document)
    for word in (">nan<", ">None<", ">inf", "nan%", " nan<", " nan,"):
        assert word not in text
    report = page.validate_pdf_bytes(pdf_bytes(document), profile=page.ValidationProfile.PDF_UA_1)
    assert [one.rule_id for one in report.failures] == []
