"""Levels of invariance as models: what is held equal in all groups, or at all waves, and what is set free for it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from psychometrics.contract import StatisticError
from psychometrics.latent.model import LatentModel, Matrix, Parameter, renumbered
from psychometrics.latent.ordinal_model import Options, threshold_of
from psychometrics.latent.specification import Defaults, Term, model_of
from psychometrics.latent.structures import Subscales, correlated

Level = Literal["configural", "thresholds", "metric", "scalar", "strict"]
LEVELS: Final[tuple[Level, ...]] = ("configural", "thresholds", "metric", "scalar", "strict")

Apart = Collection[tuple[Level, int]]
"""Items (by their number in the instrument) that are not held equal from a level on."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Who is compared: groups of people, or waves of the same people whose items stand side by side in one group.

    `items` and `factors` count those of one block. Of waves, block b's items are `items` * b and on.
    """

    count: int
    items: int
    factors: int
    waves: bool = False

    def of_item(self, group: int, row: int) -> tuple[int, int]:
        """Block and number of an item."""
        return divmod(row, self.items) if self.waves else (group, row)

    def of_factor(self, group: int, row: int) -> tuple[int, int]:
        """Block and number of a factor."""
        return divmod(row, self.factors) if self.waves else (group, row)

    def place(self, block: int, item: int) -> tuple[int, int]:
        """Group and row of a block's item."""
        return (0, block * self.items + item) if self.waves else (block, item)

    def factor_place(self, block: int, factor: int) -> tuple[int, int]:
        """Group and row of a block's factor."""
        return (0, block * self.factors + factor) if self.waves else (block, factor)


def groups_model(subscales: Subscales, groups: int) -> tuple[LatentModel, Blocks]:
    """Correlated factors of each group's own, to hold equal level by level, and who is compared."""
    items = len({item for members in subscales.values() for item in members})
    model = correlated(subscales, Defaults(scale="variance", groups=groups, means=True))
    return model, Blocks(groups, items, len(subscales))


def waves_model(subscales: Subscales, waves: Sequence[str]) -> tuple[LatentModel, Blocks]:
    """The same factors at each wave of the same people, all correlated, and an item's residuals between waves as well.

    An item is named with its wave: "C1@2027". Raises `StatisticError` "one_group" for fewer than two waves.
    """
    if len(waves) < 2:
        raise StatisticError("one_group", "there is one wave", "take the answers of two waves or more")
    items = list(dict.fromkeys(item for members in subscales.values() for item in members))
    terms = [
        Term(at_wave(factor, wave), "=~", at_wave(item, wave))
        for wave in waves
        for factor, members in subscales.items()
        for item in members
    ]
    terms += [
        Term(at_wave(item, one), "~~", at_wave(item, other))
        for item in items
        for place, one in enumerate(waves)
        for other in waves[place + 1 :]
    ]
    return model_of(terms, Defaults(scale="variance", means=True)), Blocks(
        len(waves), len(items), len(subscales), waves=True
    )


def at_wave(name: str, wave: str) -> str:
    """An item's or a factor's name at a wave."""
    return f"{name}@{wave}"


def levels_to_test(options: Options | None) -> tuple[Level, ...]:
    """The levels that leave something to test, given the options of each item by group (None: not ordinal).

    With three options, equal thresholds only set the unit; with two, thresholds, loadings and intercepts can be held
    equal together alone. Wu & Estabrook (2016), doi:10.1007/s11336-016-9506-0.
    """
    if options is None:
        return ("configural", "metric", "scalar", "strict")
    counts = [count for each in options for count in each]
    if min(counts) == 2:
        return ("configural", "scalar", "strict")
    if max(counts) == 3:
        return ("configural", "metric", "scalar", "strict")
    return LEVELS


def invariant_model(
    model: LatentModel, blocks: Blocks, level: Level, options: Options | None = None, apart: Apart = ()
) -> LatentModel:
    """The model in which items are equal in all blocks up to a level, but for those `apart` from a level on.

    `model` is the structure over all blocks, factors with variance 1 (`groups_model`, `waves_model`). In the first
    block factors have mean 0 and variance 1. Equal loadings ("metric") free the other blocks' factor variances,
    equal intercepts ("scalar") their factor means; "strict" holds residual variances equal too. Ordinal items
    (`options`: their number by group and item) begin with equal thresholds, which free the other blocks' intercepts
    and residual variances; those of the first are 0 and 1. An item apart from a level stays apart at those above; of
    its thresholds the first two stay equal, as its unit and origin.
    Meredith (1993), doi:10.1007/BF02294825; ordinal: Wu & Estabrook (2016), doi:10.1007/s11336-016-9506-0.
    """
    maker = _Maker(model, blocks, LEVELS.index(level), apart, options)
    kept = [maker.structural(p) for p in model.parameters if p.matrix in ("lambda", "beta", "psi", "theta")]
    added = [*maker.responses(), *maker.means()]
    known = {_where(p) for p in added}
    parameters = [p for p in kept if _where(p) not in known] + added
    return renumbered(replace(model, means=True), parameters)


