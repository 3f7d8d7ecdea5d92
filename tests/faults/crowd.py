"""Many people answering at once, one after the other in each of a few lanes, until they are told to stop."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.browser import Browser
from tests.faults.person import Habit, Person
from tests.faults.survey import Place

LANES = 4


@dataclass
class Crowd:
    place: Place
    port: int
    cut: Callable[[], bool] = lambda: False
    habit: Habit = Habit.ONCE
    people: list[Person] = field(default_factory=list)

    @property
    def replies(self) -> int:
        """How many everybody has got so far."""
        return sum(person.browser.statuses.total() for person in list(self.people))

    @contextmanager
    def answering(self) -> Iterator[None]:
        """People come and answer while the block runs; whoever is under way then comes to an end."""
        stop = threading.Event()
        numbers = itertools.count(len(self.people))
        lanes = [threading.Thread(target=self._lane, args=(numbers, stop)) for _ in range(LANES)]
        for lane in lanes:
            lane.start()
        try:
            yield
        finally:
            stop.set()
            for lane in lanes:
                lane.join()

    def _lane(self, numbers: Iterator[int], stop: threading.Event) -> None:
        while not stop.is_set():
            person = Person(next(numbers), Browser(self.port), self.place.link, self.cut, self.habit)
            self.people.append(person)
            person.answer()
