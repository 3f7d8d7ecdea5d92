"""Whether items mean the same in groups or waves: models level by level, what each costs, and which item to free."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare, Rmsea, root_mean_square_error
from psychometrics.latent.invariance_levels import Apart, Blocks, Level
from psychometrics.latent.linearised import Linearised, ScoreTests
from psychometrics.latent.model import LatentModel

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

    def named(self, item: int) -> str: ...

    def explained(self, fit: F) -> Floats:
        """Share of each item's variance that the factors explain, in all groups one after another."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """An item, and the test of what it would gain not to be held equal at a level."""

    item: str
    place: int
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
    """Fit level after level, items `apart` left free, as far as models can be fitted; test every item at each.

    Differences reject by small deviations where people are many and miss large ones where they are few: read them
    with the change in CFI (-.010, Cheung & Rensvold 2002, doi:10.1207/S15328007SEM0902_5) and in RMSEA (.015, Chen
    2007, doi:10.1080/10705510701301834). A shift that all items share cannot be told from a difference of the factor.
    """
    found: list[LevelFit[F]] = []
    for level in ladder.levels:
        try:
            before = found[-1].fit if found else None
            fitted = level_fit(ladder, level, before, apart)
            items = suspects(ladder, fitted, apart) if found else ()
            found.append(replace(fitted, suspects=items))
        except StatisticError as error:
            return Invariance(tuple(found), error)
    return Invariance(tuple(found), None)


def level_fit(ladder: Ladder[F], level: Level, before: F | None, apart: Apart = ()) -> LevelFit[F]:
    """One level and what it costs against the fit of the level before; no item tested."""
    fit = ladder.fit(ladder.model(level, apart), before)
    measures = ladder.measures(fit)
    if before is None:
        return LevelFit(level, fit, measures, None, None, ())
    cost = ladder.difference(fit, before)
    groups = fit.model.groups
    return LevelFit(level, fit, measures, cost, root_mean_square_error(cost, fit.people - groups, groups), ())


def suspects(ladder: Ladder[F], level: LevelFit[F], apart: Apart = ()) -> tuple[Suspect, ...]:
    """What each item would gain not to be held equal at the level, the most suspect first; not those set apart."""
    tests = ScoreTests(ladder.near(level.fit))
    gone = {item for _, item in apart}
    found = []
    for item in range(ladder.blocks.items):
        if item in gone:
            continue
        released = ladder.model(level.level, (*apart, (level.level, item)))
        more = released.free - level.fit.model.free
        if more > 0:
            test = tests.of(ladder.slopes(level.fit, released), more)
            found.append(Suspect(ladder.named(item), item, test))
    return tuple(sorted(found, key=lambda each: (each.test.pvalue or 0.0, -each.test.chisq)))


def partial(
    ladder: Ladder[F],
    level: Level,
    good: Callable[[LevelFit[F]], bool],
    most: int,
    apart: Apart = (),
    sure: float = 1.0,
) -> tuple[Apart, LevelFit[F]] | None:
    """Set items apart at a level, the most suspect first, until it is `good`; None where `most` do not suffice, or
    no other is suspect at the level `sure`.

    The answer's first part, where no item had to be set apart, is `apart` as it was. Each item is chosen after the one
    before was freed, since a misfit spreads. Byrne, Shavelson & Muthén (1989), doi:10.1037/0033-2909.105.3.456. Raises
    `StatisticError` where a model cannot be fitted.
    """
    place = ladder.levels.index(level)
    freed = tuple(apart)
    while True:
        before = ladder.fit(ladder.model(ladder.levels[place - 1], freed), None)
        found = level_fit(ladder, level, before, freed)
        if good(found):
            return freed, found
        tested = suspects(ladder, found, freed)
        if len(freed) - len(apart) >= most or not tested or (tested[0].test.pvalue or 0.0) >= sure:
            return None
        freed = (*freed, (level, tested[0].place))
