"""Whether one factor accounts for the items of a scale: a rule over several results, never one index alone.

How often each of its answers is wrong is measured by `benchmarks.verdicts` and printed in docs/verdicts.md.
"""

from dataclasses import dataclass
from typing import Final, Literal

from psychometrics.guidelines import GUIDELINES
from psychometrics.omega import OmegaTotal
from psychometrics.one_factor import OneFactorFit
from psychometrics.parallel import ParallelAnalysis
from psychometrics.printed import coefficient

Answer = Literal["holds", "fails", "open", "untested"]

CFI: Final = GUIDELINES["cfi"].start("good")
RMSEA, SRMR = GUIDELINES["rmsea"].start("fair"), GUIDELINES["srmr"].start("weak")
UNSOUND: Final = frozenset({"heywood", "not_converged", "empty_group"})
"""Cautions under which a model's numbers carry no verdict."""

PEOPLE, PER_ITEM = 400, 20
PEOPLE_SEEN, PER_ITEM_SEEN = 200, 10
"""How many people a verdict against one factor takes: with few and skewed options chi-square is too large in small
samples and denies one factor that is there. Half of them are enough where parallel analysis sees several dimensions."""


@dataclass(frozen=True, slots=True)
class OneFactorJudgement:
    """`answer` to whether one factor is enough, the `findings` it rests on, and what `wants` for a plain yes or no.

    `any_one` is COSMIN's criterion for a good structure, which takes any one of the indexes (Prinsen et al., 2018);
    it and `findings` are None and empty where nothing could be tested.
    """

    answer: Answer
    findings: str = ""
    wants: tuple[str, ...] = ()
    any_one: bool | None = None


def judge_one_factor(
    found: OmegaTotal | None, parallel: ParallelAnalysis | None, alpha_lower: float | None, n: int
) -> OneFactorJudgement:
    """Judge one factor on a scale of `n` people.

    It holds where the model is sound, every item loads as it is keyed, CFI is .95 or more, SRMR .08 or less and even
    the upper end of RMSEA's 90% interval .06 or less, parallel analysis sees one dimension, and the interval of alpha
    lies above 0. It fails where even the lower end of RMSEA is above .06 and CFI under .95, with people enough for
    that. In between it stays open. Factors that correlate highly (about .85 and more) are as good as one to this rule.
    Hu & Bentler (1999), doi:10.1080/10705519909540118; Horn (1965), doi:10.1007/BF02289447.
    """
    if found is None or found.fit is None or found.fit.df < 1:
        return OneFactorJudgement("untested")
    fit = found.fit
    any_one = bool(fit.cfi > CFI or fit.tli > CFI or fit.rmsea < RMSEA or fit.srmr < SRMR)
    unsound = [caution for caution in found.cautions if caution.code in UNSOUND]
    if unsound:
        wants = tuple(f"{caution.where}: {caution.cause}" for caution in unsound)
        return OneFactorJudgement("untested", wants=wants, any_one=any_one)
    wants = (*_of_fit(fit), *_of_items(found, parallel, alpha_lower))
    answer: Answer = "open" if wants else "holds"
    worse = fit.rmsea_lower is not None and fit.rmsea_lower > RMSEA and fit.cfi < CFI
    if worse and _enough(n, len(found.factor.loadings), parallel):
        answer = "fails"
    return OneFactorJudgement(answer, _indexes(fit), wants, any_one)


def _enough(n: int, items: int, parallel: ParallelAnalysis | None) -> bool:
    if n >= max(PEOPLE, PER_ITEM * items):
        return True
    several = parallel is not None and parallel.components.suggested > 1
    return several and n >= max(PEOPLE_SEEN, PER_ITEM_SEEN * items)


def _of_fit(fit: OneFactorFit) -> list[str]:
    found = []
    if fit.cfi < CFI:
        found.append(f"CFI is under {coefficient(CFI)}")
    if fit.rmsea_lower is None or fit.rmsea_upper is None:
        found.append("how far RMSEA may lie from its value is not known")
    elif fit.rmsea_upper > RMSEA:
        found.append(f"RMSEA {'is' if fit.rmsea_lower > RMSEA else 'may be'} above {coefficient(RMSEA)}")
    if fit.srmr > SRMR:
        found.append(f"SRMR is above {coefficient(SRMR)}")
    return found


def _of_items(found: OmegaTotal, parallel: ParallelAnalysis | None, alpha_lower: float | None) -> list[str]:
    wants = []
    against = [caution.where for caution in found.cautions if caution.code == "negative_loading"]
    if against:
        wants.append(f"{', '.join(against)} {'loads' if len(against) == 1 else 'load'} against the key")
    if parallel is None:
        wants.append("there is no parallel analysis")
    elif not parallel.factors.suggested or not parallel.components.suggested:
        wants.append("parallel analysis sees no dimension")
    elif parallel.components.suggested > 1:
        wants.append(f"parallel analysis sees {parallel.components.suggested} dimensions")
    if alpha_lower is None or not alpha_lower > 0:
        wants.append("alpha may be 0")
    return wants


def _indexes(fit: OneFactorFit) -> str:
    ends = ""
    if fit.rmsea_lower is not None and fit.rmsea_upper is not None:
        ends = f" (90% interval {coefficient(fit.rmsea_lower, 3)} to {coefficient(fit.rmsea_upper, 3)})"
    return (
        f"CFI {coefficient(fit.cfi, 3)}, RMSEA {coefficient(fit.rmsea, 3)}{ends}, SRMR "
        f"{coefficient(fit.srmr, 3)}"
    )
