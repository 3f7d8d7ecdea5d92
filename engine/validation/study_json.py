"""A study under the binding names of `validate --json`; docs/validate-json.md explains each.

    "raw": "reliability.alpha.raw"

says that the name `raw` has what lies at `reliability.alpha.raw` in the part of the study that its table is about.
In every block `n` people were used, `missing` were not, and `basis` says how missing answers were met.
"""

from typing import Any, Final

from engine.validation.allotment_json import ALLOTMENT
from engine.validation.confirmatory_json import CONFIRMATORY
from engine.validation.findings import Findings
from engine.validation.opinion_json import opinion_json
from engine.validation.paths import (
    LEFT_OUT,
    Cell,
    Json,
    as_json,
    by_field,
    by_name,
    each,
    fixed,
    matrix,
    not_used,
    numbered,
    of,
    or_null,
    people,
    read,
    same,
    where,
)
from engine.validation.quality import QualityStudy
from engine.validation.study import ValidationStudy
from engine.validation.subscale_json import SUBSCALE
from psychometrics.guidelines import CARELESS_CUTS

LARGEST: Final = 20
"""How many missing patterns are listed."""

SHORT: Final = {"longstring_share": "longstring", "mahalanobis_p": "mahalanobis"}
"""Indexes that are flagged by a number made from them are named for themselves."""


def study_json(study: ValidationStudy) -> dict[str, Any]:
    """The study as JSON values: numbers unrounded, null where something does not exist."""
    found: dict[str, Any] = read(STUDY, study, study)
    return found


# What takes more than a path


def _largest_patterns(study: Findings, _: Findings) -> Json:
    """The most frequent patterns of gaps, each with its people and the items they left out."""
    sample = study.sample
    if sample.missing is None:
        return None
    return [
        {
            "n": int(n),
            "left_out": [name for name, there in zip(sample.missing_by_item, row, strict=True) if not there],
        }
        for row, n in zip(sample.missing.patterns[:LARGEST], sample.missing.pattern_n[:LARGEST], strict=True)
    ]


def _quality(found: QualityStudy, study: Findings) -> Json:
    """One entry an index: how many of how many people it flags, and from which value on."""
    counts = found.counts
    indexes: dict[str, Json] = {}
    used = {cut.index: cut for cut in found.cuts}
    for cut in CARELESS_CUTS:
        computed, flagged = counts.computed.get(cut.index), counts.flagged.get(cut.index)
        name = SHORT.get(cut.index, cut.index)
        indexes[name] = {
            "n": computed,
            "missing": None if computed is None else counts.persons - computed,
            "flagged": flagged,
            "share": None if not computed or flagged is None else flagged / computed,
            "cut": read(CUT, used.get(cut.index, cut), study),
            "left_out": counts.left_out.get(cut.index, counts.left_out.get(name)),
        }
    return {"n": counts.persons, "missing": 0, **indexes, **read(ANY_INDEX, found, study)}


def _items(study: Findings, _: Findings) -> Json:
    """Every item that was asked; null for one that was not."""
    return read(each("items", ITEM, "item.id"), study, study) | dict.fromkeys(study.plan.not_asked)


def _people_correlated(study: Findings, _: Findings) -> int:
    """How many people the correlations rest on; of pairs the smallest."""
    found = study.correlations
    assert found is not None  # noqa: S101 asked only where there are correlations
    return found.n_complete if found.basis == "complete" else int(found.n.min())


# Instrument, data, gaps, items

INSTRUMENT: Final[Cell] = {
    **same("plan.instrument", "id", "version", "title", "language"),
    "form": "plan.form.id",
    **same("plan.instrument", "intended_use", "not_for"),
    "digest": "provenance.instrument_digest",
    "digests": same("provenance.digests", "structure", "scoring", "text"),
}

DATA: Final[Cell] = {
    "n": "sample.n",
    "digest": "provenance.data_digest",
    "file": "provenance.data_name",
    **same("sample", "no_answer", "complete"),
    **same("provenance", "simulated", "keyed", "notes", "counted"),
    "composition": each(
        "sample.composition", lambda one, _: dict(one.counts) | {"missing": one.missing}, "item.id"
    ),
}

MISSING: Final[Cell] = {
    "n": "sample.n",
    "missing": not_used("sample.complete"),
    "share": "sample.share_missing",
    "by_item": "sample.missing_by_item",
    "by_person": "sample.by_person",
    "patterns": "sample.missing.pattern_n.size",
    "largest_patterns": _largest_patterns,
    "mcar": "sample.mcar",
}

CUT: Final[Cell] = {**same("", "index", "side", "value", "moved"), "source": "citation.short"}

ANY_INDEX: Final[Cell] = {
    **same("counts", "any_flag", "two_flags"),
    "share": "counts.share_flagged",
    "without_flagged": each("subscales", by_field("", "id"), "id"),
}

