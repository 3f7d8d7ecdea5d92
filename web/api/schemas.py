"""JSON Schemas of what the API gives: its own lists, the frozen results, the reports."""

import json
from collections.abc import Mapping
from typing import Any, Final

from engine.instrument.model import Privacy
from engine.report.media.to_json import schema_text
from engine.results.schema import DEFINITIONS, FORMAT
from engine.results.schema.terms import (
    COUNT,
    TEXT,
    WHOLE,
    YES_NO,
    Schema,
    by_id,
    one_of,
    or_null,
    part,
    record,
    rows,
    told,
)
from engine.store import Role, SchoolLevel, Scope
from web.api.plan import STATES

MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
ADDRESS: Final[Schema] = {"type": "string", "format": "uri-reference"}
HERE: Final = "#/components/schemas/"

NAMED: Final = record("Something with a number and a name.", {"id": WHOLE, "name": TEXT})
STUDY: Final = record("What a network wants to find out over the years.", {"id": WHOLE, "title": TEXT})
EDITION: Final = record("A version of an instrument.", {"id": TEXT, "version": TEXT})
ME: Final = record(
    "Whose key this is.",
    {
        "name": TEXT,
        "email": TEXT,
        "key": record(
            "The key, without its secret.",
            {"name": TEXT, "scopes": rows(one_of(*Scope)), "made": MOMENT, "expires": MOMENT},
        ),
        "network": part("Named"),
        "roles": rows(
            record(
                "A role that stands behind the key now.",
                {"role": one_of(*Role), "district": or_null(WHOLE), "school": or_null(WHOLE)},
            )
        ),
    },
)
WAVE: Final = record(
    "One time of asking.",
    {
        "id": WHOLE,
        "title": TEXT,
        "study": part("Study"),
        "instrument": part("Edition"),
        "form": TEXT,
        "phase": or_null(TEXT),
        "event": by_id(TEXT, "What {event} stands for in the texts, by language; mostly empty."),
        "languages": rows(TEXT),
        "privacy": one_of(*Privacy),
        "minimum_group": COUNT,
        "simulated": YES_NO,
        "state": one_of(*STATES),
        "opens": MOMENT,
        "closes": told(MOMENT, "After the last moment that answers are taken."),
        "answers": told(COUNT, "So far, of all schools together."),
        "asked": or_null(COUNT, "People asked; null while a school has not said its number."),
        "result": or_null(ADDRESS, "Once it is closed."),
    },
)
SCHOOL: Final = record(
    "A school that the owner of the key may see.",
    {
        "id": WHOLE,
        "name": TEXT,
        "level": or_null(one_of(*SchoolLevel)),
        "district": or_null(part("Named")),
        "results": ADDRESS,
    },
)
ENTRY: Final = record(
    "A closed wave that a school took part in.",
    {
        "wave": WHOLE,
        "title": TEXT,
        "study": part("Study"),
        "instrument": part("Edition"),
        "phase": or_null(TEXT),
        "simulated": YES_NO,
        "site": told(WHOLE, "The school's number in this wave."),
        "result": ADDRESS,
    },
)
PROVENANCE: Final = record(
    "Where the numbers come from; null where it is not known or may not be told.",
    {
        "wave_id": WHOLE,
        "instrument": TEXT,
        "version": TEXT,
        "form": or_null(TEXT),
        "wave": or_null(TEXT),
        "school": or_null(TEXT),
        "n": or_null(COUNT, "Responses that the numbers are made of."),
        "closed": or_null({"type": "string", "format": "date"}),
        "scoring_digest": or_null(TEXT),
        "data_digest": or_null(TEXT),
        "simulated": YES_NO,
    },
)
HEADING: Final[Mapping[str, Schema]] = {
    "format": {"const": FORMAT},
    "format_version": told(WHOLE, "Rises when a name changes its meaning or goes away."),
    "provenance": part("Provenance"),
    "instrument": part("FrozenInstrument"),
    "wave": part("FrozenWave"),
}
SHOWN_RESULT: Final = record(
    "A school's part of a frozen result.",
    {
        **HEADING,
        "policy": part("Policy"),
        "measures": rows(part("Measure")),
        "school": part("FrozenSchool"),
    },
    {"profile": part("Profile"), "shrinkage": or_null(part("Shrinkage"))},
)
HIDDEN_RESULT: Final = record(
    "Of a school with too few answers: nothing but that it is not shown.",
    {**HEADING, "policy": part("Policy"), "school": part("HiddenSchool")},
)
NETWORK_RESULT: Final = record(
    "The network's view of a frozen result.",
    {
        **HEADING,
        "data": part("Data"),
        "measures": rows(part("Measure")),
        "profile": part("Profile"),
        "network": or_null(part("Network"), "null with fewer than three schools."),
        "verdicts": by_id(COUNT, "Schools shown, by what their response rate is good for."),
        "schools": rows(part("FrozenSchool"), "Schools that agreed to be read by name."),
        "dots": rows(part("Dot"), "The others, without a name."),
        "withheld": rows(WHOLE, "Sites that agreed, and stay without a name to keep others company."),
        "school_ids": by_id(WHOLE, "The number of each named school, by its site."),
    },
)
PROBLEM: Final = record(
    "What went wrong, and what to do (RFC 9457).",
    {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT},
)
# Names that the lists of the API have for something else.
FROZEN: Final = {"Instrument": "FrozenInstrument", "Wave": "FrozenWave", "School": "FrozenSchool"}


def listing(of: str) -> Schema:
    """A list of these, as it comes in parts."""
    return record(
        "A part of a list, in the order of numbers.",
        {"items": rows(part(of)), "next": or_null(ADDRESS, "Where the next part is; null after the last.")},
    )


def components() -> dict[str, Schema]:
    """Every schema of the API by name, as an OpenAPI description holds them."""
    own = {
        "Named": NAMED,
        "Study": STUDY,
        "Edition": EDITION,
        "Me": ME,
        "Networks": listing("Named"),
        "Studies": listing("Study"),
        "Wave": WAVE,
        "Waves": listing("Wave"),
        "School": SCHOOL,
        "Schools": listing("School"),
        "SchoolResultEntry": ENTRY,
        "SchoolResults": listing("SchoolResultEntry"),
        "Provenance": PROVENANCE,
        "ShownSchoolResult": SHOWN_RESULT,
        "HiddenSchoolResult": HIDDEN_RESULT,
        "SchoolResult": {"oneOf": [part("ShownSchoolResult"), part("HiddenSchoolResult")]},
        "NetworkResult": NETWORK_RESULT,
        "Problem": PROBLEM,
    }
    frozen = {FROZEN.get(name, name): schema for name, schema in DEFINITIONS.items()}
    assert not own.keys() & frozen.keys(), own.keys() & frozen.keys()  # noqa: S101 - a name means one thing
    kept = {name: _moved(schema, {}) for name, schema in own.items()}
    return kept | {name: _moved(schema, FROZEN) for name, schema in frozen.items()} | _report()


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
            key: _reference(value, names)
            if key == "$ref" and isinstance(value, str)
            else _moved(value, names)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [_moved(value, names) for value in schema]
    return schema


def _reference(reference: str, names: Mapping[str, str]) -> str:
    name = reference.removeprefix("#/$defs/")
    return HERE + names.get(name, name)
