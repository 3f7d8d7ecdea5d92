"""A study of raters under the names of `raters --json`; docs/raters.md explains each."""

from typing import Any

import numpy as np

from engine.ratings.agreement import RaterStudy
from engine.ratings.sentences import MCGRAW_WONG, SHROUT_FLEISS, interval_of, sentences
from engine.validation.opinion_json import opinion_json
from engine.validation.paths import as_json
from engine.validation.provenance import versions
from psychometrics.estimate import Estimate
from psychometrics.kappa import CohenKappa
from psychometrics.second_opinion.opinion import SecondOpinion
from psychometrics.verdicts import Verdict

FORMAT = "barograph-raters"
FORMAT_VERSION = 1


def raters_json(
    study: RaterStudy, *, command: str | None = None, opinion: SecondOpinion | None = None
) -> dict[str, Any]:
    """The study as JSON values: numbers unrounded, null where something does not exist.

    Without a second `opinion` there is no key of it.
    """
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "data": {
            "file": study.name,
            "sha256": study.digest,
            "level": study.level,
            "design": study.design,
            "categories": list(study.words),
            "notes": list(study.notes),
            **_sample(study),
        },
        "says": [_said(verdict) for verdict in sentences(study)],
        "percent_agreement": as_json(study.percent),
        "icc": _icc(study),
        "kendall_w": as_json(study.kendall_w),
        "pairs": [
            {
                "raters": [pair.first, pair.second],
                "targets": pair.targets,
                "percent_agreement": as_json(pair.percent),
                "kappa": {weights: _cohen(found) for weights, found in pair.kappas.items()},
            }
            for pair in study.pairs
        ],
        "fleiss": _with(study.fleiss, study.fleiss_interval),
        "conger": _with(study.conger, study.conger_interval),
        "light": as_json(study.light),
        "krippendorff": {metric: _with(found.alpha, found.interval) for metric, found in study.alpha.items()},
        "cautions": [as_json(caution) for caution in study.cautions],
        "confidence": study.confidence,
        "command": command,
        "versions": dict(versions("pingouin") if study.kendall_w else versions()),
        **({} if opinion is None else {"second_opinion": opinion_json(opinion)}),
    }


def _said(verdict: Verdict) -> dict[str, str]:
    return {
        "statistic": verdict.statistic,
        "where": verdict.where,
        "standing": verdict.standing,
        "text": verdict.sentence,
    }


def _sample(study: RaterStudy) -> dict[str, Any]:
    found: Any = as_json(study.sample)
    return dict(found)


def _with(found: object, reach: Estimate | None) -> dict[str, Any] | None:
    """A statistic with the ends of its interval."""
    if found is None:
        return None
    values: Any = as_json(found)
    ends = (None, None) if reach is None else (as_json(reach.lower), as_json(reach.upper))
    return {**values, "lower": ends[0], "upper": ends[1]}


def _cohen(found: CohenKappa) -> dict[str, Any]:
    values: Any = as_json(found, "weights", "level")
    unknown = {} if found.se > 1e-6 else {"se": None, "lower": None, "upper": None}
    return {**values, **unknown}


def _icc(study: RaterStudy) -> dict[str, Any] | None:
    if study.icc is None:
        return None
    values: Any = as_json(study.icc, "forms", "level")
    forms = {}
    for name, form in study.icc.forms.items():
        if study.design == "one-way" and not name.startswith("ICC1"):
            continue
        reach = interval_of(form)
        forms[name] = {
            "mcgraw_wong": MCGRAW_WONG[name],
            "shrout_fleiss": SHROUT_FLEISS[name],
            "value": as_json(form.value),
            "lower": as_json(reach.lower),
            "upper": as_json(reach.upper),
            "f": as_json(form.f if np.isfinite(form.f) else None),
            "df1": form.df1,
            "df2": as_json(form.df2),
            "p": as_json(form.p),
        }
    if study.design == "one-way":
        values |= dict.fromkeys(("variance_targets", "variance_raters", "variance_residual"))
    return {**values, "forms": forms}
