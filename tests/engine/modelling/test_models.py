"""`barograph model`: lavaan's numbers of tests, growth curves and times; what is refused, told and printed."""

import functools
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import reference
from tests.psychometrics.latent import material
from web.cli import main

DOCS = Path(__file__).parents[3] / "docs" / "confirmatory.md"
NINE = "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in material.SUBSCALES["hs1939"].items())


def barograph(*words: object) -> Result:
    return CliRunner().invoke(main, ["model", *map(str, words)], catch_exceptions=False)


@functools.cache
def texts_of(folder: Path) -> Path:
    for name, text in {"nine": NINE, "line": material.GROWTH, **material.OCCASIONS}.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return texts_of(tmp_path_factory.mktemp("texts"))


@functools.cache
def nine(folder: Path) -> dict[str, Any]:
    options = [f"--structure={name}" for name in ("second_order", "bifactor", "one_factor", "correlated")]
    options += [
        "--estimator=ml",
        "--estimator=mlr",
        "--invariance=school",
        "--json",
        str(folder / "nine.json"),
    ]
    result = barograph(reference.data_path("hs1939"), folder / "nine.txt", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads((folder / "nine.json").read_text())
    return found


def assert_fit(found: dict[str, Any], name: str, id: str, rel: float = 1e-4) -> None:
    for measure, theirs in reference.value(name, id).items():
        if measure in found and theirs is not None:
            assert found[measure] == pytest.approx(theirs, rel=rel, abs=5e-5), measure


@pytest.mark.parametrize(
    ("structure", "estimator", "id"),
    [
        ("nine", "ml", "cfa.ml.fit"),
        ("correlated", "mlr", "cfa.mlr.fit"),
        ("second_order", "ml", "higher.second_order.fit"),
        ("bifactor", "ml", "higher.bifactor.fit"),
    ],
)
def test_nine_tests_fit_as_lavaan_has_them(texts: Path, structure: str, estimator: str, id: str) -> None:
    found = nine(texts)["cfa"][structure][estimator]
    assert_fit(found["fit"], "hs1939", id, rel=1e-3)
    assert found["n"] == 301
    assert found["missing"] == 0


def test_standardised_loadings_and_reliabilities_are_lavaans_and_semtools(texts: Path) -> None:
    found = nine(texts)["cfa"]["nine"]["ml"]
    rows = reference.value("hs1939", "cfa.ml.std")["columns"]
    theirs = [value for value, op in zip(rows["est.std"], rows["op"], strict=True) if op == "=~"]
    ours = np.array(found["standardized"]["data"])
    assert ours[ours != 0] == pytest.approx(theirs, abs=2e-4)
    omega = reference.value("hs1939", "cfa.ml.rel_omega")
    assert {name: one["omega"] for name, one in found["reliability"].items()} == pytest.approx(
        omega, abs=1e-4
    )
    ave = reference.value("hs1939", "cfa.ml.ave")
    assert {name: one["ave"] for name, one in found["reliability"].items()} == pytest.approx(ave, abs=1e-4)


@pytest.mark.parametrize("level", ["configural", "metric", "scalar", "strict"])
def test_levels_by_school_fit_as_lavaan_has_them(texts: Path, level: str) -> None:
    found = nine(texts)["invariance"]["school"]
    assert found["groups"] == {"Grant-White": 145, "Pasteur": 156}
    assert_fit(found[level]["fit"], "hs1939", f"inv_school.{level}.fit", rel=1e-3)


def test_two_schools_of_150_are_too_few_to_call_a_difference_a_gap(texts: Path) -> None:
    for scale in nine(texts)["invariance"]["school"]["scales"].values():
        assert scale["outcome"] == "untested"
        assert "200" in scale["cause"]


def test_a_growth_curve_with_predictors_is_lavaans_growth(texts: Path) -> None:
    file = reference.data_path("demo_growth")
    result = barograph(file, texts / "line.txt", "--growth", "--estimator", "ml", "--json", "-")
    found = json.loads(result.output)["cfa"]["line"]["ml"]
    assert_fit(found["fit"], "change", "lgrowth.fit")
    rows = reference.value("change", "lgrowth.estimates")["columns"]
    theirs = {
        (lhs, op, rhs): (est, se)
        for lhs, op, rhs, est, se in zip(*(rows[n] for n in ("lhs", "op", "rhs", "est", "se")), strict=True)
    }
    assert len(found["estimates"]) == len(theirs)
    for one in found["estimates"]:
        est, se = theirs[one["lhs"], one["op"], one["rhs"]]
        assert one["est"] == pytest.approx(est, abs=5e-4)
        assert (one["se"] or 0.0) == pytest.approx(se, abs=5e-4)


def test_a_growth_curve_from_every_number_that_is_there(texts: Path, tmp_path: Path) -> None:
    lines = reference.data_path("demo_growth").read_text().splitlines()
    gaps = [
        line if place % 5 else ",".join(["", *line.split(",")[1:]])
        for place, line in enumerate(lines[1:], start=1)
    ]
    file = tmp_path / "gaps.csv"
    file.write_text("\n".join([lines[0], *gaps]))
    (tmp_path / "plain.txt").write_text("i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t1 + 1*t2 + 2*t3 + 3*t4")
    words = (
        file,
        tmp_path / "plain.txt",
        "--growth",
        "--estimator",
        "fiml",
        "--estimator",
        "ml",
        "--json",
        "-",
    )
    found = json.loads(barograph(*words).output)
    assert found["cfa"]["plain"]["fiml"]["n"] == 400
    assert found["cfa"]["plain"]["ml"]["n"] == 320
    (told,) = (one for one in found["cautions"] if one["code"] == "left_out")
    assert "80 people of 400" in told["cause"]
    assert "fiml" in told["remedy"]


def test_longitudinal_models_and_what_each_costs(texts: Path) -> None:
    """Differences of plain chi-squares are those of the reference's fits."""
    models = [texts / f"{name}.txt" for name in material.OCCASIONS]
    result = barograph(reference.data_path("poldem"), *models, "--estimator", "ml", "--json", "-")
    found = json.loads(result.output)
    for name in material.OCCASIONS:  # the reference counts free means where ours need none
        theirs = reference.value("longitudinal", f"dem.{name}.fit")
        for measure in ("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper"):
            ours = found["cfa"][name]["ml"]["fit"][measure]
            assert ours == pytest.approx(theirs[measure], rel=1e-3, abs=5e-5), (name, measure)
    fits = [reference.value("longitudinal", f"dem.{name}.fit") for name in material.OCCASIONS]
    assert [(one["free"], one["restricted"]) for one in found["differences"]] == [
        ("m_conf", "m_metric"),
        ("m_metric", "m_scalar"),
    ]
    for one, free, restricted in zip(found["differences"], fits, fits[1:], strict=False):
        assert one["chisq"] == pytest.approx(restricted["chisq"] - free["chisq"], abs=1e-3)
        assert one["df"] == restricted["df"] - free["df"]


def test_a_report_has_a_path_diagram_all_estimates_and_the_levels(texts: Path, tmp_path: Path) -> None:
    page = tmp_path / "nine.html"
    words = ("--estimator", "mlr", "--invariance", "school", "--html", page)
    assert barograph(reference.data_path("hs1939"), texts / "nine.txt", *words).exit_code == 0
    text = page.read_text(encoding="utf-8")
    for words in ("Path diagram: nine", "Estimates: nine, mlr", "Are the factors measured alike by school?"):
        assert words in text
    assert "thresholds, polychoric correlations" in text  # what does not apply is said


def test_a_solution_with_numbers_that_cannot_be_is_told_beside_the_fit_that_it_owes_to_them(
    texts: Path,
) -> None:
    """The bifactor model of hs1939 fits best of all, with a residual variance of less than nought."""
    options = ("--structure", "bifactor", "--estimator", "ml")
    text = " ".join(barograph(reference.data_path("hs1939"), texts / "nine.txt", *options).output.split())
    told = "Bifactor (ml) is no proper solution: a variance is estimated below nought, as the cautions tell."
    assert told in text
    assert text.index("How well each structure fits") < text.index(told) < text.index("told apart")
    assert "nine (ml) is no proper solution" not in text


def test_the_terminal_has_fit_loadings_and_sentences(texts: Path) -> None:
    result = barograph(reference.data_path("hs1939"), texts / "nine.txt", "--structure", "one_factor")
    assert result.exit_code == 0
    for words in ("How well each structure fits", "the 3 factors can be told apart", "Estimates: nine, mlr"):
        assert words in result.output
    assert "Estimates: One factor" not in result.output  # of several models, the first alone


def test_the_examples_of_the_page_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = DOCS.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.M | re.S)
    texts = [text for kind, text in blocks if not kind]
    for name, text in zip(("nine-tests", "line", "metric"), texts, strict=True):
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "configural.txt").write_text(material.OCCASIONS["m_conf"])
    for name, data in {"hs1939": "hs1939", "growth": "demo_growth", "democracy": "poldem"}.items():
        shutil.copy(reference.data_path(data), tmp_path / f"{name}.csv")
    ran = 0
    for block in (text for kind, text in blocks if kind == "sh"):
        program, command, *words = shlex.split(block.replace("\\\n", " "))
        assert (program, command) == ("barograph", "model")
        result = barograph(*words)
        assert result.exit_code == 0, result.output
        assert (tmp_path / words[-1]).stat().st_size > 1000
        ran += 1
    assert ran == 3


