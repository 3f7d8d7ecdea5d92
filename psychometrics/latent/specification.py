"""From what a researcher writes down to every parameter: markers, residuals, factor covariances and means are added.

The rules are those of lavaan's `cfa` and `growth`, so that a model means the same in both.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from psychometrics.contract import StatisticError
from psychometrics.latent.model import LatentModel, Matrix, Parameter, renumbered

Scale = Literal["marker", "variance"]
"""What gives a factor its unit: its first item's loading of 1, or its own variance of 1."""

EQUALITIES: Final = (
    "loadings",
    "intercepts",
    "means",
    "residuals",
    "residual.covariances",
    "lv.variances",
    "lv.covariances",
    "regressions",
)
"""What may be asked to be equal in all groups, by lavaan's names of `group.equal`."""


@dataclass(frozen=True, slots=True)
class Term:
    """One relation that is written down: "visual =~ x2".

    `op` is =~ (measured by), ~~ (covaries with), ~ (is predicted by) or ~1 (has a mean of its own, without `rhs`).
    `fixed` holds the number it is fixed to, one for all groups or one a group, None where it is free; `free` says that
    it is free whatever the defaults are. Terms with the same `label` are equal; `labels` may also be one a group.
    """

    lhs: str
    op: str
    rhs: str = ""
    fixed: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    start: float | None = None
    free: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        sides = sorted((self.lhs, self.rhs)) if self.op == "~~" else [self.lhs, self.rhs]
        return sides[0], self.op, sides[1]


@dataclass(frozen=True, slots=True)
class Defaults:
    """How what is not written down is filled in.

    `scale` of the factors; `orthogonal` factors do not covary unless told to; `means` are modelled; `growth` fixes
    intercepts at 0 and frees the factors' means; `groups` and what is `equal` in them, but for what is `apart`
    (lavaan's `group.partial`).
    """

    scale: Scale = "marker"
    orthogonal: bool = False
    means: bool = False
    growth: bool = False
    groups: int = 1
    equal: Collection[str] = ()
    apart: Collection[tuple[str, str, str]] = ()


@dataclass(slots=True)
class _Names:
    """Who is what among the names of a model, in order of appearance."""

    factors: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    predicted: set[str] = field(default_factory=set)
    """Factors and variables that a factor or predictor explains."""
    predicts: set[str] = field(default_factory=set)
    observed_causes: list[str] = field(default_factory=list)
    """Observed variables that take part in a regression: they stand among the factors."""

    def all_factors(self) -> list[str]:
        return self.factors + self.observed_causes


def model_of(terms: Sequence[Term], defaults: Defaults | None = None) -> LatentModel:
    """The whole parameter table of what is written down.

    terms: relations in the order written; a factor is what stands left of =~. Returns a `LatentModel`. Raises
    `StatisticError` "empty_model" where no factor is measured, "unknown_equality" for a word that is no kind of
    equality, "wrong_groups" where a term says something for another number of groups.

    As lavaan's `cfa(auto.var = TRUE, auto.cov.lv.x = TRUE, auto.fix.first = TRUE)`. Rosseel (2012),
    doi:10.18637/jss.v048.i02.
    """
    chosen = defaults or Defaults()
    for word in chosen.equal:
        if word not in EQUALITIES:
            raise StatisticError(
                "unknown_equality", f"nothing is called {word!r}", f"choose among {', '.join(EQUALITIES)}"
            )
    _require_each_group(terms, chosen.groups)
    names = _names(terms)
    if not names.factors:
        raise StatisticError(
            "empty_model", "the model measures no factor", "write factor =~ item + item + item"
        )
    written = {term.key: term for term in terms}
    whole = list(terms) + [term for term in _added(names, written, chosen) if term.key not in written]
    means = chosen.means or chosen.growth or any(term.op == "~1" for term in terms)
    if means:
        present = {term.key for term in whole}
        whole += [term for term in _means(names, chosen) if term.key not in present]
    whole = _scaled(whole, names, chosen)
    return _table(whole, names, chosen, means)


def _require_each_group(terms: Sequence[Term], groups: int) -> None:
    for term in terms:
        for given in (term.fixed, term.labels):
            if len(given) not in (0, 1, groups):
                raise StatisticError(
                    "wrong_groups",
                    f"{term.lhs} {term.op} {term.rhs or 1} has {len(given)} values for {groups} group(s)",
                    "give one for all groups, or one for each",
                )


