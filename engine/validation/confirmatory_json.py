"""Confirmatory models as `validate --json` has them: `cfa.<structure>.<estimator>`, and whether scales are apart."""

from typing import Any, Final

from engine.validation.confirmatory.fits import ConfirmatoryStudy, InvarianceStudy, StructureFit
from engine.validation.findings import Findings
from engine.validation.paths import Cell, Json, as_json, by_name, each, matrix, not_used, of, read, same

APART: Final[Cell] = {
    "n": "n",
    "answer": "answer",
    "pairs": each("pairs", same("", "first", "second", "correlation", "lower", "upper", "answer")),
}


def _level(name: str) -> Cell:
    """A level's estimates with their errors; factors have variance 1."""
    return {
        **{
            one: matrix("names", f"{name}.factors", f"{name}.{one}")
            for one in ("loadings", "loading_errors", "standardized", "standardized_errors")
        },
        "residuals": by_name("names", f"{name}.residuals"),
        "correlations": matrix(f"{name}.factors", f"{name}.factors", f"{name}.phi"),
        "correlation_errors": matrix(f"{name}.factors", f"{name}.factors", f"{name}.phi_errors"),
    }


TWO_LEVELS: Final[Cell] = each(
    "two_levels",
    of(
        "found",
        {
            "n": "persons",
            "missing": not_used("persons"),
            "clusters": "clusters",
            "fit": lambda found, _: as_json(dict(sorted(found.fit.named().items()))),
            "icc": by_name("names", "icc"),
            "within": _level("within"),
            "between": _level("between"),
        },
    ),
    "structure",
)

STRUCTURE: Final[Cell] = {
    "n": "n",
    "missing": not_used("n"),
    **same("", "clusters", "flavour"),
    "fit": lambda fit, _: as_json(dict(sorted(fit.measures.items()))),
    "loadings": matrix("items", "factors", "loadings"),
    "standardized": matrix("items", "factors", "standardized"),
    "estimates": each(
        "values",
        {
            **same("", "lhs", "op", "rhs"),
            "est": "value",
            "se": "error",
            "std": "standardized",
            "std_se": "standardized_error",
            "std_interval": "interval",
        },
    ),
    "modification_indices": each(
        "freed", same("", "lhs", "op", "rhs", "mi", "epc") | {"sepc": "standardized"}
    ),
}


def _by_structure(study: Findings, _: Findings) -> Json:
    found: ConfirmatoryStudy | None = study.confirmatory
    if found is None:
        return None
    structures: dict[str, Any] = {}
    for fit in found.fits:
        structures.setdefault(fit.structure, {})[fit.estimator] = _one(fit, study)
    for structure, estimator, _cause in found.failed:
        structures.setdefault(structure, {})[estimator] = None
    return structures


def _one(fit: StructureFit, study: Findings) -> Json:
    return read(STRUCTURE, fit, study)


def _by_grouping(study: Findings, _: Findings) -> Json:
    found = study.confirmatory
    if found is None:
        return None
    return {one.name: levels_json(one) for one in found.invariance}


def levels_json(found: InvarianceStudy) -> Json:
    """Each level with its fit, what it costs and its suspects, and what the rule says of each scale."""
    levels = {
        one.level: {
            "fit": as_json(dict(sorted(one.measures.items()))),
            "cost": None
            if one.cost is None
            else as_json({"chisq": one.cost.chisq, "df": one.cost.df, "pvalue": one.cost.pvalue}),
            "suspects": [{"item": item, "chisq": as_json(chisq)} for item, chisq in one.suspects],
        }
        for one in found.levels
    }
    head = {
        "estimator": found.estimator,
        "instead_of": found.instead_of,
        "groups": as_json(found.n),
        "left_out": list(found.left_out),
        "same_people": found.same_people,
    }
    return head | levels | {"scales": {one.id: as_json(one.found) for one in found.scales}}


CONFIRMATORY: Final[dict[str, Cell]] = {
    "cfa": _by_structure,
    "invariance": _by_grouping,
    "two_level": of("confirmatory", TWO_LEVELS),
    "scales_apart": of("confirmatory", {"people": of("people", APART), "clusters": of("groups", APART)}),
}
