"""What `validate --json` says of real data, against R, name by name."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import reference
from tests.engine.validation.studies import json_of

Read = Callable[[dict[str, Any]], Any]


def column(id: str, name: str) -> Callable[[str], list[float]]:
    """One column of a reference table."""

    def read(data: str) -> list[float]:
        table = reference.value(data, id)
        place = table["cols"].index(name)
        return [row[place] for row in table["data"]]

    return read


def items(items: list[str], *path: str) -> Read:
    return lambda study: [pick(study["items"][item], *path) for item in items]


def pick(value: Any, *path: str) -> Any:
    for name in path:
        value = value[name]
    return value


def in_subscale(id: str, *path: str) -> Read:
    return lambda study: pick(study["subscales"][id], *path)


def each_item(id: str, name: str) -> Read:
    return lambda study: [one[name] for one in study["subscales"][id]["items"].values()]


def agrees(data: str, id: str, got: list[float], expected: list[float]) -> None:
    absolute, relative = reference.tolerance(data, id)
    assert len(got) == len(expected)
    for one, other in zip(got, expected, strict=True):
        assert abs(one - other) <= absolute + relative * abs(other), (id, one, other)


BFI = [f"{letter}{n}" for letter in "ACENO" for n in range(1, 6)]
LEAD = [f"LEAD{n:02d}" for n in range(1, 12)]
SCIENCE = ["Comfort", "Environment", "Work", "Future", "Technology", "Industry", "Benefit"]
WELLBEING = [f"W{n}" for n in range(1, 14)]
ABILITY = [
    f"{kind}_{n}"
    for kind, numbers in [
        ("reason", (4, 16, 17, 19)),
        ("letter", (7, 33, 34, 58)),
        ("matrix", (45, 46, 47, 55)),
        ("rotate", (3, 4, 6, 8)),
    ]
    for n in numbers
]

DESCRIBED = ["n", "mean", "sd", "median", "trimmed", "mad", "minimum", "maximum", "skew", "kurtosis"]
R_NAME = {"minimum": "min", "maximum": "max"}


@pytest.mark.parametrize("name", DESCRIBED)
@pytest.mark.parametrize(
    ("data", "names", "id"),
    [
        ("bfi", BFI, "desc25.describe"),
        ("lq2002", LEAD, "desc.describe"),
        ("ability", ABILITY, "desc.describe"),
        ("school-wellbeing", WELLBEING, "desc.describe"),
        ("science", SCIENCE, "desc.describe"),
    ],
)
def test_items_are_described_as_psych_describe(data: str, names: list[str], id: str, name: str) -> None:
    expected = column(id, R_NAME.get(name, name))(data)
    agrees(data, id, items(names, name)(json_of(data)), expected)


@pytest.mark.parametrize(
    ("data", "id", "names"),
    [
        ("bfi", "desc25", BFI),
        ("lq2002", "desc", LEAD),
        ("ability", "desc", ABILITY),
        ("school-wellbeing", "desc", WELLBEING),
        ("science", "desc", SCIENCE),
    ],
)
def test_counts_ends_and_missing_answers(data: str, id: str, names: list[str]) -> None:
    study = json_of(data)
    table = reference.value(data, f"{id}.counts")
    for place, item in enumerate(names):
        assert list(study["items"][item]["counts"].values()) == [row[place] for row in table["data"]]
    ends = reference.value(data, f"{id}.floor_ceiling")
    agrees(data, f"{id}.floor_ceiling", items(names, "floor")(study), ends["data"][0])
    agrees(data, f"{id}.floor_ceiling", items(names, "ceiling")(study), ends["data"][1])
    reference.assert_agrees(
        data, f"{id}.missing_by_item", [study["missing"]["by_item"][item] for item in names]
    )


@pytest.mark.parametrize(("data", "id"), [("bfi", "desc25"), ("ability", "desc")])
def test_missing_patterns(data: str, id: str) -> None:
    study = json_of(data)
    reference.assert_agrees(data, f"{id}.patterns", study["missing"]["patterns"])
    reference.assert_agrees(data, f"{id}.complete_rows", study["data"]["complete"])


SUBSCALES = [
    ("bfi", "A", "agreeableness"),
    ("bfi", "C", "conscientiousness"),
    ("lq2002", "lead", "leadership"),
    ("ability", "rel", "ability"),
    ("school-wellbeing", "teach", "teachers"),
    ("school-wellbeing", "mates", "classmates"),
    ("science", "att", "attitude"),
]

# reference id, column of its table (or key of its values), JSON name
TOTALS = [
    ("alpha_total_pairwise", "raw_alpha", ("alpha", "raw")),
    ("alpha_total_pairwise", "std.alpha", ("alpha", "standardized")),
    ("alpha_total_pairwise", "average_r", ("average_r",)),
    ("alpha_total_pairwise", "median_r", ("alpha", "median_r")),
    ("alpha_total_complete", "ase", ("alpha", "complete_cases", "standard_error")),
    ("alpha_total_complete", "raw_alpha", ("alpha", "complete")),
]


@pytest.mark.parametrize(("id", "r_name", "path"), TOTALS)
@pytest.mark.parametrize(("data", "prefix", "subscale"), SUBSCALES)
def test_alpha_as_psych_alpha(
    data: str, prefix: str, subscale: str, id: str, r_name: str, path: tuple[str, ...]
) -> None:
    expected = column(f"{prefix}.{id}", r_name)(data)
    agrees(data, f"{prefix}.{id}", [in_subscale(subscale, *path)(json_of(data))], expected)


ITEM_COLUMNS = [
    ("item_stats_pairwise", "r.drop", "item_rest"),
    ("item_stats_pairwise", "raw.r", "item_total"),
    ("item_stats_pairwise", "r.cor", "item_total_corrected"),
    ("alpha_drop_pairwise", "raw_alpha", "alpha_if_dropped"),
]


@pytest.mark.parametrize(("id", "r_name", "name"), ITEM_COLUMNS)
@pytest.mark.parametrize(("data", "prefix", "subscale"), SUBSCALES)
def test_items_in_their_subscale_as_psych_alpha(
    data: str, prefix: str, subscale: str, id: str, r_name: str, name: str
) -> None:
    expected = column(f"{prefix}.{id}", r_name)(data)
    agrees(data, f"{prefix}.{id}", each_item(subscale, name)(json_of(data)), expected)


def lambdas(subscale: str) -> Read:
    return lambda study: [study["subscales"][subscale]["lambda"][n] for n in "12356"]


RELIABILITY: list[tuple[str, Callable[[str], Read]]] = [
    (
        "alpha_feldt",
        lambda s: (
            lambda study: [
                study["subscales"][s]["alpha"]["intervals"]["complete_feldt"][x] for x in ("lower", "upper")
            ]
        ),
    ),
    (
        "alpha_bonett",
        lambda s: (
            lambda study: [
                study["subscales"][s]["alpha"]["intervals"]["complete_bonett"][x] for x in ("lower", "upper")
            ]
        ),
    ),
    ("lambdas_cov", lambdas),
    (
        "sem_sum",
        lambda s: (
            lambda study: [
                study["subscales"][s]["measurement_error"]["overall"]["sd"],
                study["subscales"][s]["sem"],
            ]
        ),
    ),
    (
        "odd_even",
        lambda s: (
            lambda study: [
                study["subscales"][s]["split_half"][x]
                for x in ("odd_even_r", "odd_even", "odd_even_flanagan")
            ]
        ),
    ),
    ("omega_cfa", lambda s: lambda study: [study["subscales"][s]["omega"][x] for x in ("total", "observed")]),
    ("AVE", lambda s: in_subscale(s, "ave")),
]


@pytest.mark.parametrize(("id", "read"), RELIABILITY, ids=[id for id, _ in RELIABILITY])
@pytest.mark.parametrize(("data", "prefix", "subscale"), SUBSCALES)
def test_reliability_as_r(
    data: str, prefix: str, subscale: str, id: str, read: Callable[[str], Read]
) -> None:
    reference.assert_agrees(data, f"{prefix}.{id}", read(subscale)(json_of(data)))


FIT = ("chisq", "df", "cfi", "tli", "rmsea", "rmsea_lower", "rmsea_upper", "srmr")


@pytest.mark.parametrize(("data", "prefix", "subscale"), SUBSCALES)
def test_one_factor_fits_as_in_lavaan(data: str, prefix: str, subscale: str) -> None:
    """RMSEA too where people are in no clusters; where they are, ours allows for them, as its own reference shows."""
    fit = json_of(data)["subscales"][subscale]["omega"]["fit"]
    clustered = json_of(data)["subscales"][subscale]["levels"] is not None
    compared = [name for name in FIT if not (clustered and name.startswith("rmsea"))]
    expected = dict(zip(FIT, reference.flatten(reference.value(data, f"{prefix}.cfa1_fit")), strict=True))
    agrees(
        data, f"{prefix}.cfa1_fit", [fit[name] for name in compared], [expected[name] for name in compared]
    )


@pytest.mark.parametrize(("data", "prefix", "subscale"), [one for one in SUBSCALES if one[1] != "rel"])
def test_split_halves_of_all_splits(data: str, prefix: str, subscale: str) -> None:
    found = json_of(data)["subscales"][subscale]["split_half"]
    reference.assert_agrees(
        data, f"{prefix}.lambda4_cov", [found[name] for name in ("max", "min", "mean", "splits")]
    )


@pytest.mark.parametrize(("data", "subscale"), [("lq2002", "leadership"), ("ability", "ability")])
def test_omega_hierarchical_as_psych_omega(data: str, subscale: str) -> None:
    """Three group factors, psych's default; four where the items have four facets."""
    expected = reference.value(data, "omega.coefficients")
    found = json_of(data)["subscales"][subscale]["omega"]
    agrees(
        data,
        "omega.coefficients",
        [found["hierarchical"], found["asymptotic"], found["hierarchical_total"]],
        [expected["omega_h"], expected["omega.lim"], expected["omega.tot"]],
    )


