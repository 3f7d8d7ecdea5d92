"""Grades of the demonstration's students, and how what they say of themselves goes with the grade. All made up.

Elementary schools have seven grades, kindergarten to grade 6, middle schools two and high schools four. On scales of
1 to 5, growth is 3.9 in the middle and rises with the grade; efficacy is 3.6 in grade 6 and falls by .08 a grade from
there, as the study of the domain assumes after a report on one state's districts.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.demo.moving import AnswersOf
from engine.demo.network import DemoSchool
from engine.instrument.model import Instrument
from engine.responses.layout import layout
from engine.responses.simulate import SimulatedWave

A_STAFF_MEMBER: Final = 7  # students for each member of staff
GRADES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"elementary": tuple(range(7)), "middle": (7, 8), "high": (9, 10, 11, 12)}
)
YOUNG: Final = (3, 4, 5)
OLDER: Final = tuple(range(6, 13))
GROWTH_IN_GRADE_9: Final = 3.9
GROWTH_A_GRADE: Final = 0.05
EFFICACY_IN_GRADE_6: Final = 3.6
EFFICACY_A_GRADE: Final = -0.08


def students(school: DemoSchool) -> int:
    return A_STAFF_MEMBER * school.staff


def students_in(school: DemoSchool, grades: Sequence[int]) -> int:
    """How many students a school has in some grades, all grades being of one size."""
    own = GRADES[school.level]
    return round(students(school) * len(set(own) & set(grades)) / len(own))


def young_students(school: DemoSchool) -> int:
    return students_in(school, YOUNG)


def older_students(school: DemoSchool) -> int:
    return students_in(school, OLDER)


def growth(grade: int) -> float:
    return GROWTH_IN_GRADE_9 + GROWTH_A_GRADE * (grade - 9)


def efficacy(grade: int) -> float:
    return EFFICACY_IN_GRADE_6 + EFFICACY_A_GRADE * (grade - 6)


def put_in_grades(
    generator: np.random.Generator, instrument: Instrument, wave: SimulatedWave, asked: Sequence[DemoSchool]
) -> None:
    """Gives each student a grade of the school's, in place; in grades 6 to 12 the means of each grade follow."""
    column = layout(instrument).first["grade"]
    names = [str(option.value) for option in instrument.item("grade").options]
    grades = np.array([int(name.removeprefix("grade_")) for name in names])
    for at, school in enumerate(asked):
        own = np.flatnonzero(np.isin(grades, GRADES[school.level]))
        here = wave.sites == at
        wave.codes[here, column] = generator.choice(own, int(here.sum()))
    for code, grade in enumerate(grades.tolist()):
        if grade in OLDER:
            rows: NDArray[np.int64] = np.flatnonzero(wave.codes[:, column] == code)
            students_of_grade = AnswersOf(generator, instrument, wave.codes, rows)
            students_of_grade.bring("growth", growth(grade))
            students_of_grade.bring("efficacy", efficacy(grade))
