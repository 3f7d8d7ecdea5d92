"""The table of kinds: what its rows must hold together, and that nobody asks which kind an item is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.instrument.kinds import KINDS, UNNAMED
from engine.instrument.model import AnswerCoding, Item, Kind, MeasurementLevel, Option
from engine.responses.layout import FIRST_NON_ANSWER, layout
from tests.small import choose, instrument

ROOT = Path(__file__).parents[3]
TABLE = ("engine/instrument/kinds.py", "engine/loading/format/items.py", "web/respondent/forms.py")
SOURCES = sorted(path for room in ("engine", "web", "psychometrics") for path in (ROOT / room).rglob("*.py"))
OPEN_TO_ALL = {
    "KINDS",
    "UNNAMED",
    "words_beside",
    "with_words_beside",
    "ORDER",
    "ORDERS",
    "order_kept",
    "one_of",
}  # what may be imported from the table
KIND_OF_ITEM = re.compile(r"\b(item|entry)\.kind$|\bkind\.name$|^str\(.*\bkind\)$")

closed = pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.closed], ids=str)


# How one answers an item with the options 1, 2 and 3 where it is not by the option alone.
ANSWERS = {
    "ranking": (["1=2", "3=1"], ["2=1"], ["3", "1", "2"]),
    "constant_sum": (["1=40", "2=59", "3=1"], ["2=100"], ["1=33", "2=33", "3=34"]),
}


def asked(kind: Kind) -> Item:
    return choose("Q", 1, 2, 3, kind=kind)


@closed
def test_every_answer_comes_back_from_its_codes(kind: Kind) -> None:
    item = asked(kind)
    assert kind.coding is not None
    for texts in ANSWERS.get(kind.name, (["1"], ["2"], ["3"])):
        answer = kind.read(item, texts)
        codes = kind.coding.encode(item, answer)
        assert len(codes) == len(layout(instrument(item)).span(item))
        assert all(code < len(item.points) < FIRST_NON_ANSWER for code in codes)
        assert kind.coding.decode(item, codes) == answer


@closed
def test_what_is_drawn_are_codes_of_its_points(kind: Kind) -> None:
    item = asked(kind)
    assert kind.coding is not None
    drawn = kind.coding.draw(np.random.default_rng(1), item, 50)
    assert drawn.shape == (50, len(layout(instrument(item)).span(item)))
    assert set(np.unique(drawn)) <= set(range(len(item.points)))


def test_a_scored_kind_has_one_byte_in_order_and_says_nothing_of_who_somebody_is() -> None:
    for kind in KINDS.values():
        if kind.scored:
            assert (kind.closed, kind.several, kind.background) == (True, False, False), kind
            assert kind.measure is not MeasurementLevel.NOMINAL, kind


def test_each_row_stands_under_its_name() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
    assert UNNAMED in KINDS.values()


def test_a_kind_may_keep_a_place_for_each_option() -> None:
    """An order of preference: as many bytes as options, as many points as options."""
    order = Kind(
        "order",
        "an order of several options",
        lambda item, texts: tuple(
            option.value for text in texts for option in item.options if str(option.value) == text
        ),
        needs=("options",),
        coding=AnswerCoding(
            points=lambda item: tuple(Option(n, f"Place {n}") for n in range(1, len(item.options) + 1)),
            encode=lambda item, answer: [answer.index(option.value) for option in item.options],
            decode=lambda item, codes: tuple(item.options[place].value for place in np.argsort(list(codes))),
            draw=lambda generator, item, people: np.argsort(generator.random((people, len(item.options)))),
            by_option=True,
            values="place",
            cell=("is no place", "write 1 for the first"),
        ),
        measure=MeasurementLevel.ORDINAL,
    )
    item = choose("Q", "a", "b", "c", kind=order)
    places = layout(instrument(item))
    answer = order.read(item, ["c", "a", "b"])
    codes = order.coding.encode(item, answer)
    assert [column.id for column in places.columns] == ["Q.a", "Q.b", "Q.c"]
    assert list(codes) == [1, 2, 0]
    assert np.isnan(places.table).all()  # nothing is scored by it
    assert places.decode(bytes(codes)) == {"Q": ("c", "a", "b")}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every part of the code outside the table, the keys of its files and its fields, with its place."""
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        if name not in TABLE:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def test_nobody_takes_a_single_row_from_the_table() -> None:
    taken = [
        place
        for place, node in nodes()
        if isinstance(node, ast.ImportFrom)
        and (
            (node.module == "engine.instrument.kinds" and {name.name for name in node.names} - OPEN_TO_ALL)
            or (node.module == "engine.instrument" and "kinds" in {name.name for name in node.names})
        )
    ]
    assert taken == []


def test_nobody_asks_which_kind_it_is() -> None:
    """Neither `kind is ...` nor `Kind.NUMBER`, nor the name of a kind in a comparison: its facts are asked.

    That a kind is compared with a text, mypy finds: they can't be equal.
    """
    assert [place for place, node in nodes() if asks_which(node)] == []


def asks_which(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return ast.unparse(node.value) in ("Kind", "model.Kind")
    if isinstance(node, ast.Match):
        return bool(KIND_OF_ITEM.search(ast.unparse(node.subject)))
    if not isinstance(node, ast.Compare):
        return False
    sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
    by_identity = isinstance(node.ops[0], ast.Is | ast.IsNot)
    return any(KIND_OF_ITEM.search(side) or (by_identity and side == "kind") for side in sides)


def test_the_guide_names_six_files_of_a_kind_at_most() -> None:
    guide = (ROOT / "docs" / "kinds-of-items.md").read_text(encoding="utf-8")
    named = re.findall(r"^\d\. `([^`]+)`", guide, re.MULTILINE)
    assert 1 <= len(named) <= 6
    assert all((ROOT / name).is_file() for name in named)
