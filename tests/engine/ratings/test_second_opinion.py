"""Ratings with a second opinion: the forms that exist are asked for, and W is not compared with itself."""

from pathlib import Path

import pytest

from engine.ratings import second_opinion
from engine.ratings.agreement import study_raters
from engine.ratings.as_json import raters_json
from engine.ratings.reading import HowRated, read_ratings
from engine.ratings.second_opinion import raters_opinion
from engine.report.raters import raters_document
from psychometrics.second_opinion.material import Material
from psychometrics.second_opinion.opinion import SecondOpinion
from psychometrics.second_opinion.reasons import Ours
from tests.engine.ratings.files import wide


def read(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    file = tmp_path / "ratings.csv"
    file.write_text(text, encoding="utf-8")
    return read_ratings(file, HowRated(target="essay"))


def test_pingouin_gives_every_form_and_w(tmp_path: Path) -> None:
    ratings = read(tmp_path, wide())
    study = study_raters(ratings)
    found = raters_opinion(ratings, study)
    assert found.ending == "finished"
    numbers = {one.number: one for one in found.comparisons}
    assert len(numbers) == 19
    assert all(one.known for one in found.comparisons)
    assert study.icc is not None
    assert numbers["raters_agreement"].ours == study.icc.forms["ICC2"].value
    assert study.kendall_w is not None
    assert numbers["raters_w"].ours == pytest.approx(study.kendall_w.w)
    assert {one.program for one in numbers["raters_w"].opinions} == {"pingouin"}
    told = raters_json(study, opinion=found)
    assert told["second_opinion"]["programs"]["pingouin"]["answered"] == 19
    assert set(told["second_opinion"]["programs"]) == {"pingouin", "psych"}
    assert "second-opinion" in {section.id for section in raters_document(study, opinion=found).sections}


def test_without_one_there_is_no_key_and_no_section(tmp_path: Path) -> None:
    study = study_raters(read(tmp_path, wide()))
    assert "second_opinion" not in raters_json(study)
    assert "second-opinion" not in {section.id for section in raters_document(study).sections}


def test_of_other_raters_for_each_target_only_one_way_forms_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"E{n},{n % 5 + 1},{(n * 2) % 5 + 1},," if n % 2 else f"E{n},,,{n % 4 + 1},{n % 3 + 2}"
        for n in range(12)
    ]
    ratings = read(tmp_path, "essay,A,B,C,D\n" + "\n".join(rows) + "\n")
    study = study_raters(ratings)
    assert study.design == "one-way"
    asked: list[tuple[tuple[int, ...], set[str]]] = []

    def heard(material: Material, ours: dict[object, Ours], programs: object) -> SecondOpinion:
        asked.append((material.ratings[0].shape, {question.number for question in ours}))  # type: ignore[attr-defined]
        return SecondOpinion((), (), (), "finished", 1.0, ())

    monkeypatch.setattr(second_opinion, "second_opinion", heard)
    raters_opinion(ratings, study)
    ends = ("", "_lower", "_upper")
    assert asked == [((12, 2), {f"raters_{form}{end}" for form in ("icc1", "icc2") for end in ends})]
