"""Single persons' answers as researchers may have them: nobody's name, no order, no day, no rare combination.

- No ids, no links to an invitation, no day, no words that people wrote, no dates.
- Schools stand under numbers drawn at random; those whose statements no result shows are left out.
- Background answers (role, grades, years: what picks a person out) are kept only where at least `least` people of
  the same school gave the same one, and `crossed` the same combination of two or more, or of the whole file where
  it names no schools. Of the others they are withheld, and of so many that nobody can tell which answer was a rare
  one. The same holds for questions that a rule asks of some people only, as the skipping itself tells who they are.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Form, Instrument, Item
from engine.instrument.rules import named_items
from engine.responses.layout import NOT_ON_FORM, NOT_SHOWN, Block, Codes, layout
from engine.responses.sorting import band_of, banded, bands_of, sorted_people


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What a school's own frozen result shows; a school that is not shown has none.

    `whole` says that it is of all who answered, and not an earlier one that stays; `items` that each score that it
    has comes with its items, that there is one, and that no question of which no score is made is kept back. `groups`
    holds those that it shows, by the question.
    """

    school: int
    people: int
    whole: bool
    items: bool
    groups: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """De-identified responses: codes in the instrument's layout, numbers by item id (NaN where missing).

    `sites` are the drawn numbers, from 1 on, or all 0 where schools are not told apart. `withheld` counts by item
    the people whose answer is withheld.
    """

    codes: Codes
    sites: NDArray[np.int64]
    numbers: Mapping[str, NDArray[np.float64]]
    withheld: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.codes)


def deidentify(
    instrument: Instrument,
    form: Form,
    blocks: Iterable[Block],
    open_answers: Mapping[int, Mapping[str, object]],
    *,
    schools: frozenset[int],
    least: int,
    crossed: int,
    key: bytes,
    by_school: bool = True,
) -> Released:
    """De-identify the responses of a closed wave.

    `open_answers` are by row of the blocks. `schools` are the ids of the sites that may be in (`shown_schools`);
    `least` is the number of people below which part of a school is never shown, `crossed` that of a part by two
    questions or more. The drawing of numbers depends on
    `key`, which must stay secret; the same key draws the same numbers. Without `by_school` schools are not told
    apart, which keeps more background answers. Give out one of the two only: both can be joined by the answers.
    """
    codes, sites = _gathered(instrument, blocks)
    numbers = {
        item.id: _numbers(item, open_answers, len(codes)) for item in instrument.items if item.kind.numeric
    }
    kept = np.isin(sites, sorted(schools))
    codes, sites = codes[kept].copy(), sites[kept]
    numbers = {id: values[kept] for id, values in numbers.items()}
    drawn = drawn_numbers(sites, key) if by_school else np.zeros(len(sites), dtype=np.int64)
    withheld: dict[str, int] = {}
    groups = drawn
    for item in _picking_out(instrument, form):
        values = _values(instrument, item, codes, numbers)
        if values is None:
            continue  # words and dates are in no such file
        least_here = np.full(len(codes), least)
        if item.kind.background:  # what a rule skips follows from another answer
            least_here[_split(groups, drawn) & _differ(values, drawn)] = crossed
        hidden, groups = _rare(groups, values, least_here)
        hidden |= _left_few(_groups_of_results(instrument, item, codes, numbers), drawn, hidden, least)
        withheld[item.id] = int(hidden.sum())
        if item.closed:
            codes[np.ix_(np.flatnonzero(hidden), np.array(layout(instrument).span(item)))] = NOT_ON_FORM
        else:
            numbers[item.id][hidden] = np.nan
    return Released(codes, drawn, numbers, {id: count for id, count in withheld.items() if count})


def shown_schools(results: Iterable[OwnResult], least: int) -> frozenset[int]:
    """The schools whose answers may be given out one by one: those whose own result shows all its statements.

    Of fewer than `least` people, or of people who answer much alike, a result shows no statements, and the rows of
    such a school would. A school whose late answers the result keeps back stays out, as they would be in its rows;
    so does one that has a new result since, whose late rows two files would tell from the others.
    """
    return frozenset(
        result.school for result in results if result.whole and result.items and result.people >= least
    )


def whose_answers(least: int) -> str:
    """The rule of `shown_schools` in words, to print beside every number of these people."""
    return (
        "schools whose own result is of all their answers, has a score and keeps back no statement and no other "
        f"question, which takes {least} answers that are not almost all alike"
    )


def drawn_numbers(sites: NDArray[np.int64], key: bytes) -> NDArray[np.int64]:
    """For each person a number of their school from 1 on, in an order that only the key's holder could repeat."""
    ids = np.unique(sites)
    order = sorted(range(len(ids)), key=lambda place: _mark(key, int(ids[place])))
    numbers = np.empty(len(ids), dtype=np.int64)
    numbers[order] = np.arange(1, len(ids) + 1)
    return numbers[np.searchsorted(ids, sites)]


