"""What a study of a wave may hold: whom it counts, which groups it names, and what it leaves out when it is done.

A study's numbers are exact, and whoever reads one may hold the results of schools as well. So it is made of enough
people, of those schools alone that show the same of themselves, and no part of it is of fewer than ten.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import network_groups
from engine.disclosure.policy import LEAST_OF_A_STUDY, LEAST_SCHOOLS, Policy
from engine.disclosure.responses_file import OwnResult, deidentify, shown_schools
from engine.disclosure.rounding import alike, near_an_end
from engine.instrument.model import Instrument, Item
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, Block, Codes, layout
from engine.responses.scoring import reported_range, scored_subscales
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.scores import person_scores

Blocks = Callable[[], Iterator[Block]]


@dataclass(frozen=True, slots=True, eq=False)
class StudyPeople:
    """Whom a study counts: `schools` by place in the blocks, `people` so many.

    `hidden` are codes by item id that are read as not answered, as too few people chose them; `uniform` are items
    that all but one, or all, answered alike, or that are told by themselves and that too few answered.
    """

    schools: NDArray[np.bool_]
    people: int
    hidden: Mapping[str, tuple[int, ...]]
    uniform: frozenset[str]

    def blocks(self, instrument: Instrument, blocks: Blocks) -> Iterator[Block]:
        """The blocks with what is hidden left blank."""
        first = layout(instrument).first
        for block in blocks():
            codes = block.codes.copy()
            for id, hidden in self.hidden.items():
                column = codes[:, first[id]]
                column[np.isin(column, hidden)] = BLANK
            yield replace(block, codes=codes)


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """What the people of a study answered, and what others may hold beside it: their schools' results, the file.

    `schools` gives each one's place among the `results`; `released` are the codes of the file of responses.
    """

    instrument: Instrument
    codes: Codes
    scores: Floats
    schools: NDArray[np.int64]
    results: Sequence[OwnResult]
    released: Codes

    def column(self, item: Item) -> NDArray[np.int64]:
        return self.codes[:, layout(self.instrument).first[item.id]].astype(np.int64)


def study_people(
    instrument: Instrument,
    form: str,
    sites: Sequence[int],
    blocks: Blocks,
    open_answers: Mapping[int, Mapping[str, object]],
    results: Sequence[OwnResult],
    rules: Policy,
) -> StudyPeople:
    """Whom a study of a wave may count; `sites` are in the order of the blocks' numbers, `results` the frozen ones.

    `open_answers` are by row of the blocks, as the file of responses is made with them.

    Raises `StatisticError` for fewer than three schools or fifty people, and so for a survey of which no school has a
    result or that makes no score.
    """
    allowed = shown_schools(results, rules.items)
    schools = np.array([site in allowed for site in sites], dtype=bool)
    codes, places = _read(instrument, blocks, schools)
    _require_enough(instrument, int(schools.sum()), len(codes))
    asked = instrument.form(form)
    here = np.flatnonzero(schools).tolist()
    by_school = {result.school: result for result in results}
    answers = _Answers(
        instrument,
        codes,
        scores=person_scores(codes, layout(instrument).table, scored_subscales(instrument, asked)),
        schools=np.searchsorted(here, places),
        results=[by_school[sites[place]] for place in here],
        released=deidentify(
            instrument,
            asked,
            blocks(),
            open_answers,
            schools=allowed,
            least=rules.subgroup,
            crossed=rules.cross,
            key=b"",
        ).codes,
    )
    items = [item for item in instrument.items if item.id in asked.items]
    return StudyPeople(
        schools,
        len(codes),
        hidden={item.id: _hidden(answers, item, rules.subgroup) for item in items if item.kind.groups},
        uniform=frozenset(
            item.id for item in items if _is_counted(item) and _uniform(answers, item, rules.subgroup)
        ),
    )


def _require_enough(instrument: Instrument, schools: int, people: int) -> None:
    if schools >= LEAST_SCHOOLS and people >= LEAST_OF_A_STUDY:
        return
    if instrument.few_at_a_school:
        raise StatisticError(
            "few_schools",
            "a study counts the people of schools whose own result shows its statements, and of this survey no school "
            "has a result of its own",
            "read the result of all schools together",
        )
    if not instrument.subscales:
        raise StatisticError(
            "few_schools",
            "a study counts the people of schools whose own result shows a score with its statements, and this survey "
            "makes no score",
            "read how its levels are spread in the result of each school",
        )
    raise StatisticError(
        "few_schools",
        f"a study takes {LEAST_SCHOOLS} schools and {LEAST_OF_A_STUDY} people, counting schools whose own result "
        "may show its statements: of fewer, its exact numbers would speak of single schools and people",
        "study several waves from files, or ask more schools",
    )


def _read(
    instrument: Instrument, blocks: Blocks, schools: NDArray[np.bool_]
) -> tuple[Codes, NDArray[np.int64]]:
    codes = [np.empty((0, layout(instrument).width), dtype=np.uint8)]
    places = [np.empty(0, dtype=np.int64)]
    for block in blocks():
        keep = schools[block.sites]
        codes.append(block.codes[keep])
        places.append(block.sites[keep])
    return np.concatenate(codes), np.concatenate(places)


def _is_counted(item: Item) -> bool:
    """Whether a study tells of the item by itself, and not as a group of people."""
    coding = item.kind.coding
    return item.kind.scored or (coding is not None and (item.kind.numbered or coding.quantity))


def _uniform(answers: _Answers, item: Item, least: int) -> bool:
    """Whether at most one person answered otherwise than all the others: that would tell what each one said.

    A ranking, points and a slider are also left out where fewer than `least` people answered.
    """
    span = list(layout(answers.instrument).span(item))
    own = answers.codes[:, span]
    own = own[own[:, 0] < FIRST_NON_ANSWER]
    if not item.kind.scored and len(own) < least:
        return True
    _, counts = np.unique(own, axis=0, return_counts=True)
    return len(own) - int(counts.max(initial=0)) <= 1


def _hidden(answers: _Answers, item: Item, least: int) -> tuple[int, ...]:
    """The codes of the options that no table of the study may name."""
    column, schools = answers.column(item), answers.schools
    by_school: Counts = np.zeros((len(item.options) + 1, len(answers.results)), dtype=np.int64)
    np.add.at(by_school, (np.minimum(column, len(item.options)), schools), 1)
    names = [str(option.value) for option in item.options]
    counts = {
        name: by_school[code].tolist()
        for code, name in enumerate(names)
        if not _speaks_for_each(answers.instrument, answers.scores[column == code])
    }
    unsaid = by_school.sum(axis=0) - sum(map(np.array, counts.values()), np.zeros_like(by_school[0]))
    in_results = {
        name: {at for at, result in enumerate(answers.results) if name in result.groups.get(item.id, ())}
        for name in counts
    }
    released = answers.released[:, layout(answers.instrument).first[item.id]]
    in_file = {name: set(np.unique(schools[released == names.index(name)]).tolist()) for name in counts}
    kept = _shown_beside(counts, unsaid, (in_results, in_file), least)
    return tuple(code for code, name in enumerate(names) if name not in kept)


def _shown_beside(
    counts: Mapping[str, list[int]], unsaid: Counts, others: Sequence[Mapping[str, set[int]]], least: int
) -> frozenset[str]:
    """The groups that may be shown beside schools' results, beside the file of responses, and beside both."""
    both = {name: set().union(*(told[name] for told in others)) for name in counts}
    kept, before = frozenset(counts), None
    while kept != before:
        before = kept
        for told in (*others, both):
            rest = unsaid + sum((np.array(counts[name]) for name in counts if name not in kept), 0 * unsaid)
            left = {name: people for name, people in counts.items() if name in kept}
            kept = frozenset(network_groups(left, rest.tolist(), told, least))
    return kept


def _speaks_for_each(instrument: Instrument, scores: Floats) -> bool:
    """Whether a group's mean or spread on some measure would say what each of its people answered."""
    for at, subscale in enumerate(instrument.subscales):
        values = scores[np.isfinite(scores[:, at]), at]
        low, high = reported_range(instrument, subscale)
        if len(values) > 1 and (
            near_an_end(float(values.mean()), len(values), low, high)
            or alike(float(values.std(ddof=1)), len(values), low, high)
        ):
            return True
    return False
