"""Files that other tools and people made: they lie beside the checkout and are not part of it."""

from collections import Counter
from pathlib import Path
from typing import Any

from engine.exchange.foreign.building.wishes import Wishes
from engine.exchange.foreign.convert import convert
from engine.exchange.foreign.report_json import report_json
from engine.loading.folder import problems
from tests import reference

ASKED_FOR = {"licence": "CC0-1.0", "audience": "staff", "privacy": "confidential", "minimum_group": 8}

# File of others -> options in its draft, those with a label, and rules of items and pages.
HELD: dict[str, tuple[int, int, int]] = {
    "all_types_survey.xlsx": (29, 29, 2),
    "demo.xlsx": (125, 125, 15),
    "mitwirken_umfrage.xlsx": (103, 103, 13),
    "table-list.xls": (6, 6, 0),
    "widgets.csv": (29, 29, 0),
    "xlsform_spec_test.xlsx": (15, 15, 1),
    "course_presurvey.csv": (78, 78, 2),
    "hbn_sample.csv": (606, 606, 140),
    "iedea_center.csv": (29, 29, 0),
    "lifedata.csv": (3, 3, 9),
    "longitudinal_dictionary.csv": (127, 127, 2),
    "many_types.qsf": (140, 140, 11),
    "norms.qsf": (31, 31, 21),
    "onboarding.qsf": (34, 34, 0),
    "porter_rescue.qsf": (89, 89, 6),
    "story_surprise.qsf": (7, 7, 0),
    "survey_logic.qsf": (15, 15, 6),
    "colors.lss": (13, 13, 2),
    "demo_survey.lss": (115, 115, 1),
    "interesting.lss": (6, 6, 0),
    "ls2_group_relevance.lss": (58, 58, 19),
    "rat_users.lss": (6, 6, 0),
    "aia_enfr.json": (568, 568, 118),
    "all_types.json": (55, 47, 0),
    "fatigue_tests.json": (29, 21, 6),
    "home_repair_screener.json": (21, 21, 2),
    "bmi.json": (6, 6, 0),
    "cvd_risk.json": (10, 10, 0),
    "enablewhen.json": (17, 17, 37),
    "phq9_lhc.json": (8, 8, 0),
    "trivia.xml": (0, 0, 0),
    "Tagebuch_upload.xlsx": (36, 36, 0),
    "all_widgets_with_values.xlsx": (51, 48, 24),
    "broken_PANAS.xls": (5, 2, 0),
    "random_blocks.xlsx": (11, 11, 0),
    "try_validation.xls": (31, 31, 1),
    "BFI-2-XS": (75, 75, 0),
    "GAD7": (4, 4, 0),
    "MoodDisorderQuestionnaire": (34, 34, 0),
    "PHQ-9": (8, 8, 1),
    "PROMISGlobalHealth": (31, 22, 0),
}


def held(definition: dict[str, Any]) -> tuple[int, int, int]:
    """What a draft holds, as `HELD` counts it."""
    asked = definition["items"]
    scales = definition.get("response_scales", {}).values()
    options = [option for one in (*scales, *asked) for option in one.get("options", ())]
    pages = [page for form in definition.get("forms", {}).values() for page in form["pages"]]
    rules = sum("show_if" in one for one in (*asked, *pages))
    return len(options), sum("label" in option for option in options), rules


def real(folder: str, name: str) -> Path:
    """A file of others; skips where they are not at hand, and fails in CI, which has them."""
    return reference.shared("formats", folder, name)


def draft(path: Path, place: Path, **wishes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report and the draft of a file, which `barograph check` must take once what no file has is given."""
    from ruamel.yaml import YAML

    converted = convert(path, Wishes(**{"id": "brought", **ASKED_FOR, **wishes}))
    for name, text in converted.files.items():
        (place / name).write_text(text, encoding="utf-8")
    found = [problem for problem in problems(place) if problem.refuses]
    assert not found, found
    return report_json(converted), YAML(typ="safe").load(converted.files["instrument.yaml"])


def sorts(report: dict[str, Any]) -> dict[str, int]:
    """How many losses of each sort."""
    return dict(Counter(loss["code"] for loss in report["losses"]))


def item(definition: dict[str, Any], id: str) -> dict[str, Any]:
    """An item of a draft."""
    return next(one for one in definition["items"] if one["id"] == id)
