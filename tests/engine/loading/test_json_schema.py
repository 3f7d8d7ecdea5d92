"""The JSON Schema that editors complete by: current, and saying what the loader enforces."""

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.instrument.kinds import KINDS
from engine.instrument.model import Audience, Privacy
from engine.loading import catalog
from engine.loading.format.instrument import InstrumentFile
from engine.loading.format.items import allowed_keys
from engine.loading.json_schema import SCHEMA, json_schema, schema_text

FOLDER = Path(catalog.__file__).parents[2] / "instruments"


def test_the_committed_schema_is_current() -> None:
    assert (FOLDER / SCHEMA).read_text(encoding="utf-8") == schema_text(), (
        "run: python -m engine.loading.json_schema"
    )


def test_running_the_module_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[Path, str] = {}
    monkeypatch.setattr(Path, "write_text", lambda path, text, encoding: written.update({path: text}))
    with pytest.warns(RuntimeWarning, match="engine.loading.json_schema"):
        runpy.run_module("engine.loading.json_schema", run_name="__main__")
    assert written == {FOLDER / SCHEMA: schema_text()}


def properties(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(part, dict):
        for name, one in part.get("properties", {}).items():
            if isinstance(one, dict):
                yield f"{path}.{name}", one
        for key, one in part.items():
            yield from properties(one, path if key in ("properties", "$defs") else f"{path}.{key}")
    elif isinstance(part, list):
        for one in part:
            yield from properties(one, path)


def test_every_key_is_described_for_whoever_types_it() -> None:
    found = {name: one for name, one in properties(json_schema()) if "allOf" not in name}
    assert len(found) > 60
    assert [name for name, one in found.items() if not one.get("description")] == []


def test_nothing_but_known_keys_is_allowed_anywhere() -> None:
    document = json_schema()
    for part in (document, *document["$defs"].values()):
        assert part["additionalProperties"] is False


def test_it_knows_the_keys_of_each_kind() -> None:
    cases = json_schema()["$defs"]["ItemEntry"]["allOf"]
    by_kind = {case["if"]["properties"]["kind"]["const"]: case["then"] for case in cases}
    assert set(by_kind) == set(KINDS)
    assert by_kind["number"]["properties"]["options"] is False
    assert by_kind["choose_many"]["required"] == ["options"]
    assert "minimum" not in by_kind["number"]["properties"]


def test_its_words_are_those_of_the_model() -> None:
    document = json_schema()
    assert document["properties"]["audience"]["enum"] == list(Audience)
    assert document["properties"]["privacy"]["enum"] == list(Privacy)
    assert document["$defs"]["ItemEntry"]["properties"]["kind"]["enum"] == list(KINDS)


def test_no_key_may_be_null() -> None:
    assert '"null"' not in json.dumps(json_schema())


def test_the_keys_of_the_kinds_are_those_of_the_format() -> None:
    fields = set(InstrumentFile.model_fields["items"].annotation.__args__[0].model_fields)
    assert {key for kind in KINDS.values() for key in allowed_keys(kind)} == fields