def _where(p: Parameter) -> tuple[int, Matrix, int, int]:
    return p.group, p.matrix, p.row, p.column


class _Maker:
    """Gives each parameter its place among the free ones: equal parameters have the same key."""

    def __init__(
        self, model: LatentModel, blocks: Blocks, depth: int, apart: Apart, options: Options | None
    ) -> None:
        self.model, self.blocks, self.depth, self.options = model, blocks, depth, options
        two = options is not None and min(count for each in options for count in each) == 2
        self.apart: dict[int, int] = {}
        for since, item in apart:
            first = 1 if two else LEVELS.index(since)
            self.apart[item] = min(self.apart.get(item, len(LEVELS)), first)
        self._places: dict[object, int] = {}

    def _place(self, key: object) -> int:
        return self._places.setdefault(key, len(self._places) + 1)

    def holds(self, level: Level, item: int) -> bool:
        """Whether the item is held equal at a level: the model goes that far, and the item was not set apart."""
        depth = LEVELS.index(level)
        return depth <= self.depth and depth < self.apart.get(item, len(LEVELS))

    def structural(self, p: Parameter) -> Parameter:
        """Loadings, and variances and covariances of factors and residuals."""
        if p.matrix == "lambda" and p.free:
            _, item = self.blocks.of_item(p.group, p.row)
            _, factor = self.blocks.of_factor(p.group, p.column)
            shared = self.holds("metric", item)
            key = ("lambda", item, factor) if shared else ("lambda", item, factor, _where(p))
            return replace(p, free=self._place(key))
        if p.matrix == "psi" and p.is_variance:
            block, _ = self.blocks.of_factor(p.group, p.row)
            freed = block > 0 and self.depth >= LEVELS.index("metric")
            return replace(p, free=self._place(_where(p)) if freed else 0, value=1.0)
        return replace(p, free=self._place(("own", p.free)) if p.free else 0)

    def responses(self) -> Iterable[Parameter]:
        """Thresholds, intercepts and residual variances."""
        for block in range(self.blocks.count):
            for item in range(self.blocks.items):
                if self.options is None:
                    yield from self._measured(block, item)
                    continue
                group, row = self.blocks.place(block, item)
                yield from self._thresholds(block, item, self.options[group][row])
                yield from self._behind(block, item, self.options[group][row])

    def _measured(self, block: int, item: int) -> Iterable[Parameter]:
        """Intercept and residual variance of an item taken as it is."""
        group, row = self.blocks.place(block, item)
        name = self.model.items[row]
        level = self._place(("nu", item) if self.holds("scalar", item) else ("nu", item, block))
        yield Parameter(name, "~1", "", "nu", row, 0, group, level)
        rest = self._place(("theta", item) if self.holds("strict", item) else ("theta", item, block))
        yield Parameter(name, "~~", name, "theta", row, row, group, rest)

    def _thresholds(self, block: int, item: int, count: int) -> Iterable[Parameter]:
        group, row = self.blocks.place(block, item)
        for cut in range(count - 1):
            unit = self.depth > 0 and cut < 2 and count > 2
            shared = self.holds("thresholds", item) or unit
            key = ("tau", item, cut) if shared and self.depth > 0 else ("tau", item, cut, block)
            yield threshold_of(self.model, row, cut, group, self._place(key))

    def _behind(self, block: int, item: int, count: int) -> Iterable[Parameter]:
        """Intercept and residual variance of the response behind an ordinal item."""
        group, row = self.blocks.place(block, item)
        name = self.model.items[row]
        other = block > 0 and self.depth > 0 and (count > 2 or self.holds("thresholds", item))
        if other and not self.holds("scalar", item):
            place = self._place(("nu", item, block))
            yield Parameter(name, "~1", "", "nu", row, 0, group, place, 0.0)
        loose = other and not self.holds("strict", item)
        place = self._place(("theta", item, block)) if loose else 0
        yield Parameter(name, "~~", name, "theta", row, row, group, place, 1.0)

    def means(self) -> Iterable[Parameter]:
        """Factor means of all blocks but the first, where intercepts are equal."""
        if self.depth < LEVELS.index("scalar"):
            return
        for block in range(1, self.blocks.count):
            for factor in range(self.blocks.factors):
                group, row = self.blocks.factor_place(block, factor)
                place = self._place(("alpha", factor, block))
                yield Parameter(self.model.factors[row], "~1", "", "alpha", row, 0, group, place, 0.0)
