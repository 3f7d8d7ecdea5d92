"""Whether one factor is enough for each scale: what the rule says, and the indexes that it rests on."""

from collections.abc import Iterator

from engine.printed import ABSENT, bracketed, decimal, probability
from engine.report.document import Block, Bullets, Paragraph
from engine.report.study.columns import scale_table, thousandths
from engine.validation.paths import at
from engine.validation.study import ValidationStudy
from psychometrics.one_factor import OneFactorFit


def one_factor_blocks(study: ValidationStudy) -> Iterator[Block]:
    tested = [scale for scale in study.subscales if at("reliability.omega.fit.df", scale)]
    if not tested:
        return
    fit = "reliability.omega.fit"
    judged = [verdict for verdict in study.verdicts if verdict.statistic == "one_factor"]
    if judged:
        yield Bullets(tuple(verdict.sentence for verdict in judged))
        yield Paragraph(f"Keep in mind: {judged[0].limit}.")
    yield scale_table(
        "One factor for each scale, by maximum likelihood",
        (
            ("χ² (df)", _chi_square, fit),
            ("p", probability, f"{fit}.pvalue"),
            ("CFI", thousandths, f"{fit}.cfi"),
            ("TLI", thousandths, f"{fit}.tli"),
            ("RMSEA", thousandths, f"{fit}.rmsea"),
            ("90% CI", _rmsea_ends, fit),
            ("SRMR", thousandths, f"{fit}.srmr"),
        ),
        tested,
        note="Rules of thumb, derived from one kind of model and no test to pass: CFI and TLI close to .95, RMSEA to "
        ".06, SRMR to .08 (Hu & Bentler, 1999). With few degrees of freedom RMSEA looks worse than it is."
        + ("" if study.cluster is None else f" {_clustered(study.plan.choices.cluster_noun)}"),
    )


def _clustered(noun: str) -> str:
    return (
        f"p and RMSEA allow for people who share a {noun}, or are left out where that cannot be; the other indexes "
        "take people for independent."
    )


def _chi_square(fit: OneFactorFit) -> str:
    return f"{decimal(fit.chisq, 1)} ({fit.df})"


def _rmsea_ends(fit: OneFactorFit) -> str:
    if fit.rmsea_lower is None:
        return ABSENT
    return bracketed(fit.rmsea_lower, fit.rmsea_upper, 3)
