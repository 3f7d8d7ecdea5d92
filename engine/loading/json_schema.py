"""The JSON Schema of instrument.yaml, generated from the file format: `python -m engine.loading.json_schema` writes it.

Editors complete keys and check values by it; the first line of each instrument names it.
"""

import json
from pathlib import Path
from typing import Any, Final

from engine.loading.format.instrument import InstrumentFile

SCHEMA: Final = "instrument.schema.json"


def json_schema() -> dict[str, Any]:
    """The schema as plain data, draft 2020-12, with a description of every key."""
    schema = InstrumentFile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Barograph instrument",
        "description": "One version of a survey instrument: what it asks, how it scores, on which forms.",
        **{key: _without_titles(part) for key, part in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_titles(part: Any) -> Any:
    """Without the titles that repeat each key's name, and without the `null` that no key may have in a file."""
    if isinstance(part, list):
        return [_without_titles(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _without_titles(inner)
        for key, inner in part.items()
        if not (key == "title" and isinstance(inner, str)) and not (key == "default" and inner is None)
    }
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        kept.pop("anyOf")
        kept = {**choices[0], **kept} if len(choices) == 1 else {"anyOf": choices, **kept}
    return kept


def main() -> None:
    target = Path(__file__).parents[2] / "instruments" / SCHEMA
    target.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