def _names(terms: Iterable[Term]) -> _Names:
    names = _Names()
    names.factors = list(dict.fromkeys(term.lhs for term in terms if term.op == "=~"))
    latent = set(names.factors)
    mentioned: list[str] = []
    for term in terms:
        sides = [term.rhs] if term.op == "=~" else [term.lhs, term.rhs]
        mentioned += [side for side in sides if side and side not in latent]
        if term.op == "=~" and term.rhs in latent:
            names.predicted.add(term.rhs)
            names.predicts.add(term.lhs)
        if term.op == "~":
            names.predicted.add(term.lhs)
            names.predicts.add(term.rhs)
    names.items = list(dict.fromkeys(mentioned))
    in_regressions = [side for term in terms if term.op == "~" for side in (term.lhs, term.rhs)]
    names.observed_causes = [name for name in dict.fromkeys(in_regressions) if name not in latent]
    return names


def _added(names: _Names, written: dict[tuple[str, str, str], Term], chosen: Defaults) -> list[Term]:
    """Variances of everything, and covariances of what nothing explains."""
    added = [Term(item, "~~", item) for item in names.items if item not in names.observed_causes]
    every = names.all_factors()
    added += [Term(factor, "~~", factor) for factor in every]
    outside = [factor for factor in names.factors if factor not in names.predicted]
    together = _pairs(outside)
    added += [replace(term, fixed=(0.0,)) for term in together] if chosen.orthogonal else together
    causes = [name for name in names.observed_causes if name not in names.predicted]
    added += _pairs(causes)
    # what is explained and explains nothing: what is left of it may covary
    ends = [name for name in every if name in names.predicted and name not in names.predicts]
    if any(term.op == "~" for term in written.values()) and not chosen.orthogonal:
        added += _pairs([name for name in ends if _by_regression(name, written)])
    return added


def _by_regression(name: str, written: dict[tuple[str, str, str], Term]) -> bool:
    return any(term.op == "~" and term.lhs == name for term in written.values())


def _pairs(names: Sequence[str]) -> list[Term]:
    return [Term(one, "~~", other) for place, one in enumerate(names) for other in names[place + 1 :]]


def _means(names: _Names, chosen: Defaults) -> list[Term]:
    """Intercepts are free and factor means 0; of growth curves it is the other way round."""
    zero = (0.0,)
    observed = set(names.observed_causes)
    added = [
        Term(item, "~1", fixed=zero if chosen.growth else ()) for item in names.items if item not in observed
    ]
    added += [Term(name, "~1", free=True) for name in names.observed_causes]
    added += [Term(factor, "~1", fixed=() if chosen.growth else zero) for factor in names.factors]
    return added


def _scaled(terms: Sequence[Term], names: _Names, chosen: Defaults) -> list[Term]:
    """Each factor with a unit: a first loading of 1, or a variance of 1."""
    done: set[str] = set()
    scaled = []
    for term in terms:
        if term.op == "=~" and chosen.scale == "marker" and term.lhs not in done:
            done.add(term.lhs)
            if not term.fixed and not term.free:
                term = replace(term, fixed=(1.0,))
        own = term.op == "~~" and term.lhs == term.rhs and term.lhs in names.factors
        if own and chosen.scale == "variance" and not term.fixed and not term.free:
            term = replace(term, fixed=_unit(term, chosen))
        scaled.append(term)
    return scaled


def _unit(term: Term, chosen: Defaults) -> tuple[float | None, ...]:
    """A variance of 1; where loadings are equal in all groups the first group's fixes the unit of all."""
    if "loadings" in chosen.equal and chosen.groups > 1:
        return (1.0,) + (None,) * (chosen.groups - 1)
    return (1.0,)


def _table(terms: Sequence[Term], names: _Names, chosen: Defaults, means: bool) -> LatentModel:
    factors = names.all_factors()
    causes = tuple(name for name in names.observed_causes if name not in names.predicted)
    model = LatentModel(tuple(names.items), tuple(factors), (), chosen.groups, means, causes)
    parameters: list[Parameter] = []
    labels: dict[str, int] = {}
    for group in range(chosen.groups):
        for name in names.observed_causes:
            at = names.items.index(name), factors.index(name)
            parameters.append(Parameter(name, "", name, "lambda", *at, group, 0, 1.0))
        for term in terms:
            if term.op == "~1" and not means:
                continue
            parameters.append(_placed(term, model, names, chosen, group, labels))
    return renumbered(model, parameters)


