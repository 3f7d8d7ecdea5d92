"""The JSON Schemas of definitions, generated from the file formats: `python -m engine.loading.json_schema` writes them.

Editors complete keys and check values by them; the first line of each instrument and construct map names its own.
"""

import json
from pathlib import Path
from typing import Any, Final

from engine.loading.format.companions import ConstructMapFile
from engine.loading.format.instrument import InstrumentFile
from engine.loading.format.values import Entry

SCHEMA: Final = "instrument.schema.json"
MAP_SCHEMA: Final = "construct-map.schema.json"


def json_schema() -> dict[str, Any]:
    """The schema of an instrument.yaml as plain data, draft 2020-12, with a description of every key."""
    said = "One version of a survey instrument: what it asks, how it scores, on which forms."
    return schema_of(InstrumentFile, "A Barograph instrument", said)


def map_schema() -> dict[str, Any]:
    """The same of a construct map."""
    return schema_of(
        ConstructMapFile, "A Barograph construct map", "What scores are about, and how it hangs together."
    )


def schema_texts() -> dict[str, str]:
    """The schemas as files hold them, by the names of these."""
    schemas = {SCHEMA: json_schema(), MAP_SCHEMA: map_schema()}
    return {name: json.dumps(made, indent=2, ensure_ascii=False) + "\n" for name, made in schemas.items()}


def schema_of(file: type[Entry], title: str, description: str) -> dict[str, Any]:
    """The schema of a file's format, draft 2020-12, under a title and a description."""
    schema = file.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": description,
        **{key: _without_titles(part) for key, part in schema.items() if key not in ("title", "description")},
    }


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
    for name, text in schema_texts().items():
        (Path(__file__).parents[2] / "instruments" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
