"""A smallest wrong thing for each problem code, and what is said about it.

`broken/<code>/` holds a definition whose wrong line ends in `# problem: code`. What can't stand in a file with
a comment (a binary file, a missing folder) is made here; so are wrong answers and wrong files of responses.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.authoring.archive import take_in
from engine.authoring.linter import lint_folder
from engine.commands.person_columns import judged_column, refuse_negative
from engine.commands.two_times import anchor_in
from engine.exchange.judges import read_judges
from engine.exchange.margins import read_margins
from engine.exchange.number_columns import number_column
from engine.exchange.response_csv import read_responses
from engine.instrument.column_map import ColumnMap
from engine.instrument.model import Instrument
from engine.instrument.publishing import may_publish
from engine.loading import catalog
from engine.loading.examples import failing_examples
from engine.loading.folder import load, problems, read
from engine.problems import Problem, Refused
from engine.problems.codes import LINT
from engine.ratings.content import scale_of
from engine.ratings.reading import HowRated, read_ratings
from engine.responses.answers import accept
from tests.engine.authoring.definition_files import BAD_UPLOADS
from tests.engine.authoring.translators_sheets import WRONG_SHEETS, sheet_problems
from tests.engine.exchange.foreign.broken import WRONG_SURVEYS, foreign_problems
from tests.engine.playbooks.wrong import OWN, WRONG, unknown_playbook, wrong_playbook

BROKEN = Path(__file__).parent / "broken"
MARK = re.compile(r"\s*# problem: (?P<codes>[a-z0-9_, ]+)$")
KINDS = Path(__file__).parent / "kinds"


@dataclass(frozen=True)
class Marked:
    """A line that is said to be wrong, in the file itself."""

    file: str
    line: int
    code: str
    text: str


def broken_codes() -> list[str]:
    return sorted(one.name for one in BROKEN.iterdir() if one.is_dir())


def marked_lines(code: str) -> list[Marked]:
    found = []
    files = (BROKEN / code).rglob("*.yaml")
    for path in sorted(files, key=lambda path: (path.name != "instrument.yaml", path)):
        for number, line in enumerate(path.read_text(encoding="latin-1").splitlines(), 1):
            match = MARK.search(line)
            for one in match["codes"].split(", ") if match else ():
                found.append(Marked(path.name, number, one, MARK.sub("", line)))
    return found


def broken_problems(code: str) -> list[Problem]:
    """Everything that is said about a broken definition."""
    folder = next(
        path.parent
        for path in sorted((BROKEN / code).rglob("instrument.yaml"))
        if path.parent.name != "published"
    )
    if (folder / "published").is_dir():
        return list(may_publish(load(folder / "published"), load(folder)))
    found = list(problems(folder))
    if any(problem.refuses for problem in found):
        return found
    definition = read(folder)
    if code in LINT:
        found += lint_folder(definition)
    return [*found, *failing_examples(definition.instrument, definition.examples)]


def refused(call: Callable[[], object]) -> list[Problem]:
    try:
        call()
    except Refused as error:
        return list(error.problems)
    return []


# What no YAML file with a comment can show: the code, and how to make it in an empty folder.
def no_folder(place: Path) -> Path:
    return place / "instrumnts"


def not_a_folder(place: Path) -> Path:
    (place / "instrument.yaml").write_text("id: broken\n")
    return place / "instrument.yaml"


def no_instrument_file(place: Path) -> Path:
    (place / "instrument.yml").write_text("id: broken\n")
    return place


def unreadable_file(place: Path) -> Path:
    (place / "instrument.yaml").mkdir()
    return place


def file_too_large(place: Path) -> Path:
    with (place / "instrument.yaml").open("wb") as file:
        file.truncate(10_000_000)
    return place


def binary_file(place: Path) -> Path:
    (place / "instrument.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    return place


def more_problems(place: Path) -> Path:
    (place / "instrument.yaml").write_text("id: broken\n" * 200)
    return place


MADE = (
    no_folder,
    not_a_folder,
    no_instrument_file,
    unreadable_file,
    file_too_large,
    binary_file,
    more_problems,
)


def kinds() -> Instrument:
    """An instrument with an item of every kind."""
    return catalog.find(KINDS)


# One wrong answer for each code: the texts given, by item.
ANSWERS: dict[str, dict[str, list[str]]] = {
    "answer_and_non_answer": {"A1": ["2", "cannot_judge"]},
    "two_answers": {"role": ["teacher", "leader"]},
    "not_an_option": {"A1": ["7"]},
    "words_without_option": {"role.other.words": ["Nurse"], "role": ["teacher"]},
    "not_a_number": {"years": ["many"]},
    "not_whole": {"years": ["2.5"]},
    "too_small": {"years": ["-1"]},
    "too_large": {"years": ["99"]},
    "not_the_sum": {"hours": ["fires=40", "upkeep=59"]},
    "shared_place": {"matters": ["pay=1", "time=1"]},
    "place_left_out": {"matters": ["pay=2"]},
    "no_first_place": {"matters": ["pay=0"]},
    "between_steps": {"mood": ["7.25"]},
    "not_a_date": {"began": ["yesterday"], "years": ["3"]},
    "too_early": {"began": ["1999-12-31"], "years": ["3"]},
    "too_late": {"began": ["2031-01-01"], "years": ["3"]},
    "too_long": {"word": ["w" * 31], "A1": ["1"]},
}

# One wrong file of responses for each code.
FILES: dict[str, str | None] = {
    "no_file": None,
    "not_a_file": None,
    "not_text": "A1\n\x00\n",
    "duplicate_column": "A1,A1\n1,2\n",
    "no_column": "A1\n1\n",
    "no_values": "A1,grade\n1,7\n2,7\n",
    "own_item": "A1\n1\n",
    "negative_weight": "A1,w\n1,2\n2,-1\n",
    "margins": "column,value,share\nrole,teacher,0.8\nrole,leader,0.1\n",
    "anchor": "A1,change\n1,better\n2,same\n",
    "judgement": "judge,A1\nAnna,9\n",
    "judged": "A1,reached\n1,above\n2,nearly\n",
    "no_items": "Q1,Q2\n1,2\n",
    "missing_answer": "A1,role\n1,teacher\n",
    "no_rows": "A1,A2\n",
    "misspelt_column": "a1,A2\n1,2\n",
    "cells": "A1,A2\n1,2,3\n",
    "broken_csv": 'A1,A2\n1,"2\n',
    "not_reversible": "A1,U1\n1,1.5\n",
    "several_rows": "A1,redcap_event_name\n1,first_arm_1\n2,second_arm_1\n",
}


# The column that is asked for where a file's column of numbers is wrong.
COLUMNS_OF_NUMBERS = {"no_values": "grade", "own_item": "A1", "negative_weight": "w"}

# One wrong file of ratings for each code, and how it is to be read.
RATINGS: dict[str, tuple[str, HowRated]] = {
    "not_a_rating": ("Ann,Ben\n4,good\n", HowRated()),
    "rated_twice": ("target,rater,rating\nE1,Ann,4\nE1,Ann,5\n", HowRated()),
    "which_columns": ("essay,Ann,Ben\n1,4,5\n2,3,3\n3,5,4\n4,1,2\n", HowRated()),
    "one_rater": ("target,Ann\nE1,4\n", HowRated()),
    "no_sheet": ("Ann,Ben\n4,5\n", HowRated(sheet="May")),
    "off_the_scale": ("item,Ann,Ben\nA1,4,5\n", HowRated()),
}


def rating_problems(code: str, place: Path) -> list[Problem]:
    text, how = RATINGS[code]
    path = place / "ratings.csv"
    path.write_text(text)
    return refused(lambda: scale_of(read_ratings(path, how), None, None, None))


def upload_problems(code: str) -> list[Problem]:
    return refused(lambda: take_in(BAD_UPLOADS[code]))


def answer_problems(code: str) -> list[Problem]:
    instrument = kinds()
    return refused(lambda: accept(instrument, "full", ANSWERS[code]))


def file_problems(code: str, place: Path) -> list[Problem]:
    path = place if code == "not_a_file" else place / "responses.csv"
    text = FILES[code]
    if text is not None:
        path.write_text(text)
    given = ColumnMap(
        site="school" if code == "no_column" else None,
        keyed=("U1",) if code == "not_reversible" else (),
        missing=("teacher",) if code == "missing_answer" else (),
    )
    if code == "margins":
        return refused(lambda: read_margins(path))
    if code == "judgement":
        return refused(lambda: read_judges(path, kinds()))
    if code == "anchor":
        return refused(lambda: anchor_in(read_responses(path, kinds(), given, keep=["change"]), "change"))
    if code == "judged":
        return refused(
            lambda: judged_column(read_responses(path, kinds(), given, keep=["reached"]), "all", "reached")
        )
    column = COLUMNS_OF_NUMBERS.get(code)
    if column is not None:
        read = read_responses(path, kinds(), given, keep=[column])
        return refused(lambda: refuse_negative(read, number_column(read, column, "--criterion")))
    return refused(lambda: read_responses(path, kinds(), given))


def all_cases(place: Path) -> Iterator[tuple[str, list[Problem], str]]:
    """Every code with what is said, and the wrong line or text that it is said about."""
    for code in broken_codes():
        lines = [one.text.strip() for one in marked_lines(code) if one.code == code]
        yield code, broken_problems(code), lines[0]
    for number, make in enumerate(MADE):
        room = place / f"made{number}"
        room.mkdir()
        yield make.__name__, list(problems(make(room))), ""
    for code, given in ANSWERS.items():
        item, texts = next(iter(given.items()))
        yield code, answer_problems(code), f"{item}: {' and '.join(texts)}"
    for code, uploads in BAD_UPLOADS.items():
        yield code, upload_problems(code), ", ".join(uploads)
    for code in WRONG_SHEETS:
        yield code, sheet_problems(code), ""
    for code in OWN:
        yield code, wrong_playbook(code, place / "playbooks"), WRONG[code][1].strip()
    yield "unknown_playbook", unknown_playbook(), ""
    for number, code in enumerate(FILES):
        room = place / f"file{number}"
        room.mkdir()
        yield code, file_problems(code, room), (FILES[code] or "").replace("\x00", "?").strip()
    for number, code in enumerate(WRONG_SURVEYS):
        room = place / f"foreign{number}"
        room.mkdir()
        yield (
            code,
            foreign_problems(code, room),
            f"{WRONG_SURVEYS[code][0]}: {WRONG_SURVEYS[code][1][:60]}".strip(),
        )
    for number, code in enumerate(RATINGS):
        room = place / f"ratings{number}"
        room.mkdir()
        yield code, rating_problems(code, room), RATINGS[code][0].strip()