def test_what_cannot_be_read_is_told_by_place_cause_and_remedy(texts: Path, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    rows = "".join(f"{n}.5,{n % 7},{'ill' if n % 9 == 0 else n % 5},x{n}\n" for n in range(40))
    file.write_text("a,b,c,class\n" + rows)
    model = tmp_path / "model.txt"
    model.write_text("f =~ a + b + c + dd")
    assert "model model: no_column: scores.csv has no column 'dd'" in barograph(file, model).output
    model.write_text("f =~ a + b + c")
    told = barograph(file, model).output
    assert "scores.csv, column c: not_a_number: 5 cells hold no number: 'ill' (row 2)" in told
    assert told.count("not_a_number") == 1  # one line a column, however many cells
    assert "--missing WORD" in told
    told = barograph(file, model, "--invariance", "klass", "--missing", "ill").output
    assert "--invariance: no_column: scores.csv has no column 'klass'" in told
    model.write_text("f =~ a +")
    assert "line 1" in barograph(file, model).output


def test_columns_of_few_different_numbers_are_pointed_to_a_definition(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    trait = random.standard_normal((300, 1))
    answers = (trait + random.standard_normal((300, 3)) > 0).astype(int)
    file = tmp_path / "yes.csv"
    file.write_text("a,b,c\n" + "".join(",".join(map(str, row)) + "\n" for row in answers))
    (tmp_path / "m.txt").write_text("f =~ a + b + c")
    found = json.loads(barograph(file, tmp_path / "m.txt", "--json", "-").output)
    assert "few_values" in [one["code"] for one in found["cautions"]]


def test_models_that_are_not_nested_are_not_tested_against_each_other(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("f =~ x1 + x2 + x3 + x4")
    words = (reference.data_path("hs1939"), texts / "nine.txt", tmp_path / "other.txt", "--json", "-")
    found = json.loads(barograph(*words).output)
    assert found["differences"] == []
    assert "not_comparable" in [one["code"] for one in found["cautions"]]


def test_a_text_that_is_called_like_a_structure_stays_a_text(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "bifactor.txt").write_text("f =~ x1 + x2 + x3 + x4")
    words = (reference.data_path("hs1939"), tmp_path / "bifactor.txt", "--json", "-")
    found = json.loads(barograph(*words).output)
    assert list(found["cfa"]) == ["own-bifactor"]
    assert found["cfa"]["own-bifactor"]["mlr"]["fit"]["df"] == 2


def test_people_who_share_schools_have_errors_that_allow_for_it(texts: Path, tmp_path: Path) -> None:
    """Estimates stay, tests do not; two levels are fitted to structures."""
    names = "\n".join(f"L =~ {item}" for item in material.SUBSCALES["lq2002"]["L"][:5])
    (tmp_path / "lead.txt").write_text(names)
    words = (reference.data_path("lq2002"), tmp_path / "lead.txt", "--json", "-")
    alone = json.loads(barograph(*words).output)["cfa"]["lead"]["mlr"]
    shared = json.loads(barograph(*words, "--cluster", "COMPID", "--structure", "one_factor").output)
    mine = shared["cfa"]["lead"]["mlr"]
    assert mine["clusters"] == 49
    assert mine["fit"]["chisq.scaled"] == pytest.approx(291.2219986, rel=1e-4)  # lavaan's, with cluster
    assert mine["fit"]["chisq"] == pytest.approx(alone["fit"]["chisq"], rel=1e-6)
    assert shared["two_level"]["one_factor"]["clusters"] == 49
