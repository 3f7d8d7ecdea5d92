"""Models of columns under the names of `model --json`; docs/confirmatory.md explains each."""

from typing import Any, Final, cast

from engine.modelling.study import ModelStudy
from engine.validation.confirmatory_json import APART, STRUCTURE, TWO_LEVELS, levels_json
from engine.validation.paths import Cell, as_json, of, read
from engine.validation.provenance import versions

FORMAT: Final = "barograph-models"
FORMAT_VERSION: Final = 1


def models_json(study: ModelStudy, *, command: str | None = None) -> dict[str, Any]:
    """The study as JSON values: numbers unrounded, null where something does not exist."""
    found = study.found
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "data": {
            "file": study.table.name,
            "sha256": study.table.digest,
            "n": study.n,
            "simulated": study.table.simulated,
            "notes": list(study.table.notes),
        },
        "models": {one.name: one.text for one in study.models},
        "columns": {
            one.name: {
                name: as_json(getattr(one, name))
                for name in (
                    *("n", "missing", "mean", "sd", "skew", "kurtosis"),
                    *("median", "minimum", "maximum"),
                )
            }
            for one in study.columns
        },
        "cfa": _fits(study),
        "differences": [
            {
                "restricted": one.restricted,
                "free": one.free,
                "estimator": one.estimator,
                "chisq": one.test.chisq,
                "df": one.test.df,
                "pvalue": one.test.pvalue,
            }
            for one in study.differences
        ],
        "scales_apart": _read({"people": of("people", APART)}, found, study),
        "invariance": {one.name: levels_json(one) for one in found.invariance},
        "two_level": _read(TWO_LEVELS, found, study),
        "choices": as_json(study.choices),
        "cautions": [as_json(caution) for caution in study.cautions],
        "command": command,
        "versions": dict(versions()),
    }


def _read(cell: Cell, part: object, study: ModelStudy) -> Any:
    """What a validation study says of the same part; of the whole it needs no more than how many people there are."""
    return read(cell, part, cast(Any, study))


def _fits(study: ModelStudy) -> dict[str, Any]:
    """By structure and estimator; null where it could not be fitted."""
    found: dict[str, Any] = {}
    for fit in study.found.fits:
        own = study.reliabilities.get((fit.structure, fit.estimator), ())
        reliability = {one.factor: {"omega": one.omega, "se": one.error, "ave": one.ave} for one in own}
        found.setdefault(fit.structure, {})[fit.estimator] = _read(STRUCTURE, fit, study) | {
            "reliability": reliability
        }
    for structure, estimator, _ in study.found.failed:
        found.setdefault(structure, {})[estimator] = None
    return found
