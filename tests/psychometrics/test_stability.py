"""Stable scores: what it takes, and what keeps it open."""

from dataclasses import replace

import numpy as np
import pytest

from psychometrics.change import PairedChange, paired_change
from psychometrics.estimate import Estimate
from psychometrics.retest import RetestICC, retest_icc
from psychometrics.stability import judge_stability

RANDOM = np.random.default_rng(3)
FIRST = RANDOM.standard_normal(300)
SECOND = 0.9 * FIRST + np.sqrt(1 - 0.81) * RANDOM.standard_normal(300)


def found(
    agreement: Estimate | None = None, shift: Estimate | None = None, consistency: Estimate | None = None
) -> tuple[RetestICC, PairedChange]:
    """Results of stable scores, with what is given instead."""
    icc, change = retest_icc(FIRST, SECOND), paired_change(FIRST, SECOND)
    return (
        replace(icc, agreement=agreement or icc.agreement, consistency=consistency or icc.consistency),
        replace(change, d_av=shift or change.d_av),
    )


def test_stable_takes_interval_shift_and_time() -> None:
    judged = judge_stability(*found(), 28)
    assert judged is not None
    assert judged.answer == "stable"
    assert judged.sentence.startswith("scores are stable over 28 days (ICC of agreement .9")
    assert "the mean moved by" in judged.sentence


@pytest.mark.parametrize(
    ("changes", "days", "answer", "words"),
    [
        ({"agreement": Estimate(0.70, 0.55, 0.80)}, 28, "open", "the ICC may be under .70"),
        ({"shift": Estimate(0.1, -0.05, 0.25)}, 28, "open", "may have moved by more than 0.2 SD"),
        ({}, None, "open", "nobody said how long lay between (--apart DAYS)"),
        (
            {"shift": Estimate(0.4, 0.3, 0.5)},
            28,
            "moved",
            "people keep their places over 28 days, and the mean has",
        ),
        ({"shift": Estimate(-0.4, -0.5, -0.3)}, None, "moved", "keep their places between the two times"),
        ({"agreement": Estimate(0.5, 0.4, 0.6)}, 1, "unstable", "scores are not stable over one day"),
    ],
)
def test_what_is_not_sure_is_not_claimed(changes: dict, days: int | None, answer: str, words: str) -> None:
    judged = judge_stability(*found(**changes), days)
    assert judged is not None
    assert judged.answer == answer
    assert words in judged.sentence


def test_people_who_change_places_and_move_have_not_kept_them() -> None:
    judged = judge_stability(
        *found(
            agreement=Estimate(0.6, 0.5, 0.72),
            consistency=Estimate(0.65, 0.55, 0.75),
            shift=Estimate(0.4, 0.3, 0.5),
        ),
        7,
    )
    assert judged is not None
    assert judged.answer == "open"


def test_without_an_icc_there_is_no_judgement() -> None:
    assert judge_stability(None, None, 7) is None


def test_a_mean_that_moved_is_not_told_of_everybody() -> None:
    """The mean moves where only some improved, as an anchor may show."""
    judged = judge_stability(*found(shift=Estimate(0.5, 0.4, 0.6)), 28)
    assert judged is not None
    assert judged.answer == "moved"
    assert judged.sentence.startswith("people keep their places over 28 days, and the mean has moved (")
