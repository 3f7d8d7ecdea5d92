"""All that was estimated: a table a model, and how reliably sums of columns measure its factors."""

from engine.modelling.study import ModelStudy
from engine.printed import ABSENT, SPACE, bracketed, coefficient, count, decimal, probability
from engine.report.document import Block, Section, Table, table
from engine.validation.confirmatory.choices import title_of
from engine.validation.confirmatory.fits import PathValue, StructureFit


def estimates_section(study: ModelStudy) -> Section | None:
    """A part a fit, with its id; None where nothing was fitted."""
    parts = tuple(_part(study, fit) for fit in study.found.fits)
    return Section("estimates", "All that was estimated", (), parts) if parts else None


def _part(study: ModelStudy, fit: StructureFit) -> Section:
    blocks: list[Block] = [_estimates(fit)]
    if study.reliabilities.get((fit.structure, fit.estimator)):
        blocks.append(_reliability(study, fit))
    title = f"{title_of(fit.structure)}, {fit.estimator}"
    return Section(f"estimates-{fit.structure}-{fit.estimator}", title, tuple(blocks))


def _estimates(fit: StructureFit) -> Table:
    rows = [(*_named(fit, one), *_numbers(one)) for one in fit.values if not _nothing(one)]
    return table(
        f"Estimates: {title_of(fit.structure)}, {fit.estimator}",
        ("Kind", "Of"),
        ("Estimate", "SE", "z", "p", "95% CI", "Standardised"),
        rows,
        note=f"n{SPACE}={SPACE}{count(fit.n)}. What has no SE is fixed; covariances and means that are fixed to 0 are "
        "left out. Standardised: in units of standard deviations.",
    )


def _nothing(one: PathValue) -> bool:
    """Whether it is fixed to be absent, as covariances of the factors of a bifactor model are."""
    return one.error is None and one.value == 0 and one.op in ("~~", "~1")


def _named(fit: StructureFit, one: PathValue) -> tuple[str, str]:
    latent = one.lhs in fit.model.factors
    if one.op == "~1":
        return ("Mean" if latent else "Intercept"), one.lhs
    if one.op == "~~":
        same = one.lhs == one.rhs
        kind = "Variance" if same else "Covariance"
        return (
            kind if latent else f"Residual {kind.lower()}"
        ), one.lhs if same else f"{one.lhs} with {one.rhs}"
    return (
        ("Loading", f"{one.lhs} on {one.rhs}")
        if one.op == "=~"
        else ("Regression", f"{one.lhs} by {one.rhs}")
    )


def _numbers(one: PathValue) -> tuple[str, ...]:
    interval = one.interval_of_value
    return (
        decimal(one.value, 3),
        decimal(one.error, 3),
        decimal(one.z, 2),
        probability(one.pvalue),
        ABSENT if interval is None else bracketed(*interval, 3),
        coefficient(one.standardized),
    )


def _reliability(study: ModelStudy, fit: StructureFit) -> Table:
    found = study.reliabilities[fit.structure, fit.estimator]
    rows = [
        (
            one.factor,
            ", ".join(one.items),
            coefficient(one.omega),
            coefficient(one.error),
            coefficient(one.ave),
        )
        for one in found
    ]
    return table(
        f"How reliably sums of columns measure the factors: {title_of(fit.structure)}, {fit.estimator}",
        ("Factor", "Sum of"),
        ("Omega", "SE", "Variance extracted"),
        rows,
        note="Omega: the share of the sum’s variance that the factor explains (Raykov, 2001). Columns that are keyed "
        "against each other cancel out in a sum: turn them first.",
    )
