"""Whether scores of the same people twice are stable: a rule over agreement, the mean's shift and the time between."""

from dataclasses import dataclass
from typing import Final, Literal

from psychometrics.change import PairedChange
from psychometrics.guidelines import GUIDELINES, RETEST_ICC
from psychometrics.printed import coefficient, decimal, joined
from psychometrics.retest import RetestICC

Answer = Literal["stable", "moved", "unstable", "open"]

SMALL_SHIFT: Final = 0.20
"""A shift of the mean, in standard deviations, that Cohen (1988) calls small."""


@dataclass(frozen=True, slots=True)
class Stability:
    """`answer` to whether scores are stable, and the `sentence` that says so, to follow the name of a scale."""

    answer: Answer
    sentence: str


def judge_stability(
    icc: RetestICC | None, change: PairedChange | None, days: int | None, clustered: str | None = None
) -> Stability | None:
    """Judge two administrations that lie `days` apart (None: nobody said); None where there is no ICC.

    Stable takes the interval of the ICC of agreement from .70 on, an interval of the mean's shift within a fifth of a
    standard deviation to both sides, and the time between. People who keep their places (consistency from .70 on)
    while the mean clearly shifts: it moved, by all people or by some. Unstable takes the whole interval of agreement
    under .70. `clustered` says what people are members of, such as `school`, where they answer in clusters: then it
    stays open, for both intervals take people for independent.
    Terwee et al. (2007), doi:10.1016/j.jclinepi.2006.03.012; Koo & Li (2016), doi:10.1016/j.jcm.2016.02.012.
    """
    if icc is None or change is None:
        return None
    agreement, shift = icc.agreement, change.d_av
    wants = []
    if agreement.lower < RETEST_ICC:
        wants.append(f"the ICC may be under {coefficient(RETEST_ICC)}")
    if max(-shift.lower, shift.upper) > SMALL_SHIFT:
        wants.append(f"the mean may have moved by more than {decimal(SMALL_SHIFT, 1)} SD")
    if days is None:
        wants.append("nobody said how long lay between (--apart DAYS)")
    if clustered is not None:
        wants.append(f"people of one {clustered} answer alike, and the intervals take them for independent")
    answer: Answer = "open" if wants else "stable"
    if clustered is None and agreement.upper < RETEST_ICC:
        answer = "unstable"
    elif (
        clustered is None and wants and icc.consistency.lower >= RETEST_ICC and shift.lower * shift.upper > 0
    ):
        answer = "moved"
    between = (
        "between the two times" if days is None else f"over {days} days" if days != 1 else "over one day"
    )
    words = {
        "stable": f"scores are stable {between}",
        "moved": f"people keep their places {between}, and the mean has moved",
        "unstable": f"scores are not stable {between}",
        "open": f"it stays open whether scores are stable {between}: {joined(wants) if wants else ''}",
    }[answer]
    shown = (
        f"ICC of agreement {coefficient(agreement.value)}, 95% interval {coefficient(agreement.lower)} to "
        f"{coefficient(agreement.upper)}; the mean moved by {decimal(shift.value)} SD, {decimal(shift.lower)} to "
        f"{decimal(shift.upper)}; rule of thumb: ICC of {coefficient(RETEST_ICC)} or more, "
        f"{GUIDELINES['alpha'].citation.short}"
    )
    return Stability(answer, f"{words} ({shown}).")
