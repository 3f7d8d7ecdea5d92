"""What a study found beside the answers, as articles print it: criteria, an anchor, cut scores, weights."""

from collections.abc import Iterator, Mapping

from engine.printed import bracketed, coefficient, decimal, known
from engine.validation.criteria import CriterionStudy
from engine.validation.cuts import CutScale, CutScore
from engine.validation.findings import Findings
from engine.validation.retest import RetestSubscale
from engine.validation.weighted import WeightedStudy
from psychometrics.estimate import Estimate

METHODS: Mapping[str, str] = {
    "angoff": "by Angoff's method",
    "borderline_group": "by the borderline group",
    "contrasting_groups": "by contrasting groups",
    "roc": "by Youden's index",
}


def of_people(study: Findings) -> Iterator[str]:
    """A paragraph for each criterion, for the anchor, for each score with cuts, and for the weights."""
    labels = {subscale.id: subscale.label for subscale in study.subscales}
    for criterion in study.criteria:
        yield _criterion(criterion, labels)
    if study.retest is not None:
        for scale in study.retest.subscales:
            yield _anchor(scale, labels[scale.id])
    if study.cuts is not None:
        for cut in study.cuts.subscales:
            yield _cuts(cut, labels[cut.id])
    if study.weighted is not None:
        yield _weighted(study.weighted, labels)


def _criterion(found: CriterionStudy, labels: Mapping[str, str]) -> str:
    parts = [
        f"{labels[scale.id]}, r = {_estimate(scale.association.r)}, n = {scale.association.n}"
        for scale in found.subscales
        if scale.association is not None
    ]
    return f"Correlations with {found.name}: {'; '.join(parts)}." if parts else ""


def _estimate(found: Estimate) -> str:
    if known(found.lower) is None:
        return coefficient(found.value)
    return f"{coefficient(found.value)}, 95% CI {bracketed(found.lower, found.upper)}"


def _anchor(scale: RetestSubscale, label: str) -> str:
    found = scale.responsiveness
    if found is None:
        return ""
    return (
        f"{label}, change by the anchor: M = {decimal(found.improved.mean)} (n = {found.improved.n}) of those who had "
        f"improved and M = {decimal(found.stable.mean)} (n = {found.stable.n}) of the others; area under the ROC curve "
        f"{_estimate(found.area)}."
    )


def _cuts(found: CutScale, label: str) -> str:
    return f"{label}, cut scores: {'; '.join(_cut(cut) for cut in found.cuts)}."


def _cut(cut: CutScore) -> str:
    error = "" if known(cut.standard_error) is None else f", SE = {decimal(cut.standard_error)}"
    of_whom = "judges" if cut.method == "angoff" else "people judged"
    return f"{decimal(cut.cut)} {METHODS[cut.method]}{error} ({of_whom}: {cut.n})"


def _weighted(found: WeightedStudy, labels: Mapping[str, str]) -> str:
    means = "; ".join(
        f"{labels[scale.id]}, M = {decimal(scale.mean)}, SE = {decimal(scale.standard_error)}"
        for scale in found.subscales
    )
    return (
        f"Weighted means of rescaled scores ({found.n} people, who count as {decimal(found.effective_n, 1)} of equal "
        f"weight): {means}. Every other number is unweighted."
        if means
        else ""
    )
