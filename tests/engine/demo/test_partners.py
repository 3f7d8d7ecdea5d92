"""Partners of the demonstration: at one school two levels apart in every area, at the other near each other."""

from engine.demo.fill import Demo
from engine.demo.partners import AGREED, FAR_APART, GAP
from engine.demo.people import OWN_SCHOOL
from engine.store import Store
from engine.store.partnerships import Partnership


def one_of(store: Store, name: str) -> Partnership:
    (network,) = store.studies.networks()
    school = next(one for one in store.studies.schools(network) if one.name.startswith(name))
    (found,) = store.partnerships.of(school)
    return found


def gaps(store: Store, of: Partnership) -> list[int]:
    both = store.partnerships.both(of, store.partnerships.round(of))
    assert both is not None
    own, other = both
    assert own.levels.keys() == other.levels.keys()
    return [int(other.levels[area]) - int(own.levels[area]) for area in own.levels]


def test_o_has_a_partner_that_rates_every_area_two_levels_higher(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    of = one_of(store, FAR_APART)
    assert gaps(store, of) == [GAP] * 24
    assert len(store.partnerships.agreements(of, 1)) == AGREED
    assert of.read_by_hub


def test_elsewhere_partners_differ_by_a_level_at_most(demo: tuple[Store, Demo]) -> None:
    store, _ = demo
    found = gaps(store, one_of(store, OWN_SCHOOL))
    assert set(found) == {-1, 0, 1}