def _placed(
    term: Term, model: LatentModel, names: _Names, chosen: Defaults, group: int, labels: dict[str, int]
) -> Parameter:
    matrix, row, column = _place(term, model, names)
    label = _label(term, chosen, names, group)
    fixed = term.fixed[group if len(term.fixed) > 1 else 0] if term.fixed else None
    if fixed is not None and _freed_mean(term, chosen, names, group):
        fixed = None
    free = 0
    if fixed is None:
        # a label shares its place; without one the place is new
        free = labels.setdefault(label or f"\0{group} {term.key}", len(labels) + 1)
    value = fixed if fixed is not None else term.start
    shown = "" if label.startswith("\0") else label
    return Parameter(term.lhs, term.op, term.rhs, matrix, row, column, group, free, value, shown)


def _freed_mean(term: Term, chosen: Defaults, names: _Names, group: int) -> bool:
    """Where intercepts are equal, the first group's factor means are 0 and the others are estimated."""
    equal = "intercepts" in chosen.equal and "means" not in chosen.equal and not chosen.growth
    return equal and group > 0 and term.op == "~1" and term.lhs in names.factors and not term.labels


def _label(term: Term, chosen: Defaults, names: _Names, group: int) -> str:
    if term.labels:
        return term.labels[group if len(term.labels) > 1 else 0]
    apart = {Term(*key).key for key in chosen.apart}
    if chosen.groups > 1 and term.key not in apart and _kind(term, names) in chosen.equal:
        return f"\0 {term.key}"
    return ""


def _kind(term: Term, names: _Names) -> str:
    if term.op == "=~":
        return "loadings"
    if term.op == "~":
        return "regressions"
    latent = term.lhs in names.factors or term.lhs in names.observed_causes
    if term.op == "~1":
        return "means" if latent else "intercepts"
    same = term.lhs == term.rhs
    if latent:
        return "lv.variances" if same else "lv.covariances"
    return "residuals" if same else "residual.covariances"


def _place(term: Term, model: LatentModel, names: _Names) -> tuple[Matrix, int, int]:
    factors = {name: place for place, name in enumerate(model.factors)}
    items = {name: place for place, name in enumerate(model.items)}
    if term.op == "=~":
        if term.rhs in factors:
            return "beta", factors[term.rhs], factors[term.lhs]
        return "lambda", items[term.rhs], factors[term.lhs]
    if term.op == "~":
        return "beta", factors[term.lhs], factors[term.rhs]
    if term.op == "~1":
        return ("alpha", factors[term.lhs], 0) if term.lhs in factors else ("nu", items[term.lhs], 0)
    return _covariance_place(term, factors, items)


def _covariance_place(term: Term, factors: dict[str, int], items: dict[str, int]) -> tuple[Matrix, int, int]:
    if term.lhs in factors and term.rhs in factors:
        one, other = factors[term.lhs], factors[term.rhs]
        return "psi", max(one, other), min(one, other)
    if term.lhs in factors or term.rhs in factors:
        raise StatisticError(
            "mixed_covariance",
            f"{term.lhs} ~~ {term.rhs} joins a factor with an item's residual",
            "write a loading, or let the item be predicted",
        )
    one, other = items[term.lhs], items[term.rhs]
    return "theta", max(one, other), min(one, other)


def with_means(model: LatentModel) -> LatentModel:
    """The model with a free intercept for each item and group, and factor means of 0, where it has no means."""
    if model.means:
        return model
    free, parameters = model.free, list(model.parameters)
    observed = set(model.items) & set(model.factors)
    for group in range(model.groups):
        for row, item in enumerate(model.items):
            if item not in observed:
                free += 1
                parameters.append(Parameter(item, "~1", "", "nu", row, 0, group, free))
        for row, factor in enumerate(model.factors):
            free += factor in observed
            place, value = (free, None) if factor in observed else (0, 0.0)
            parameters.append(Parameter(factor, "~1", "", "alpha", row, 0, group, place, value))
    return replace(model, parameters=tuple(parameters), means=True)
