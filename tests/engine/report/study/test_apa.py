"""Plain text of a study, set as articles print it."""

import pytest

from engine.report.document import Run, Symbol
from engine.report.study.apa import paragraph, passages
from engine.validation.prose import Prose


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run if isinstance(run, str) else f"_{run.text}_" for run in runs)


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("M = 3.42, SD = 0.81, n = 812", "_M_ = 3.42, _SD_ = 0.81, _n_ = 812"),
        ("alpha = .87, 95% CI [.85, .88]; omega = .88", "_α_ = .87, 95% CI [.85, .88]; _ω_ = .88"),
        ("gave chi-square(24) = 85.31, p < .001", "gave χ²(24) = 85.31, _p_ < .001"),
        ("p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}.001", "_p_\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}.001"),
        ("r = −.12 and d = −0.40", "_r_ = −.12 and _d_ = −0.40"),
        ("M = 3.00, SD = –, n = 1", "_M_ = 3.00, _n_ = 1"),
    ],
)
def test_signs_are_set_apart(text: str, set_as: str) -> None:
    assert _plain(paragraph(text)) == set_as


@pytest.mark.parametrize(
    "text",
    [
        "test-retest of 3-point items",
        "RMSEA = .06",
        "coefficient alpha with an interval",
        "KMO = .85",
        "VS-6",
    ],
)
def test_words_stay_words(text: str) -> None:
    assert paragraph(text) == (text,)


def test_both_sections_are_passages() -> None:
    methods, results = passages(Prose(methods=("One.", "Two."), results=("n = 3.",)))
    assert [len(one.paragraphs) for one in (methods, results)] == [2, 1]
    assert results.paragraphs == ((Symbol("n"), " = 3."),)
