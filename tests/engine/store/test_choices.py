"""A team's own choice of where to start: recorded with who and why, changed, taken back, never invented."""

from typing import Any

import pytest
from sqlalchemy import event

from engine.store import ChoicePath, StoreError
from tests.engine.store.field import Clock, Field, nothing

WHO = "lea@ash.example"
SHOWN = ("trust", "vision")  # of the measures of the result


@pytest.fixture
def closed(field: Field) -> Field:
    field.store.closing.close(field.wave, nothing)
    return field


def test_a_choice_is_kept_with_who_and_why(closed: Field, clock: Clock) -> None:
    store, school = closed.store, closed.schools[0]
    made = store.choices.add(
        school, closed.wave, "need", ["vision", "trust"], " It holds us up. ", "the  team", WHO, shown=SHOWN
    )
    assert (made.path, made.measures, made.stands) == (ChoicePath.NEED, ("vision", "trust"), True)
    assert (made.reason, made.agreed_by, made.who, made.name) == ("It holds us up.", "the team", WHO, WHO)
    assert made.at == clock().replace(microsecond=0)
    assert made.site_id == closed.sites[0].id
    assert store.choices.history(school, closed.wave) == (made,)
    assert store.choices.history(closed.schools[1], closed.wave) == ()


def test_the_last_choice_counts_and_the_others_stay_as_its_history(closed: Field, clock: Clock) -> None:
    store, (ash, birch, _) = closed.store, closed.schools
    first = store.choices.add(
        ash, closed.wave, "need", ["vision"], "It is low.", "the team", WHO, shown=SHOWN
    )
    clock.move(hours=1)
    second = store.choices.add(
        ash, closed.wave, "strength", ["trust"], "It carries us.", "the team", WHO, shown=SHOWN
    )
    other = store.choices.add(
        birch, closed.wave, "need", ["trust"], "So we think.", "all staff", "b@birch.example", shown=SHOWN
    )
    assert store.choices.history(ash, closed.wave) == (second, first)
    assert dict(store.choices.of(closed.wave)) == {second.site_id: second, other.site_id: other}


def test_a_form_that_is_sent_twice_makes_one_choice(closed: Field, clock: Clock) -> None:
    given = (closed.schools[0], closed.wave, "need", ["vision"], "It is low.", "the team", WHO)
    first = closed.store.choices.add(*given, shown=SHOWN)
    clock.move(minutes=1)
    assert closed.store.choices.add(*given, shown=SHOWN) == first
    assert len(closed.store.choices.history(closed.schools[0], closed.wave)) == 1


def test_a_choice_can_be_taken_back_once_and_made_again(closed: Field) -> None:
    store, school = closed.store, closed.schools[0]
    with pytest.raises(StoreError, match="no choice to take back"):
        store.choices.take_back(school, closed.wave, WHO)
    store.choices.add(school, closed.wave, "need", ["vision"], "It is low.", "the team", WHO, shown=SHOWN)
    back = store.choices.take_back(school, closed.wave, "tom@ash.example")
    assert (back.stands, back.who, back.path) == (False, "tom@ash.example", ChoicePath.NEED)
    assert dict(store.choices.of(closed.wave)) == {}
    with pytest.raises(StoreError, match="no choice to take back"):
        store.choices.take_back(school, closed.wave, WHO)
    again = store.choices.add(
        school, closed.wave, "need", ["vision"], "It is low.", "the team", WHO, shown=SHOWN
    )
    assert [one.stands for one in store.choices.history(school, closed.wave)] == [True, False, True]
    assert store.choices.of(closed.wave)[again.site_id] == again


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"measures": ["time"]}, "doesn't show 'time'; choose from trust, vision"),
        ({"measures": ["other", "vision"]}, "doesn't show 'other'"),
        ({"measures": []}, "one or 2 different measures, not 0"),
        ({"measures": ["vision", "vision"]}, "one or 2 different measures"),
        ({"measures": ["vision", "trust", "time"]}, "not 3; leave out what can wait"),
        ({"path": "other"}, "'other' is not a way to start; use need or strength"),
        ({"reason": "  "}, "lacks the reason; say in a sentence why"),
        ({"reason": "x" * 2001}, "The reason takes 2001 characters; shorten it to 2000"),
        ({"agreed_by": "\n"}, "lacks the names of who agreed"),
        ({"agreed_by": "x" * 301}, "takes 301 characters; shorten it to 300"),
    ],
)
def test_what_is_no_choice_is_refused_and_changes_nothing(
    closed: Field, changed: dict[str, Any], words: str
) -> None:
    good: dict[str, Any] = {
        "path": "need",
        "measures": ["vision"],
        "reason": "It is low.",
        "agreed_by": "the team",
    }
    with pytest.raises(StoreError, match=words):
        closed.store.choices.add(closed.schools[0], closed.wave, who=WHO, shown=SHOWN, **(good | changed))
    assert closed.store.choices.history(closed.schools[0], closed.wave) == ()


def test_a_school_without_a_result_has_nothing_to_choose_from(closed: Field) -> None:
    given = (closed.wave, "need", ["vision"], "It is low.", "the team", WHO)
    with pytest.raises(StoreError, match="Cedar for the wave 'Spring' shows no score"):
        closed.store.choices.add(closed.schools[2], *given, shown=())
    absent = closed.store.studies.add_school(closed.store.studies.network(closed.study.network_id), "Dogwood")
    with pytest.raises(StoreError, match="Dogwood has no part in the wave 'Spring'"):
        closed.store.choices.add(absent, *given, shown=SHOWN)


def test_a_choice_waits_for_the_close_and_stays_when_the_wave_is_reopened(field: Field) -> None:
    store, school = field.store, field.schools[0]
    given = (school, field.wave, "need", ["vision"], "It is low.", "the team", WHO)
    with pytest.raises(StoreError, match="close the wave first"):
        store.choices.add(*given, shown=SHOWN)
    store.closing.close(field.wave, nothing)
    made = store.choices.add(*given, shown=SHOWN)
    store.closing.reopen(field.wave, "more answers on paper")
    assert store.choices.history(school, field.wave) == (made,)
    with pytest.raises(StoreError, match="is not closed, so its result may still change; choose once"):
        store.choices.add(
            school, field.wave, "strength", ["trust"], "It carries us.", "the team", WHO, shown=SHOWN
        )
    with pytest.raises(StoreError, match="is not closed"):
        store.choices.take_back(school, field.wave, WHO)


def test_the_choices_of_a_network_are_one_query(closed: Field) -> None:
    for school in closed.schools[:2]:
        closed.store.choices.add(
            school, closed.wave, "need", ["vision"], "It is low.", "the team", WHO, shown=SHOWN
        )
    asked: list[str] = []
    engine = closed.store._database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert len(closed.store.choices.of(closed.wave)) == 2
    assert [text for text in asked if text.lstrip().startswith("SELECT")] == asked[-1:]
