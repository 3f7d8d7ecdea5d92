"""Every R call that a study and docs/validate-json.md print is run in R and gives the number beside it."""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from engine.validation.rotations import ROTATION_KINDS
from psychometrics.factors import explore
from psychometrics.measurement_error import measurement_error
from psychometrics.reliability import alpha
from psychometrics.summaries.moments import Moments
from tests import reference
from tests.engine.validation.made import full_studies
from tests.engine.validation.r_documented import (
    DOCS,
    SUBSCALE,
    Row,
    bfi_with_everything,
    named,
    ours,
    rows,
    study_on,
)
from tests.reference.r_calls import HERE, given_by, numbers

VERSION = "as.integer(unlist(packageVersion('psych')))"

# How near is near enough, by the beginning of a name, where it is not 1e-6 of the value (plus one): with the reason.
NEAR = {
    "cfa.": (1e-5, "lavaan's search stops early"),
    "subscales.<id>.levels.omega": (1e-3, "lavaan's search stops early"),
    "two_level": (1e-3, "lavaan's search of the unrestricted covariances stops early"),
    "efa.": (1e-3, "psych stops its rotation at 1e-5 of the criterion"),
    "general_factor.": (1e-3, "psych stops its rotation at 1e-5 of the criterion"),
    "subscales.<id>.omega.hierarchical": (1e-3, "psych stops its rotation at 1e-5 of the criterion"),
    "subscales.<id>.omega.groups": (1e-3, "psych stops its rotation at 1e-5 of the criterion"),
    "subscales.<id>.omega.total": (1e-5, "lavaan's search stops early"),
    "subscales.<id>.omega.observed": (1e-5, "lavaan's search stops early"),
    "subscales.<id>.omega.ordinal": (1e-4, "psych stops its minimum residuals early"),
    "subscales.<id>.alpha.intervals.bootstrap": (1e-2, "other draws"),
    "groups.<grouping>.subscales.<id>.scores.g": (1e-4, "effectsize searches the interval to four digits"),
}

# psych before 2.4.6 (Debian 12 has 2.2.9) takes these, where answers are missing, from correlations of other people
# than its raw alpha is of; its news of 2.4.4 and 2.4.6 correct it, and tests/reference holds them to 2.5.3.
BEFORE_2_4_6 = {
    "subscales.<id>.alpha.standardized",
    "subscales.<id>.alpha.lambda6",
    "subscales.<id>.average_r",
    "subscales.<id>.items.<item>.item_total_corrected",
}

