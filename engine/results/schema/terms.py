"""The words that the schema of a result is written in."""

from collections.abc import Mapping
from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
NUMBER: Final[Schema] = {"type": "number"}
YES_NO: Final[Schema] = {"type": "boolean"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
PER_CENT: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 100}
PROBABILITY: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
DAY: Final[Schema] = {"type": "string", "format": "date"}
DIGEST: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def record(about: str, must: Mapping[str, Schema], may: Mapping[str, Schema] | None = None) -> Schema:
    """An object of these names and no others; those of `may` can be missing."""
    return {
        "type": "object",
        "description": about,
        "additionalProperties": False,
        "required": list(must),
        "properties": {**must, **(may or {})},
    }


def rows(of: Schema, about: str = "") -> Schema:
    """A list, all of whose entries are of one kind."""
    return {"type": "array", "items": of, **({"description": about} if about else {})}


def by_id(of: Schema, about: str) -> Schema:
    """An object whose names are ids: of measures, groups or items."""
    return {"type": "object", "additionalProperties": of, "description": about}


def one_of(*words: str, about: str = "") -> Schema:
    """A word out of these."""
    return {"type": "string", "enum": list(words), **({"description": about} if about else {})}


def or_null(schema: Schema, about: str = "") -> Schema:
    """Null stands for what is hidden or is not there."""
    told = {"description": about} if about else {}
    if isinstance(schema.get("type"), str):
        kind = {**schema, "type": [schema["type"], "null"], **told}
        return {**kind, "enum": [*schema["enum"], None]} if "enum" in schema else kind
    return {"anyOf": [schema, {"type": "null"}], **told}


def told(schema: Schema, about: str) -> Schema:
    """A schema with what it means here."""
    return {**schema, "description": about}


def part(name: str) -> Schema:
    """A definition of the schema by its name."""
    return {"$ref": f"#/$defs/{name}"}


def pair(of: Schema, about: str) -> Schema:
    """The low and the high end of an interval."""
    return {"type": "array", "items": of, "minItems": 2, "maxItems": 2, "description": about}
