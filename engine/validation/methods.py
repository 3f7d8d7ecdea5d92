"""How each part of a study was computed: the method, its R call, and where it is described."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.validation.confirmatory.choices import ESTIMATORS
from engine.validation.findings import Findings
from engine.validation.rotations import ROTATION_KINDS, RotationKind
from psychometrics import criterion_literature, latent_literature, literature
from psychometrics.literature import Citation
from psychometrics.ternary import EGOZCUE
from psychometrics.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Method:
    """One method: the part of the study it made, in a sentence, with the R call that gives the same numbers."""

    part: str
    text: str
    r: str
    citations: tuple[Citation, ...]


def methods_of(study: Findings) -> tuple[Method, ...]:
    """The methods that this study used, in its order."""
    return (
        *_of_people(study),
        *_of_structure(study),
        *_of_confirmatory(study),
        *_of_scores(study),
        *_of_groups(study),
        *_of_criteria(study),
        *_of_retest(study),
        *_of_weights(study),
        *_of_cuts(study),
        *_of_allotment(study),
    )


def _of_allotment(study: Findings) -> Iterator[Method]:
    if study.allotment.rankings:
        yield Method(
            "rankings",
            "Shares of those who ranked that put an option first, or anywhere, with Wilson's interval",
            "",
            (literature.WILSON,),
        )
    if study.allotment.sums:
        yield Method(
            "sums",
            "Points as parts of a whole: closed geometric means and the variances of the logarithms of ratios; nought "
            "is read as half a percent",
            "",
            (literature.AITCHISON, literature.MARTIN_FERNANDEZ),
        )
    if any(one.ternary and one.ternary.region for one in study.allotment.sums):
        yield Method(
            "center",
            "The region of a center of three parts: Hotelling's ellipse of isometric log-ratios",
            "",
            (EGOZCUE,),
        )


def references_of(
    study: Findings, methods: Sequence[Method], verdicts: Sequence[Verdict]
) -> tuple[Citation, ...]:
    """Every source cited, once, by its first author."""
    cited = [citation for method in methods for citation in method.citations]
    cited += [verdict.citation for verdict in verdicts]
    cited += [literature.COSMIN, literature.STANDARDS]
    for subscale in study.subscales:
        if subscale.levels is not None and subscale.levels.property is not None:
            cited += subscale.levels.property.citations
    return tuple(sorted(dict.fromkeys(cited), key=lambda citation: citation.full))


def _of_people(study: Findings) -> Iterator[Method]:
    if study.sample.mcar is not None:
        yield Method(
            "missing.mcar",
            "Little's test of answers missing completely at random, from EM moments",
            "",
            (literature.LITTLE,),
        )
    if study.quality is not None:
        yield Method(
            "quality",
            "Indexes of careless responding of every person; results are given with everybody and without the people "
            "who show two signs or more, and nobody is dropped; cut-points are moved where more than 3% of simulated "
            "attentive people would be flagged",
            "careless::longstring(d); careless::irv(d); careless::mahad(d, plot = FALSE, flag = FALSE); "
            "careless::evenodd(d, factors); careless::psychsyn(d, critval = 0.6, resample_na = FALSE)",
            (literature.MEADE, literature.CURRAN),
        )
    yield Method(
        "items",
        "Distribution of each item as it stands in the data; skew and excess kurtosis as psych's type 3",
        'psych::describe(d)[c("mean", "sd", "skew", "kurtosis")]',
        (),
    )


def _of_confirmatory(study: Findings) -> Iterator[Method]:
    found = study.confirmatory
    if found is None or not found.fits:
        return
    used = dict.fromkeys(fit.estimator for fit in found.fits)
    kinds = "; ".join(f"{name}: {ESTIMATORS[name].title}" for name in used)
    call = f"lavaan::cfa(model, dc, {ESTIMATORS[found.fits[0].estimator].lavaan})"
    yield Method(
        "cfa",
        f"Confirmatory factor models of people without a gap ({kinds}); scales are different things where the 95% "
        "intervals of the correlations of their factors, and of means of groups freed of sampling error, lie under .90",
        f'lavaan::lavInspect({call}, "std")$lambda',
        (literature.ROSSEEL, literature.RONKKO),
    )
    if found.two_levels:
        yield Method(
            "two_level",
            "Factors of people within clusters and of clusters at once, by maximum likelihood of people without a gap",
            'lavaan::fitMeasures(lavaan::cfa(paste("level: 1", model, "level: 2", model, sep = "\\n"), '
            'data.frame(d, g), cluster = "g", std.lv = TRUE), c("chisq", "df", "rmsea"))',
            (latent_literature.MUTHEN,),
        )


def _of_structure(study: Findings) -> Iterator[Method]:
    basis = study.sample.basis
    rows = "people who answered every item" if basis == "complete" else "all who answered a pair of items"
    complete = basis == "complete"
    x, pairs = ("dc", "") if complete else ("d", ', missing = "pairwise"')
    matrix = "" if complete else 'R <- cor(d, use = "pairwise"); n <- min(crossprod(!is.na(d))); '
    if study.correlations is not None and study.correlations.polychoric is not None:
        yield Method(
            "correlations.polychoric",
            f"Polychoric correlations by the two-step method, nothing put into empty cells ({rows})",
            f"lavaan::lavCor({x}, ordered = names(d){pairs})",
            (literature.OLSSON,),
        )
    if study.dimensionality is not None:
        draws = study.plan.choices.draws
        yield Method(
            "dimensionality",
            f"KMO, Bartlett's test, parallel analysis ({draws} draws, 95th percentile, seed "
            f"{study.plan.choices.seed}), MAP and VSS of the Pearson correlations ({rows})",
            f"{matrix}psych::KMO(R)$MSA; psych::cortest.bartlett(R, n)$chisq; "
            f'psych::fa.parallel(R, n.obs = n, n.iter = {draws}, quant = .95, plot = FALSE)[c("nfact", "ncomp")]; '
            "psych::vss(R, 8, n.obs = n, plot = FALSE)$map",
            (literature.KAISER, literature.HORN, literature.VELICER),
        )
    if study.factors is not None and study.factors.solution is not None:
        yield _exploratory(study.factors.factors, ROTATION_KINDS[study.plan.choices.rotation], rows, matrix)
    if study.validity is not None and study.validity.htmt is not None:
        yield Method(
            "validity",
            "Heterotrait-monotrait ratios with arithmetic means, and average variance extracted from one factor",
            "semTools::htmt(model, dc, htmt2 = FALSE); semTools::AVE(fit)"
            if basis == "complete"
            else "semTools::AVE(fit)",
            (literature.HENSELER, literature.FORNELL),
        )


def _exploratory(factors: int, rotation: RotationKind, rows: str, matrix: str) -> Method:
    """One factor is turned by no rotation, so none is named."""
    text = "Exploratory factor analysis of the Pearson correlations, one factor by minimum residuals"
    call, sources = f'{matrix}psych::fa(R, {factors}, n.obs = n, fm = "minres"', [literature.HARMAN]
    if factors > 1:
        settings = f" ({rotation.settings})" if rotation.settings else ""
        text = text.replace("one factor", f"{factors} factors") + f", {rotation.name} rotation{settings}"
        call, sources = f'{call}, rotate = "{rotation.r}"', [*sources, rotation.citation]
    return Method("efa", f"{text} ({rows})", f"{call})$loadings", tuple(sources))


def _of_scores(study: Findings) -> Iterator[Method]:
    yield Method(
        "subscales.alpha",
        "Alpha from pairwise covariances (raw), of people who answered all items (complete), and of standardized "
        "items; Feldt's interval, or with clusters a jackknife over these",
        'V <- cov(xk, use = "pairwise"); k / (k - 1) * (1 - sum(diag(V)) / sum(V)); '
        "k / (k - 1) * (1 - sum(diag(C)) / sum(C)); "
        'psych::alpha.ci(alpha, nrow(xc), k)[c("lower.ci", "upper.ci")]',
        (literature.CRONBACH, literature.FELDT),
    )
    yield Method(
        "subscales.omega",
        "Omega total from one factor by maximum likelihood, over the implied and over the observed variance",
        "semTools::compRelSEM(fit, obs.var = FALSE); semTools::compRelSEM(fit)",
        (literature.MCDONALD,),
    )
    if any(
        subscale.reliability is not None and subscale.reliability.hierarchical is not None
        for subscale in study.subscales
    ):
        yield Method(
            "subscales.omega.hierarchical",
            "Omega hierarchical and explained common variance from a Schmid-Leiman solution, with as many group "
            "factors as the items have facets, else three",
            'psych::omega(xc, group_factors, flip = FALSE, plot = FALSE)[c("omega_h", "ECV")]',
            (literature.ZINBARG,),
        )
    yield Method(
        "subscales.lambda",
        "Guttman's lambdas and all split-halves (random ones beyond 16 items) of the keyed covariances",
        "unlist(psych::tenberge(C)); max(combn(k, k %/% 2, function(i) 4 * sum(C[i, -i]) / sum(C)))",
        (literature.GUTTMAN,),
    )
    yield Method(
        "subscales.measurement_error",
        "Standard error of measurement of the sum, and by score",
        "sd(rowSums(xc)) * sqrt(1 - max(0, alpha))",
        (literature.BRENNAN,),
    )
    yield from _of_scores_where_asked(study)


def _of_scores_where_asked(study: Findings) -> Iterator[Method]:
    if any(
        subscale.reliability is not None and subscale.reliability.ordinal is not None
        for subscale in study.subscales
    ):
        yield Method(
            "subscales.alpha.ordinal",
            "Ordinal alpha: of the responses thought to lie behind the options, not of the score in use",
            "psych::alpha(unclass(lavaan::lavCor(xc, ordered = names(xc))))$total$raw_alpha",
            (literature.ZUMBO,),
        )
    if study.plan.choices.bootstrap:
        yield Method(
            "bootstrap",
            f"Percentile intervals of alpha and omega from {study.plan.choices.bootstrap} resamples of people, seed "
            f"{study.plan.choices.seed}",
            f"quantile(replicate({study.plan.choices.bootstrap}, {{ V <- cov(xc[sample(nrow(xc), replace = TRUE), ]); "
            "k / (k - 1) * (1 - sum(diag(V)) / sum(V)) }), c(.025, .975))",
            (literature.KELLEY,),
        )
    if any(
        subscale.score is not None and subscale.score.classification is not None
        for subscale in study.subscales
    ):
        yield Method(
            "subscales.score.classification",
            "Accuracy and consistency of levels from the score's reliability",
            "",
            (literature.PENG,),
        )
    if any(one.reliability is not None for one in study.composites):
        yield Method(
            "composites",
            "Stratified alpha of composites, from the covariances of the scores and the alpha of each",
            'V <- cov(scores[, of], use = "pairwise"); 1 - sum(diag(V) * (1 - alphas[of])) / sum(V)',
            (literature.STRATIFIED,),
        )


def _of_groups(study: Findings) -> Iterator[Method]:
    if study.cluster is not None:
        yield Method(
            "subscales.levels",
            "ICC(1) by analysis of variance (mean size, and n0) and by REML; ICC(2); reliability of each group's mean "
            "by REML; rwg(j) against a uniform and a slightly skewed null, Lindell's r*wg(j), average deviation",
            "multilevel::ICC1(aov(s ~ factor(g))); multilevel::ICC2(aov(s ~ factor(g))); "
            "v <- as.data.frame(lme4::VarCorr(lme4::lmer(s ~ 1 + (1 | g))))$vcov; v[1] / sum(v); "
            "mean(multilevel::rwg.j(x, g, ((high - low + 1)^2 - 1) / 12)$rwg.j); mean(multilevel::ad.m(x, g)$AD.M)",
            (literature.BLIESE, literature.PATTERSON, literature.JAMES, literature.LINDELL, literature.BURKE),
        )
    if any(one.levels is not None and one.levels.factors is not None for one in study.subscales):
        yield Method(
            "subscales.levels.omega",
            "Omega of one factor at each level, and the reliability of observed scores and group means",
            'f <- paste("f =~", paste(subscale, collapse = " + ")); two <- lavaan::cfa(paste("level: 1", f, '
            '"level: 2", f, sep = "\\n"), data.frame(xk, g), cluster = "g", std.lv = TRUE); '
            'as.vector(sapply(lavaan::lavInspect(two, "est"), function(e) sum(e$lambda)^2 / (sum(e$lambda)^2 + '
            "sum(e$theta))))",
            (latent_literature.GELDHOF, latent_literature.LAI),
        )
    if study.groups:
        yield Method(
            "groups",
            "Groups compared by Welch's test, Hedges' g for two, shares of variance for more",
            "oneway.test(s ~ g)$p.value; effectsize::eta_squared(aov(s ~ g))$Eta2; "
            "effectsize::omega_squared(aov(s ~ g))$Omega2; -effectsize::hedges_g(s ~ factor(g))$Hedges_g",
            (literature.WELCH,),
        )


def _of_criteria(study: Findings) -> Iterator[Method]:
    if not study.criteria:
        return
    clustered = any(
        scale.association is not None and scale.association.clusters
        for found in study.criteria
        for scale in found.subscales
    )
    area = (
        "; i <- complete.cases(s, y); u <- split(s[i], y[i]); "
        "wilcox.test(u[[2]], u[[1]])$statistic / prod(lengths(u))"
    )
    intervals = (
        "intervals by linearisation over clusters"
        if clustered
        else ("Fisher's interval of Pearson's, else intervals by linearisation")
    )
    yield Method(
        "criteria",
        f"Pearson's and Spearman's correlations of scores with other variables, {intervals}; for two values the area "
        "under the ROC curve; free of the score's error by its alpha",
        'cor(s, y, use = "complete"); cor(s, y, method = "spearman", use = "complete")'
        + (area if any(found.two for found in study.criteria) else ""),
        (
            criterion_literature.DEVLIN,
            criterion_literature.CROUX,
            *((literature.OBUCHOWSKI,) if clustered else (literature.DELONG,)),
        ),
    )
    if any(found.contrasts or scale.against for found in study.criteria for scale in found.subscales):
        yield Method(
            "criteria.contrasts",
            "Correlations of the same people compared by Williams' t, with Holm's adjustment, and what each score adds "
            "to the others by F of two regressions",
            "p <- combn(ncol(scores), 2); t(apply(p, 2, function(j) { z <- na.omit(cbind(y, scores[, j])); "
            "r <- cor(z); t <- psych::r.test(nrow(z), r[1, 2], r[1, 3], r[2, 3]); "
            "c(nrow(z), r[1, 2] - r[1, 3], t$t, t$p) }))",
            (criterion_literature.STEIGER, criterion_literature.HOLM),
        )


def _of_retest(study: Findings) -> Iterator[Method]:
    if study.retest is not None:
        yield Method(
            "retest",
            "Intraclass correlations of two waves (agreement, consistency), Lin's concordance, limits of agreement, "
            "mean change and reliable change",
            'psych::ICC(cbind(a, b), lmer = FALSE)$results[c(2, 3, 1), "ICC"]; '
            "2 * cov(a, b) / (var(a) + var(b) + (mean(a) - mean(b))^2 * length(a) / (length(a) - 1)); "
            "mean(b - a) + c(-1, 1) * 1.96 * sd(b - a); t.test(b, a, paired = TRUE)$p.value",
            (literature.MCGRAW, literature.LIN, literature.JACOBSON),
        )
        if study.retest.anchor is not None:
            yield Method(
                "retest.responsiveness",
                "Change beside an anchor that says who improved: area under the ROC curve with DeLong's interval, "
                "Guyatt's index, standardized response means, effect sizes, and the change that tells the two apart "
                "best",
                "d <- split(b - a, improved); c(wilcox.test(d[[2]], d[[1]], exact = FALSE)$statistic / "
                "prod(lengths(d)), mean(d[[2]]) / sd(d[[1]]), mean(d[[2]]) / sd(d[[2]]))",
                (literature.DELONG, literature.GUYATT, literature.LIANG, literature.KAZIS),
            )


def _of_weights(study: Findings) -> Iterator[Method]:
    found = study.weighted
    if found is None:
        return
    raked = "" if found.margins is None else ", raked to margins by iterative proportional fitting"
    yield Method(
        "weighted",
        "Weighted means with design-based standard errors, standard deviations and alpha of weighted "
        f"covariances{raked}; Kish's effective number. Every other number of the study is unweighted",
        "i <- !is.na(s); weighted.mean((s[i] - low) / (high - low) * 100, w[i]); V <- cov.wt(xc, wt = "
        "w[complete.cases(x)])$cov; k / (k - 1) * (1 - sum(diag(V)) / sum(V)); sum(w)^2 / sum(w^2)",
        (literature.BINDER, literature.KISH, *((literature.DEMING,) if found.margins is not None else ())),
    )


def _of_cuts(study: Findings) -> Iterator[Method]:
    found = study.cuts
    if found is None:
        return
    used = {cut.method for scale in found.subscales for cut in scale.cuts}
    if "angoff" in used:
        yield Method(
            "cuts.angoff",
            "Angoff's cut: the mean over judges of the score of the answers they expect of somebody just at the level",
            "t <- (rowMeans(turned(ratings, keys)) - low) / (high - low) * 100; c(mean(t), sd(t) / sqrt(length(t)))",
            (literature.ANGOFF,),
        )
    if used - {"angoff"}:
        yield Method(
            "cuts",
            "Cuts from judged people: the median of the borderline group, where normal curves of contrasting groups "
            "cross, and Youden's",
            'median((s[which(judged == "borderline")] - low) / (high - low) * 100, na.rm = TRUE)',
            (literature.LIVINGSTON, literature.YOUDEN),
        )
