"""JSON Schemas of what the API gives: its own lists, the frozen results, the reports."""

from collections.abc import Mapping
from typing import Final

from engine.report.media.origin import OriginFacts
from engine.report.media.report_file import Report
from engine.results.json_schema import Schema, SchemaDefinitions
from engine.results.model import FrozenInstrument, FrozenWave
from engine.results.model_network import HubNetwork, PhaseCurve, SchoolDot
from engine.results.model_school import FrozenSchool
from web.api.shapes import (
    Address,
    AudiencesOfYear,
    HiddenSchoolResult,
    Me,
    Named,
    NetworkResult,
    PredictionEntry,
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
    OriginFacts: "ReportOrigin",
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
    "SchoolPredictions": PredictionEntry,
}


def components() -> dict[str, Schema]:
    """Every schema of the API by name, as an OpenAPI description holds them."""
    made = SchemaDefinitions(NAMES, HERE)
    for model in (Me, NetworkResult, Report, AudiencesOfYear, Problem):
        made.of(model)
    lists = {name: _listing(made, of) for name, of in LISTS.items()}
    kinds = {"SchoolResult": made.of(ShownSchoolResult | HiddenSchoolResult)}
    return made.schemas | lists | kinds


def _listing(made: SchemaDefinitions, of: type) -> Schema:
    """A list of these, as it comes in parts."""
    following = made.of(Address | None) | {"description": "Where the next part is; null after the last."}
    return {
        "type": "object",
        "description": "A part of a list, in the order of numbers.",
        "additionalProperties": False,
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": made.of(of)}, "next": following},
    }
