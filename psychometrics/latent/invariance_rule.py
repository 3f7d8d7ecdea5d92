"""When a gap between groups, or a change between waves, of a scale's mean may be called one.

The rule asks for evidence of equality, not for a lack of evidence against it: at each level the 90% interval of the
misfit that the level adds (RMSEA of the difference) must end below a bound. Where data do not decide, it says so.
docs/verdicts.md has how often it errs.
"""

from dataclasses import dataclass
from typing import Final, Literal

from psychometrics.contract import StatisticError
from psychometrics.latent.invariance import F, Ladder, LevelFit, level_fit, partial, suspects
from psychometrics.latent.invariance_levels import Apart, Level

ADDED: Final = 0.08
"""Up to here the misfit that a level adds is small: one of five items shifted by .2 of a deviation adds .076."""

REJECTED: Final = 0.01
"""A level that costs more than chance at this level is rejected."""

COMMON_CFI: Final = 0.90
COMMON_SRMR: Final = 0.08
"""Short of these the items do not measure one thing in every group, and nothing stands on it."""

SHARED: Final = 0.05
"""An item of which the scale explains less in some group does not belong to it there."""

EACH: Final = 200
"""People in each group, below which nothing is said: chi-squares of ordinal items are not trustworthy."""

Outcome = Literal["equal", "partly", "differs", "open", "untested"]


@dataclass(frozen=True, slots=True)
class Comparability:
    """Whether means of a scale can be compared.

    `outcome`: "equal" (they can), "partly" (but for `items`, which are understood otherwise; the rest is equal),
    "differs" (they cannot, and no few items account for it), "open" (the data do not decide) or "untested" (`reason` is
    the error's code, and its `cause` and `remedy` are told). `level` is where the outcome was decided.
    """

    outcome: Outcome
    level: Level | None = None
    items: tuple[str, ...] = ()
    reason: str = ""
    cause: str = ""
    remedy: str = ""


def comparability(ladder: Ladder[F], people: int) -> Comparability:
    """The rule for one scale. `people`: those of the smallest group, or of all waves.

    Levels up to "scalar", that which means need. A level is shown to hold where the RMSEA of its difference ends,
    with its 90% interval, at `ADDED` or below. Else the items that gain most by not being held equal are set apart,
    fewer than half of them, as long as each gains more than chance among all (`REJECTED` over the number of items):
    if the rest is then shown to hold, the answer is "partly". It is "differs" where the level is rejected and no such
    items account for it, and else "open": too few people, or deviations that are neither small nor sure.
    """
    if people < EACH:
        return too_few(people)
    try:
        return _decided(ladder)
    except StatisticError as error:
        return Comparability("untested", reason=error.code, cause=error.cause, remedy=error.remedy)


def too_few(people: int) -> Comparability:
    """Nothing is said of groups of which the smallest has so few people."""
    return Comparability(
        "untested",
        reason="few_persons",
        cause=f"one of the groups has {people} people, where {EACH} are needed",
        remedy="wait for more responses, or join groups",
    )


def _decided(ladder: Ladder[F]) -> Comparability:
    before = level_fit(ladder, ladder.levels[0], None)
    if not _common(before) or ladder.explained(before.fit).min() < SHARED:
        return Comparability("open", "configural", reason="no_common_structure")
    apart: Apart = ()
    for level in ladder.levels[1:]:
        if level == "strict":
            break
        found = level_fit(ladder, level, before.fit, apart)
        if not _small(found):
            answer = _without(ladder, found, apart)
            if isinstance(answer, Comparability):
                return answer
            apart, found = answer
        before = found
    items = tuple(ladder.named(item) for _, item in apart)
    return Comparability("partly" if items else "equal", "scalar", items)


def _without(
    ladder: Ladder[F], found: LevelFit[F], apart: Apart
) -> Comparability | tuple[Apart, LevelFit[F]]:
    """The items to set apart so that the rest is shown equal, or what is said because there are none."""
    sure = REJECTED / ladder.blocks.items
    tested = suspects(ladder, found, apart)
    named = [one for one in tested if (one.test.pvalue or 0.0) < sure]
    rejected = found.cost is not None and (found.cost.pvalue or 0.0) < REJECTED
    most = (ladder.blocks.items - 1) // 2 - len(apart)
    if named and most > 0:
        answer = partial(ladder, found.level, _small, most, apart, sure)
        if answer is not None:
            return answer
    if rejected:
        return Comparability("differs", found.level)
    return Comparability("open", found.level, reason="undecided")


def _small(found: LevelFit[F]) -> bool:
    return found.cost_rmsea is not None and found.cost_rmsea.upper <= ADDED


def _common(found: LevelFit[F]) -> bool:
    """Whether the items hang together in every group; three items always do."""
    cfi = found.measures.get("cfi.robust") or found.measures.get("cfi.scaled") or found.measures["cfi"]
    srmr = found.measures["srmr"]
    return cfi is not None and srmr is not None and cfi >= COMMON_CFI and srmr <= COMMON_SRMR
