"""The code keeps to the house's numbers, and the contracts on imports leave nothing out."""

import ast
import re
import tomllib
from collections import defaultdict
from typing import Any

import pytest

from tests.house import FOLDERS, LOOSE, MEDIAN_MODULE, ROOT, House, house

MOST_UNTYPED = 10  # mappings of anything, in the rooms that read results
SAME_IDEA = {  # the name of a class that stands more than once, and why
    "Closing": "a room of the store, and what stands in for it in an author's preview",
    "Codes": "a room of the store, what a respondent's pages ask of it, and what stands in for it in a preview",
    "Definitions": "a room of the store, and what stands in for it in an author's preview",
    "Drafts": "a room of the store, what a respondent's pages ask of it, and what stands in for it in a preview",
    "OwnSubmissions": "what a respondent's pages ask of a room of the store, and what stands in for it in a preview",
    "Problem": "the API tells a problem as RFC 9457 has it",
    "Provenance": "the API tells where numbers come from, as a validation study does",
    "Resumes": "a room of the store, what a respondent's pages ask of it, and what stands in for it in a preview",
    "Sites": "a room of the store, and what stands in for it in an author's preview",
    "Submissions": "a room of the store, what a respondent's pages ask of it, and what stands in for it in a preview",
}


@pytest.fixture(scope="module")
def here() -> House:
    return house()


@pytest.mark.parametrize(("folder", "most"), LOOSE.items())
def test_few_files_lie_loose_in_a_folder(here: House, folder: str, most: int) -> None:
    assert len(here.loose(folder)) <= most, here.loose(folder)


def test_no_module_is_long_and_half_are_short(here: House) -> None:
    assert here.long_modules == {}
    assert here.median <= MEDIAN_MODULE


def test_no_function_is_long(here: House) -> None:
    assert here.long_functions == {}


def test_a_name_of_two_public_classes_is_one_idea(here: House) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in here.modules:
        for node in ast.parse(module.text).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module.name)
    several = {name: modules for name, modules in places.items() if len(modules) > 1}
    assert {name: modules for name, modules in several.items() if name not in SAME_IDEA} == {}
    assert several.keys() == SAME_IDEA.keys(), "a name that stands once needs no reason"


def test_hardly_anything_untyped_is_left_where_results_are_read_and_each_says_why(here: House) -> None:
    rooms = ("engine/results/", "engine/report/", "web/")
    lines = [
        line for module in here.modules if module.name.startswith(rooms) for line in module.text.splitlines()
    ]
    untyped = [line for line in lines if re.search(r"\b(?:dict|Mapping)\[str, Any\]", line)]
    assert len(untyped) <= MOST_UNTYPED, untyped
    assert [line for line in untyped if "#" not in line] == []


def test_a_kept_result_is_read_by_one_door(here: House) -> None:
    """What the store keeps of a close is JSON under `document`: whoever reads it reads no types."""
    door = ("engine/store/", "engine/results/reading.py")
    readers = {
        module.name
        for module in here.modules
        if not module.name.startswith(door)
        for node in ast.walk(ast.parse(module.text))
        if isinstance(node, ast.Attribute) and node.attr == "document"
    }
    assert readers == set()


def test_the_list_of_words_names_classes_and_files_that_are_there(here: House) -> None:
    words = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    classes = set(
        re.findall(r"^class (\w+)", "\n".join(module.text for module in here.modules), re.MULTILINE)
    )
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", words))
    assert len(named) > 30
    assert named <= classes, named - classes
    places = re.findall(r"`((?:engine|web|psychometrics|tests)/[\w/.]+)`", words)
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.fixture(scope="module")
def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def test_the_contracts_leave_no_room_out_and_no_circle_in(contracts: list[dict[str, Any]]) -> None:
    (circles,) = (one for one in contracts if one["type"] == "acyclic_siblings")
    assert set(circles["ancestors"]) == set(FOLDERS)
    layered = [one for one in contracts if one["type"] == "layers" and "containers" in one]
    assert all(one["exhaustive"] and "ignore_imports" not in one for one in layered)
    assert {"engine", "web"} <= {container for one in layered for container in one["containers"]}


@pytest.fixture(scope="module")
def contributing() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_contributing_names_files_that_are_there(contributing: str) -> None:
    named = set(re.findall(r"`((?:docs|engine|psychometrics|tests|web)/[\w./*-]+)`", contributing))
    assert len(named) > 30
    assert [name for name in sorted(named) if not list(ROOT.glob(name))] == []


def test_contributing_draws_every_room_of_the_engine(contributing: str) -> None:
    drawn = contributing[contributing.index("    engine/ ") : contributing.index("    psychometrics/ ")]
    rooms = {path.stem for path in (ROOT / "engine").iterdir() if path.stem[0] != "_"}
    assert [room for room in sorted(rooms) if not re.search(rf"\b{room}\b", drawn)] == []
