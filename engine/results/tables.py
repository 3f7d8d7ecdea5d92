"""The tables of docs/results.md, one a class of the model: `python -m engine.results.tables` writes them."""

import json
from pathlib import Path
from typing import Final

from engine.results.json_schema import Schema, SchemaDefinitions
from engine.results.model import FrozenResult, HubResult
from engine.results.model_school import FrozenSchool, HiddenSchool

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "results.md"
BEGIN: Final = "<!-- made by python -m engine.results.tables -->\n"
END: Final = "<!-- the end of what is made -->\n"


def tables() -> str:
    """Every object of a result with its keys: the result, its schools, then what a hub sees of it."""
    made = SchemaDefinitions()
    for model in (FrozenResult, FrozenSchool, HiddenSchool, HubResult):
        made.of(model)
    return "\n".join(_table(name, schema) for name, schema in made.schemas.items())


def with_tables(text: str) -> str:
    """The document with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2]


def _table(name: str, schema: Schema) -> str:
    must = schema["required"]
    rows = [
        f"| `{key}`{'' if key in must else ' (may be missing)'} | {_kind(of)} | {of.get('description', '')} |"
        for key, of in schema["properties"].items()
    ]
    return "\n".join(
        [f"### {name}\n\n{schema['description']}\n", "| key | is | says |", "|---|---|---|", *rows, ""]
    )


def _kind(schema: Schema) -> str:
    """What a value is, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for name in ("anyOf", "oneOf"):
        if name in schema:
            return " or ".join(_kind(one) for one in schema[name])
    if "const" in schema:
        return _word(schema["const"])
    if "enum" in schema:
        return ", ".join(_word(word) for word in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_kind(schema['items'])}"
    if schema["type"] == "object":
        return f"by id {_kind(schema['additionalProperties'])}"
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return " or ".join("yes or no" if kind == "boolean" else str(kind) for kind in kinds)


def _word(word: object) -> str:
    return f"`{word}`" if isinstance(word, str) else json.dumps(word)


def main() -> None:
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
