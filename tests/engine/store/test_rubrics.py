"""What a team agrees on: a row a save, nothing overwritten, apart from every answer."""

from datetime import date

import pytest

from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.store import School, Store, StoreError
from engine.store.rubrics import LONGEST_EVIDENCE, AgreedLevel, NewRubricSave, StaleRubric

ME, YOU = "me@school.example", "you@school.example"
DAY = date(2026, 5, 1)


def agreed(level: int | None = 2, evidence: str = "Minutes of March", by: str = "Team") -> NewRubricSave:
    return NewRubricSave(DAY, {"CT_VS": AgreedLevel(level, evidence), "CT_SA": AgreedLevel(3)}, by)


@pytest.fixture(scope="module")
def rubric() -> Instrument:
    return catalog.find("condition-rubric")


@pytest.fixture
def school(store: Store) -> School:
    return store.studies.add_school(store.studies.add_network("Lakeshore"), "Northgate")


def test_a_save_adds_a_row_and_the_last_one_counts(store: Store, school: School, rubric: Instrument) -> None:
    first = store.rubrics.begin(school, rubric, agreed(), ME)
    second = store.rubrics.save(school, 1, rubric, agreed(4), YOU, seen=first.id)
    assert (first.number, second.number) == (1, 1)
    assert [one.id for one in store.rubrics.history(school, 1)] == [second.id, first.id]
    (counts,) = store.rubrics.meetings(school)
    assert (counts.levels["CT_VS"].level, counts.who, counts.shared) == (4, YOU, False)
    assert store.rubrics.history(school, 1)[1].levels["CT_VS"] == AgreedLevel(2, "Minutes of March")


def test_the_same_again_adds_nothing(store: Store, school: School, rubric: Instrument) -> None:
    first = store.rubrics.begin(school, rubric, agreed(), ME)
    assert store.rubrics.save(school, 1, rubric, agreed(by=" Team "), ME, seen=first.id) == first
    assert len(store.rubrics.history(school, 1)) == 1


def test_who_saves_over_another_is_told_and_nothing_is_lost(
    store: Store, school: School, rubric: Instrument
) -> None:
    first = store.rubrics.begin(school, rubric, agreed(), ME)
    second = store.rubrics.save(school, 1, rubric, agreed(4), YOU, seen=first.id)
    with pytest.raises(StaleRubric) as stale:
        store.rubrics.save(school, 1, rubric, agreed(1), ME, seen=first.id)
    assert stale.value.current == second
    assert len(store.rubrics.history(school, 1)) == 2


def test_an_earlier_save_is_brought_back_as_a_new_one(
    store: Store, school: School, rubric: Instrument
) -> None:
    first = store.rubrics.begin(school, rubric, agreed(), ME)
    store.rubrics.save(school, 1, rubric, agreed(4), YOU, seen=first.id)
    back = store.rubrics.bring_back(school, 1, first.id, YOU)
    assert (back.levels, back.who) == (first.levels, YOU)
    assert len(store.rubrics.history(school, 1)) == 3
    with pytest.raises(StoreError, match="no such save"):
        store.rubrics.bring_back(school, 1, 999, YOU)


def test_a_meeting_that_is_taken_out_is_shared_no_more_and_comes_back_unshared(
    store: Store, school: School, rubric: Instrument
) -> None:
    first = store.rubrics.begin(school, rubric, agreed(), ME)
    assert store.rubrics.share(school, 1, ME, shared=True).shared
    gone = store.rubrics.remove(school, 1, ME)
    assert (gone.removed, gone.shared) == (True, False)
    back = store.rubrics.bring_back(school, 1, first.id, ME)
    assert (back.removed, back.shared) == (False, False)


def test_a_change_keeps_what_was_shared_shared(store: Store, school: School, rubric: Instrument) -> None:
    store.rubrics.begin(school, rubric, agreed(), ME)
    shared = store.rubrics.share(school, 1, ME, shared=True)
    assert store.rubrics.save(school, 1, rubric, agreed(4), ME, seen=shared.id).shared


def test_each_meeting_has_a_number_of_its_school(store: Store, school: School, rubric: Instrument) -> None:
    other = store.studies.add_school(store.studies.networks()[0], "Southgate")
    store.rubrics.begin(school, rubric, agreed(), ME)
    earlier = NewRubricSave(date(2025, 5, 1), {"CT_VS": AgreedLevel(1)}, "Team")
    assert store.rubrics.begin(school, rubric, earlier, ME).number == 2
    assert store.rubrics.begin(other, rubric, agreed(), ME).number == 1
    assert [one.number for one in store.rubrics.meetings(school)] == [2, 1]  # by the day of the meeting
    assert store.rubrics.history(other, 2) == ()


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        (NewRubricSave(DAY, {"CT_VS": AgreedLevel(2)}, " "), "not said who agreed"),
        (NewRubricSave(DAY, {"CT_VS": AgreedLevel(None, "x")}, "Team"), "No level is agreed"),
        (NewRubricSave(DAY, {"CT_VS": AgreedLevel(5)}, "Team"), "no level 5"),
        (NewRubricSave(DAY, {"XX": AgreedLevel(1)}, "Team"), "no condition 'XX'"),
        (NewRubricSave(DAY, {"CT_VS": AgreedLevel(1, "x" * (LONGEST_EVIDENCE + 1))}, "Team"), "too long"),
        (NewRubricSave(DAY, {"CT_VS": AgreedLevel(1)}, "x" * 301), "too long"),
    ],
)
def test_what_the_rubric_does_not_have_is_refused(
    store: Store, school: School, rubric: Instrument, new: NewRubricSave, cause: str
) -> None:
    with pytest.raises(StoreError, match=cause):
        store.rubrics.begin(school, rubric, new, ME)
    assert store.rubrics.meetings(school) == ()


def test_a_school_with_meetings_is_not_deleted(store: Store, school: School, rubric: Instrument) -> None:
    store.rubrics.begin(school, rubric, agreed(), ME)
    with pytest.raises(StoreError, match="meetings of its team"):
        store.studies.remove_school(school)