def test_errors_of_measurement_by_score_of_right_and_wrong_items() -> None:
    found = json_of("ability")["subscales"]["ability"]["measurement_error"]
    reference.assert_agrees("ability", "tet.csem_lord", found["binomial"])
    reference.assert_agrees("ability", "tet.csem_keats", found["keats"])


LEVELS = [
    ("lq2002", "agg.LEAD", "leadership"),
    ("lq2002", "agg.TSIG", "significance"),
    ("school-wellbeing", "agg.TEACH", "teachers"),
    ("school-wellbeing", "agg.MATES", "classmates"),
]


@pytest.mark.parametrize(("data", "prefix", "subscale"), LEVELS)
def test_levels_as_multilevel_and_lme4(data: str, prefix: str, subscale: str) -> None:
    found = json_of(data)["subscales"][subscale]["levels"]
    reference.assert_agrees(data, f"{prefix}.ICC1", found["icc1"]["anova"])
    reference.assert_agrees(data, f"{prefix}.ICC1_n0", [found["anova"]["n0"], found["icc1"]["n0"]])
    reference.assert_agrees(data, f"{prefix}.ICC2", found["icc2"])
    expected = reference.value(data, f"{prefix}.lmer")
    agrees(data, f"{prefix}.lmer", [found["icc1"]["reml"]], [expected["icc1"]])
    means = reference.value(data, f"{prefix}.gmean_rel")
    reliabilities = [
        found["group_mean_reliability"][group] for group in list(means)[1:] if group in "1234567"
    ]
    if data == "lq2002":  # the class numbers of the other file are made by R
        groups = [group for group in means if group != "ICC"]
        reliabilities = [found["group_mean_reliability"][group] for group in groups]
        agrees(data, f"{prefix}.gmean_rel", reliabilities, [means[group] for group in groups])