ITEM: Final[Cell] = {
    **same("description", "n", "missing"),
    "missing_kinds": "missing_kinds",
    "reversed": "item.reverse",
    "turned_in_file": "turned",
    "subscales": "subscales",
    **same("description", "mean", "sd", "skew", "kurtosis", "floor", "ceiling"),
    "counts": by_name("description.values", "description.counts", "g"),
    **same("description", "difficulty", "standard_error", "median", "trimmed", "mad"),
    **same("description", "minimum", "maximum", "quantiles"),
}

# All items together

CORRELATIONS: Final[Cell] = {
    "n": _people_correlated,
    "missing": lambda study, _: study.sample.n - _people_correlated(study, study),
    "basis": {
        "pearson": fixed("pairwise"),
        "pearson_complete": fixed("complete"),
        "spearman": fixed("pairwise"),
        "polychoric": "correlations.basis",
    },
    "pearson": matrix("correlations.names", "correlations.names", "correlations.pearson"),
    "pearson_complete": matrix("correlations.names", "correlations.names", "correlations.complete"),
    "pairwise_n": matrix("correlations.names", "correlations.names", "correlations.n"),
    "spearman": matrix("correlations.names", "correlations.names", "correlations.spearman.correlation"),
    "polychoric": of("correlations.polychoric", matrix("names", "names", "correlation")),
    "thresholds": of("correlations.polychoric", by_name("names", "thresholds")),
    "scores": of(
        "score_correlations",
        {name: matrix("names", "names", name) for name in ("n", "pearson", "disattenuated")},
    ),
}

PARALLEL: Final[Cell] = {
    "factors": "factors.suggested",
    "components": "components.suggested",
    **same("", "n", "draws", "quantile", "seed"),
    "scree": {name: same(name, "observed", "mean", "limit") for name in ("factors", "components")},
}
NO_PARALLEL: Final = {"factors": None, "components": None}

DIMENSIONALITY: Final[Cell] = {
    **people(),
    "kmo": {
        "overall": "kmo.overall",
        "items": by_name("names", "kmo.items"),
        "pairwise": "kmo_pairwise.overall",
    },
    "bartlett": of("bartlett", "", absent={"chisq": None, "df": None, "p": None}),
    "smc": by_name("names", "smc"),
    "eigenvalues": "eigenvalues",
    "parallel": of("parallel", PARALLEL, absent=NO_PARALLEL),
    "parallel_polychoric": of("polychoric_parallel", PARALLEL, absent=NO_PARALLEL),
    "map": of("map", lambda found, _: as_json(found.squared[1:])),
    "map_fourth": of("map", lambda found, _: as_json(found.fourth[1:])),
    "map_components": "map.components",
    "map_fourth_components": "map.components_fourth",
    "vss": of(
        "vss",
        {
            "factors": "factors",
            "fit": matrix(numbered("", "fit", axis=0), numbered("complexity_", "fit"), "fit"),
        },
    ),
}

FACTORS: Final = numbered("F", "loadings")
VARIANCE: Final = ("ss_loadings", "proportion", "cumulative", "explained", "cumulative_explained")

SUGGESTED: Final[dict[str, Cell]] = {
    **people("/factors"),
    "factors": lambda solution, _: solution.loadings.shape[1],
    **same("", "method", "rotation", "converged"),
    "loadings": matrix("names", FACTORS, "loadings"),
    "structure": matrix("names", FACTORS, "structure"),
    "phi": matrix(FACTORS, FACTORS, "phi"),
    **{name: by_name("names", name) for name in ("communalities", "uniquenesses", "complexity")},
    "variance": matrix(VARIANCE, FACTORS, "variance.rows"),
    "fit": "fit",
    "score_weights": fixed(None),
    "determinacy": fixed(None),
}

GENERAL: Final[Cell] = {
    **people("/factors"),
    **same("", "hierarchical", "asymptotic", "total"),
    "ecv": "explained_common_variance",
    "puc": "uncontaminated_correlations",
    "item_ecv": by_name("/factors.names", "item_explained_common_variance"),
    "groups": "groups",
}

VALIDITY: Final[Cell] = {
    **people(),
    "htmt": of("htmt", matrix("constructs", "constructs", "ratios")),
    **{
        f"htmt_{end}": of("htmt", matrix("constructs", "constructs", f"/validity.htmt_{end}"))
        for end in ("lower", "upper")
    },
    "htmt2": of("htmt2", matrix("constructs", "constructs", "ratios")),
    "ave": "ave",
    "fornell_larcker": of(
        "fornell_larcker",
        {
            "holds": by_name("constructs", "holds"),
            "squared_correlations": matrix("constructs", "constructs", "squared_correlations"),
        },
    ),
}

