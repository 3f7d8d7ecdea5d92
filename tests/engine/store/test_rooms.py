"""The store is made of rooms, each of which stands on the database alone."""

from itertools import permutations

from engine.store import Store
from engine.store.room import Room

OF_THE_FRONT = {"together", "open", "close", "__init__", "__enter__", "__exit__"}


def rooms(store: Store) -> dict[str, Room]:
    return {name: room for name, room in vars(store).items() if isinstance(room, Room)}


def test_the_front_has_rooms_and_no_work_of_its_own(store: Store) -> None:
    methods = {
        name for name, value in vars(Store).items() if callable(value) or isinstance(value, classmethod)
    }
    assert methods == OF_THE_FRONT
    assert Store.__bases__ == (object,)
    assert set(vars(store)) - set(rooms(store)) == {"_database", "now"}


def test_every_room_is_of_its_own_kind_and_inherits_no_other(store: Store) -> None:
    kinds = [type(room) for room in rooms(store).values()]
    assert set(kinds) == set(Room.__subclasses__())
    assert len(set(kinds)) == len(kinds)
    assert all(kind.__bases__ == (Room,) for kind in kinds)
    assert not any(issubclass(one, other) for one, other in permutations(kinds, 2))


def test_a_room_is_called_as_its_module_is(store: Store) -> None:
    assert {name: type(room).__module__ for name, room in rooms(store).items()} == {
        name: f"engine.store.{name}" for name in rooms(store)
    }
