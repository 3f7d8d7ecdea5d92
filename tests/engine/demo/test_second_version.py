"""The second version at three schools: compared with the first on what both ask, and like it a month later."""

from engine.demo.fill import VERSION as BEFORE
from engine.demo.fill import Demo
from engine.demo.second_version import SCHOOLS, VERSION
from engine.loading import catalog
from engine.store import Store, WaveState


def test_three_schools_are_compared_with_the_first_version_on_common_statements(
    demo: tuple[Store, Demo],
) -> None:
    store, made = demo
    wave = made.second_version
    assert wave is not None
    assert (wave.state, wave.version, wave.simulated) == (WaveState.CLOSED, VERSION, True)
    instrument = catalog.find(wave.instrument_id, VERSION)
    (walk,) = catalog.crosswalks(instrument)
    sites = store.results.snapshot(wave).document["sites"]
    assert [one["school"].startswith(SCHOOLS) for one in sites] == [True] * len(SCHOOLS)
    for site in sites:
        changes = {id: score["change"] for id, score in site["scores"].items()}
        compared = {id: change for id, change in changes.items() if change is not None}
        assert compared
        for id, change in compared.items():
            common = set(instrument.subscale(id).items) & set(walk.items.values())
            assert (change["version"], change["common_items"]) == (BEFORE, len(common)), id
            assert change["since"] == made.closed[-2].title
        for id in changes.keys() - compared.keys():  # too few statements are the same
            assert len(set(instrument.subscale(id).items) & set(walk.items.values())) < 3, id


def test_scores_are_those_that_the_first_version_gives_a_month_later(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    assert made.second_version is not None
    assert made.second_version.opens < made.closed[-1].opens  # so that this one stays the newest
    tried, all_schools = (
        {one["school"]: one for one in store.results.snapshot(wave).document["sites"]}
        for wave in (made.second_version, made.closed[-1])
    )
    for school, part in tried.items():
        for id, score in part["scores"].items():
            assert abs(score["mean"] - all_schools[school]["scores"][id]["mean"]) <= 3, (school, id)