# Groups, and the same people twice

GROUPS: Final[Cell] = {
    "n": not_used("unknown"),
    "missing": "unknown",
    "groups": "n",
    "left_out": "left_out",
    "subscales": each(
        "subscales",
        {
            "scores": by_field(
                "scores", "groups", more={"groups": each("groups", by_field("", "label"), "label")}
            ),
            "alpha": "alpha",
        },
        "id",
    ),
}

CONTRAST: Final[Cell] = same("", "first", "second", "holm") | same(
    "found", "n", "difference", "statistic", "df", "pvalue"
)

CRITERION: Final[Cell] = {
    "n": "n",
    "missing": not_used("n"),
    "two_valued": "two",
    "subscales": each(
        "subscales",
        same("association", "n", "dropped", "clusters", "r", "rho", "area")
        | same("", "alpha", "disattenuated")
        | {"against": each("against", CONTRAST)},
        "id",
    ),
    "contrasts": each("contrasts", CONTRAST),
    "adds": "adds",
}

RETEST: Final[Cell] = {
    "n": "pairing.n",
    "missing": lambda study, _: len(study.pairing.only_first) + len(study.pairing.only_second),
    **same("", "first", "second", "second_digest", "days"),
    "anchor": of("anchor", {"column": "column", "word": "word"}),
    "pairing": same(
        "pairing",
        *("only_first", "only_second", "repeated_first", "repeated_second"),
        *("without_id_first", "without_id_second"),
    ),
    "subscales": each(
        "subscales",
        {
            **same("", "icc", "concordance", "limits", "change", "stability", "responsiveness"),
            "reliable_change": by_field("reliable", "index", more=same("", "index", "share_unchanged")),
        },
        "id",
    ),
}

WEIGHTED_SCALE: Final = by_field(
    "", "id", "levels", more={"levels": each("levels", same("", "weighted", "unweighted"), "id")}
)

CUT_SCORE: Final = by_field("", "method", "classification", more={"classification": "classification"})

CUTS: Final = by_field(
    "",
    "subscales",
    more={
        "subscales": each(
            "subscales", {**same("", "column", "judged"), "methods": each("cuts", CUT_SCORE, "method")}, "id"
        )
    },
)

# The whole

STUDY: Final[Cell] = {
    "instrument": INSTRUMENT,
    "data": DATA,
    "missing": MISSING,
    "quality": of("quality", _quality),
    "items": _items,
    "subscales": each("subscales", SUBSCALE, "id"),
    "composites": each(
        "composites",
        {
            "n": "n",
            "missing": not_used("n"),
            "basis": fixed("pairwise"),
            **same("", "of", "mean", "sd", "reliability"),
        },
        "id",
    ),
    "correlations": where("correlations", CORRELATIONS),
    "dimensionality": of("dimensionality", DIMENSIONALITY),
    "efa": of(
        "factors.solution",
        SUGGESTED
        | {
            "score_weights": matrix("names", FACTORS, "/factors.weights.weights"),
            "determinacy": by_name(FACTORS, "/factors.weights.determinacy"),
        },
    ),
    "efa_suggested": of("factors.suggested", SUGGESTED),
    "general_factor": of("factors.general", GENERAL),
    "validity": of("validity", VALIDITY),
    **CONFIRMATORY,
    "groups": each("groups", GROUPS, "name"),
    "criteria": each("criteria", CRITERION, "name"),
    "retest": of("retest", RETEST),
    "cuts": of("cuts", CUTS),
    "weighted": of(
        "weighted", by_field("", "subscales", more={"subscales": each("subscales", WEIGHTED_SCALE, "id")})
    ),
    **ALLOTMENT,
    "second_opinion": of("second_opinion", lambda found, _: opinion_json(found), absent=LEFT_OUT),
    "guidelines": each(
        "verdicts",
        by_field("", "citation", more={"source": "citation.full", "doi": or_null("citation.doi")}),
    ),
    "claims": "claims",
    "not_examined": "not_examined",
    "methods": each(
        "methods",
        by_field("", "citations", more={"sources": each("citations", "short")}),
    ),
    "references": each("references", {"text": "full", "doi": or_null("doi")}),
    "text": "prose",
    "cautions": "cautions",
    "provenance": {
        **same("provenance", "versions", "seeds", "command", "data_digest"),
        "choices": {
            **same("provenance.choices", "form", "level", "missing", "quality", "factors", "bootstrap"),
            "rotation": "provenance.choices.rotation",
            "parallel_draws": "provenance.choices.draws",
            **same("provenance.choices", "cluster", "groups", "criteria", "weights", "margins"),
            **same("provenance.choices", "judges", "judged", "anchor"),
            **same("provenance.choices", "structures", "estimators", "invariance", "model"),
        },
    },
}
