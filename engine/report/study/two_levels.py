"""Structures at two levels: whether the items go together from school to school as they do from person to person."""

from collections.abc import Iterator

from engine.printed import (
    SPACE,
    bracketed,
    coefficient,
    count,
    decimal,
    percent,
    plural,
    probability,
    several,
)
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.naming import Naming
from engine.validation.confirmatory.choices import title_of
from engine.validation.confirmatory.fits import TwoLevelStudy
from psychometrics.latent.two_level import TwoLevel


def two_level_section(found: tuple[TwoLevelStudy, ...], naming: Naming) -> Section | None:
    """None where no structure was fitted at two levels."""
    if not found:
        return None
    noun = naming.noun
    return Section(
        "two-levels",
        f"Within each {noun}, and from {noun} to {noun}",
        tuple(_blocks(naming, found)),
    )


def _blocks(naming: Naming, found: tuple[TwoLevelStudy, ...]) -> Iterator[Block]:
    noun = naming.noun
    shown = next((one for one in found if one.structure == "correlated"), found[0])
    yield Paragraph(_words(shown.found, noun))
    yield _fit_table(found, noun)
    yield _loadings(naming, shown)
    if len(shown.found.within.factors) > 1:
        yield _correlations(naming, shown)


def _words(found: TwoLevel, noun: str) -> str:
    low, high = float(found.icc.min()), float(found.icc.max())
    text = (
        f"What people of one {noun} differ in need not be what {plural(noun)} differ in. Here the same structure is "
        f"fitted to both at once, by maximum likelihood: {several(found.persons, 'person', 'people')} without a gap in "
        f"{several(found.clusters, noun)}. Of the differences in an item {percent(low)} to {percent(high)} lie between "
        f"{plural(noun)}; all else lies between people of one {noun}."
    )
    if found.clusters < FEW:
        text += f" {several(found.clusters, noun)} are few for it: take what is said between them as a first look."
    return text


FEW = 50
"""With fewer groups, errors between groups are too small and their models unstable (Maas & Hox, 2005)."""


def _fit_table(found: tuple[TwoLevelStudy, ...], noun: str) -> Table:
    rows = []
    for one in found:
        measures = one.found.fit.named()
        rows.append(
            (
                title_of(one.structure),
                f"{decimal(measures['chisq'], 1)} ({decimal(measures['df'], 0)})",
                probability(measures["pvalue"]),
                coefficient(measures["cfi"], 3),
                coefficient(measures["tli"], 3),
                f"{coefficient(measures['rmsea'], 3)} "
                f"{bracketed(measures['rmsea.ci.lower'], measures['rmsea.ci.upper'], 3)}",
                coefficient(measures["srmr_within"], 3),
                coefficient(measures["srmr_between"], 3),
            )
        )
    return table(
        "How well each structure fits at two levels",
        ("Structure",),
        ("χ² (df)", "p", "CFI", "TLI", "RMSEA [90% CI]", "SRMR within", "SRMR between"),
        rows,
        note=f"χ², CFI, TLI and RMSEA speak of people within each {noun}, who are many; SRMR between, of "
        f"{plural(noun)} (Ryu & West, 2009). One factor and correlated factors alone are fitted at two levels, and "
        "answers are taken for normal.",
    )


def _loadings(naming: Naming, shown: TwoLevelStudy) -> Table:
    noun = naming.noun
    rows = [
        (
            naming.label(one.first),
            one.second,
            _with_interval(*one.within),
            _with_interval(*one.between),
            coefficient(one.icc),
        )
        for one in shown.loadings(naming.reverse)
    ]
    return table(
        f"Standardised loadings at two levels: {title_of(shown.structure, within=True)}",
        ("Factor", "Item"),
        (f"Within a {noun} [95% CI]", f"Between {plural(noun)} [95% CI]", "ICC"),
        rows,
        note=f"Each of items with variance 1 at that level; one over 1 comes of an item’s negative variance, which the "
        f"cautions name. ICC: the share of the item’s variance between {plural(noun)}. "
        f"n{SPACE}={SPACE}{count(shown.found.persons)}.",
    )


def _with_interval(value: float, error: float) -> str:
    half = 1.959964 * error
    return f"{coefficient(value)} {bracketed(value - half, value + half)}"


def _correlations(naming: Naming, shown: TwoLevelStudy) -> Table:
    noun = naming.noun
    rows = [
        (
            f"{naming.label(one.first)} with {naming.label(one.second)}",
            *(f"{coefficient(value)} ({coefficient(error)})" for value, error in (one.within, one.between)),
        )
        for one in shown.correlations(naming.reverse)
    ]
    return table(
        "Correlations of factors at two levels",
        ("Scales",),
        (f"Within a {noun} (SE)", f"Between {plural(noun)} (SE)"),
        rows,
        note="Free of measurement error. Whether the scales are different things is told above, by the correlations of "
        "their whole scores.",
    )
