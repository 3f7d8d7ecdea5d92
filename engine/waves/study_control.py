"""A finished study as it may be read: without single schools, groups that were hidden, or a digest to try out.

Whom a study counts in the first place is decided by `engine.disclosure.study_people`.
"""

from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from engine.disclosure.policy import Policy
from engine.validation.study import ValidationStudy


def controlled(study: ValidationStudy, salt: bytes) -> ValidationStudy:
    """A finished study as it may be read: groups that were hidden are not named, and its digest cannot be tried out.

    Without a salt somebody who knows all answers but one could find that one by trying.
    """
    sample = study.sample
    named = tuple(
        replace(one, counts=tuple((label, n) for label, n in one.counts if n)) for one in sample.composition
    )
    groups = tuple(replace(one, n={label: n for label, n in one.n.items() if n}) for one in study.groups)
    digest = sha256(salt + study.provenance.data_digest.encode()).hexdigest()
    return replace(
        study,
        sample=replace(sample, composition=named),
        groups=groups,
        provenance=replace(study.provenance, data_digest=digest),
    )


def without_schools(study: ValidationStudy) -> ValidationStudy:
    """The study without the rows of single schools, whose exact means would undo what their results round."""
    nothing = slice(0, 0)
    subscales = []
    for one in study.subscales:
        if one.levels is not None:
            means = one.levels.means
            cut = {
                name: getattr(means, name)[nothing]
                for name in ("labels", "n", "mean", "sd", "lower", "upper")
            }
            one = replace(one, levels=replace(one.levels, means=replace(means, **cut)))
        subscales.append(one)
    return replace(study, subscales=tuple(subscales))


OF_SINGLE_SCHOOLS: Final = ("group_means", "group_mean_reliability", "empirical_bayes", "agreement_by_group")


def json_without_schools(document: dict[str, Any], rules: Policy) -> dict[str, Any]:
    """The study's JSON without single schools, and without patterns of missing answers of few."""
    for subscale in document["subscales"].values():
        levels = (subscale or {}).get("levels") or subscale or {}
        for name in OF_SINGLE_SCHOOLS:
            if name in levels:
                levels[name] = None
    patterns = document["missing"]["largest_patterns"]
    if patterns is not None:
        document["missing"]["largest_patterns"] = [
            pattern for pattern in patterns if rules.shows_part(pattern["n"])
        ]
    return document
