"""A report as JSON, held to its schema by another program."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from engine.report.media.to_json import json_text, schema_text
from tests.engine.report import made_up
from tests.engine.report.small_documents import ORIGIN, TABLE, document

SCHEMA = Draft202012Validator(json.loads(schema_text()))


def _made(*blocks: object) -> Any:
    return json.loads(json_text(document(*blocks), ORIGIN))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema_text()))


def test_every_kind_of_block_meets_the_schema() -> None:
    made = json.loads(json_text(made_up.document(), ORIGIN))
    SCHEMA.validate(made)
    kinds = {block["kind"] for section in made["sections"] for block in section["blocks"]}
    assert {"paragraph", "bullets", "definitions", "passage", "references", "table", "figure"} <= kinds


@pytest.mark.parametrize(
    "change",
    [
        {"format_version": 2},
        {"title": None},
        {"another": 1},
        {"origin": {}},
        {"sections": [{"id": "a", "title": "A", "sections": [], "blocks": [{"kind": "paragraph"}]}]},
    ],
)
def test_the_schema_refuses_what_is_not_a_report(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SCHEMA.validate(_made() | change)


def test_a_cell_is_a_number_with_its_text_or_words() -> None:
    table = _made(TABLE)["sections"][0]["blocks"][0]
    assert table["rows"][0] == [
        "=HYPERLINK(1)",
        {"text": "62", "value": 62},
        {"text": "55", "value": 55},
        {"text": "69", "value": 69},
        {"text": "78%", "value": 78, "unit": "%"},
    ]


def test_names_where_it_comes_from() -> None:
    assert _made()["origin"] == {
        "instrument": "small",
        "version": "1.0.0",
        "form": "full",
        "wave": "Spring 2026",
        "school": "Lincoln & Sons",
        "n": 24,
        "closed": "2026-04-30",
        "scoring_digest": ORIGIN.scoring,
        "data_digest": ORIGIN.data,
        "simulated": True,
    }
