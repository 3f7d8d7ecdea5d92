"""Whether items mean the same in groups or waves: models level by level, what each costs, and which item to free."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare, Rmsea, root_mean_square_error
from psychometrics.latent.invariance_levels import Apart, Blocks, Level, invariant_model, levels_to_test
from psychometrics.latent.linearised import Linearised, carried, difference, score_test
from psychometrics.latent.model import LatentModel
from psychometrics.latent.ordinal_fit import Estimator, OrdinalFit, fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import OrdinalStructure
from psychometrics.latent.ordinal_moments import OrdinalMoments

Measures = dict[str, float | None]


class Fit(Protocol):
    """What every fit tells."""

    @property
    def model(self) -> LatentModel: ...

    @property
    def free(self) -> Floats: ...

    @property
    def test(self) -> ChiSquare: ...

    @property
    def people(self) -> int: ...


F = TypeVar("F", bound=Fit)


class Ladder(Protocol[F]):
    """How the levels are fitted for one kind of data."""

    @property
    def blocks(self) -> Blocks: ...

    @property
    def levels(self) -> tuple[Level, ...]: ...

    def model(self, level: Level, apart: Apart) -> LatentModel: ...

    def fit(self, model: LatentModel, start: F | None) -> F: ...

    def measures(self, fit: F) -> Measures: ...

    def near(self, fit: F) -> Linearised: ...

    def slopes(self, fit: F, released: LatentModel) -> tuple[Floats, ...]:
        """Derivatives by the parameters of a model with more of them, at the fit's estimates."""

    def difference(self, restricted: F, free: F) -> ChiSquare: ...


@dataclass(frozen=True, slots=True)
class Suspect:
    """An item, and the test of what it would gain not to be held equal at a level."""

    item: str
    test: ChiSquare


@dataclass(frozen=True, slots=True)
class LevelFit(Generic[F]):
    """A level: its fit, what it costs against the level before, and every item's test, the most suspect first.

    `cost` is the (scaled) difference test, `cost_rmsea` the RMSEA of that difference alone: misfit per restriction that
    the level adds. Savalei, Brace & Fouladi (2023), doi:10.1037/met0000537.
    """

    level: Level
    fit: F
    measures: Measures
    cost: ChiSquare | None
    cost_rmsea: Rmsea | None
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True, slots=True)
class Invariance(Generic[F]):
    """The levels that could be fitted, in order, and why there are not more (`stopped`)."""

    levels: tuple[LevelFit[F], ...]
    stopped: StatisticError | None

    def at(self, level: Level) -> LevelFit[F] | None:
        return next((each for each in self.levels if each.level == level), None)


def invariance(ladder: Ladder[F], apart: Apart = ()) -> Invariance[F]:
    """Fit level after level, items `apart` left free, as far as models can be fitted.

    Differences with few people, or many restrictions, reject by small deviations and miss large ones: read them with
    the change in CFI (-.010, Cheung & Rensvold 2002, doi:10.1207/S15328007SEM0902_5) and in RMSEA (.015, Chen 2007,
    doi:10.1080/10705510701301834). A shift that all items share cannot be told from a difference of the factor.
    """
    found: list[LevelFit[F]] = []
    before: F | None = None
    for level in ladder.levels:
        try:
            fit = ladder.fit(ladder.model(level, apart), before)
            found.append(_level(ladder, level, fit, before, apart))
        except StatisticError as error:
            return Invariance(tuple(found), error)
        before = fit
    return Invariance(tuple(found), None)


def _level(ladder: Ladder[F], level: Level, fit: F, before: F | None, apart: Apart) -> LevelFit[F]:
    measures = ladder.measures(fit)
    if before is None:
        return LevelFit(level, fit, measures, None, None, ())
    cost = ladder.difference(fit, before)
    groups = fit.model.groups
    rmsea = root_mean_square_error(cost, fit.people - groups, groups)
    suspects = sorted(_suspects(ladder, level, fit, apart), key=lambda each: each.test.pvalue or 0.0)
    return LevelFit(level, fit, measures, cost, rmsea, tuple(suspects))


