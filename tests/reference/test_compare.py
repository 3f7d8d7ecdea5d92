"""Values computed anew are compared with the kept ones, and only new rows are taken in."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference import HERE
from tests.reference.compare import main

TIERS = {"exact": {"abs": 1e-9, "rel": 1e-8}}


def row(value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "alpha", "tier": "exact", "code": "1", "value": value} | more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A kept file, and a new one that agrees, differs, lacks and adds."""
    kept = {
        "same": row({"rows": ["1"], "cols": ["a", "b"], "data": [[0.5, None]]}),
        "older": row(0.7, other_version={"value": 0.8}),
        "moved": row(0.5),
        "shorter": row([1, 2]),
        "absent": row(1),
    }
    new = {
        "same": row({"rows": ["1"], "cols": ["a", "b"], "data": [[0.5 + 1e-10, None]]}),
        "older": row(0.8),
        "moved": row(0.6),
        "shorter": row([1]),
        "added": row(["x"]),
    }
    (tmp_path / "new").mkdir()
    for path, results, context in (
        (tmp_path / "made.json", kept, {"A": "d <- 1"}),
        (tmp_path / "new" / "made.json", new, {"A": "d <- 2", "B": "d <- 3"}),
    ):
        path.write_text(json.dumps({"tiers": TIERS, "context": context, "results": results}))
    return tmp_path


def test_each_row_is_said_to_be_what_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "made.json").read_text()
    assert main(["made"], folder) == 1
    assert capsys.readouterr().out.splitlines() == [
        "same: 1",
        "as other version: 1 older",
        "differ: 2 moved shorter",
        "new: 1 added",
        "not computed: 1 absent",
    ]
    assert (folder / "made.json").read_text() == before


def test_new_rows_are_taken_and_kept_ones_stay(folder: Path) -> None:
    before = json.loads((folder / "made.json").read_text())
    main(["made", "--take"], folder)
    after = json.loads((folder / "made.json").read_text())
    assert after["results"] == before["results"] | {"added": row(["x"])}
    assert after["context"] == {"A": "d <- 1", "B": "d <- 3"}


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.stem)
def test_a_kept_file_is_written_as_it_was_read(path: Path) -> None:
    text = path.read_text()
    assert json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False) == text.rstrip("\n")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.stem)
def test_every_kept_file_has_its_script(path: Path) -> None:
    scripts = [script.read_text() for script in (HERE / "scripts").glob("[0-9]*.R")]
    assert sum(f'start("{path.stem}", ' in script for script in scripts) == 1
