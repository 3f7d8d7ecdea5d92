"""Answers to each item by the score on its subscale: item-total correlations and discrimination."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.summaries.codes import FIRST_MISSING, coded
from psychometrics.summaries.scorekeys import Keying, ScoredSubscale, keys_of

MOST_CELLS = 2**26


@dataclass(frozen=True, slots=True, eq=False)
class ItemScoreTable:
    """How many persons with each score gave each answer to each item, exact and added with `+`.

    `counts` is items x keys x options: a key says how many items a person answered and their keyed sum. What
    the pairwise Moments cannot give with missing answers is read from it: correlations with the person's own
    mean, and differences between high and low scorers.
    """

    keying: Keying
    counts: Counts

    @staticmethod
    def of(codes: ArrayLike, table: ArrayLike, subscale: ScoredSubscale) -> "ItemScoreTable":
        """Count a block of codes (persons x items, uint8) under a value table (items x 256, NaN missing).

        Raises `StatisticError` "many_cells" for a subscale whose table would not fit into half a gigabyte.
        """
        (keying,), (key,) = keys_of(codes, table, [subscale])
        block = np.asarray(codes)
        options = int(np.nonzero(keying.contributions)[1].max()) + 1
        items = len(subscale.items)
        if items * keying.cells * options > MOST_CELLS:
            raise StatisticError(
                "many_cells",
                f"subscale {subscale.name} has {items} items, {keying.cells} scores and {options} options",
                "use items with fewer points, or fewer items",
            )
        counts = np.empty((items, keying.cells, options), dtype=np.int64)
        for place, item in enumerate(subscale.items):
            given = block[:, item] < FIRST_MISSING
            flat = key[given].astype(np.int64) * options + block[given, item]
            counts[place] = np.bincount(flat, minlength=keying.cells * options).reshape(-1, options)
        return ItemScoreTable(keying, counts)

    @staticmethod
    def of_values(
        values: ArrayLike, reverse: ArrayLike, *, low: ArrayLike | None = None, high: ArrayLike | None = None
    ) -> "ItemScoreTable":
        """Count a matrix of values, persons x items, NaN missing, of which all items make the subscale."""
        codes, table = coded(values, low=low, high=high)
        items = codes.shape[1]
        key = tuple(bool(one) for one in np.broadcast_to(np.asarray(reverse), items))
        return ItemScoreTable.of(codes, table, ScoredSubscale("", tuple(range(items)), key))

    def __add__(self, other: "ItemScoreTable") -> "ItemScoreTable":
        if self.keying.subscale != other.keying.subscale or self.counts.shape != other.counts.shape:
            raise StatisticError(
                "merge", "answers to different subscales cannot be added", "use the same definition"
            )
        return replace(self, counts=self.counts + other.counts)

    def item_total(self) -> Floats:
        """Correlation of each keyed item with the person's mean of all keyed items answered, itself included.

        NaN for a constant item. With missing answers this is psych's raw.r; without, the plain item-total
        correlation. It is too high by the item's share in the total: prefer the item-rest correlation. R:
        `psych::alpha(x)$item.stats$raw.r`.
        """
        keyed = self._keyed()
        n = self.counts.sum(axis=(1, 2))
        means = self.keying.scores(np.arange(self.keying.cells), minimum_answered=1, rescaled=False)
        if self.keying.subscale.method == "sum":
            means = means / len(self.keying.subscale.items)
        scores = np.nan_to_num(means - self.keying.low)
        by_score, by_answer = self.counts.sum(axis=2), self.counts.sum(axis=1)
        joint = np.einsum("iko,k,io->i", self.counts, scores, keyed)
        sum_t, sum_x = by_score @ scores, (by_answer * keyed).sum(axis=1)
        var_t = n * (by_score @ scores**2) - sum_t**2
        var_x = n * (by_answer * keyed**2).sum(axis=1) - sum_x**2
        scale = np.sqrt(var_t * var_x)
        result = np.full(len(n), np.nan)
        return np.asarray(np.divide(n * joint - sum_t * sum_x, scale, out=result, where=scale > 0))

    def upper_lower(self, share: float = 0.27) -> Floats:
        """Discrimination: mean of the high scorers less mean of the low, as a share of the item's scale.

        The `share` of persons with the highest and with the lowest totals, of those who answered every item.
        Persons tied at the boundary count alike, each in part, so that the result does not depend on the
        order of rows. -1 to 1; .30 and more is a usual wish (a rule of thumb: Ebel & Frisbie, 1991). NaN
        where nobody is complete. Kelley (1939), doi:10.1037/h0057123.
        """
        items = len(self.keying.subscale.items)
        whole = self.counts[:, items * self.keying.width :, :]
        persons = whole[0].sum(axis=1)
        n = int(persons.sum())
        size = round(share * n)
        if not size:
            return np.full(items, np.nan)
        upto = np.cumsum(persons)
        low = np.clip(size - (upto - persons), 0, persons)
        high = np.clip(size - (n - upto), 0, persons)
        keyed = self._keyed()
        totals = np.einsum("iko,io->ik", whole, keyed)
        means = np.divide(totals, persons, out=np.zeros(totals.shape), where=persons > 0)
        widths = keyed.max(axis=1)
        difference = (means @ high - means @ low) / size
        return np.asarray(np.divide(difference, widths, out=np.full(items, np.nan), where=widths > 0))

    def _keyed(self) -> Floats:
        """Keyed value of each option above the item's own low, items x options."""
        contributions = self.keying.contributions[:, : self.counts.shape[2]]
        known = contributions > 0
        steps = np.where(known, contributions, np.iinfo(np.int64).max)
        return np.where(known, self.keying.unit * (contributions - steps.min(axis=1)[:, None]), 0.0)
