"""Schools of the demonstration that each show one thing a result must be able to say; nothing in them is real.

Answers are simulated for all schools alike, and then moved: an answer moves by so many points of its scale in
the mean, towards agreement for a reverse-keyed item turned round, and stays on the scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Crosswalk, Instrument, Item
from engine.responses.layout import FIRST_NON_ANSWER, Codes, layout
from engine.responses.simulate import SimulatedWave
from psychometrics.contract import Floats

FIRST_FOUR: Final = ("vision", "administration", "capacity", "structures")
LAST_THREE: Final = ("relationships", "influence", "improvement")
FIRST_VERSION: Final = "0.9.0"

PLANTED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "A": ("Ivy Bend", "low in the conditions that usually come first, high in those that follow"),
        "B": ("Northgate", "a large leadership team that rates its own support above what staff see"),
        "C": ("Fern Hollow", "nine staff, of whom four answer in every wave"),
        "D": ("Oak Meadow", "a faculty split in two over shared influence"),
        "E": ("Maple Fork", "41% of staff answer"),
        "F": ("Union Mills", "the school that rises most"),
        "G": ("Kestrel Park", "answered the first version of the instrument in the first year"),
        "H": ("Vista Point", "a new principal in year 2: support drops and recovers"),
        "I": ("Dogwood Lane", "nearly half of the staff answer in Spanish"),
        "J": ("Pine Bluff", "in the spring of year 2, 22% answer without reading"),
        "L": ("Larkspur", "flat in everything, wave by wave"),
        "N": ("Hazel Grove", "scores at the top of the scale"),
    }
)
FEW_STAFF: Final = 9
FEW_ANSWER: Final = 4
LOW_RATE: Final = 0.41
LEADERS: Final = 12
CARELESS: Final = 0.22
SPANISH_SHARE: Final = 0.45


@dataclass(frozen=True, slots=True)
class _Rows:
    """One school's people in one wave, to be changed in place."""

    generator: np.random.Generator
    instrument: Instrument
    codes: Codes
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, rows: NDArray[np.int64]) -> "_Rows":
        return replace(self, rows=rows)

    def move(self, subscales: Sequence[str], points: float) -> None:
        """Every answer to these subscales moves by so many points in the mean."""
        for id in subscales:
            for item in self._items(id):
                column = layout(self.instrument).first[item.id]
                codes = self.codes[self.rows, column].astype(np.int64)
                step = np.floor((-points if item.reverse else points) + self.generator.random(len(codes)))
                moved = np.clip(codes + step.astype(np.int64), 0, len(item.options) - 1)
                self.codes[self.rows, column] = np.where(codes < FIRST_NON_ANSWER, moved, codes)

    def bring(self, subscale: str, mean: float) -> None:
        """Moves the answers until their mean is this; answers at an end of the scale stay behind at first."""
        for _ in range(6):
            self.move((subscale,), mean - self.mean(subscale))

    def mean(self, subscale: str) -> float:
        """The mean keyed answer, in points of the scale from 1."""
        parts: list[Floats] = []
        for item in self._items(subscale):
            codes = self.codes[self.rows, layout(self.instrument).first[item.id]].astype(np.float64)
            keyed = len(item.options) - 1 - codes if item.reverse else codes
            parts.append(keyed[codes < FIRST_NON_ANSWER])
        return float(np.concatenate(parts).mean()) + 1

    def choose(self, item: str, option: int) -> None:
        self.codes[self.rows, layout(self.instrument).first[item]] = option

    def without_reading(self) -> None:
        """Half of these people give one answer throughout, half answer at random."""
        scaled = [item for item in self.instrument.items if item.kind.scored]
        columns = np.array(layout(self.instrument).indexes([item.id for item in scaled]))
        half = len(self.rows) // 2
        self.codes[np.ix_(self.rows[:half], columns)] = 3
        drawn = self.generator.integers(0, 5, (len(self.rows) - half, len(columns)))
        self.codes[np.ix_(self.rows[half:], columns)] = drawn.astype(np.uint8)

    def _items(self, subscale: str) -> list[Item]:
        return [self.instrument.item(id) for id in self.instrument.subscale(subscale).items]