def _suspects(ladder: Ladder[F], level: Level, fit: F, apart: Apart) -> Iterator[Suspect]:
    near = ladder.near(fit)
    gone = {item for _, item in apart}
    for item in range(ladder.blocks.items):
        if item in gone:
            continue
        released = ladder.model(level, (*apart, (level, item)))
        more = released.free - fit.model.free
        if more > 0:
            test = score_test(near, ladder.slopes(fit, released), more)
            yield Suspect(fit.model.items[item], test)


def partial(
    ladder: Ladder[F], level: Level, good: Callable[[LevelFit[F]], bool], most: int, apart: Apart = ()
) -> tuple[Apart, LevelFit[F]] | None:
    """Set items apart at a level, the most suspect first, until it is `good`; None where `most` do not suffice.

    The first answer, (), is the level as it is. Each item is chosen after the one before was freed, since a misfit
    spreads. Byrne, Shavelson & Muthén (1989), doi:10.1037/0033-2909.105.3.456. Raises `StatisticError` where a model
    cannot be fitted.
    """
    place = ladder.levels.index(level)
    freed = tuple(apart)
    while True:
        before = ladder.fit(ladder.model(ladder.levels[place - 1], freed), None) if place else None
        fit = ladder.fit(ladder.model(level, freed), before)
        found = _level(ladder, level, fit, before, freed)
        if good(found):
            return freed, found
        if len(freed) - len(apart) >= most or not found.suspects:
            return None
        freed = (*freed, (level, fit.model.items.index(found.suspects[0].item)))


class OrdinalLadder:
    """Levels of ordinal items, fitted to each group's thresholds and polychoric correlations."""

    def __init__(
        self,
        structure: LatentModel,
        blocks: Blocks,
        samples: Sequence[OrdinalMoments],
        estimator: Estimator = "wlsmv",
    ) -> None:
        self.blocks, self.samples, self.estimator = blocks, tuple(samples), estimator
        self._structure = structure
        self._options = [[len(chosen) for chosen in sample.options] for sample in samples]
        _require_same_options(blocks, self.samples)
        self.levels = levels_to_test(self._options)

    def model(self, level: Level, apart: Apart) -> LatentModel:
        return invariant_model(self._structure, self.blocks, level, self._options, apart)

    def fit(self, model: LatentModel, start: OrdinalFit | None) -> OrdinalFit:
        near = None if start is None else carried(start.free, start.model, model)
        return fit_ordinal(model, self.samples, self.estimator, near)

    def measures(self, fit: OrdinalFit) -> Measures:
        return ordinal_measures(fit)

    def near(self, fit: OrdinalFit) -> Linearised:
        groups = range(len(fit.samples))
        residuals = tuple(fit.residuals(group) for group in groups)
        gammas = tuple(sample.gamma for sample in fit.samples)
        return Linearised(fit.people, fit.shares, residuals, fit.slopes, fit.weights, gammas)

    def slopes(self, fit: OrdinalFit, released: LatentModel) -> tuple[Floats, ...]:
        structure = OrdinalStructure(released, [sample.owner for sample in fit.samples])
        values = carried(fit.free, fit.model, released)
        return tuple(structure.jacobian(values, group) for group in range(released.groups))

    def difference(self, restricted: OrdinalFit, free: OrdinalFit) -> ChiSquare:
        plain = ChiSquare(restricted.test.chisq - free.test.chisq, restricted.test.df - free.test.df)
        return difference(plain, self.near(free), restricted.slopes)


def _require_same_options(blocks: Blocks, samples: Sequence[OrdinalMoments]) -> None:
    """Refuse an option that one block never chose: its thresholds cannot be held against the others'."""
    for item in range(blocks.items):
        chosen = []
        for block in range(blocks.count):
            group, row = blocks.place(block, item)
            chosen.append(set(samples[group].options[row].tolist()))
        everywhere, somewhere = set.intersection(*chosen), set.union(*chosen)
        if everywhere != somewhere:
            missing = ", ".join(str(option + 1) for option in sorted(somewhere - everywhere))
            name = samples[0].names[item]
            raise StatisticError(
                "empty_category",
                f"option {missing} of {name} was chosen in one group or wave and by nobody in another",
                "merge that option with its neighbour, leave the item out, or treat the items as continuous",
            )
