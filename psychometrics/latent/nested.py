"""Two models of the same answers, one of which is the other with something fixed or equal: what that costs."""

from psychometrics.contract import StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted


def scaled_difference(restricted: Fitted, free: Fitted) -> ChiSquare | None:
    """The difference of two chi-squares, scaled where they are; None where its scaling would be negative.

    Plain, or scaled after Satorra & Bentler (2001), doi:10.1007/BF02296192. `df` is positive where `restricted` has
    more of them.
    """
    plain = ChiSquare(restricted.test.chisq - free.test.chisq, restricted.test.df - free.test.df)
    if restricted.scaled is None or free.scaled is None:
        return plain
    spread = restricted.scaled.scaling * restricted.test.df - free.scaled.scaling * free.test.df
    if spread <= 0:
        return None
    scaling = spread / plain.df
    return ChiSquare(plain.chisq / scaling, plain.df, scaling)


def nested_difference(restricted: Fitted, free: Fitted) -> ChiSquare:
    """The test of what `restricted` fixes or equates that `free` does not; both fitted by one estimator.

    That one is nested in the other is for who wrote them to know. Raises `StatisticError` "not_comparable" where they
    are of other items or people, "not_nested" where they have as many degrees of freedom or the one that estimates
    less fits better, and "negative_scaling", which may be with few people. lavaan's `lavTestLRT(free, restricted)`.
    """
    one, other = ([sorted(fit.model.items), fit.people, fit.estimator] for fit in (restricted, free))
    if one != other:
        raise StatisticError(
            "not_comparable",
            "the two models are of other items, other people or another estimator",
            "compare models of the same items; AIC does not compare others either",
        )
    if restricted.test.df == free.test.df:
        raise StatisticError(
            "not_nested",
            "the two models estimate as many numbers, so neither is the other with something fixed",
            "compare them by AIC and BIC",
        )
    if restricted.test.df < free.test.df or restricted.test.chisq < free.test.chisq - 1e-6:
        raise StatisticError(
            "not_nested",
            "the model that estimates less fits better, so it is not the other with something fixed",
            "compare them by AIC and BIC",
        )
    found = scaled_difference(restricted, free)
    if found is None:
        raise StatisticError(
            "negative_scaling",
            "the scaled difference does not exist, as may be with few people",
            "compare them by the plain difference of the estimator ml",
        )
    return found
