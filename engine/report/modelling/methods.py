"""How models of columns were fitted: estimators with their sources, and the calls that give the same numbers in R."""

from collections.abc import Iterator

from engine.modelling.study import ModelStudy
from engine.report.document import Section
from engine.report.methods_of_file import methods_of_file
from engine.validation.confirmatory.choices import ESTIMATORS
from engine.validation.methods import Method
from psychometrics import latent_literature, literature


def methods_section(study: ModelStudy, command: str | None) -> Section:
    """In the words of R, with the data as d and a model's text as model."""
    lead = "In R, d holds the columns of the file, and model the text of a model."
    file = (study.table.name, study.table.digest)
    return methods_of_file(lead, tuple(_methods(study)), [], file, command)


def _methods(study: ModelStudy) -> Iterator[Method]:
    call = "growth" if study.choices.growth else "cfa"
    cluster = f', cluster = "{study.choices.cluster}"' if study.choices.cluster is not None else ""
    for name in dict.fromkeys(fit.estimator for fit in study.found.fits):
        kind = ESTIMATORS[name]
        own = cluster if name == "mlr" else ""
        yield Method(
            f"cfa.{name}",
            kind.title[0].upper() + kind.title[1:],
            f"lavaan::{call}(model, d, {kind.lavaan}{own})",
            (literature.ROSSEEL,),
        )
    if study.found.people is not None:
        yield Method(
            "scales_apart",
            "Factors are different things where the 95% interval of their correlation lies under .90",
            "",
            (literature.RONKKO,),
        )
    if study.reliabilities:
        yield Method(
            "reliability",
            "Omega of the sum of a factor's columns",
            "semTools::compRelSEM(f)",
            (latent_literature.RAYKOV,),
        )
    if study.found.invariance:
        yield Method(
            "invariance",
            "Levels of invariance, and the rule of docs/invariance.md for each factor",
            f'lavaan::cfa(model, d, group = "{study.found.invariance[0].name}", group.equal = c("loadings", '
            '"intercepts"))',
            (literature.ROSSEEL,),
        )
    if study.found.two_levels:
        yield Method(
            "two_level",
            "Factors of people within clusters and of clusters at once, by maximum likelihood of people without a gap",
            'lavaan::cfa(paste("level: 1", model, "level: 2", model, sep = "\\n"), d, cluster = "'
            f'{study.choices.cluster}")',
            (latent_literature.MUTHEN,),
        )