# the part of a method -> the names whose numbers its call gives, in the call's order; None: it prints no call, since
METHODS: dict[str, tuple[str, ...] | str] = {
    "missing.mcar": "naniar is neither in Debian nor in tests/reference",
    "rankings": "shares by Wilson's interval, which tests/psychometrics holds to R's prop.test",
    "sums": "tests/psychometrics/test_compositional.py holds centre and variation to R",
    "center": "tests/psychometrics/test_ternary.py holds the region to Hotelling's quantile, as R gives it",
    "quality": "careless is not in Debian: its kept values hold the same calls, below",
    "items": ("items.<item>.mean", "items.<item>.sd", "items.<item>.skew", "items.<item>.kurtosis"),
    "correlations.polychoric": ("correlations.polychoric",),
    "dimensionality": (
        "dimensionality.kmo.overall",
        "dimensionality.bartlett.chisq",
        "dimensionality.parallel.factors",
        "dimensionality.parallel.components",
        "dimensionality.map",
    ),
    "efa": ("efa.loadings",),
    "cfa": ("cfa.correlated.mlr.standardized",),
    "validity": ("validity.htmt", "subscales.<id>.ave"),
    "subscales.alpha": (
        "subscales.<id>.alpha.raw",
        "subscales.<id>.alpha.complete",
        "subscales.<id>.alpha.intervals.complete_feldt.lower",
        "subscales.<id>.alpha.intervals.complete_feldt.upper",
    ),
    "subscales.omega": ("subscales.<id>.omega.total", "subscales.<id>.omega.observed"),
    "subscales.omega.hierarchical": ("subscales.<id>.omega.hierarchical", "subscales.<id>.omega.ecv"),
    "subscales.lambda": ("subscales.<id>.lambda.ten_berge", "subscales.<id>.lambda.4"),
    "subscales.measurement_error": ("subscales.<id>.sem",),
    "subscales.alpha.ordinal": ("subscales.<id>.alpha.ordinal",),
    "bootstrap": (
        "subscales.<id>.alpha.intervals.bootstrap.lower",
        "subscales.<id>.alpha.intervals.bootstrap.upper",
    ),
    "subscales.score.classification": "no R package has the same: levels from one reliability by the normal",
    "composites": ("composites.<id>.reliability",),
    "subscales.levels": (
        "subscales.<id>.levels.icc1.anova",
        "subscales.<id>.levels.icc2",
        "subscales.<id>.levels.icc1.reml",
        "subscales.<id>.levels.rwgj.uniform",
        "subscales.<id>.levels.ad",
    ),
    "subscales.levels.omega": (
        "subscales.<id>.levels.omega.within",
        "subscales.<id>.levels.omega.between",
    ),
    "two_level": (
        "two_level.correlated.fit.chisq",
        "two_level.correlated.fit.df",
        "two_level.correlated.fit.rmsea",
    ),
    "groups": (
        "groups.<grouping>.subscales.<id>.scores.pvalue",
        "groups.<grouping>.subscales.<id>.scores.eta2",
        "groups.<grouping>.subscales.<id>.scores.omega2",
        "groups.<grouping>.subscales.<id>.scores.g.value",
    ),
    "criteria": (
        "criteria.<criterion>.subscales.<id>.r.value",
        "criteria.<criterion>.subscales.<id>.rho.value",
        "criteria.<criterion>.subscales.<id>.area.value",
    ),
    "criteria.contrasts": (
        "criteria.<criterion>.contrasts[].n",
        "criteria.<criterion>.contrasts[].difference",
        "criteria.<criterion>.contrasts[].statistic",
        "criteria.<criterion>.contrasts[].pvalue",
    ),
    "weighted": (
        "weighted.subscales.<id>.mean",
        "weighted.subscales.<id>.alpha",
        "weighted.effective_n",
    ),
    "retest.responsiveness": (
        "retest.subscales.<id>.responsiveness.area.value",
        "retest.subscales.<id>.responsiveness.guyatt",
        "retest.subscales.<id>.responsiveness.improved.srm",
    ),
    "cuts.angoff": (
        "cuts.subscales.<id>.methods.angoff.cut",
        "cuts.subscales.<id>.methods.angoff.standard_error",
    ),
    "cuts": ("cuts.subscales.<id>.methods.borderline_group.cut",),
    "retest": (
        "retest.subscales.<id>.icc.agreement.value",
        "retest.subscales.<id>.icc.consistency.value",
        "retest.subscales.<id>.icc.one_way.value",
        "retest.subscales.<id>.concordance.value",
        "retest.subscales.<id>.limits.low.value",
        "retest.subscales.<id>.limits.high.value",
        "retest.subscales.<id>.change.pvalue",
    ),
}


def of_methods(setup: str) -> list[Row]:
    """The calls of a study's methods, each with the names whose numbers it gives."""
    found = []
    for method in () if setup == "education" else study_on(setup)["methods"]:
        names = METHODS[method["part"]]
        if not isinstance(names, str):
            found.append(Row(names, method["r"]))
    return found


def tolerance(names: Sequence[str], psych: Sequence[float | None]) -> float:
    if BEFORE_2_4_6.intersection(names) and [part or 0 for part in psych] < [2, 4, 6]:
        return 2e-3
    return max(
        [near for name in names for start, (near, _) in NEAR.items() if name.startswith(start)], default=1e-6
    )


def in_order(
    mine: Sequence[float | None], theirs: Sequence[float | None], factors: int
) -> list[float | None]:
    """Loadings with the columns and signs of R's: factors have neither order nor sign."""
    own, other = (np.array(values, dtype=float).reshape(-1, factors) for values in (mine, theirs))
    order, sign = reference.match_columns(own, other)
    return list((own[:, order] * sign).ravel())


def differs(row: Row, mine: list[float | None], theirs: Any, near: float) -> str:
    """What is wrong between a study's numbers and R's; nothing where they agree."""
    if isinstance(theirs, str):
        return f"{row.names}: R gives no value of `{row.call}`: {theirs}"
    found = list(numbers(theirs))
    if row.names[0].startswith("efa.loadings"):
        mine = in_order(mine, found, len(theirs[0]["cols"]))
    if len(mine) != len(found) or not mine:
        return f"{row.names}: {len(mine)} numbers, and {len(found)} of `{row.call}`"
    for one, other in zip(mine, found, strict=True):
        if one is None or other is None:
            if one is not other:
                return f"{row.names}: {one} against {other} of `{row.call}`"
        elif not math.isclose(one, other, rel_tol=near, abs_tol=near):
            return f"{row.names}: {one!r} against {other!r} of `{row.call}`"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("setup", sorted(SUBSCALE))
def test_every_call_printed_gives_the_number_beside_it(setup: str) -> None:
    """One run of R a setup; all that differ are told at once."""
    printed = [*(row for row in rows() if row.setup() == setup), *of_methods(setup)]
    given = given_by(setup, [VERSION, *(row.call for row in printed)])
    psych = list(numbers(given[VERSION]))
    wrong = [
        differs(row, list(numbers(ours(row, setup))), given[row.call], tolerance(row.names, psych))
        for row in printed
    ]
    assert "\n".join(filter(None, wrong)) == ""


