"""Two meetings of the visitors' own team: each kept with its evidence, one with a history and read by the hub."""

from engine.demo.fill import Demo
from engine.demo.people import OWN_SCHOOL
from engine.demo.rubric_meetings import FALL, INSTRUMENT, SPRING, TAKEN_BACK
from engine.loading import catalog
from engine.store import Store


def test_the_team_kept_two_meetings_took_one_level_back_and_lets_the_hub_read_the_first(
    demo: tuple[Store, Demo],
) -> None:
    store, _ = demo
    (network,) = store.studies.networks()
    school = next(one for one in store.studies.schools(network) if one.name.startswith(OWN_SCHOOL))
    fall, spring = store.rubrics.meetings(school)
    assert (fall.shared, spring.shared) == (True, False)
    assert fall.held < spring.held
    assert fall.levels == {**FALL, "CT_EW": TAKEN_BACK}
    assert spring.levels == SPRING
    assert [one.levels["CT_EW"].level for one in store.rubrics.history(school, fall.number)] == [1, 1, 2]
    rubrics = [item.id for item in catalog.find(INSTRUMENT).items if item.levels]
    assert list(fall.levels) == list(spring.levels) == rubrics
    assert all(one.evidence for one in (*fall.levels.values(), *spring.levels.values()))
