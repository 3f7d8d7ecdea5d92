"""The instruments that are shipped, and the guide that teaches to write one."""

import re
from pathlib import Path

import pytest

from engine.exchange.response_csv import read_responses
from engine.loading.examples import failing_examples
from engine.loading.folder import load, problems, read
from engine.loading.format.companions import (
    ColumnMapFile,
    ConstructMapFile,
    CrosswalkFile,
    MapTranslationFile,
)
from engine.loading.format.instrument import InstrumentFile
from engine.loading.format.wording import read_as
from engine.loading.source import Source
from engine.loading.yaml_source import read_source

INSTRUMENTS = Path(__file__).parents[3] / "instruments"
FOLDERS = sorted(path.parent for path in INSTRUMENTS.glob("*/*/instrument.yaml"))
BLOCK = re.compile(r"^```(yaml|csv) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [match.groups() for match in BLOCK.finditer((INSTRUMENTS / "README.md").read_text(encoding="utf-8"))]
COMPLETE = [index for index, (_, name, _) in enumerate(BLOCKS) if name == "instrument.yaml"]
FRAGMENTS = [text for _, name, text in BLOCKS if name == "fragment"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_what_is_shipped_has_no_problem_and_asks_for_no_advice(folder: Path) -> None:
    assert [str(problem) for problem in problems(folder)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_first_line_names_the_schema_so_that_editors_complete(folder: Path) -> None:
    first = (folder / "instrument.yaml").read_text(encoding="utf-8").partition("\n")[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match is not None
    assert (folder / match[1]).resolve() == INSTRUMENTS / "instrument.schema.json"


@pytest.mark.parametrize(
    "path", sorted((INSTRUMENTS / "constructs").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_construct_map_and_translation_of_one_is_of_a_map_that_is_used(path: Path) -> None:
    maps = [load(folder).construct_map for folder in FOLDERS]
    assert path.stem.partition(".")[0] in {found.id for found in maps if found is not None}


def written(folder: Path, index: int) -> Path:
    """A complete definition of the guide, with the files that it puts beside it before the next one."""
    for language, name, text in BLOCKS[index:]:
        if name == "instrument.yaml" and (folder / name).exists():
            break
        if name != "fragment" and (language == "csv" or not (folder / name).exists()):
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("index", COMPLETE)
def test_the_definitions_of_the_guide_load_as_they_are_printed(tmp_path: Path, index: int) -> None:
    folder = written(tmp_path, index)
    found = [problem for problem in problems(folder) if problem.code != "translation_missing"]
    assert [str(problem) for problem in found] == []
    definition = read(folder)
    assert [str(one) for one in failing_examples(definition.instrument, definition.examples)] == []


def test_the_guide_shows_each_file_that_may_stand_beside_a_definition() -> None:
    shown = {name for _, name, _ in BLOCKS}
    assert {"instrument.yaml", "examples.yaml", "es.yaml", "norms.yaml", "responses.csv"} <= shown


def test_the_data_of_the_guide_are_read_by_its_definition(tmp_path: Path) -> None:
    folder = written(tmp_path, COMPLETE[-1])
    found = read_responses(folder / "responses.csv", load(folder))
    assert len(found) == 4


@pytest.mark.parametrize("text", FRAGMENTS)
def test_the_fragments_of_the_guide_are_parts_of_a_definition(tmp_path: Path, text: str) -> None:
    """They may lack what stands elsewhere, and nothing else may be wrong with them."""
    (tmp_path / "fragment.yaml").write_text(text, encoding="utf-8")
    source, found = read_source(tmp_path / "fragment.yaml")
    assert found == []
    assert source is not None
    lacking = [one for one in read_as(source, model_for(source))[1] if one.code != "missing_key" or one.path]
    assert [str(problem) for problem in lacking] == []


def model_for(source: Source) -> type:
    if isinstance(source.data.get("constructs"), dict):
        return MapTranslationFile
    for key, model in (
        ("constructs", ConstructMapFile),
        ("crosswalks", CrosswalkFile),
        ("columns", ColumnMapFile),
    ):
        if key in source.data:
            return model
    return InstrumentFile
