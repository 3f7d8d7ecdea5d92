"""No sentence about groups or audiences calls a difference a gap, but those that a study of invariance allows."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from engine.language.catalogue import SHIPPED, Sentence, load

ROOT = Path(__file__).parents[3]
WORD = {"en": re.compile(r"\bgaps?\b", re.IGNORECASE), "es": re.compile(r"\bbrechas?\b", re.IGNORECASE)}
ALLOWS = {"report.groups.equal", "audiences.gap.alike"}
"""The sentences that let a reader call a difference a gap: said of groups or audiences that understand alike."""
FORBIDS = {
    f"report.groups.{outcome}" for outcome in ("not_examined", "partly", "differs", "open", "untested")
}


def sentences(language: str) -> Mapping[str, Sentence]:
    return load(SHIPPED / language).sentences


@pytest.mark.parametrize("language", ["en", "es"])
def test_only_sentences_that_rest_on_a_study_speak_of_gaps(language: str) -> None:
    """In the report of a school and of audiences side by side, and on all pages whose words stand in catalogues."""
    found = {key for key, said in sentences(language).items() if WORD[language].search(str(said))}
    assert found <= ALLOWS | FORBIDS
    assert found >= ALLOWS


def test_what_is_not_shown_alike_is_said_to_be_no_gap() -> None:
    for key in FORBIDS:
        said = str(sentences("en")[key])
        assert re.search(r"(call it no|Call no difference a) gap", said), key


def hub_sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code of a hub's report and pages, but for what explains the code; and their templates."""
    for folder in ("engine/report/hub", "engine/results", "web/network"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in explained
                ):
                    yield f"{path.name}: {node.value}", node.value
    for path in sorted((ROOT / "web" / "templates" / "network").rglob("*.html")):
        text = re.sub(
            r"{[%#{].*?[%#}]}|<style.*?</style>|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.S
        )
        yield path.name, text


def test_a_hub_is_told_of_no_gap_between_groups_or_audiences() -> None:
    """A hub's pages compare schools, waves and scores; none sets groups of people or audiences against each other."""
    of_answers = re.compile(r"without a gap|no gap in|gaps in their answers")
    found = [
        where
        for where, text in hub_sentences()
        if WORD["en"].search(of_answers.sub("", text)) and " " in text
    ]
    assert found == []