def plant(
    instrument: Instrument,
    names: Sequence[str],
    staff: Sequence[int],
    waves: Sequence[SimulatedWave],
    seed: int,
) -> tuple[SimulatedWave, ...]:
    """The waves with the planted schools changed; `names` and `staff` are those of the schools, in order."""
    places = {
        letter: next(number for number, name in enumerate(names) if name.startswith(start))
        for letter, (start, _) in PLANTED.items()
    }
    return tuple(
        _planted(np.random.default_rng([seed, 3, year]), instrument, places, staff, year, wave)
        for year, wave in enumerate(waves)
    )


def _planted(
    generator: np.random.Generator,
    instrument: Instrument,
    places: Mapping[str, int],
    staff: Sequence[int],
    year: int,
    wave: SimulatedWave,
) -> SimulatedWave:
    codes = wave.codes.copy()

    def school(letter: str) -> _Rows:
        return _Rows(generator, instrument, codes, np.flatnonzero(wave.sites == places[letter]))

    every = [subscale.id for subscale in instrument.subscales]
    school("A").move(FIRST_FOUR, -0.5)
    school("A").move(("capacity",), -0.4)
    school("A").move(LAST_THREE, 0.7)
    _leaders(school("B"))
    _split(school("D"))
    school("F").move(every, (-0.35, 0.15, 0.75)[year])
    school("H").move(("administration",), (0.0, -1.0, 0.0)[year])
    if year == 1:
        careless = school("J")
        careless.part(careless.rows[: round(CARELESS * len(careless))]).without_reading()
    for id in every:
        school("L").bring(id, 3.5)
    school("N").move(every, 2.4)
    keep = np.ones(len(codes), dtype=bool)
    keep[school("C").rows[FEW_ANSWER:]] = False
    keep[school("E").rows[round(LOW_RATE * staff[places["E"]]) :]] = False
    kept = np.flatnonzero(keep)
    return SimulatedWave(codes[kept], wave.sites[kept], tuple(wave.open_answers[row] for row in kept))


def _leaders(school: _Rows) -> None:
    """Twelve people answer as leaders, and see 1.1 points more support than the others."""
    options = [option.value for option in school.instrument.item("role").options]
    codes = school.codes[school.rows, layout(school.instrument).first["role"]]
    school.part(school.rows[codes == options.index("leader")]).choose("role", options.index("teacher"))
    leaders, others = school.part(school.rows[:LEADERS]), school.part(school.rows[LEADERS:])
    leaders.choose("role", options.index("leader"))
    others.move(("administration",), -0.7)
    leaders.bring("administration", others.mean("administration") + 1.1)


def _split(school: _Rows) -> None:
    """Every second person moves up, the others down."""
    school.part(school.rows[::2]).move(("influence",), 1.6)
    school.part(school.rows[1::2]).move(("influence",), -1.7)


# The first version


def first_version(instrument: Instrument) -> tuple[Instrument, Crosswalk]:
    """The instrument as it was when shared influence was called constructive organizational politics.

    Two of its statements were worded otherwise, so that four are common to both versions.
    """
    influence = instrument.subscale("influence")
    names = {item: item.replace("SI", "COP") for item in influence.items}
    reworded = {
        "SI4": "Results are discussed by teachers and administrators in the same meeting.",
        "SI5": "Staff know whom to ask when they want a decision to be looked at again.",
    }
    items = tuple(
        replace(item, id=names.get(item.id, item.id), text=reworded.get(item.id, item.text))
        for item in instrument.items
    )
    politics = replace(
        influence,
        id="politics",
        label="Constructive organizational politics",
        items=tuple(names[item] for item in influence.items),
    )
    older = replace(
        instrument,
        version=FIRST_VERSION,
        items=items,
        subscales=tuple(politics if one is influence else one for one in instrument.subscales),
        composites=tuple(
            replace(one, of=tuple("politics" if id == "influence" else id for id in one.of))
            for one in instrument.composites
        ),
        forms=tuple(
            replace(
                form,
                pages=tuple(
                    replace(page, items=tuple(names.get(item, item) for item in page.items))
                    for page in form.pages
                ),
            )
            for form in instrument.forms
        ),
    )
    common = {old: new for new, old in names.items() if new not in reworded}
    walk = Crosswalk(FIRST_VERSION, instrument.version, common, {"politics": "influence"})
    return older, walk
