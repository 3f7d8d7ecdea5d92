"""What a team says month by month: a row a save, nothing overwritten, apart from every survey."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.playbooks.check_ins import MonthlyForm, all_statements, monthly_form
from engine.playbooks.filled import LONGEST_LINE
from engine.playbooks.folder import find_playbook
from engine.store import School, Store, StoreError
from engine.store.check_ins import NewCheckIn, StaleCheckIn
from engine.store.schema import metadata

ME, YOU = "me@school.example", "you@school.example"
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def said(energy: int = 6, pulse: Mapping[str, int] | None = None, **more: Any) -> NewCheckIn:
    return NewCheckIn({"EW1": 3} if pulse is None else pulse, {"energy": energy} | more)


@pytest.fixture(scope="module")
def form() -> MonthlyForm:
    return monthly_form(find_playbook("collective-leadership"), "en", MAY)


@pytest.fixture
def school(store: Store) -> School:
    return store.studies.add_school(store.studies.add_network("Lakeshore"), "Northgate")


def test_all_seven_conditions_come_up_in_each_quarter() -> None:
    folder = find_playbook("collective-leadership")
    for first in (1, 4, 7, 10):
        asked = [
            one.construct
            for month in range(first, first + 3)
            for one in monthly_form(folder, "en", date(2026, month, 1)).statements
        ]
        assert sorted(asked) == sorted(one.id for one in folder.constructs.constructs)
    assert [one.construct for one in all_statements(folder, "es")] == [
        one.id for one in folder.constructs.constructs
    ]


def test_a_save_adds_a_row_and_the_last_one_counts(store: Store, school: School, form: MonthlyForm) -> None:
    first = store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    second = store.check_ins.save(school, MAY, form, said(3), YOU, seen=first.id)
    assert [one.id for one in store.check_ins.history(school, MAY)] == [second.id, first.id]
    (counts,) = store.check_ins.of(school)
    assert (counts.answers, counts.pulse, counts.who) == ({"energy": 3}, {"EW1": 3}, YOU)
    assert store.check_ins.save(school, MAY, form, said(3), ME, seen=first.id) == second


def test_who_saves_over_another_is_told_and_nothing_is_lost(
    store: Store, school: School, form: MonthlyForm
) -> None:
    first = store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    for seen in (0, first.id - 1):
        with pytest.raises(StaleCheckIn) as stale:
            store.check_ins.save(school, MAY, form, said(9), YOU, seen=seen)
        assert stale.value.current == first
    assert len(store.check_ins.history(school, MAY)) == 1


def test_a_month_is_taken_out_and_brought_back(store: Store, school: School, form: MonthlyForm) -> None:
    first = store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    assert store.check_ins.remove(school, MAY, ME).removed
    assert [one.removed for one in store.check_ins.of(school)] == [True]
    back = store.check_ins.bring_back(school, MAY, first.id, YOU)
    assert (back.removed, back.answers) == (False, first.answers)
    assert len(store.check_ins.history(school, MAY)) == 3
    with pytest.raises(StoreError, match="no such save"):
        store.check_ins.bring_back(school, JUNE, first.id, YOU)
    with pytest.raises(StoreError, match="no check-in of this month"):
        store.check_ins.remove(school, JUNE, YOU)


def test_a_month_that_was_taken_out_can_be_said_anew(store: Store, school: School, form: MonthlyForm) -> None:
    store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    store.check_ins.remove(school, MAY, ME)
    anew = store.check_ins.save(school, MAY, form, said(8), ME, seen=0)
    assert (anew.removed, anew.answers) == (False, {"energy": 8})


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        (NewCheckIn({}, {}), "Nothing is said"),
        (said(pulse={"VS7": 3}), "does not ask 'VS7'"),
        (said(pulse={"EW1": 6}), "no answer 6"),
        (said(11), "energy does not take this"),
        (said(condition="love"), "condition does not take this"),
        (said(what_moved="x" * (LONGEST_LINE + 1)), "what_moved does not take this"),
        (said(in_the_way=[{"obstacle": "a"}] * 3), "in_the_way does not take this"),
        (said(in_the_way=[{"obstacle": "a", "ours": "perhaps"}]), "in_the_way does not take this"),
        (said(in_the_way=["words"]), "in_the_way does not take this"),
        (said(love="x"), "no field 'love'"),
    ],
)
def test_what_the_check_in_does_not_have_is_refused(
    store: Store, school: School, form: MonthlyForm, new: NewCheckIn, cause: str
) -> None:
    with pytest.raises(StoreError, match=cause):
        store.check_ins.save(school, MAY, form, new, ME, seen=0)
    assert store.check_ins.of(school) == ()


def test_a_month_is_named_by_its_first_day(store: Store, school: School, form: MonthlyForm) -> None:
    with pytest.raises(StoreError, match="not the first day"):
        store.check_ins.save(school, date(2026, 5, 2), form, said(), ME, seen=0)


def test_no_survey_counts_a_check_in(store: Store, school: School, form: MonthlyForm) -> None:
    """A save changes one table, and no wave, answer or result."""

    def counted() -> dict[str, int]:
        with store._database.reading() as connection:
            return {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in metadata.tables.items()
            }

    before = counted()
    store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    changed = {name for name, n in counted().items() if n != before[name]}
    assert changed == {"check_in_save"}


def test_a_school_with_check_ins_is_not_deleted(store: Store, school: School, form: MonthlyForm) -> None:
    store.check_ins.save(school, MAY, form, said(), ME, seen=0)
    with pytest.raises(StoreError, match="check-ins of its team"):
        store.studies.remove_school(school)
