import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.pairing import pair_by_id


def test_everyone_is_paired_counted_or_named():
    first = ["ann", "bob", "bob", "cid", "dee", None, "fay"]
    second = ["dee", "ann", "", "eve", "gus", "gus", "bob", "fay"]
    found = pair_by_id(first, second)
    assert found.n == 3
    assert [first[row] for row in found.first] == ["ann", "dee", "fay"]
    assert [second[row] for row in found.second] == ["ann", "dee", "fay"]
    assert found.only_first == ("cid",)
    assert found.only_second == ("eve",)
    assert (found.repeated_first, found.repeated_second) == (("bob",), ("gus",))
    assert (found.without_id_first, found.without_id_second) == (1, 1)
    said = {caution.code: str(caution) for caution in found.cautions}
    assert set(said) == {
        "repeated_first", "repeated_second", "only_first", "only_second", "without_id_first",
        "without_id_second",
    }  # fmt: skip
    assert said["repeated_first"].startswith("bob: 1 id(s) stand more than once in the first wave")
    assert "1 row(s) of the second wave have no id" in said["without_id_second"]


def test_long_lists_are_shortened_in_words_not_in_the_result():
    found = pair_by_id(list(range(20)), [])
    assert len(found.only_first) == 20
    assert found.cautions[0].where == "0, 1, 2, 3, 4, ..."


def test_blank_space_and_nan():
    found = pair_by_id([" a ", "  ", float("nan"), 7], ["a", 7, "7"])
    assert found.n == 2
    assert found.without_id_first == 2
    assert found.only_second == ("7",)


def test_two_clean_waves_need_no_caution():
    assert pair_by_id(["a", "b"], ["b", "a"]).cautions == ()


@given(first=st.lists(st.integers(0, 12)), second=st.lists(st.integers(0, 12)))
def test_every_row_has_one_fate(first, second):
    found = pair_by_id(first, second)
    assert [first[row] for row in found.first] == [second[row] for row in found.second]
    unclear = {*found.repeated_first, *found.repeated_second}
    paired = {first[row] for row in found.first}
    assert paired | set(found.only_first) | unclear == set(first) | unclear
    assert not paired & unclear
    assert not set(found.only_first) & set(second)
    assert np.unique(found.second).size == found.n
