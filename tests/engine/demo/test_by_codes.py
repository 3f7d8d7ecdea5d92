"""The demonstration's wave by personal codes: who has answered is known, and a slip lets one more person in."""

from engine.demo.by_codes import ANSWERED, NAMES, slip
from engine.demo.fill import Demo
from engine.store import CodeState, Store, WayIn


def test_some_people_of_the_list_have_answered_with_their_codes(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    assert made.by_codes is not None
    first = store.sites.of(made.by_codes)[0]
    listed = store.invitees.of(first)
    assert sum(person.answered for person in listed) == ANSWERED
    assert [person.name for person in listed][: len(NAMES)] == list(NAMES)
    assert store.responses.counts(made.by_codes)[first.id] == ANSWERED
    assert store.codes.counts(made.by_codes)[first.id].sent == ANSWERED


def test_a_slip_lets_a_guest_in_once(demo: tuple[Store, Demo]) -> None:
    store, made = demo
    assert made.by_codes is not None
    before = len(store.invitees.of(made.by_codes))
    one, other = (store.codes.find(slip(store, made.by_codes)) for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.state is other.state is CodeState.NEW
    assert one.key != other.key
    assert [person.name for person in store.invitees.of(made.by_codes)][before:] == ["Guest 1", "Guest 2"]


def test_closed_waves_were_answered_by_codes_and_links_have_the_higher_minimum(
    demo: tuple[Store, Demo],
) -> None:
    _, made = demo
    assert {(wave.way_in, wave.minimum_group) for wave in made.closed} == {(WayIn.CODES, 5)}
    assert {(wave.way_in, wave.minimum_group) for wave in (made.survey, made.self_check)} == {
        (WayIn.LINK, 10)
    }
