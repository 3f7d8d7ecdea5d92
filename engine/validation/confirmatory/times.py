"""The same people at several times: whose answers stand side by side when times are compared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.responses.layout import Codes
from engine.validation.parts import Places
from engine.validation.plan import Plan
from engine.validation.retest import RetestData


@dataclass(frozen=True, slots=True, eq=False)
class TimesOfPeople:
    """Rows of answers, each of a person at a time: `codes` rows x items, `times` places in `labels`, -1 unknown."""

    name: str
    labels: tuple[str, ...]
    codes: Codes
    times: Places
    ids: Sequence[str | None]

    @property
    def repeated(self) -> bool:
        """Whether somebody is at two times, so that these are no groups of different people."""
        seen: dict[str, int] = {}
        rows = zip(self.ids, self.times.tolist(), strict=True)
        return any(
            seen.setdefault(person, time) != time for person, time in rows if person is not None and time >= 0
        )

    def side_by_side(self, options: Sequence[int]) -> dict[str, Codes]:
        """By time the codes of those who answered every item at every time, the same person in the same row.

        Whoever stands twice at a time is left out, as nobody can tell which answers count.
        """
        complete: list[bool] = np.all(self.codes < np.array(options), axis=1).tolist()
        places = self.times.tolist()
        several = Counter(zip(places, self.ids, strict=True))
        found: list[dict[str, int]] = [{} for _ in self.labels]
        for row, (time, person) in enumerate(zip(places, self.ids, strict=True)):
            if person is not None and time >= 0 and complete[row] and several[time, person] == 1:
                found[time][person] = row
        there = [rows for rows in found if rows]
        everywhere = [person for person in there[0] if all(person in rows for rows in there)] if there else []
        return {
            label: self.codes[[rows[person] for person in everywhere]]
            for label, rows in zip(self.labels, found, strict=True)
            if rows
        }


def times_of_retest(name: str, waves: RetestData, plan: Plan) -> TimesOfPeople | None:
    """The two times of a retest; None where only its scores are known."""
    one, two = waves.first, waves.second
    if one.codes is None or two.codes is None:
        return None
    codes = np.concatenate([plan.as_in_file(own)[:, list(plan.structured)] for own in (one.codes, two.codes)])
    times = np.repeat([0, 1], [len(one.ids), len(two.ids)])
    return TimesOfPeople(name, ("first time", "second time"), codes, times, [*one.ids, *two.ids])
