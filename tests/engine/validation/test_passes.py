"""One pass over blocks: the same study for any blocks, from files and from a store."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.responses.layout import Block
from engine.validation.data import Data, data_of_blocks
from engine.validation.gather import MOST_PATTERNS
from engine.validation.parts import Part
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import run
from engine.validation.study_json import study_json
from tests import small
from tests.engine.validation.made import answers, as_json, codes_of, study


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_the_study_is_the_same_to_the_last_bit_for_any_blocks(rows: int) -> None:
    codes = answers(150, 6, missing=0.1)
    clusters, groups = [n % 12 for n in range(150)], [n % 2 for n in range(150)]
    whole = as_json(study(codes, clusters=clusters, groups=groups))
    parts = as_json(study(codes, clusters=clusters, groups=groups, rows=rows))
    for name in whole.keys() - {"quality", "correlations"}:
        assert parts[name] == whole[name], name
    for index in ("longstring", "irv", "mahalanobis", "person_total"):
        assert parts["quality"][index] == whole["quality"][index]
    for name in ("pearson", "polychoric", "thresholds", "spearman"):
        assert parts["correlations"][name] == whole["correlations"][name]


def wave() -> tuple[np.ndarray, np.ndarray]:
    return answers(60, 5), np.repeat(np.arange(4), [20, 20, 17, 3])


def blocks() -> Iterator[Block]:
    codes, sites = wave()
    for first in range(0, 60, 25):
        rows = slice(first, first + 25)
        yield Block(codes[rows], sites[rows], ("A", "B", "C", "D"))


def test_a_closed_wave_is_studied_by_the_same_code_as_a_file() -> None:
    items = [small.likert(f"I{n}") for n in range(1, 6)]
    instrument = small.instrument(*items, subscales=(small.subscale("s", *(item.id for item in items)),))
    data = data_of_blocks(
        instrument, blocks, name="a wave", form="full", site_names=("A", "B", "C", "D"), cluster="site"
    )
    found = study_json(run(data, plan_of(instrument, StudyChoices(), data.asked)))
    codes, sites = wave()
    same = as_json(study(codes, clusters=sites.tolist()))
    assert found["subscales"]["s"]["alpha"] == same["subscales"]["s"]["alpha"]
    levels = found["subscales"]["s"]["levels"]
    assert list(levels["group_mean_reliability"]) == ["A", "B", "C", "D"]
    assert levels["icc1"] == same["subscales"]["s"]["levels"]["icc1"]
    assert len(found["data"]["digest"]) == 64


def test_a_site_that_may_not_be_shown_is_in_no_number() -> None:
    items = [small.likert(f"I{n}") for n in range(1, 6)]
    instrument = small.instrument(*items, subscales=(small.subscale("s", *(item.id for item in items)),))
    data = data_of_blocks(
        instrument,
        blocks,
        name="a wave",
        form="full",
        site_names=("A", "B", "C", "D"),
        shown=np.array([True, True, True, False]),
    )
    found = study_json(run(data, plan_of(instrument, StudyChoices(), data.asked)))
    assert found["data"]["n"] == 57
    assert list(found["subscales"]["s"]["levels"]["group_mean_reliability"]) == ["A", "B", "C"]


def test_progress_is_told_part_by_part() -> None:
    codes = answers(30, 5)
    items = [small.likert(f"I{n}") for n in range(1, 6)]
    instrument = small.instrument(*items, subscales=(small.subscale("s", *(item.id for item in items)),))
    data = Data(lambda: [Part(codes[:10], None, ()), Part(codes[10:], None, ())], "made", None)
    reached: list[int] = []
    run(data, plan_of(instrument, StudyChoices()), told=reached.append)
    assert reached == [10, 30]


def test_too_many_missing_patterns_leave_only_littles_test_out() -> None:
    codes = answers(MOST_PATTERNS + 500, 25, missing=0.4)
    found = study(codes, choices=StudyChoices(quality=False, draws=5))
    assert "many_patterns" in codes_of(found)
    assert as_json(found)["missing"]["mcar"] is None
    assert as_json(found)["missing"]["by_item"]["I1"] > 0
    assert as_json(found)["quality"] is None
