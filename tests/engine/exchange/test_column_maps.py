"""Which column map a file is read with, and that none beside it is overlooked."""

import re
from pathlib import Path

import pytest

from engine.exchange.column_maps import map_for
from engine.loading.folder import column_map
from engine.problems import Refused
from tests.house import ROOT

MAP = "columns: {q1: VS1}\n"


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text(MAP, encoding="utf-8")
    data = folder / "spring.csv"
    data.write_text("q1\n3\n", encoding="utf-8")
    return data


@pytest.mark.parametrize("name", ["spring.columns.yaml", "columns.yaml"])
def test_a_map_beside_the_file_is_read(name: str, tmp_path: Path) -> None:
    found, told = map_for("collective-leadership@1.0.0", lay(tmp_path, name, "spring.columns.yml"), None)
    assert found is not None
    assert found.columns == {"q1": "VS1"}
    assert told == f"Read with the column map {name} beside the file."


@pytest.mark.parametrize(
    "name",
    [
        "spring.columns.yml",
        "spring.column.yaml",
        "spring-columns.yaml",
        "spring_columns.yaml",
        "Spring.Columns.yaml",
        "spring.csv.columns.yaml",
        "spring.columns.yaml.txt",
        "spring columns.yaml",
        "springcolumns.yaml",
        "sprnig.columns.yaml",
        "spring.column_map.yaml",
        "spring.columnmap.yaml",
        "spring.columns.json",
        "columns.yml",
        "column.yaml",
        "column-map.yaml",
        "Columns.yaml",
    ],
)
def test_a_map_under_a_near_name_is_not_overlooked(name: str, tmp_path: Path) -> None:
    data = lay(tmp_path, name)
    with pytest.raises(Refused) as refused:
        map_for("collective-leadership@1.0.0", data, None)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("map_overlooked", name)
    assert problem.remedy == f"name it spring.columns.yaml, or say --columns {name}"
    found, _ = map_for("collective-leadership@1.0.0", data, tmp_path / name)
    assert found is not None, "a name that is said is no slip"


@pytest.mark.parametrize(
    "names",
    [["autumn.columns.yaml"], ["sprint.csv", "sprint.columns.yaml"], ["notes.yaml"], ["instrument.yaml"]],
)
def test_what_is_another_files_map_or_none_is_left_alone(names: list[str], tmp_path: Path) -> None:
    assert map_for("collective-leadership@1.0.0", lay(tmp_path, *names), None) == (None, None)


def test_the_map_of_the_guide_is_one(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "data-files.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "columns.yaml").write_text(block, encoding="utf-8")
    found = column_map(tmp_path / "columns.yaml")
    assert found.missing == ("-99", "999", "N/A")
    assert (found.decimal, found.date_order, found.header_rows) == (",", "day_month", 2)
    assert all(getattr(found, key) not in ((), None) for key in found.__dataclass_fields__)
