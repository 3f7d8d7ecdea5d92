"""The validation study of an instrument on responses: run it here, read it from the tree it returns.

    Study
      plan: Plan                      instrument, choices, studied items and subscales
      cluster: str | None             the name of the column (or `site`) that people are clustered in
      sample: SampleStudy             n, missing answers, Little's test, who answered
      quality: QualityStudy | None    flags of careless answers; each subscale with and without the flagged
      items: (ItemStudy, ...)         distribution of each item as it stands in the data, kinds of missing
      subscales: (SubscaleStudy, ...)
        reliability: Reliability      alpha, omega, bounds, split-halves, ordinal, errors, bootstrap
        item_total, discrimination    one an item; item-rest and alpha if dropped in reliability.alpha
        score: ScoreStudy             distribution, norms, levels and their classification
        levels: LevelStudy            ICC, agreement, reliability of cluster means (with a cluster)
      composites: (CompositeStudy, ...)  mean, spread and reliability, of the subscale scores
      correlations: ItemCorrelations  Pearson pairwise and complete, Spearman, polychoric with thresholds
      score_correlations              between subscale scores, also free of measurement error
      dimensionality: Dimensionality  KMO, Bartlett, eigenvalues, parallel analysis, MAP, VSS
      factors: FactorStudy            EFA, the number parallel analysis suggests, the general factor
      validity: ValidityStudy         AVE, HTMT, Fornell and Larcker
      groups: (GroupStudy, ...)       known groups, alpha in each
      criteria: (CriterionStudy, ...) scores beside other variables of the same people
      retest: RetestStudy | None      two waves of the same people
      weighted: WeightedStudy | None  means, spread, alpha and levels with weights, beside those without
      second_opinion: SecondOpinion | None  what other programs say of the main numbers (None: not asked for)
      cuts: CutStudy | None           cut scores from judges of items and from judged people
      confirmatory: ConfirmatoryStudy | None  structures of the definition fitted, scales told apart
      allotment: AllotmentStudy       rankings by shares, points by log-ratios, sliders by their distribution
      verdicts: (Verdict, ...)        sentences with rules of thumb
      claims: (Claim, ...)            what may and may not be said, in COSMIN's order
      not_examined: (NotExamined, ...)  what the definition declares and the study does not look at, and why
      methods: (Method, ...)          each method with its R call and sources
      references: (Citation, ...)     every source, once
      prose: Prose                    methods and results to paste, in APA style
      cautions: (Caution, ...)        what does not exist or may mislead: code, where, cause, remedy
      provenance: Provenance          versions, digests, seeds, choices, command

Results are those of `psychometrics`, unrounded; what does not exist is None and has a caution. Nothing in the
tree needs another computation to be shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

from engine.validation.allotment import study_allotment
from engine.validation.cautions import Cautions
from engine.validation.claims import Claim, study_claims
from engine.validation.composites import study_composites
from engine.validation.confirmatory.study import study_confirmatory
from engine.validation.correlations import item_matrix, study_correlations, study_score_correlations
from engine.validation.criteria import study_criteria
from engine.validation.cuts import study_cuts
from engine.validation.data import Data
from engine.validation.findings import Findings
from engine.validation.gather import Gathered, gather
from engine.validation.groups import study_groups
from engine.validation.methods import Method, methods_of, references_of
from engine.validation.people import PersonColumns
from engine.validation.plan import Plan
from engine.validation.prose import Prose, prose_of
from engine.validation.provenance import Provenance, provenance_of
from engine.validation.quality import study_quality
from engine.validation.resampling import with_person_methods
from engine.validation.retest import RetestData, RetestStudy, study_retest
from engine.validation.sample import study_items, study_sample
from engine.validation.second_opinion import study_second_opinion
from engine.validation.structure import study_dimensionality, study_factors, study_validity
from engine.validation.subscales import SubscaleStudy, study_subscale
from engine.validation.unexamined import NotExamined, not_examined
from engine.validation.verdicts import study_verdicts
from engine.validation.weighted import WeightedStudy, study_weighted
from psychometrics.contract import Caution
from psychometrics.literature import Citation
from psychometrics.second_opinion.opinion import SecondOpinion
from psychometrics.verdicts import Verdict


@dataclass(frozen=True, eq=False)
class ValidationStudy(Findings):
    """A finished study; see the module for the tree."""

    verdicts: tuple[Verdict, ...]
    second_opinion: SecondOpinion | None
    claims: tuple[Claim, ...]
    not_examined: tuple[NotExamined, ...]
    methods: tuple[Method, ...]
    references: tuple[Citation, ...]
    prose: Prose
    cautions: tuple[Caution, ...]
    provenance: Provenance


def run(
    data: Data,
    plan: Plan,
    *,
    waves: RetestData | None = None,
    people: PersonColumns | None = None,
    command: str | None = None,
    told: Callable[[int], None] | None = None,
) -> ValidationStudy:
    """Study an instrument on data.

    `waves` are the scores of the same people twice, for test and retest; `people` what is known of each person beside
    the answers. `told` hears how many persons have been
    read in the first of the passes; `command` is kept in the provenance. Raises `StatisticError` when there are
    no responses; whatever else cannot be computed is None with a caution.
    """
    cautions = Cautions()
    plan, found = _answered(data, plan, gather(data, plan, told), cautions)
    findings = _findings(data, plan, found, waves, people, cautions)
    opinion = study_second_opinion(data, findings, waves, cautions) if plan.choices.second_opinion else None
    verdicts = study_verdicts(findings)
    methods = methods_of(findings)
    provenance = provenance_of(
        plan.instrument,
        plan.choices,
        data_name=data.name,
        data_digest=data.digest or found.digest,
        keyed=tuple(sorted(data.keyed & set(plan.names))),
        notes=data.notes,
        command=command,
        simulated=data.simulated,
        counted=data.counted,
    )
    return ValidationStudy(
        **{field.name: getattr(findings, field.name) for field in fields(findings)},
        verdicts=verdicts,
        second_opinion=opinion,
        claims=study_claims(findings),
        not_examined=not_examined(findings, cautions.all()),
        methods=methods,
        references=references_of(findings, methods, verdicts),
        prose=prose_of(findings, provenance),
        cautions=cautions.all(),
        provenance=provenance,
    )


def _answered(data: Data, plan: Plan, found: Gathered, cautions: Cautions) -> tuple[Plan, Gathered]:
    """The plan and sums without items that nobody answered, for they would leave nobody complete."""
    if found.moments is None:
        return plan, found
    silent = [name for name, count in zip(plan.names, found.moments.counts(), strict=True) if not count]
    for name in silent:
        cautions.add(
            Caution(
                "all_missing",
                f"item {name}",
                "nobody answered it",
                "it is left out of everything; check the column's name and its values",
            )
        )
    if not silent or len(silent) == len(plan.names):
        return plan, found
    rest = plan.without(silent)
    return rest, gather(data, rest)


def _findings(
    data: Data,
    plan: Plan,
    found: Gathered,
    waves: RetestData | None,
    people: PersonColumns | None,
    cautions: Cautions,
) -> Findings:
    sample = study_sample(found, plan, cautions)
    items = study_items(found, plan, cautions)
    subscales = tuple(
        study_subscale(subscale, sums, found, plan, data.cluster, cautions)
        for subscale, sums in zip(plan.subscales, found.subscales, strict=True)
    )
    quality = study_quality(data, plan, found, subscales, cautions) if plan.choices.quality else None
    subscales = with_person_methods(subscales, data, plan, found.n, cautions)
    correlations = study_correlations(found, plan, sample, cautions)
    scores = study_score_correlations(found, subscales)
    matrix = item_matrix(found, plan, sample, cautions)
    dimensionality = None if matrix is None else study_dimensionality(matrix, correlations, plan, cautions)
    return Findings(
        plan=plan,
        cluster=None if data.cluster is None else data.cluster.name,
        sample=sample,
        quality=quality,
        items=items,
        subscales=subscales,
        composites=study_composites(found, plan, subscales, cautions),
        correlations=correlations,
        score_correlations=scores,
        dimensionality=dimensionality,
        factors=None
        if matrix is None or dimensionality is None
        else study_factors(matrix, dimensionality, plan, cautions),
        validity=None if matrix is None else study_validity(matrix, scores, subscales, cautions),
        groups=study_groups(found, data, plan, cautions),
        criteria=() if people is None else study_criteria(people, subscales, cautions),
        retest=_retest(waves, subscales, data, plan, cautions),
        weighted=_weighted(people, data, plan, cautions),
        cuts=None if people is None else study_cuts(people, plan, subscales, cautions),
        allotment=study_allotment(found.all_codes, found.points, plan, data.asked, cautions),
        confirmatory=study_confirmatory(data, plan, cautions, waves),
    )


def _retest(
    waves: RetestData | None, subscales: tuple[SubscaleStudy, ...], data: Data, plan: Plan, cautions: Cautions
) -> RetestStudy | None:
    clustered = None if data.cluster is None else plan.choices.cluster_noun
    return None if waves is None else study_retest(waves, subscales, clustered, cautions)


def _weighted(
    people: PersonColumns | None, data: Data, plan: Plan, cautions: Cautions
) -> WeightedStudy | None:
    if people is None or people.weights is None:
        return None
    return study_weighted(people, people.weights, data, plan, cautions)
