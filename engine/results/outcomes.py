"""Single statements, which no score is made of: the share of people above the middle of the scale, with its interval.

A school prints one number of each, under the rules for statements; its interval is made of that number and of how many
answered, and the network's share of what schools print, so that neither tells more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import makes_network
from engine.disclosure.rounding import AT_LEAST, AT_MOST, percentages
from engine.instrument.model import Instrument, Item, Option
from engine.instrument.uses import single_statements
from engine.results.items import answered_alike
from engine.results.model import FrozenOutcomeText
from engine.results.model_network import FrozenNetworkOutcome
from engine.results.model_score import FrozenOutcome
from engine.results.people import Respondents, option_counts
from engine.results.terms import Bound
from psychometrics.contract import Counts
from psychometrics.intervals import wilson_interval


@dataclass(frozen=True, slots=True)
class Outcome:
    """One single statement, by school: how many answered, the share as printed, and whether it is shown."""

    item: Item
    n: list[int]
    share: list[int]
    end: list[Bound]
    shown: NDArray[np.bool_]


def outcomes(
    instrument: Instrument, form: str, people: Respondents, may_show: NDArray[np.bool_], least: Counts | int
) -> tuple[Outcome, ...]:
    """The single statements of a form at every school.

    A school that `may_show` its statements shows those that `least` people answered, and not all alike. One that nobody
    answered anywhere, as in a file without it, was not asked.
    """
    found = (
        _outcome(instrument, item, people, may_show, least) for item in single_statements(instrument, form)
    )
    return tuple(outcome for outcome in found if any(outcome.n))


def _outcome(
    instrument: Instrument, item: Item, people: Respondents, may_show: NDArray[np.bool_], least: Counts | int
) -> Outcome:
    counts = option_counts(instrument, people, item, len(may_show))
    n, high = counts.sum(axis=1), [option in counted(item) for option in item.options]
    above = counts[:, high].sum(axis=1)
    shares, ends = percentages(np.column_stack([above, n - above]))
    shown = may_show & (n >= least) & ~np.array(answered_alike(item, counts), dtype=bool)
    return Outcome(item, n.tolist(), shares[:, 0].tolist(), ends[:, 0].tolist(), shown)


def counted(item: Item) -> tuple[Option, ...]:
    """The options above the middle of the scale, the lowest first."""
    options = sorted(item.options, key=_value)
    return tuple(option for option in options if _value(option) > (item.low + item.high) / 2)


def _value(option: Option) -> float:
    return float(option.value)


def frozen_text(instrument: Instrument, outcome: Outcome) -> FrozenOutcomeText:
    item = outcome.item
    return FrozenOutcomeText(
        id=item.id,
        text=instrument.display(item),
        question=instrument.stems.get(item.stem) if item.stem else None,
        counted=tuple(option.label for option in counted(item)),
    )


def frozen_outcomes(found: Sequence[Outcome], school: int) -> tuple[FrozenOutcome, ...]:
    """What a school may see of its single statements."""
    return tuple(_frozen(one, school) for one in found if one.shown[school])


def _frozen(one: Outcome, school: int) -> FrozenOutcome:
    n, share, end = one.n[school], one.share[school], one.end[school]
    interval = wilson_interval(round(share * n / 100), n)
    return FrozenOutcome(
        id=one.item.id,
        n=n,
        share=share,
        end=end,
        low=0 if end == AT_MOST else round(100 * interval.lower),
        high=100 if end == AT_LEAST else round(100 * interval.upper),
    )


def network_outcomes(
    found: Sequence[Outcome], counted_schools: NDArray[np.bool_]
) -> tuple[FrozenNetworkOutcome, ...]:
    """The mean over schools of what each one prints, with Student's interval over schools."""
    shares = {one.item.id: np.array(one.share)[one.shown & counted_schools] for one in found}
    return tuple(_over_schools(id, part) for id, part in shares.items() if makes_network(len(part)))


def _over_schools(id: str, shares: NDArray[np.int64]) -> FrozenNetworkOutcome:
    from scipy.special import stdtrit

    mean = float(shares.mean())
    half = float(stdtrit(len(shares) - 1, 0.975)) * float(shares.std(ddof=1)) / sqrt(len(shares))
    return FrozenNetworkOutcome(
        id=id,
        schools=len(shares),
        share=round(mean),
        low=round(max(0.0, mean - half)),
        high=round(min(100.0, mean + half)),
    )
