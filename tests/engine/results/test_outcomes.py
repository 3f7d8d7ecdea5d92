"""Single statements, which no score is made of: who sees what of them."""

import csv
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.instrument.rules import Is
from engine.instrument.uses import single_statements
from engine.loading import catalog
from engine.report.document import Document, Section, Table
from engine.report.hub.composition import hub_document
from engine.responses.layout import FIRST_NON_ANSWER
from tests.engine.report.school.of_json import school_csv, school_document
from tests.engine.results.small_networks import SMALL, people, result
from tests.kept import as_hub
from tests.small import instrument, likert

ALONE = likert("O1")
USED = instrument(*SMALL.items, ALONE, subscales=SMALL.subscales, validation=SMALL.validation)


def school(answers: list[int], seed: int) -> np.ndarray:
    """As many people as answers to the single statement, each the place of an option."""
    return np.column_stack([people(len(answers), 2, 2, seed), answers]).astype(np.uint8)


def outcomes(*answers: list[int], **more: Any) -> list[list[dict[str, Any]]]:
    document = result([school(one, at) for at, one in enumerate(answers)], used=USED, **more)
    return [site["outcomes"] for site in document["sites"]]


def test_a_school_reads_the_share_above_the_middle_with_wilsons_interval() -> None:
    ((found,),) = outcomes([0] * 4 + [2] * 6 + [3] * 7 + [4] * 8)
    # R: prop.test(15, 25, correct = FALSE)$conf.int is 0.4074 to 0.7660
    assert found == {"id": "O1", "n": 25, "share": 60, "end": 0, "low": 41, "high": 77}


def test_a_share_of_hardly_anybody_or_of_almost_all_is_a_bound() -> None:
    (few,), (most,) = outcomes([0, 1] * 9 + [3, 2], [3, 4] * 9 + [3, 0])
    assert (few["share"], few["end"], few["low"]) == (5, -1, 0)
    assert (most["share"], most["end"], most["high"]) == (95, 1, 100)


def test_it_takes_eight_who_answered_and_not_almost_all_alike() -> None:
    aside = [FIRST_NON_ANSWER]
    assert outcomes([0, 4] * 3 + [4] + aside, [0, 4] * 4, [4] * 20)[0] == []
    assert [len(one) for one in outcomes([0, 4] * 3 + [4], [0, 4] * 4, [4] * 20)] == [0, 1, 0]


def test_a_network_reads_the_mean_of_schools_printed_shares() -> None:
    answers = [[0, 1, 3, 4] * 3, [0, 3, 3, 4] * 3, [3, 4, 4, 0] * 4, [4] * 30]
    document = result([school(one, at) for at, one in enumerate(answers)], used=USED)
    # R: t.test(c(50, 75, 75))$conf.int is 30.8 to 102.5
    assert document["network"]["outcomes"] == [
        {"id": "O1", "schools": 3, "share": 67, "low": 31, "high": 100}
    ]
    assert document["outcomes"] == [
        {"id": "O1", "text": "Statement O1.", "question": None, "counted": ["4 of 5", "5 of 5"]}
    ]


def test_a_school_that_grew_keeps_its_statements_back() -> None:
    first = result([school([0, 1, 3, 4] * 5, 1)], used=USED)
    again = result([school([0, 1, 3, 4] * 5 + [0, 3] * 4, 1)], used=USED, previous=first)
    assert first["sites"][0]["outcomes"]
    assert again["sites"][0]["outcomes"] == []


def test_a_statement_that_some_are_asked_only_would_speak_of_a_part() -> None:
    some = replace(ALONE, show_if=Is("role", ("leader",)))
    used = instrument(*SMALL.items, some, subscales=SMALL.subscales)
    assert single_statements(used, "full") == ()


@pytest.mark.parametrize(
    ("name", "form", "found"),
    [
        ("collective-leadership@1.0.0", "full", ["LD1", "PP1", "PP2", "PP3"]),
        ("collective-leadership@1.0.0", "pulse", []),
        ("educator-efficacy@1.0.0", "full", []),
        ("team-meeting-check", "full", ["worth", "feeling", "deciding"]),
        ("big-five-25", "full", []),
        ("school-wellbeing", "full", []),
    ],
)
def test_the_single_statements_of_what_is_shipped(name: str, form: str, found: list[str]) -> None:
    assert [item.id for item in single_statements(catalog.find(name), form)] == found


def test_pages_and_files_of_a_school_and_a_network_hold_them() -> None:
    answers = [[0, 1, 3, 4] * 3, [0, 3, 3, 4] * 3, [3, 4, 4, 0] * 4, [4] * 30]
    document = result([school(one, at) for at, one in enumerate(answers)], used=USED)
    page = school_document(document, document["sites"][0])
    (table,) = [one for one in section(page, "outcomes").blocks if isinstance(one, Table)]
    assert table.rows == (("Statement O1.", "50%", "25 to 75%", "12"),)
    *_, row = csv.DictReader(io.StringIO(school_csv(document, document["sites"][1])))
    assert (row["kind"], row["measure"], row["score"], row["interval_low"]) == ("share", "O1", "75", "47")
    hidden = section(school_document(document, document["sites"][3]), "outcomes")
    assert "Not shown" in repr(hidden.blocks)
    hub = hub_document(as_hub(document, set()))
    (table,) = [one for one in section(hub, "outcomes").blocks if isinstance(one, Table)]
    assert table.rows == (("Statement O1.", "67%", "31 to 100%", "3"),)


def section(document: Document, id: str) -> Section:
    return next(one for one in document.sections if one.id == id)
