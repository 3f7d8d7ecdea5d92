"""Our value for every reference id about raters and experts, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.agreement import kendall_w, percent_agreement, rater_icc
from psychometrics.content import content_validity, content_validity_ratio
from psychometrics.kappa import cohen_kappa, fleiss_kappa, light_kappa
from psychometrics.krippendorff import krippendorff_alpha
from tests import reference

DATA = {"sf": "shrout_fleiss", "video": "video", "diag": "diagnoses"}
"""The ratings behind a prefix."""

IRR = {
    "oneway_consistency_single": "ICC1",
    "oneway_consistency_average": "ICC1k",
    "twoway_consistency_single": "ICC3",
    "twoway_consistency_average": "ICC3k",
    "twoway_agreement_single": "ICC2",
    "twoway_agreement_average": "ICC2k",
}

EXPERTS = np.array(
    [[4, 4, 3, 4, 2], [4, 3, 4, 4, 1], [3, 4, 4, 2, 3], [4, 4, 4, 3, 2], [4, 3, 4, 4, 4], [4, 4, 2, 4, 3]]
)
"""The six experts of the reference's context `valid`, five items."""


@functools.cache
def ratings(prefix: str) -> np.ndarray:
    """Targets x raters; the diagnoses as numbers, alike for all raters, in alphabetical order."""
    if prefix != "diag":
        return reference.data(DATA[prefix]).values
    lines = reference.data_path(DATA[prefix]).read_text().splitlines()[1:]
    cells = np.array([line.split(",") for line in lines])
    return np.unique(cells, return_inverse=True)[1].reshape(cells.shape).astype(float)


def alphabetical(values: np.ndarray) -> np.ndarray:
    """Codes from 1 in the order of the values as texts: the order that the reference's weights go by."""
    texts = np.char.mod("%g", values)
    return np.unique(texts, return_inverse=True)[1].reshape(values.shape) + 1.0


def all_forms(name: str, prefix: str) -> Any:
    columns = ("value", "f", "df1", "df2", "p", "lower", "upper")
    forms = rater_icc(ratings(prefix)).forms.values()
    return [[getattr(form, column) for column in columns] for form in forms]


def form_as_irr(named: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        form = rater_icc(ratings(prefix), interval="irr").forms[named]
        return [form.value, form.lower, form.upper, form.f, form.p]

    return compute


def forms_as_lmer(name: str, prefix: str) -> Any:
    return [form.value for form in rater_icc(ratings(prefix), truncate=True).forms.values()]


def concordance(name: str, prefix: str) -> Any:
    got = kendall_w(ratings(prefix))
    return [got.w, got.chisq, got.p]


def krippendorff(metric: Any) -> Callable[[str, str], Any]:
    return lambda name, prefix: krippendorff_alpha(ratings(prefix), metric, counting="irr").value


def cohen(name: str, prefix: str) -> Any:
    codes = alphabetical(ratings(prefix))
    plain = cohen_kappa(codes[:, 0], codes[:, 1])
    weighted = cohen_kappa(codes[:, 0], codes[:, 1], weights="quadratic")
    return [plain.value, weighted.value, plain.lower, plain.upper]


def cohen_linear(name: str, prefix: str) -> Any:
    """irr puts the codes, already in the order of texts, in that order again."""
    codes = alphabetical(alphabetical(ratings(prefix)))
    return cohen_kappa(codes[:, 0], codes[:, 1], weights="linear").value


def fleiss(name: str, prefix: str) -> Any:
    got = fleiss_kappa(ratings(prefix))
    return [got.value, got.z]


def scale_cvi(name: str, prefix: str) -> Any:
    found = content_validity(EXPERTS)
    return [found.s_cvi_ave, found.s_cvi_ua]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "icc_rater": {
        "ICC": all_forms,
        "ICC_lmer": forms_as_lmer,
        **{f"irr_{last}": form_as_irr(named) for last, named in IRR.items()},
    },
    "kendall_w": {"kendall_W": concordance},
    "krippendorff": {
        f"alpha_{metric}": krippendorff(metric) for metric in ("nominal", "ordinal", "interval")
    },
    "kappa": {
        "cohen_12": cohen,
        "cohen_12_linear": cohen_linear,
        "fleiss_kappa": fleiss,
        "light_kappa": lambda name, prefix: light_kappa(ratings(prefix)).value,
        "percent_agreement": lambda name, prefix: percent_agreement(ratings(prefix)[:, :2]),
    },
    "cvi": {
        "i_cvi": lambda name, prefix: content_validity(EXPERTS).i_cvi,
        "s_cvi": scale_cvi,
        "kappa_star": lambda name, prefix: content_validity(EXPERTS).kappa_star,
        "aiken_v": lambda name, prefix: content_validity(EXPERTS).aiken_v,
    },
    "cvr": {"cvr": lambda name, prefix: content_validity_ratio(EXPERTS == 4).cvr},
}
