"""The JSON Schema that editors complete by: current, and saying what the loader enforces."""

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.instrument.kinds import KINDS
from engine.instrument.model import Audience, Privacy
from engine.loading import catalog
from engine.loading.format.instrument import InstrumentFile
from engine.loading.format.items import allowed_keys
from engine.loading.json_schema import MAP_SCHEMA, json_schema, map_schema, schema_texts
from engine.loading.yaml_source import read_source

FOLDER = Path(catalog.__file__).parents[2] / "instruments"


def test_the_committed_schema_is_current() -> None:
    for name, text in schema_texts().items():
        told = "run: python -m engine.loading.json_schema"
        assert (FOLDER / name).read_text(encoding="utf-8") == text, told


def test_running_the_module_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[Path, str] = {}
    monkeypatch.setattr(Path, "write_text", lambda path, text, encoding: written.update({path: text}))
    with pytest.warns(RuntimeWarning, match="engine.loading.json_schema"):
        runpy.run_module("engine.loading.json_schema", run_name="__main__")
    assert written == {FOLDER / name: text for name, text in schema_texts().items()}


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
    both = {"instrument": json_schema(), "map": map_schema()}
    found = {name: one for name, one in properties(both) if "allOf" not in name}
    assert len(found) > 75
    assert [name for name, one in found.items() if not one.get("description")] == []


def test_nothing_but_known_keys_is_allowed_anywhere() -> None:
    for document in (json_schema(), map_schema()):
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


def test_every_map_that_ships_names_its_schema_and_keeps_to_it() -> None:
    maps = sorted(path for path in (FOLDER / "constructs").glob("*.yaml") if "." not in path.stem)
    assert len(maps) >= 4
    for path in maps:
        assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema=../{MAP_SCHEMA}")
        source, _ = read_source(path)
        assert source is not None
        jsonschema.validate(source.data, map_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**source.data, "construct": []}, map_schema())
