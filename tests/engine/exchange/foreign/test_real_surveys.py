"""Files that others made, in XLSForm, REDCap, LimeSurvey and formr: what comes over of each, and what is lost."""

from pathlib import Path

import pytest

from tests.engine.exchange.foreign.real_files import HELD, draft, held, real, sorts

# Folder, file -> questions by kind, languages, losses by sort.
REAL: dict[tuple[str, str], tuple[dict[str, int], str, dict[str, int]]] = {
    ("xlsform", "all_types_survey.xlsx"): (
        {
            "choose_many": 2,
            "choose_one": 3,
            "date": 1,
            "long_text": 2,
            "number": 4,
            "ranking": 2,
            "scale": 4,
            "short_text": 8,
        },
        "de",
        {"hidden_lost": 6, "question_lost": 2, "default_lost": 2, "calculation_lost": 1},
    ),
    ("xlsform", "demo.xlsx"): (
        {"choose_many": 3, "choose_one": 19, "number": 3, "short_text": 5},
        "en",
        {
            "hidden_lost": 4,
            "rule_lost": 10,
            "piping_lost": 12,
            "check_lost": 3,
            "repeat_lost": 2,
            "question_lost": 1,
            "calculation_lost": 12,
            "option_lost": 8,
            "rule_ahead": 1,
            "formatting_lost": 1,
        },
    ),
    ("xlsform", "mitwirken_umfrage.xlsx"): (
        {"choose_many": 12, "choose_one": 8, "long_text": 4, "number": 2, "short_text": 12},
        "de",
        {"check_lost": 1, "rule_lost": 1, "formatting_lost": 1},
    ),
    ("xlsform", "table-list.xls"): ({"choose_many": 2, "scale": 2}, "en", {"unused": 3, "media_lost": 1}),
    ("xlsform", "widgets.csv"): (
        {"choose_many": 3, "choose_one": 4, "date": 1, "number": 2, "short_text": 3},
        "en",
        {"check_lost": 3, "default_lost": 4, "question_lost": 8, "piping_lost": 1},
    ),
    ("xlsform", "xlsform_spec_test.xlsx"): (
        {"choose_many": 2, "choose_one": 5, "date": 1, "number": 3, "scale": 2, "short_text": 6},
        "en zh",
        {
            "unused": 1,
            "piping_lost": 8,
            "rule_lost": 1,
            "check_lost": 2,
            "repeat_lost": 2,
            "question_lost": 8,
            "hidden_lost": 4,
            "calculation_lost": 1,
            "media_lost": 1,
        },
    ),
    ("redcap", "course_presurvey.csv"): (
        {"choose_many": 2, "choose_one": 3, "long_text": 2, "number": 2, "short_text": 1},
        "en",
        {"hidden_lost": 1, "options_lost": 1, "rule_lost": 1},
    ),
    ("redcap", "hbn_sample.csv"): (
        {"choose_many": 7, "choose_one": 130, "date": 35, "number": 22, "scale": 95, "short_text": 23},
        "en",
        {
            "hidden_lost": 49,
            "text_lost": 10,
            "calculation_lost": 27,
            "limit_lost": 54,
            "exclusive_lost": 7,
            "piping_lost": 114,
            "rule_lost": 66,
            "options_lost": 2,
            "rule_blank": 54,
            "rule_ahead": 69,
            "score_blanks": 1,
            "formatting_lost": 1,
        },
    ),
    ("redcap", "iedea_center.csv"): (
        {"choose_one": 6, "date": 5, "long_text": 1, "short_text": 9},
        "en",
        {"hidden_lost": 1, "options_lost": 1, "formatting_lost": 1},
    ),
    ("redcap", "lifedata.csv"): (
        {"choose_one": 1, "long_text": 3, "number": 6, "short_text": 1},
        "en",
        {"hidden_lost": 1, "check_lost": 1},
    ),
    ("redcap", "longitudinal_dictionary.csv"): (
        {
            "choose_many": 5,
            "choose_one": 36,
            "date": 8,
            "long_text": 5,
            "number": 28,
            "short_text": 8,
            "slider": 1,
        },
        "en",
        {"hidden_lost": 1, "question_lost": 1, "check_lost": 4, "text_lost": 1, "calculation_lost": 2},
    ),
    ("lss", "colors.lss"): (
        {"choose_many": 1, "choose_one": 1, "long_text": 2},
        "en",
        {"check_lost": 1, "quota_lost": 1, "formatting_lost": 1, "media_lost": 1},
    ),
    ("lss", "demo_survey.lss"): (
        {
            "choose_many": 3,
            "choose_one": 16,
            "date": 1,
            "long_text": 4,
            "number": 15,
            "ranking": 1,
            "scale": 29,
            "short_text": 9,
        },
        "en de es fr",
        {
            "piping_lost": 1,
            "random_lost": 4,
            "check_lost": 1,
            "calculation_lost": 1,
            "quota_lost": 2,
            "formatting_lost": 1,
        },
    ),
    ("lss", "interesting.lss"): ({"choose_one": 1, "long_text": 1, "number": 1}, "en", {}),
    ("lss", "ls2_group_relevance.lss"): (
        {"choose_one": 9, "long_text": 1, "number": 6, "short_text": 5},
        "en",
        {"piping_lost": 22, "rule_lost": 9},
    ),
    ("lss", "rat_users.lss"): ({"choose_many": 1, "choose_one": 1, "short_text": 2}, "en de", {}),
    ("formr", "Tagebuch_upload.xlsx"): ({"scale": 73}, "en", {"unused": 2, "formatting_lost": 1}),
    ("formr", "all_widgets_with_values.xlsx"): (
        {
            "choose_many": 6,
            "choose_one": 8,
            "date": 1,
            "long_text": 1,
            "number": 1,
            "scale": 3,
            "short_text": 5,
            "slider": 3,
        },
        "en",
        {
            "default_lost": 28,
            "check_lost": 4,
            "question_lost": 3,
            "limit_lost": 1,
            "hidden_lost": 9,
            "piping_lost": 1,
            "rule_lost": 1,
            "formatting_lost": 1,
        },
    ),
    ("formr", "broken_PANAS.xls"): ({"scale": 20}, "en", {"formatting_lost": 1}),
    ("formr", "random_blocks.xlsx"): ({"choose_many": 11}, "en", {"random_lost": 1}),
    ("formr", "try_validation.xls"): (
        {"choose_many": 5, "choose_one": 4, "date": 1, "number": 1, "short_text": 7},
        "en",
        {"check_lost": 7, "question_lost": 7, "limit_lost": 1, "formatting_lost": 1},
    ),
}


@pytest.mark.parametrize(("folder", "name"), REAL, ids=[name for _, name in REAL])
def test_a_file_of_others_comes_over_with_its_losses_named(folder: str, name: str, tmp_path: Path) -> None:
    kinds, languages, losses = REAL[folder, name]
    report, definition = draft(real(folder, name), tmp_path, language="en")
    assert held(definition) == HELD[name]
    assert dict(report["questions"]) == kinds
    assert report["languages"] == languages.split()
    assert sorts(report) == losses
    assert len(definition["items"]) == sum(kinds.values())
    assert sorted(report["ids"].values()) == sorted(one["id"] for one in definition["items"])
    for remark in (*report["losses"], *report["decisions"]):
        assert all(remark[key] for key in ("where", "what", "why", "remedy")), remark


@pytest.mark.parametrize(("folder", "name"), [("lss", "demo_survey.lss"), ("redcap", "hbn_sample.csv")])
def test_the_same_bytes_come_over_the_same(folder: str, name: str, tmp_path: Path) -> None:
    places = [tmp_path / one for one in ("first", "second")]
    for place in places:
        place.mkdir()
        draft(real(folder, name), place, language="en")
    first, second = ({path.name: path.read_bytes() for path in place.iterdir()} for place in places)
    assert first == second
