"""A study in a terminal: the words and tables of its document, and what to do next."""

import re

import numpy as np
import pytest

from engine.printed import ABSENT, coefficient, decimal
from engine.report.study import study_document
from engine.report.study.terminal import summary
from engine.validation.study import ValidationStudy
from tests.engine.validation.made import answers, full_studies, study
from tests.engine.validation.studies import study_of


def words(text: str) -> str:
    """A text without its breaks of lines."""
    return " ".join(text.split())


def test_the_summary_is_aligned_and_fits_a_terminal() -> None:
    lines = summary(study_of("lq2002")).splitlines()
    assert max(map(len, lines)) <= 100
    heading = lines.index("The scales at a glance")
    ends = {len(line) for line in lines[heading + 1 : heading + 5]}
    assert len(ends) == 1


def test_cautions_of_one_kind_are_told_together() -> None:
    codes = answers(60, 8)
    codes[:, 5:] = 2
    said = words(summary(study(codes)))
    assert said.count("verybody gave the same answer, so") <= 1
    assert re.search(r"I6[, ].*I7 and I8|I6, I7 and I8", said)


def test_it_says_what_the_document_says_of_the_whole() -> None:
    found = study_of("bfi")
    document, said = study_document(found), words(summary(found))
    for part in (document.title, document.context, document.lead):
        assert words(part) in said
    for verdict in found.verdicts:
        if verdict.statistic == "alpha" or verdict.standing == "weak":
            assert words(verdict.sentence) in said
    for claim in found.claims:
        assert claim.title in said


def _numbers(found: ValidationStudy) -> list[str]:
    """Numbers of every part that a terminal shows, as print has them."""
    retest, dimensions = found.retest, found.dimensionality
    assert retest is not None
    assert dimensions is not None
    assert dimensions.kmo is not None
    numbers = [f"KMO {coefficient(dimensions.kmo.overall)}", *map(decimal, dimensions.eigenvalues[:8])]
    for one in found.subscales:
        own, levels, score = one.reliability, one.levels, one.score
        assert own is not None
        assert own.errors is not None
        assert own.errors.overall is not None
        assert levels is not None
        assert levels.levels is not None
        assert levels.agreement is not None
        assert levels.property is not None
        assert score is not None
        agreed = levels.agreement.summary()
        numbers += [decimal(score.mean), decimal(score.rescaled_mean, 1), coefficient(own.value)]
        numbers += [decimal(own.errors.overall.standard_error), words(levels.property.sentence)]
        numbers += [coefficient(levels.levels.anova.icc1_n0), coefficient(levels.levels.anova.icc2)]
        numbers += [coefficient(agreed["rwgj_skewed"].mean), decimal(agreed["ad_mean"].mean)]
    for again in retest.subscales:
        assert again.change is not None
        numbers += [decimal(again.change.d_av.value), decimal(again.change.difference.value)]
    for compared in found.groups[0].subscales:
        assert compared.scores is not None
        numbers += [
            coefficient(compared.scores.eta2),
            *(decimal(one.mean.value, 1) for one in compared.scores.groups),
        ]
    return numbers


@pytest.mark.slow
def test_no_number_of_a_part_is_missing() -> None:
    found, _ = full_studies()
    said = words(summary(found))
    numbers = _numbers(found)
    assert len(numbers) > 40
    assert ABSENT not in numbers
    assert [number for number in numbers if number not in said] == []


@pytest.mark.slow
def test_it_says_what_to_do_next() -> None:
    alone = words(summary(study(np.ones((1, 3), dtype=np.uint8))))
    for option in ("--json", "--html", "--cluster", "--retest"):
        assert option in alone
    full = words(summary(full_studies()[0]))
    assert "add --cluster" not in full
    assert "add --id" not in full
