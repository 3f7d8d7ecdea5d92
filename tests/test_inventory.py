"""What is installed has a licence that we may hand on and the version that was tested, and the list says so."""

import sys
import tomllib
from pathlib import Path

import pytest

from tests import inventory
from tests.inventory import Package

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    file = tmp_path_factory.mktemp("inventory") / "inventory.cdx.json"
    inventory.written(Path(sys.executable), file)
    return inventory.packages(file)


@pytest.mark.slow
def test_everything_installed_may_be_handed_on_and_is_what_was_tested(installed: list[Package]) -> None:
    assert list(inventory.unfit(installed)) == []


def test_no_reason_is_left_for_a_licence_or_package_that_is_gone(installed: list[Package]) -> None:
    said = " AND ".join(licence for package in installed for licence in package.licences)
    assert [licence for licence in inventory.ALLOWED if licence not in said] == []
    assert set(inventory.SAID_ELSEWHERE) <= {package.name for package in installed}


@pytest.mark.parametrize(
    ("licences", "words"),
    [
        ((), "names no licence"),
        (("AGPL-3.0-only",), "is under 'AGPL-3.0-only'"),
        (("MIT AND Elastic-2.0",), "is under 'MIT AND Elastic-2.0'"),
        (("Ask the authors",), "is under 'Ask the authors'"),
        (("MIT", "License :: Other/Proprietary License"), "Proprietary"),
    ],
)
def test_what_may_not_be_handed_on_is_named(licences: tuple[str, ...], words: str) -> None:
    (problem,) = inventory.unfit([Package("click", inventory.pinned()["click"], licences)])
    assert words in problem


@pytest.mark.parametrize("licence", ["MIT OR Elastic-2.0", "BSD-3-Clause AND (MIT OR GPL-1.0-only)"])
def test_where_a_licence_leaves_a_choice_one_that_is_allowed_will_do(licence: str) -> None:
    assert inventory.allowed(licence)


def test_another_version_than_the_tested_one_is_named() -> None:
    other, unknown = inventory.unfit([Package("click", "0.1", ("MIT",)), Package("new", "1.0", ("MIT",))])
    assert "click 0.1 is not what was tested, constraints.txt has" in other
    assert "constraints.txt does not name it" in unknown


def test_the_extra_of_everything_leaves_out_the_tools_alone() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    others = sorted(extras.keys() - {"all", "dev"})
    assert extras["all"] == [f"barograph[{','.join(others)}]"]
