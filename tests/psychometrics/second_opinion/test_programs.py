"""What the process says is what each program says to whoever asks it directly."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from psychometrics.agreement import rank_concordance
from psychometrics.factors import explore
from psychometrics.known_groups import known_groups
from psychometrics.retest import retest_icc
from psychometrics.second_opinion.answers import Answer, Question
from psychometrics.second_opinion.by_factor_analyzer import inquiries
from psychometrics.second_opinion.process import Heard, ask
from tests import programs
from tests.psychometrics.second_opinion.materials import material


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "gaps"])
def asked(request) -> tuple[bool, Heard]:
    heard = ask(material(gaps=request.param))
    assert heard.ending == "finished"
    return request.param, heard


def of(heard: Heard, program: str, number: str, about: str = "") -> Answer:
    found = [
        one for one in heard.answers if (one.program, one.question) == (program, Question(number, about))
    ]
    assert len(found) == 1, (program, number, about, heard.silences)
    return found[0]


def test_pingouin_gives_alpha_as_it_comes(asked):
    import pandas as pd
    import pingouin

    gaps, heard = asked
    values = pd.DataFrame(material(gaps=gaps).answers[:, :4])
    alpha, ends = pingouin.cronbach_alpha(values)
    assert float(of(heard, "pingouin", "alpha", "0").value) == alpha
    assert float(of(heard, "pingouin", "alpha_lower", "0").value) == ends[0]
    assert float(of(heard, "pingouin", "alpha_upper", "0").value) == ends[1]
    other = of(heard, "pingouin", "alpha", "0").otherwise
    assert bool(other) == gaps
    if gaps:
        assert float(other["pairwise"]) == pingouin.cronbach_alpha(values, nan_policy="listwise")[0]


def test_pingouin_and_we_say_the_same_of_the_same_people_twice(asked):
    gaps, heard = asked
    first, second = material(gaps=gaps).twice[0].T
    icc = retest_icc(first, second)
    assert float(of(heard, "pingouin", "retest_agreement", "0").value) == pytest.approx(icc.agreement.value)
    assert float(of(heard, "pingouin", "retest_consistency", "0").value) == pytest.approx(
        icc.consistency.value
    )
    lower = of(heard, "pingouin", "retest_agreement_lower", "0")
    assert (float(lower.value), lower.decimals) == (round(icc.agreement.lower, 2), 2)
    w = rank_concordance(material(gaps=gaps).twice[0])
    assert float(of(heard, "pingouin", "retest_w", "0").value) == pytest.approx(w)
    w = rank_concordance(material(gaps=gaps).ratings[0])
    assert float(of(heard, "pingouin", "raters_w", "0").value) == pytest.approx(w)


def test_pingouin_and_we_say_the_same_of_groups(asked):
    gaps, heard = asked
    own = material(gaps=gaps)
    order = np.argsort(own.groupings[0], kind="stable")  # our second group is the second that appears
    found = known_groups(own.scores[order, 0], list(own.groupings[0][order]))
    for number, value in {
        "welch_f": found.f,
        "welch_df2": found.df2,
        "welch_p": found.pvalue,
        "eta2": found.eta2,
        "hedges_g": found.g.value,
    }.items():
        assert float(of(heard, "pingouin", number, "0.0").value) == pytest.approx(value), number


def test_pingouin_gives_its_table_of_iccs_for_clusters_of_one_size_and_its_anova_for_others(asked):
    import pandas as pd
    import pingouin

    gaps, heard = asked
    own = material(gaps=gaps)
    scored = np.isfinite(own.scores[:, 0])
    frame = pd.DataFrame({"score": own.scores[:, 0], "cluster": own.cluster, "place": np.arange(160) // 10})[
        scored
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if gaps:
            table = pingouin.anova(frame, dv="score", between="cluster", detailed=True)
            expected = 1 - 1 / table["F"].iloc[0]
        else:
            table = pingouin.intraclass_corr(frame, targets="cluster", raters="place", ratings="score")
            expected = table.set_index("Type")["ICC"]["ICC(1,k)"]
    assert float(of(heard, "pingouin", "icc2", "0").value) == pytest.approx(expected)


def test_factor_analyzer_gives_kmo_bartlett_and_loadings_as_it_comes(asked):
    from factor_analyzer import FactorAnalyzer, calculate_bartlett_sphericity, calculate_kmo

    from psychometrics.factors import factor_analyzer_package

    factor_analyzer_package()
    gaps, heard = asked
    values = material(gaps=gaps).answers
    whole = values[~np.isnan(values).any(axis=1)]
    items, overall = calculate_kmo(whole)
    assert float(of(heard, "factor-analyzer", "kmo").value) == pytest.approx(overall, abs=1e-12)
    assert of(heard, "factor-analyzer", "kmo_items").value == pytest.approx(items, abs=1e-12)
    chisq, p = calculate_bartlett_sphericity(whole)
    assert float(of(heard, "factor-analyzer", "bartlett_chisq").value) == pytest.approx(chisq)
    assert float(of(heard, "factor-analyzer", "bartlett_p").value) == pytest.approx(p)
    analyzer = FactorAnalyzer(2, rotation="oblimin")
    analyzer.fit(values.copy())
    theirs = of(heard, "factor-analyzer", "loadings", "oblimin")
    assert np.sort(np.abs(theirs.value), axis=1) == pytest.approx(np.sort(np.abs(analyzer.loadings_), axis=1))
    communalities = of(heard, "factor-analyzer", "communalities", "oblimin")
    assert communalities.value == pytest.approx(analyzer.get_communalities())
    assert ("median_imputation" in theirs.otherwise) == gaps


def test_without_its_faults_factor_analyzer_says_what_we_say(asked):
    gaps, heard = asked
    values = material(gaps=gaps).answers
    whole = values[~np.isnan(values).any(axis=1)]
    ours = explore(np.corrcoef(whole, rowvar=False), len(whole), 2)
    before = "median_imputation+" if gaps else ""
    theirs = of(heard, "factor-analyzer", "communalities", "oblimin")
    assert theirs.otherwise[f"{before}communalities_without_phi"] == pytest.approx(
        ours.communalities, abs=1e-4
    )
    assert theirs.value != pytest.approx(ours.communalities, abs=1e-3)
    phi = of(heard, "factor-analyzer", "phi", "oblimin").otherwise[f"{before}phi_order"]
    assert phi == pytest.approx(ours.phi, abs=1e-3)


def test_equamax_without_its_kappa_is_quartimax_and_with_it_ours():
    own = material()
    structure = replace(own.structure, rotations=("equamax", "quartimax"))
    asked = dict(inquiries(replace(own, structure=structure)))
    came = asked[Question("loadings", "equamax")]()
    quartimax = asked[Question("loadings", "quartimax")]()
    ours = explore(np.corrcoef(own.answers, rowvar=False), len(own.answers), 2, rotation="equamax")
    assert came.value == pytest.approx(quartimax.value, abs=1e-3)
    assert came.otherwise["kappa"] == pytest.approx(ours.loadings, abs=1e-3)
    assert came.value != pytest.approx(ours.loadings, abs=1e-2)


def test_r_gives_what_we_give_where_it_is_there(asked):
    programs.needed("Rscript", "r-base")
    gaps, heard = asked
    if "psych" not in heard.versions or "lavaan" not in heard.versions:
        programs.missing(
            "no psych or lavaan in R here: install Debian's packages r-cran-psych and r-cran-lavaan"
        )
    values = material(gaps=gaps).answers
    whole = values[~np.isnan(values).any(axis=1)]
    ours = explore(np.corrcoef(whole, rowvar=False), len(whole), 2)
    loadings = of(heard, "psych", "loadings", "oblimin").value
    assert np.sort(np.abs(loadings), axis=1) == pytest.approx(
        np.sort(np.abs(ours.loadings), axis=1), abs=1e-4
    )
    psych, pingouin = (of(heard, name, "alpha", "1") for name in ("psych", "pingouin"))
    assert float(psych.value) == pytest.approx(float(pingouin.value))
    first, second = material(gaps=gaps).twice[0].T
    icc = retest_icc(first, second).agreement
    assert float(of(heard, "psych", "retest_agreement_lower", "0").value) == pytest.approx(icc.lower)
    assert 0 < float(of(heard, "lavaan", "cfi", "0").value) <= 1
    assert not heard.silences


def test_without_r_psych_and_lavaan_are_missing_and_the_others_answer(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.found("Rscript") is None
    heard = ask(material(people=40))
    assert [(one.program, one.why) for one in heard.missing] == [("psych", "R"), ("lavaan", "R")]
    assert heard.ending == "finished"
    assert {one.program for one in heard.answers} == {"pingouin", "factor-analyzer"}