@pytest.mark.slow
def test_the_calls_of_a_study_of_pairs_give_what_pairs_give() -> None:
    """Polychorics are not among them: lavaan's thresholds rest on those who answered the pair, ours on all."""
    study = bfi_with_everything("pairwise")
    parts = {"dimensionality": 1e-6, "efa": 1e-3}
    calls = {method["part"]: method["r"] for method in study["methods"] if method["part"] in parts}
    given = given_by("bfi", list(calls.values()))
    for part, call in calls.items():
        names = METHODS[part]
        assert isinstance(names, tuple)
        mine = list(numbers(named(study, names, "agreeableness")))
        assert differs(Row(names, call), mine, given[call], parts[part]) == ""


@pytest.mark.slow
def test_a_constant_item_and_items_that_pull_apart_are_met_as_the_calls_meet_them() -> None:
    """psych drops a constant item unless it is told not to; an error of measurement is never beyond the sd."""
    answers = reference.data("bfi").columns(["A1", "A2", "A3"])
    whole = answers[~np.isnan(answers).any(axis=1)]
    constant = whole.copy()
    constant[:, 0] = 3
    calls = {row.names: row.call for row in rows()}
    still = "x <- na.omit(responses[c('A1', 'A2', 'A3')]); x$A1 <- 3; xk <- x; k <- 3; "
    still += calls[("subscales.<id>.alpha.raw",)]
    alone = "xc <- na.omit(responses[c('A1', 'A2', 'A3')])[c('A1', 'A2')]; C <- cov(xc); k <- 2; "
    apart = f"{alone}alpha <- {calls[('subscales.<id>.alpha.complete',)]}; {calls[('subscales.<id>.sem',)]}"
    given = given_by("bfi", [still, apart])
    assert list(numbers(given[still])) == pytest.approx([alpha(Moments.of_values(constant)).raw])
    against = Moments.of_values(whole[:, :2])
    assert alpha(against).raw < 0
    error = measurement_error(against.covariance(), alpha(against).raw).standard_error
    assert list(numbers(given[apart])) == pytest.approx([error])


@pytest.mark.slow
def test_the_call_of_every_rotation_gives_its_loadings() -> None:
    """psych's varimax and promax stop where the criterion still moves in the sixth digit."""
    whole = reference.data("bfi").values[:, :25]
    whole = whole[~np.isnan(whole).any(axis=1)]
    (call,) = (method["r"] for method in study_on("bfi")["methods"] if method["part"] == "efa")
    turned = {name: call.replace('"oblimin"', f'"{kind.r}"') for name, kind in ROTATION_KINDS.items()}
    given = given_by("bfi", list(turned.values()))
    for rotation, text in turned.items():
        found = explore(np.corrcoef(whole, rowvar=False), len(whole), 5, rotation=rotation)
        mine: list[float | None] = list(found.loadings.ravel())
        assert differs(Row(("efa.loadings",), text), mine, given[text], 2e-3) == "", rotation


@pytest.mark.slow
def test_every_method_has_numbers_that_its_call_is_held_to_or_a_reason_to_have_none() -> None:
    """The methods of studies that have every part, those of other tests' data among them."""
    printed = {method.part: method.r for found in full_studies() for method in found.methods}
    for setup in SUBSCALE:
        printed |= {method["part"]: method["r"] for method in study_on(setup)["methods"]}
    assert set(printed) == set(METHODS)
    without = {part for part, names in METHODS.items() if isinstance(names, str)}
    assert {part for part, call in printed.items() if not call} | {"quality"} == without


def test_the_calls_of_careless_are_those_whose_values_are_kept() -> None:
    (call,) = (method["r"] for method in study_on("bfi")["methods"] if method["part"] == "quality")
    kept = [result["code"] for result in reference.load("careless")["results"].values()]
    for one in call.split("; "):
        assert any(one.removeprefix("careless::") in code for code in kept), one


def test_the_page_says_what_the_scripts_mean_by_their_names() -> None:
    (block,) = re.findall(r"```r\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    assert block == (HERE / "vocabulary.R").read_text(encoding="utf-8")


def test_every_call_on_the_page_stands_in_a_row_that_is_run() -> None:
    """Whatever looks like a call and stands in no such row would be run by nobody."""
    text = re.sub(r"```.*?```", "", DOCS.read_text(encoding="utf-8"), flags=re.S)
    run = {row.call for row in rows()}
    told = [one.replace("\\|", "|") for one in re.findall(r"`([^`\n]+)`", text)]
    assert [one for one in told if re.search(r"::|\w\(.*\)", one) and one not in run] == []
