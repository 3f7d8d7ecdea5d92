"""The model of a frozen result: what is kept is read and written without a change, and described in one place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest

from engine.disclosure.policy import policy
from engine.instrument.construct_map import Norm
from engine.instrument.model import Audience
from engine.results import tables
from engine.results.json_schema import SchemaDefinitions
from engine.results.reading import lines_of, result_of, school_of
from engine.results.terms import Count, from_format
from engine.results.writing import kept_text
from engine.store import Snapshot
from tests.engine.results.small_networks import earlier, people, result, with_norms

NORM = Norm("a", "Staff of many schools", "A study", 2024, 812, 62.0, 16.0, "published")


def snapshot(document: Mapping[str, Any]) -> Snapshot:
    return Snapshot(1, 1, date(2027, 5, 8), "", document)


def text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Twenty schools in their second wave, one of them hidden, one with an earlier result that stays."""
    then = [people(12 + at, 1 + at % 3, 2, at, [1] * 11) for at in range(20)]
    now = [people(14 + at, 1 + at % 4, 2, 50 + at, [1] * 11) for at in range(19)] + [people(4, 2, 2, 9)]
    before = earlier(then)
    first = result(now, before=[before], used=with_norms(NORM))
    now[3] = people(18, 1, 2, 53, [1] * 11)
    return result(now, before=[before], used=with_norms(NORM), previous=first)


def test_what_is_kept_is_read_and_written_without_a_change(document: dict[str, Any]) -> None:
    network = {name: kept for name, kept in document.items() if name != "sites"}
    assert kept_text(result_of(snapshot(document))) == text(network)
    for part in document["sites"]:
        assert kept_text(school_of(part)) == text(part)
    assert {part["shown"] for part in document["sites"]} == {True, False}
    assert any("as_of" in part for part in document["sites"])


def test_a_schools_line_is_read_and_written_without_a_change(document: dict[str, Any]) -> None:
    names = ("site", "school", "shown", "level", "phase", "responses", "roster", "rate", "verdict", "overall")
    lines = [{name: part[name] for name in (*names, "as_of") if name in part} for part in document["sites"]]
    assert [kept_text(line) for line in lines_of(snapshot({"sites": lines}))] == [
        text(line) for line in lines
    ]


SINCE_3 = frozenset(
    {"kind", "references", "profile", "shrinkage", "nonresponse", "moves", "estimate", "now_end"}
    | {"by_phase", "without_careless"}
)


SINCE_4 = frozenset(
    {
        "asked",
        "scored",
        "statements",
        "against",
        "places",
        "first_change",
        "together",
        "outcomes",
        "composites",
    }
)


def without(value: Any, names: frozenset[str]) -> Any:
    """A document without these keys, wherever they stand."""
    if isinstance(value, Mapping):
        return {name: without(of, names) for name, of in value.items() if name not in names}
    return [without(one, names) for one in value] if isinstance(value, list | tuple) else value


def test_a_result_of_format_3_reads_as_it_was_and_is_written_as_it_was(document: dict[str, Any]) -> None:
    old = without(document, SINCE_4) | {"format": 3}
    parts = old.pop("sites")
    assert kept_text(result_of(snapshot(old)), 3) == text(old)
    for part in parts:
        assert kept_text(school_of(part), 3) == text(part)


def format_2(value: Any) -> Any:
    """A document of format 2: without what came with format 3."""
    if isinstance(value, Mapping):
        kept = {name: format_2(of) for name, of in value.items() if name not in SINCE_3 | SINCE_4}
        if "means" in kept:
            kept.pop("reason", None)
        return kept
    return [format_2(one) for one in value] if isinstance(value, list | tuple) else value


def test_a_result_of_format_2_reads_as_it_was_and_is_written_as_it_was(document: dict[str, Any]) -> None:
    old = format_2(document) | {"format": 2}
    parts = old.pop("sites")
    read = result_of(snapshot(old))
    assert kept_text(read, 2) == text(old)
    assert (read.profile.shown, read.profile.reliability, read.shrinkage) == (True, None, None)
    for part in parts:
        assert kept_text(school_of(part), 2) == text(part)


def test_a_result_of_format_1_reads_with_the_least_numbers_of_people() -> None:
    measure = {"id": "a", "label": "A", "items": 3, "low": 0.0, "high": 100.0, "decimals": 0, "meaning": None}
    old = {
        "format": 1,
        "instrument": {
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "audience": "staff",
            "scoring_digest": "f" * 64,
            "not_for": ["ranking"],
        },
        "wave": {
            "title": "First",
            "study": "Study",
            "network": "Network",
            "form": "full",
            "closed": "2025-05-08",
            "minimum_group": 5,
            "simulated": False,
        },
        "data": {"digest": "0" * 64, "schools": 1},
        "measures": [measure | {"levels": [], "alpha": None, "icc2": None}],
    }
    benchmark = {
        "schools": 9,
        "lower_quartile": 50.0,
        "median": 55.0,
        "upper_quartile": 60.0,
        "band": "middle half",
    }
    score = {"n": 9, "mean": 55.0, "low": 50.0, "high": 60.0, "level": None, "benchmark": benchmark}
    part = {
        "site": 1,
        "school": "A",
        "shown": True,
        "responses": 9,
        "roster": None,
        "rate": None,
        "scores": {"a": score},
    }
    read = result_of(snapshot(old))
    least = policy(Audience.STAFF, 5)
    assert (read.policy.whole, read.policy.items, read.policy.text) == (least.whole, least.items, least.text)
    assert (kept_text(read, 1), kept_text(school_of(part), 1)) == (text(old), text(part))


def test_the_tables_of_the_documentation_are_those_of_the_model() -> None:
    told = tables.DOCUMENT.read_text(encoding="utf-8")
    assert told == tables.with_tables(told), "run: python -m engine.results.tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenExample:
    """An example."""

    word: Literal["a", "b"] | None
    count: Annotated[Count, "How many."]
    pair: tuple[int, int]
    later: int | None = from_format(3, None)
    perhaps: int | None = None


def test_a_schema_says_what_must_be_there_and_what_null_may_stand_for() -> None:
    made = SchemaDefinitions()
    assert made.of(FrozenExample) == {"$ref": "#/$defs/Example"}
    assert made.schemas["Example"] == {
        "type": "object",
        "description": "An example.",
        "additionalProperties": False,
        "required": ["word", "count", "pair", "later"],
        "properties": {
            "word": {"type": ["string", "null"], "enum": ["a", "b", None]},
            "count": {"type": "integer", "minimum": 0, "description": "How many."},
            "pair": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
            "later": {"type": ["integer", "null"]},
            "perhaps": {"type": "integer"},
        },
    }


def test_two_classes_of_one_name_are_refused() -> None:
    made = SchemaDefinitions({FrozenExample: "Same", SchemaDefinitions: "Same"})
    made.of(FrozenExample)
    with pytest.raises(ValueError, match="Same is the name of"):
        made.of(SchemaDefinitions)
