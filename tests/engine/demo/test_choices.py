"""What schools of the demonstration chose: most did, the visitors' own not yet, and every reason fits its measure."""

from engine.demo.choices import WHY
from engine.demo.fill import INSTRUMENT, Demo
from engine.demo.people import OWN_SCHOOL
from engine.loading import catalog
from engine.store import ChoicePath, Store


def test_there_is_a_reason_for_every_measure_and_way() -> None:
    measures = [one.id for one in catalog.find(INSTRUMENT).subscales]
    assert list(WHY) == measures
    assert len({reason for pair in WHY.values() for reason in pair}) == 2 * len(measures)


def test_two_of_three_schools_chose_both_ways_and_on_what_their_result_shows(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    chosen = store.choices.of(made.closed[-1])
    assert 12 <= len(chosen) <= 18
    assert {one.path for one in chosen.values()} == set(ChoicePath)
    for one in chosen.values():
        assert one.reason == WHY[one.measures[0]][one.path is ChoicePath.STRENGTH]


def test_the_visitors_own_school_chose_before_changed_its_mind_and_has_yet_to_choose(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    site = next(one for one in store.sites.of(made.closed[-1]) if one.school.startswith(OWN_SCHOOL))
    school = store.studies.school(site.school_id)
    assert store.choices.history(school, made.closed[-1]) == ()
    before = made.closed[-2]
    assert all(
        before.closes < one.at < made.closed[-1].opens for one in store.choices.history(school, before)
    )
    assert [one.path for one in store.choices.history(school, made.closed[-2])] == [
        ChoicePath.NEED,
        ChoicePath.STRENGTH,
    ]
