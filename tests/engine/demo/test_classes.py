"""Three classes of one school of the demonstration: each is shown to its own teacher, all together to the school."""

import pytest

from engine.demo.classes import CLASSES, INSTRUMENT
from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL, account
from engine.store import Role, Store, UnitKind


def test_a_class_of_ten_or_more_has_a_result_of_its_own_that_its_teacher_may_read(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    teacher = account(store, Role.TEACHER)
    assert teacher is not None
    units = store.units.of(made.audiences[INSTRUMENT])
    assert [unit.name for unit in units] == list(CLASSES)
    assert {unit.kind for unit in units} == {UnitKind.CLASS}
    assert [unit.id for unit in store.units.of_teacher(teacher.id)] == [units[0].id]
    for unit, (students, answering, mean) in zip(units, CLASSES.values(), strict=True):
        part = store.units.part(unit)
        assert part is not None
        document = part.document
        assert (document["n"], document["expected"], document["simulated"]) == (answering, students, True)
        assert document["scores"]["practice"]["mean"] * 3 / 100 + 1 == pytest.approx(mean, abs=0.1)


def test_the_school_sees_its_classes_pooled(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    (site,) = store.results.snapshot(made.audiences[INSTRUMENT]).document["sites"]
    assert site["school"].startswith(OWN_SCHOOL)
    assert site["responses"] == sum(answering for _, answering, _ in CLASSES.values())
    assert not [one for one in site["groups"] if one["by"] != "(language)"]
