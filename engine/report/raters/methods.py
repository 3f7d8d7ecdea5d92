"""How agreement was computed: each statistic with its source, and the call that gives the same number in R."""

from collections.abc import Iterator

from engine.ratings.agreement import RaterStudy
from engine.ratings.content import ContentStudy
from engine.ratings.sentences import sentences
from engine.report.document import Section
from engine.report.methods_of_file import methods_of_file
from engine.validation.methods import Method
from psychometrics import literature
from psychometrics import rater_literature as sources


def methods_section(study: RaterStudy, command: str | None) -> Section:
    cited = [verdict.citation for verdict in sentences(study)]
    lead = "In R, x holds the ratings: a row a target, a column a rater."
    return methods_of_file(lead, tuple(methods_of(study)), cited, (study.name, study.digest), command)


def methods_of_content(study: ContentStudy, command: str | None) -> Section:
    """The same of experts' ratings of items."""
    found = tuple(_of_content(study))
    return methods_of_file(
        "In R, x holds the ratings: a row an expert, a column an item.",
        found,
        [],
        (study.name, study.digest),
        command,
    )


def methods_of(study: RaterStudy) -> Iterator[Method]:
    """The methods that this study used, in its order."""
    jackknife = "; 95% intervals by leaving out a target at a time, with t"
    if study.icc is not None:
        yield Method(
            "icc",
            "Intraclass correlations from mean squares of targets that all raters judged; intervals from F, those of "
            "agreement with Satterthwaite's degrees of freedom, for ratings that are about normal",
            "psych::ICC(x, lmer = FALSE)",
            (sources.SHROUT, literature.MCGRAW),
        )
    if study.pairs:
        yield Method(
            "pairs",
            "Cohen's kappa of two raters, plain and with weights by steps between categories; large-sample standard "
            "errors",
            'psych::cohen.kappa(x[, 1:2]); irr::kappa2(x[, 1:2], weight = "equal") for linear weights',
            (sources.COHEN_KAPPA, sources.COHEN_WEIGHTED, sources.FLEISS_ERRORS),
        )
    if study.fleiss is not None:
        yield Method(
            "fleiss",
            f"Fleiss' kappa{jackknife}",
            "irr::kappam.fleiss(x)",
            (sources.FLEISS, sources.KRAEMER),
        )
    if study.conger is not None:
        yield Method(
            "conger",
            f"Conger's exact kappa, of the same raters over all targets{jackknife}",
            "",
            (sources.CONGER, sources.KRAEMER),
        )
    if study.light is not None:
        yield Method("light", "The mean of Cohen's kappas", "irr::kappam.light(x)", (sources.LIGHT,))
    if study.alpha:
        yield Method(
            "alpha",
            f"Krippendorff's alpha from coincidences of ratings within targets{jackknife}. irr counts each rating "
            "m - 1 times where no rating is missing and raters are more than two, which moves its value by a little",
            'irr::kripp.alpha(t(x), "interval"), where ratings are missing or raters are two',
            (sources.HAYES, sources.KRIPPENDORFF, sources.KRAEMER),
        )
    if study.kendall_w is not None:
        yield Method(
            "kendall_w",
            "Kendall's W corrected for ties, by pingouin's Friedman test",
            "irr::kendall(x, correct = TRUE)",
            (sources.KENDALL,),
        )


def _of_content(study: ContentStudy) -> Iterator[Method]:
    scale = study.scale
    low, span = f"{scale.low:g}", f"{scale.high - scale.low:g}"
    yield Method(
        "items",
        "I-CVI, the share of experts who find an item relevant; its Wilson interval; modified kappa, the share beyond "
        "the chance that so many of them agree",
        f"i_cvi <- colMeans(x >= {scale.relevant:g}, na.rm = TRUE)",
        (literature.POLIT,),
    )
    yield Method(
        "aiken_v",
        "Aiken's V with its score interval",
        f"colMeans((x - {low}) / {span}, na.rm = TRUE)",
        (sources.AIKEN, sources.PENFIELD),
    )
    yield Method("scale", "S-CVI/Ave and S-CVI/UA", "mean(i_cvi); mean(i_cvi == 1)", (literature.POLIT,))
    if scale.essential is not None:
        yield Method(
            "cvr",
            "Lawshe's content validity ratio; how many experts are beyond chance by the exact binomial test",
            f"n <- colSums(!is.na(x)); (colSums(x >= {scale.essential:g}, na.rm = TRUE) - n / 2) / (n / 2)",
            (sources.LAWSHE, sources.AYRE),
        )
