"""JSON Schemas of what the API gives: its own lists, the frozen results, the reports."""

import json
from collections.abc import Mapping
from typing import Any, Final

from engine.report.media.to_json import schema_text
from engine.results.json_schema import Definitions, Schema
from engine.results.model import FrozenInstrument, FrozenWave
from engine.results.model_network import HubNetwork, PhaseCurve, SchoolDot
from engine.results.model_school import FrozenSchool
from web.api.shapes import (
    Address,
    HiddenSchoolResult,
    Me,
    Named,
    NetworkResult,
    Problem,
    SchoolEntry,
    SchoolResultEntry,
    ShownSchoolResult,
    StudyTitle,
    WaveEntry,
)

HERE: Final = "#/components/schemas/"
# What programs know under another name than the class has.
NAMES: Final[Mapping[type, str]] = {
    StudyTitle: "Study",
    WaveEntry: "Wave",
    SchoolEntry: "School",
    FrozenInstrument: "FrozenInstrument",
    FrozenWave: "FrozenWave",
    FrozenSchool: "FrozenSchool",
    HubNetwork: "Network",
    PhaseCurve: "Curve",
    SchoolDot: "Dot",
}
LISTS: Final[Mapping[str, type]] = {
    "Networks": Named,
    "Studies": StudyTitle,
    "Waves": WaveEntry,
    "Schools": SchoolEntry,
    "SchoolResults": SchoolResultEntry,
}


def components() -> dict[str, Schema]:
    """Every schema of the API by name, as an OpenAPI description holds them."""
    made = Definitions(NAMES, HERE)
    for model in (Me, NetworkResult, Problem):
        made.of(model)
    lists = {name: _listing(made, of) for name, of in LISTS.items()}
    kinds = {"SchoolResult": made.of(ShownSchoolResult | HiddenSchoolResult)}
    return made.schemas | lists | kinds | _report()


def _listing(made: Definitions, of: type) -> Schema:
    """A list of these, as it comes in parts."""
    following = made.of(Address | None) | {"description": "Where the next part is; null after the last."}
    return {
        "type": "object",
        "description": "A part of a list, in the order of numbers.",
        "additionalProperties": False,
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": made.of(of)}, "next": following},
    }


def _report() -> dict[str, Schema]:
    """The schema of reports, its parts under names that begin with Report."""
    schema = json.loads(schema_text())
    parts = schema.pop("$defs")
    schema.pop("$schema", None)
    schema.pop("$id", None)
    names = {name: f"Report{name.title().replace('_', '')}" for name in parts}
    told = {names[name]: _moved(of, names) for name, of in parts.items()}
    return {"Report": _moved(schema, names), **told}


def _moved(schema: Any, names: Mapping[str, str]) -> Any:
    """A schema with its references turned to where an OpenAPI description keeps schemas."""
    if isinstance(schema, dict):
        return {
            key: HERE + names[value.removeprefix("#/$defs/")] if key == "$ref" else _moved(value, names)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [_moved(value, names) for value in schema]
    return schema
