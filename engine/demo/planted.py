"""Schools of the demonstration that each show one thing a result must be able to say; nothing in them is real.

Answers are simulated for all schools alike, and then moved (`engine.demo.moving`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.demo.moving import AnswersOf
from engine.instrument.model import Crosswalk, Instrument
from engine.responses.layout import layout
from engine.responses.simulate import SimulatedWave

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

    def school(letter: str) -> AnswersOf:
        return AnswersOf(generator, instrument, codes, np.flatnonzero(wave.sites == places[letter]))

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


def _leaders(school: AnswersOf) -> None:
    """Twelve people answer as leaders, and see 1.1 points more support than the others."""
    options = [option.value for option in school.instrument.item("role").options]
    codes = school.codes[school.rows, layout(school.instrument).first["role"]]
    school.part(school.rows[codes == options.index("leader")]).choose("role", options.index("teacher"))
    leaders, others = school.part(school.rows[:LEADERS]), school.part(school.rows[LEADERS:])
    leaders.choose("role", options.index("leader"))
    others.move(("administration",), -0.7)
    leaders.bring("administration", others.mean("administration") + 1.1)


def _split(school: AnswersOf) -> None:
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