@pytest.mark.parametrize(
    ("data", "prefix", "subscale"),
    [
        ("lq2002", "agg", "leadership"),
        ("lq2002", "agg_tsig", "significance"),
        ("school-wellbeing", "agg", "teachers"),
    ],
)
def test_agreement_as_multilevel(data: str, prefix: str, subscale: str) -> None:
    found = json_of(data)["subscales"][subscale]["levels"]
    for id, name in [
        ("rwgj_uniform", "uniform"),
        ("rwgj_slight_skew", "skewed"),
        ("rwgj_lindell", "lindell"),
    ]:
        expected = reference.value(data, f"{prefix}.{id}")["summary"]["mean"]
        agrees(data, f"{prefix}.{id}", [found["rwgj"][name]], [expected])
    for id, name in [("ad_mean", "ad"), ("ad_median", "ad_median")]:
        agrees(data, f"{prefix}.{id}", [found[name]], [reference.value(data, f"{prefix}.{id}")["mean"]])
    alphas = found["item_levels"]
    reference.assert_agrees(
        data, f"{prefix}.multilevel_alpha", [alphas["alpha_within"], alphas["alpha_between"]]
    )
    levels = reference.value(data, f"{prefix}.statsBy")
    agrees(data, f"{prefix}.statsBy", list(alphas["icc1"].values()), list(levels["ICC1"].values()))
    agrees(data, f"{prefix}.statsBy", list(alphas["icc2"].values()), list(levels["ICC2"].values()))
