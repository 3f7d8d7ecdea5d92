"""A made-up second opinion that has everything one can have: nobody is asked for it."""

import numpy as np

from psychometrics.second_opinion.answers import Answer, Question
from psychometrics.second_opinion.compared import compared
from psychometrics.second_opinion.opinion import Consulted, SecondOpinion, Unanswered
from psychometrics.second_opinion.reasons import Ours

ALPHA, KMO, W = Question("alpha", "0"), Question("kmo"), Question("welch_f", "0.0")
LOADINGS, P = Question("loadings", "oblimin"), Question("bartlett_p")


def made_opinion() -> SecondOpinion:
    """Four programs: one whole, one cut off, one missing, one not reached; a reason, and a difference without one."""
    L = np.array([[0.8, 0.1], [0.7, 0.0], [0.1, 0.6], [0.0, 0.9]])
    ours = {
        ALPHA: Ours(np.array(0.8123), about="Part 0"),
        KMO: Ours(np.array(0.71)),
        P: Ours(np.array(1e-9)),
        W: Ours(np.array(4.21), about="Part 0, by group"),
        LOADINGS: Ours(L, about="oblimin", entries=(("I1", "I2", "I3", "I4"), ("F1", "F2"))),
    }
    answers = [
        Answer("pingouin", ALPHA, np.array(0.812), 3),
        Answer("pingouin", W, np.array(4.21)),
        Answer("factor-analyzer", KMO, np.array(0.74)),
        Answer("factor-analyzer", P, np.array(1e-9)),
        Answer("factor-analyzer", LOADINGS, L + 0.06, None, {"median_imputation": L}),
    ]
    return SecondOpinion(
        comparisons=compared(ours, answers),
        programs=(
            Consulted("pingouin", "answered", "0.7.0", 2, 2, 1.5, ""),
            Consulted("factor-analyzer", "cut_off", "0.5.1", 4, 3, None, ""),
            Consulted("psych", "missing", "", 0, 0, None, "install R"),
            Consulted("lavaan", "not_reached", "", 0, 0, None, ""),
        ),
        unanswered=(Unanswered("factor-analyzer", "communalities", "oblimin", "LinAlgError"),),
        ending="too_slow",
        seconds=180.0,
        cautions=(),
    )
