"""Models of columns of numbers as a document: what was read, how well each fits, all that was estimated, in groups."""

import datetime
from collections.abc import Iterator

from engine.modelling.study import ModelStudy
from engine.printed import capital, coefficient, count, day_words, decimal, joined, probability, several
from engine.report.document import Block, Bullets, Document, Paragraph, Section, Table, table
from engine.report.modelling.estimates import estimates_section
from engine.report.modelling.methods import methods_section
from engine.report.study.confirmatory import models_section
from engine.report.study.invariance import invariance_section
from engine.report.study.naming import Naming
from engine.validation.confirmatory.choices import ESTIMATORS, title_of
from engine.validation.plan import noun_of


def models_document(
    study: ModelStudy, *, command: str | None = None, made: datetime.date | None = None
) -> Document:
    """Compose the document of fitted models; `made` is the day it bears, today when None."""
    day = made or datetime.date.today()
    return Document(
        title=f"Confirmatory models: {joined([one.name for one in study.models])}",
        context=f"{study.table.name} · {several(study.n, 'person', 'people')} · {day_words(day)}",
        lead=_lead(study),
        sections=tuple(_sections(study, command)),
        tags=("Simulated data",) if study.table.simulated else (),
        provenance=(f"Data {study.table.digest[:12]}.",),
        running=f"Confirmatory models · {study.table.name} · {day.isoformat()}",
        author="Barograph",
        date=day,
        language="en",
    )


def _lead(study: ModelStudy) -> str:
    """What was fitted to what."""
    fits = study.found.fits
    read = f"{several(len(study.columns), 'column')} of {several(study.n, 'person', 'people')}"
    if not fits:
        return f"{read}; none of the models could be fitted: the cautions say why."
    structures = dict.fromkeys(fit.structure for fit in fits)
    used = [f"{ESTIMATORS[name].title} ({name})" for name in dict.fromkeys(fit.estimator for fit in fits)]
    return f"{read}; {several(len(structures), 'model')} fitted by {joined(used)}."


def _sections(study: ModelStudy, command: str | None) -> Iterator[Section]:
    naming = Naming(
        labels={name: name for name in study.models[0].scales},
        noun=noun_of(study.choices.cluster or ""),
        clustered=study.choices.cluster is not None,
        item="column",
        scale="factor",
    )
    yield Section("columns", "The columns", tuple(_columns(study)))
    fitted = models_section(study.found, naming, "How well do the models fit?")
    if fitted is not None:
        yield fitted
    if study.differences:
        yield Section("differences", "What each model costs", (_differences(study),))
    estimates = estimates_section(study)
    if estimates is not None:
        yield estimates
    for one in study.found.invariance:
        yield invariance_section(one, f"Are the factors measured alike by {one.name}?", naming.labels)
    if study.cautions:
        rows = [(one.where, capital(one.cause), capital(one.remedy)) for one in study.cautions]
        heads = ["Where", "Why", "What to do"]
        shown = table("What is missing or may mislead, and what to do", heads, [], rows)
        yield Section("cautions", "Not computed, or with care", (shown,))
    yield methods_section(study, command)


def _columns(study: ModelStudy) -> Iterator[Block]:
    yield Paragraph(
        "Numbers are taken as they are, as measures. What needs options to choose among does not apply to them and is "
        "not here: thresholds, polychoric correlations, estimators of ordinal items, shares of people at each answer."
    )
    if study.table.notes:
        yield Bullets(study.table.notes)
    rows = [
        (
            one.name,
            count(one.n),
            count(one.missing),
            decimal(one.mean),
            decimal(one.sd),
            decimal(one.minimum),
            decimal(one.maximum),
            decimal(one.skew),
            decimal(one.kurtosis),
        )
        for one in study.columns
    ]
    yield table(
        "Each column",
        ("Column",),
        ("n", "Missing", "Mean", "SD", "Lowest", "Highest", "Skew", "Kurtosis"),
        rows,
        note="SD with n - 1. Skew and kurtosis as the R package psych has them by default; kurtosis in excess of a "
        "normal distribution’s.",
    )


def _differences(study: ModelStudy) -> Table:
    rows = [
        (
            f"{title_of(one.restricted)} against {title_of(one.free)}",
            one.estimator,
            decimal(one.test.chisq, 2),
            coefficient(one.test.df, 0),
            probability(one.test.pvalue),
        )
        for one in study.differences
    ]
    return table(
        "Each model against the one before",
        ("Models", "By"),
        ("Δχ²", "df", "p"),
        rows,
        note="How much worse the model fits that estimates less; scaled where χ² is (Satorra & Bentler, 2001). It "
        "means something only where the one is the other with something fixed or held equal, which nobody can tell "
        "from numbers.",
    )
