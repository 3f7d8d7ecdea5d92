"""Confirmatory models beside lavaan's: which are handed over, and our numbers of them."""

from collections.abc import Iterator

import numpy as np

from engine.validation.confirmatory.choices import STRUCTURES
from engine.validation.confirmatory.fits import ConfirmatoryStudy, StructureFit
from engine.validation.plan import Plan
from psychometrics.second_opinion.answers import Question
from psychometrics.second_opinion.material import AskedModel
from psychometrics.second_opinion.reasons import Ours

PLAIN = ("chisq", "df", "cfi", "rmsea", "srmr")
"""Measures that are compared: the plain ones, which do not depend on how clusters or non-normality are allowed for."""


def asked_models(found: ConfirmatoryStudy | None, plan: Plan) -> tuple[AskedModel, ...]:
    """The structures that were fitted, over places of the studied items; a user's own text is handed to no program."""
    return tuple(_asked(fit, plan) for fit in _compared(found))


def our_models(found: ConfirmatoryStudy | None) -> Iterator[tuple[Question, Ours]]:
    """Our number for each question about the models that were handed over."""
    for place, fit in enumerate(_compared(found)):
        about = f"{STRUCTURES[fit.structure].title}, {fit.estimator}"
        for name in PLAIN:
            value = fit.measures.get(name)
            number = np.asarray(np.nan if value is None else value, dtype=np.float64)
            yield Question(f"cfa_{name}", str(place)), Ours(number, about=about)
        L = fit.standardized
        pointing = np.where(L.sum(axis=0) < 0, -1.0, 1.0)
        entries = (fit.items, fit.factors)
        yield Question("cfa_loadings", str(place)), Ours(L * pointing, about=about, entries=entries)


def _compared(found: ConfirmatoryStudy | None) -> list[StructureFit]:
    return [] if found is None else [fit for fit in found.fits if fit.structure != "model"]


def _asked(fit: StructureFit, plan: Plan) -> AskedModel:
    variables = {item: f"v{place}" for place, item in enumerate(fit.items, 1)}
    variables |= {factor: f"f{place}" for place, factor in enumerate(fit.factors, 1)}
    measured: dict[str, list[str]] = {}
    for one in fit.values:
        if one.op == "=~":
            measured.setdefault(variables[one.lhs], []).append(variables[one.rhs])
    places = {name: place for place, name in enumerate(plan.names)}
    return AskedModel(
        columns=tuple(places[item] for item in fit.items),
        text=";".join(f"{factor}=~{'+'.join(those)}" for factor, those in measured.items()),
        factors=len(fit.factors),
        estimator=fit.estimator,
        orthogonal=fit.structure == "bifactor",
        means=fit.clusters > 0,
    )
