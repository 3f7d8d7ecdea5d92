"""The four structures that an instrument's subscales may have, as models without any syntax."""

from collections.abc import Mapping, Sequence

from psychometrics.contract import StatisticError
from psychometrics.latent.model import LatentModel
from psychometrics.latent.specification import Defaults, Term, model_of

GENERAL = "general"
"""The name of the factor that all items, or all factors, share."""

Subscales = Mapping[str, Sequence[str]]


def one_factor(items: Sequence[str], name: str = GENERAL, defaults: Defaults | None = None) -> LatentModel:
    """All items measure one thing."""
    return model_of([Term(name, "=~", item) for item in items], defaults)


def correlated(subscales: Subscales, defaults: Defaults | None = None) -> LatentModel:
    """Each subscale's items measure their own factor, and the factors covary."""
    return model_of(_measured(subscales), defaults)


def second_order(subscales: Subscales, name: str = GENERAL, defaults: Defaults | None = None) -> LatentModel:
    """The factors of the subscales measure one thing in turn; with three of them it fits as `correlated` does.

    Raises `StatisticError` "few_factors" for fewer than three subscales: two covariances less cannot tell.
    """
    _require_three(subscales, "a factor of factors")
    return model_of(_measured(subscales) + [Term(name, "=~", factor) for factor in subscales], defaults)


def bifactor(subscales: Subscales, name: str = GENERAL, defaults: Defaults | None = None) -> LatentModel:
    """Every item measures what all share, and what its subscale has besides; no factor covaries with another.

    Factors have variance 1 unless `defaults` say otherwise. Reise (2012), doi:10.1080/00273171.2012.715555. Raises
    `StatisticError` "few_factors" for fewer than two subscales.
    """
    if len(subscales) < 2:
        raise StatisticError(
            "few_factors", "one subscale shares nothing that others lack", "ask for one factor instead"
        )
    items = list(dict.fromkeys(item for members in subscales.values() for item in members))
    terms = [Term(name, "=~", item) for item in items] + _measured(subscales)
    return model_of(terms, defaults or Defaults(scale="variance", orthogonal=True))


def _measured(subscales: Subscales) -> list[Term]:
    return [Term(factor, "=~", item) for factor, items in subscales.items() for item in items]


def _require_three(subscales: Subscales, what: str) -> None:
    if len(subscales) < 3:
        raise StatisticError(
            "few_factors",
            f"{what} takes three subscales or more, and there are {len(subscales)}",
            "ask for correlated factors instead",
        )
