"""The simulation of the rule on gaps: what counts as false, and a page that tells every kind of groups."""

import numpy as np

from benchmarks.invariance import BEGIN, PAGE, TwoGroups, _is_false, cells, look
from psychometrics.latent.invariance_rule import Comparability

ONE = TwoGroups("one", (600, 600), shift={"i3": 0.5})
MOST = TwoGroups("most", (600, 600), shift={"i1": 0.3, "i2": 0.3, "i3": 0.3})
NOTHING = TwoGroups("nothing", (600, 600))


def test_an_answer_is_false_where_it_says_what_is_not_so():
    equal, differs = Comparability("equal"), Comparability("differs")
    assert [_is_false(cell, equal) for cell in (NOTHING, ONE)] == [False, True]
    assert [_is_false(cell, differs) for cell in (NOTHING, ONE)] == [True, False]
    assert not _is_false(ONE, Comparability("open"))
    assert not _is_false(ONE, Comparability("partly", items=("i3",)))
    assert _is_false(ONE, Comparability("partly", items=("i3", "i4")))
    assert not _is_false(MOST, Comparability("partly", items=("i4", "i5")))
    assert _is_false(NOTHING, Comparability("partly", items=("i1",)))


def test_the_page_has_a_row_for_each_kind_of_groups_and_hardly_a_false_equality():
    made = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2]
    for cell in cells():
        (row,) = [line for line in made.splitlines() if line.startswith(f"| {cell.name} |")][:1]
        equal, *_, false = (part.strip() for part in row.split("|")[2:7])
        assert int(equal) <= 1 or not cell.otherwise
        rate, error = map(float, false.split("±"))
        assert rate - 2 * error <= 5


def test_groups_are_drawn_as_they_are_said_to_be():
    random = np.random.default_rng(1)
    first, second = (ONE._answers(random, group)[0] for group in (0, 1))
    gaps = second.mean(axis=0) - first.mean(axis=0)
    assert gaps[2] > gaps[[0, 1, 3, 4]].max() + 0.15
    seen = look(TwoGroups("few", (220, 220)), 1)
    assert seen is not None
    assert seen.told.outcome == "open"
    assert 0 < seen.pvalues["scalar"] < 1
