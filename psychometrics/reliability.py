"""Coefficient alpha: raw (pairwise and complete), standardised, with intervals and alpha if dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from psychometrics.coefficients import (
    Coefficients,
    IfDropped,
    ItemRelations,
    alpha_of,
    alpha_standard_error,
    coefficients,
    if_dropped,
    item_relations,
    lambda6_of,
    standardized_alpha,
)
from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.correlations import correlation_test
from psychometrics.intervals import Interval, alpha_bootstrap_interval, bonett_interval, feldt_interval
from psychometrics.printed import coefficient
from psychometrics.summaries.moments import Moments

__all__ = [
    "Alpha",
    "Coefficients",
    "IfDropped",
    "Interval",
    "ItemRelations",
    "alpha",
    "alpha_bootstrap_interval",
    "alpha_of",
    "alpha_standard_error",
    "bonett_interval",
    "feldt_interval",
    "lambda6_of",
    "standardized_alpha",
]


@dataclass(frozen=True, slots=True, eq=False)
class Alpha:
    """Alpha of one subscale with everything usually reported beside it.

    `pairwise` rests on all pairs of answers, `complete_cases` on persons without a missing answer (None where
    those were not gathered). `feldt` and `bonett` are intervals of `raw` for `n` persons; `complete_feldt` and
    `complete_bonett` of `complete` for `n_complete`. `constant` names items without variance: they stay in
    raw alpha and are left out of what rests on correlations.
    """

    names: tuple[str, ...]
    reverse: tuple[bool, ...]
    n: int
    n_complete: int | None
    pairwise: Coefficients
    complete_cases: Coefficients | None
    feldt: Interval
    bonett: Interval | None
    complete_feldt: Interval | None
    complete_bonett: Interval | None
    if_dropped: IfDropped | None
    items: ItemRelations
    constant: tuple[str, ...]
    cautions: tuple[Caution, ...]

    @property
    def raw(self) -> float:
        """Alpha from pairwise covariances."""
        return self.pairwise.raw

    @property
    def complete(self) -> float | None:
        """Alpha of the persons without a missing answer."""
        return None if self.complete_cases is None else self.complete_cases.raw

    @property
    def standardized(self) -> float:
        """Alpha of standardised items, from the average pairwise correlation."""
        return self.pairwise.standardized

    @property
    def average_r(self) -> float:
        """Average of the pairwise correlations between items."""
        return self.pairwise.average_r


def alpha(
    moments: Moments,
    reverse: Sequence[bool] | None = None,
    *,
    n: int | None = None,
    level: float = 0.95,
) -> Alpha:
    """Alpha and its item statistics from the `Moments` of a subscale's items as answered.

    `reverse` says of each item whether it is reverse-keyed (none when left out); the Moments need no second
    pass. `n` is the number of persons for standard error and interval; left out it is the smallest number who
    answered any two items. Missing answers: raw alpha takes each covariance from the persons who answered
    both items (pairwise); complete alpha only persons who answered all, if the Moments gathered the subset.
    Returns an `Alpha`, whose cautions name items with a negative item-rest correlation, constant items,
    perfectly correlated items and samples smaller than the subscale.

    Raises `StatisticError` for fewer than two items or persons, items nobody answered, two items nobody
    answered both of, or answers that are all alike.

    alpha = k / (k - 1) (1 - sum of item variances / variance of the sum). It is a lower bound to reliability
    only when errors are uncorrelated, and says nothing about how many things the items measure. Pairwise
    covariances need not come from any possible sample: prefer `complete` when much is missing.
    Cronbach (1951), doi:10.1007/BF02310555. R: `psych::alpha(x)$total$raw_alpha`;
    `psych::alpha(x)$item.stats$r.drop`; `psych::alpha(x)$alpha.drop$raw_alpha`.
    """
    turned = tuple(bool(one) for one in reverse) if reverse is not None else (False,) * len(moments.names)
    keyed = moments.keyed(turned)
    persons = n if n is not None else int(keyed.n.min()) if keyed.n.size else 0
    _require_answers(keyed)
    covariance, correlation = keyed.covariance(), keyed.correlation()
    varying = np.diagonal(covariance) > 0
    _require_variance(covariance, keyed.names)
    pairwise = coefficients(covariance, correlation, varying, persons)
    complete, n_complete = _complete_cases(keyed)
    items = len(keyed.names)
    relations = item_relations(moments, covariance, correlation, varying)
    constant = tuple(name for name, varies in zip(keyed.names, varying, strict=True) if not varies)
    return Alpha(
        names=keyed.names,
        reverse=turned,
        n=persons,
        n_complete=n_complete,
        pairwise=pairwise,
        complete_cases=complete,
        feldt=feldt_interval(pairwise.raw, persons, items, level=level),
        bonett=_bonett(pairwise.raw, persons, items, level),
        complete_feldt=_feldt(complete, n_complete, items, level),
        complete_bonett=None if complete is None else _bonett(complete.raw, n_complete or 0, items, level),
        if_dropped=if_dropped(covariance, correlation, varying, persons) if items > 2 else None,
        items=relations,
        constant=constant,
        cautions=_cautions(keyed.names, turned, persons, correlation, relations, constant, pairwise),
    )


def _complete_cases(keyed: Moments) -> tuple[Coefficients | None, int | None]:
    try:
        n = keyed.n_complete()
    except StatisticError:
        return None, None
    if n < 2:
        return None, n
    C, R = keyed.covariance_complete(), keyed.correlation_complete()
    return coefficients(C, R, np.diagonal(C) > 0, n), n


def _feldt(complete: Coefficients | None, n: int | None, items: int, level: float) -> Interval | None:
    if complete is None or n is None:
        return None
    return feldt_interval(complete.raw, n, items, level=level)


def _bonett(raw: float, n: int, items: int, level: float) -> Interval | None:
    return bonett_interval(raw, n, items, level=level) if n > 2 and raw < 1 else None


def _require_answers(keyed: Moments) -> None:
    if len(keyed.names) < 2:
        raise StatisticError(
            "few_items",
            f"alpha needs at least two items, and the subscale has {len(keyed.names)}",
            "report the item itself, or give the subscale more items",
        )
    if not keyed.counts().any():
        raise StatisticError(
            "all_missing", "nobody answered any of the items", "check the column names and the codes"
        )
    few = keyed.n < 2
    alone = np.diag(np.diag(few))  # an item nobody answered is named before the pairs it spoils
    for first, second in zip(*np.nonzero(alone if alone.any() else few), strict=True):
        both = f"{keyed.names[first]} and {keyed.names[second]}" if first != second else keyed.names[first]
        raise StatisticError(
            "few_persons",
            f"{keyed.n[first, second]} person(s) answered {both}, where alpha needs at least two",
            "collect more responses, or leave an item out",
        )


def _require_variance(covariance: Floats, names: tuple[str, ...]) -> None:
    if not (np.diagonal(covariance) > 0).any():
        raise StatisticError(
            "identical_answers",
            "everybody gave the same answers: no item has any variance",
            "check the data; reliability is about differences between persons",
        )
    if covariance.sum() <= 1e-12 * np.trace(covariance):
        raise StatisticError(
            "no_score_variance",
            "the items cancel each other: their sum does not vary",
            "check which of these are reverse-keyed: " + ", ".join(names),
        )


def _cautions(
    names: tuple[str, ...],
    reverse: tuple[bool, ...],
    n: int,
    R: Floats,
    relations: ItemRelations,
    constant: tuple[str, ...],
    pairwise: Coefficients,
) -> tuple[Caution, ...]:
    inverse = len(names) <= len(constant) + 1 or np.isfinite(pairwise.lambda6)
    return (
        *_constant_items(constant),
        *_wrong_keys(names, reverse, relations.item_rest, n),
        *_copies(names, R),
        *_pairs_without(names, R, constant),
        *_small_or_odd(len(names), n, pairwise.raw, inverse),
    )


def _constant_items(constant: tuple[str, ...]) -> Iterator[Caution]:
    for name in constant:
        yield Caution(
            "constant_item",
            name,
            "everybody gave the same answer, so the item adds nothing to the differences between persons",
            "leave it out, or keep it knowing that it lowers alpha and has no correlations",
        )


def _wrong_keys(
    names: tuple[str, ...], reverse: tuple[bool, ...], item_rest: Floats, n: int
) -> Iterator[Caution]:
    """Items whose correlation with the rest is below 0 with its interval; around 0 it says nothing of a key."""
    upper = correlation_test(np.clip(item_rest, -1, 1), n).upper  # of pairs it may lie beyond
    for name, r, high, turned in zip(names, item_rest, upper, reverse, strict=True):
        if high < 0 or (r < 0 and not np.isfinite(high)):
            question = "is it really reverse-keyed?" if turned else "should it be reverse-keyed?"
            yield Caution(
                "negative_item_rest",
                name,
                f"answers fall where those to the other items rise (item-rest correlation {coefficient(r)})",
                f"check its key ({question})",
            )


def _copies(names: tuple[str, ...], R: Floats) -> Iterator[Caution]:
    for i, j in np.argwhere(np.triu(np.abs(R) > 1 - 1e-12, 1)):
        yield Caution(
            "perfect_correlation",
            f"{names[i]}, {names[j]}",
            "the two items correlate perfectly",
            "check whether one is a copy of the other",
        )


def _pairs_without(names: tuple[str, ...], R: Floats, constant: tuple[str, ...]) -> Iterator[Caution]:
    for i, j in np.argwhere(np.triu(np.isnan(R), 1)):
        if names[i] not in constant and names[j] not in constant:
            yield Caution(
                "no_correlation",
                f"{names[i]}, {names[j]}",
                "one of the two is constant among the persons who answered both, so they have no correlation",
                "collect more responses, or go without what rests on correlations",
            )


def _small_or_odd(items: int, n: int, raw: float, inverse: bool) -> Iterator[Caution]:
    if not inverse:
        yield Caution(
            "no_inverse",
            "",
            "the correlations between the items have no inverse: there are fewer persons than items, items "
            "that follow from each other, or too many missing answers",
            "go without lambda 6 and the overlap-corrected correlations, or take complete cases",
        )
    if n < items:
        yield Caution(
            "few_persons_for_items",
            "",
            f"{n} persons for {items} items",
            "read alpha as a rough guess until there are more persons than items",
        )
    if raw < 0:
        yield Caution(
            "negative_alpha",
            "",
            f"alpha is negative ({coefficient(raw)}): the items go against each other",
            "check the keys; a negative alpha is no reliability",
        )
