"""The numbers that other programs are asked for: in which part of a study they stand, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Part = Literal[
    "reliability",
    "one_factor",
    "structure",
    "confirmatory",
    "scores",
    "clusters",
    "groups",
    "twice",
    "raters",
]
Printed = Literal["coefficient", "statistic", "probability"]


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """A number's name in words; `printed` says how it is written."""

    part: Part
    words: str
    printed: Printed = "coefficient"


ICCS: Final[Mapping[str, str]] = {
    "icc1": "ICC, one way, single",
    "agreement": "ICC, agreement, single",
    "consistency": "ICC, consistency, single",
    "icc2": "ICC, one way, average",
    "agreement_average": "ICC, agreement, average",
    "consistency_average": "ICC, consistency, average",
}


def _iccs(part: Part, *names: str) -> dict[str, NumberAsked]:
    found = {}
    for name in names:
        words = ICCS[name]
        found[f"{part_of_name(part)}_{name}"] = NumberAsked(part, words)
        for end in ("lower", "upper"):
            found[f"{part_of_name(part)}_{name}_{end}"] = NumberAsked(part, f"{words}, {end} end")
    return found


def part_of_name(part: Part) -> str:
    """How the names of a part's intraclass correlations begin."""
    return "retest" if part == "twice" else part


NUMBERS: Final[Mapping[str, NumberAsked]] = {
    "alpha": NumberAsked("reliability", "Alpha"),
    "alpha_lower": NumberAsked("reliability", "Alpha, lower end"),
    "alpha_upper": NumberAsked("reliability", "Alpha, upper end"),
    "omega": NumberAsked("one_factor", "Omega total"),
    "one_factor_chisq": NumberAsked("one_factor", "Chi-square of one factor", "statistic"),
    "cfi": NumberAsked("one_factor", "CFI"),
    "rmsea": NumberAsked("one_factor", "RMSEA"),
    "srmr": NumberAsked("one_factor", "SRMR"),
    "kmo": NumberAsked("structure", "KMO"),
    "kmo_items": NumberAsked("structure", "KMO of an item"),
    "bartlett_chisq": NumberAsked("structure", "Bartlett’s chi-square", "statistic"),
    "bartlett_p": NumberAsked("structure", "Bartlett’s p", "probability"),
    "loadings": NumberAsked("structure", "Loadings"),
    "communalities": NumberAsked("structure", "Communalities"),
    "phi": NumberAsked("structure", "Correlations of factors"),
    "cfa_chisq": NumberAsked("confirmatory", "Chi-square, plain", "statistic"),
    "cfa_df": NumberAsked("confirmatory", "Degrees of freedom", "statistic"),
    "cfa_cfi": NumberAsked("confirmatory", "CFI, plain"),
    "cfa_rmsea": NumberAsked("confirmatory", "RMSEA, plain"),
    "cfa_srmr": NumberAsked("confirmatory", "SRMR"),
    "cfa_loadings": NumberAsked("confirmatory", "Standardised loadings"),
    "score_correlations": NumberAsked("scores", "Correlations of scores"),
    "partial_correlations": NumberAsked("scores", "Partial correlations of scores"),
    "icc1": NumberAsked("clusters", "ICC(1)"),
    "icc2": NumberAsked("clusters", "ICC(2)"),
    "welch_f": NumberAsked("groups", "Welch’s F", "statistic"),
    "welch_df2": NumberAsked("groups", "Welch’s second df", "statistic"),
    "welch_p": NumberAsked("groups", "Welch’s p", "probability"),
    "hedges_g": NumberAsked("groups", "Hedges’ g"),
    "eta2": NumberAsked("groups", "η²"),
    **_iccs("twice", "agreement", "consistency"),
    "retest_w": NumberAsked("twice", "Kendall’s W"),
    **_iccs("raters", *ICCS),
    "raters_w": NumberAsked("raters", "Kendall’s W"),
}
"""By name, in the order in which they are printed."""