def _mark(key: bytes, id: int) -> bytes:
    return hmac.new(key, str(id).encode(), hashlib.sha256).digest()


def _gathered(instrument: Instrument, blocks: Iterable[Block]) -> tuple[Codes, NDArray[np.int64]]:
    """All codes and each person's site id."""
    codes = [np.empty((0, layout(instrument).width), dtype=np.uint8)]
    sites = [np.empty(0, dtype=np.int64)]
    for block in blocks:
        codes.append(block.codes)
        sites.append(np.array(block.site_ids, dtype=np.int64)[block.sites])
    return np.concatenate(codes), np.concatenate(sites)


def _numbers(item: Item, open_answers: Mapping[int, Mapping[str, object]], rows: int) -> NDArray[np.float64]:
    values = np.full(rows, np.nan)
    for row, answers in open_answers.items():
        given = answers.get(item.id)
        if isinstance(given, int | float):
            values[row] = given
    return values


def _picking_out(instrument: Instrument, form: Form) -> tuple[Item, ...]:
    """The items that can pick a person out, in the order of the form.

    Background questions, and whatever a rule about one of them shows or skips.
    """
    scored = {id for subscale in instrument.subscales for id in subscale.items}
    found: dict[str, Item] = {}
    for item in (instrument.item(id) for id in form.items):
        asked_of_some = item.show_if is not None and not found.keys().isdisjoint(named_items(item.show_if))
        if (item.kind.background and item.id not in scored) or asked_of_some:
            found[item.id] = item
    return tuple(found.values())


def _values(
    instrument: Instrument, item: Item, codes: Codes, numbers: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.int64] | None:
    """A number for each different answer to an item, a person each; of a scored item whether it was shown."""
    if item.closed:
        columns = codes[:, np.array(layout(instrument).span(item))]
        if not item.kind.background:
            columns = (columns == NOT_SHOWN).astype(np.uint8)
        return _numbered(columns)
    return _numbered(np.nan_to_num(numbers[item.id], nan=np.inf)[:, None]) if item.id in numbers else None


def _numbered(columns: NDArray[np.generic]) -> NDArray[np.int64]:
    """The number of each row among the different rows."""
    _, places = np.unique(columns, axis=0, return_inverse=True)
    numbers: NDArray[np.int64] = places.reshape(len(columns)).astype(np.int64)
    return numbers


def _groups_of_results(
    instrument: Instrument, item: Item, codes: Codes, numbers: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.int64] | None:
    """Each person's group by a question whose answers results show in coarser groups: bands, or several chosen."""
    if item.kind.several:
        return sorted_people(instrument, item, codes, bands_of(instrument, [None] * len(codes))).places
    return band_of(item, numbers[item.id]).astype(np.int64) if item in banded(instrument) else None


def _left_few(
    groups: NDArray[np.int64] | None,
    schools: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    least: int,
) -> NDArray[np.bool_]:
    """Who is in a group that a result may show, of which all but a few keep a finer answer.

    A group's mean without the rows that say they are in it would be theirs.
    """
    if groups is None:
        return np.zeros(len(hidden), dtype=bool)
    _, of = np.unique(np.column_stack([schools, groups]), axis=0, return_inverse=True)
    left = np.bincount(of.ravel(), hidden)
    return np.asarray(((left > 0) & (left < least))[of.ravel()])


def _split(groups: NDArray[np.int64], schools: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each person's group of people who look alike is only a part of their school."""
    _, of_group, group_sizes = np.unique(groups, return_inverse=True, return_counts=True)
    _, of_school, school_sizes = np.unique(schools, return_inverse=True, return_counts=True)
    return np.asarray(group_sizes[of_group.ravel()] < school_sizes[of_school.ravel()])


def _differ(values: NDArray[np.int64], schools: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether people of each person's school differ in an answer: else it crosses nothing."""
    pairs = np.unique(np.column_stack([schools, values]), axis=0)
    names, kinds = np.unique(pairs[:, 0], return_counts=True)
    return np.asarray(np.isin(schools, names[kinds > 1]))


def _rare(
    groups: NDArray[np.int64], values: NDArray[np.int64], least: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whose answer to withhold, and the groups of people who look alike afterwards.

    In each group of people who looked alike before, answers of fewer than its `least` are withheld; where fewer
    people than that would be affected, the next rarest answer is withheld too, so that it stays open which.
    """
    hidden = np.zeros(len(groups), dtype=bool)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        kinds, of, count = np.unique(values[rows], return_inverse=True, return_counts=True)
        order = np.argsort(count, kind="stable")
        enough = least[rows[0]]
        few = int((count < enough).sum())
        while few and few < len(kinds) and count[order[:few]].sum() < enough:
            few += 1
        hidden[rows] = np.isin(of.reshape(len(rows)), order[:few])
    return hidden, _numbered(np.column_stack([groups, np.where(hidden, -1, values)]))
