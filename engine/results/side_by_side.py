"""What several groups of people say of one construct, side by side: each with a score of its own, none with another's.

Made of what their own results print, and of nothing else: a result that is not shown adds nothing here, not even how
many people there were, and no number is made of two audiences. So nothing is told that their own pages do not tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import Final

from engine.instrument.construct_map import Construct
from engine.instrument.model import Audience, Instrument
from engine.results.examined import AudiencesByScores, ExaminedAudiences, Outcome
from engine.results.measures import construct_of
from engine.results.model import FrozenItemText, FrozenMeasure, FrozenResult
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenItem, FrozenScore


class GapVerdict(StrEnum):
    """Whether the points between two audiences' scores may be read as a gap between them.

    `other_statements`: they answer none that are alike, so that there is nothing to subtract. The others are of
    audiences that answer the same: whether these work alike for both is a matter of measurement invariance, and what
    could not be examined is not taken for alike.
    """

    OTHER_STATEMENTS = "other_statements"
    NOT_EXAMINED = "not_examined"
    NOT_TESTABLE = "not_testable"
    UNLIKE = "unlike"
    ALIKE = "alike"


NOTHING_EXAMINED: Final[AudiencesByScores] = MappingProxyType({})

VERDICTS: Final[Mapping[Outcome, GapVerdict]] = MappingProxyType(
    {
        "equal": GapVerdict.ALIKE,
        "partly": GapVerdict.UNLIKE,
        "differs": GapVerdict.UNLIKE,
        "open": GapVerdict.NOT_TESTABLE,
        "untested": GapVerdict.NOT_TESTABLE,
    }
)


@dataclass(frozen=True, slots=True)
class AudienceResult:
    """A school's result of one instrument, with its definition in the language that it is read in."""

    instrument: Instrument
    frozen: FrozenResult
    school: FrozenSchool


@dataclass(frozen=True, slots=True)
class Voice:
    """One audience's score on one measure."""

    of: AudienceResult
    construct: Construct
    measure: FrozenMeasure
    score: FrozenScore

    @property
    def audience(self) -> Audience:
        return self.of.instrument.audience

    @property
    def edition(self) -> tuple[str, str]:
        return self.of.instrument.id, self.of.instrument.version

    @property
    def key(self) -> tuple[str, str, str]:
        """Of which measure of which instrument it is."""
        return *self.edition, self.measure.id

    @property
    def people(self) -> tuple[Audience, tuple[int, ...]]:
        """Who answers it: of students, those of the grades that the instrument is for."""
        return self.audience, self.of.instrument.grades


@dataclass(frozen=True, slots=True)
class SharedStatement:
    """A statement with the same id in two instruments, as each of both audiences reads and answers it."""

    id: str
    texts: tuple[FrozenItemText, FrozenItemText]
    answers: tuple[FrozenItem, FrozenItem]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two audiences that answer the same statements, easiest first for the first of them; none where not both show.

    `study` is what `gap` rests on, where there is one.
    """

    voices: tuple[Voice, Voice]
    shared: int
    statements: tuple[SharedStatement, ...]
    gap: GapVerdict
    study: ExaminedAudiences | None = None


@dataclass(frozen=True, slots=True)
class ConstructSideBySide:
    """All voices on one broad construct; `pairs` of them answer the same statements."""

    id: str
    label: str
    voices: tuple[Voice, ...]
    pairs: tuple[Pair, ...]


def side_by_side(
    results: Sequence[AudienceResult],
    labels: Mapping[str, str],
    examined: AudiencesByScores = NOTHING_EXAMINED,
) -> tuple[ConstructSideBySide, ...]:
    """The constructs on which two groups of people or more have a score, in the order of the results.

    `labels` name broader constructs, which may stand in a map of none of these instruments.
    """
    found: dict[str, list[Voice]] = {}
    for voice in voices(results):
        found.setdefault(voice.construct.under or voice.construct.id, []).append(voice)
    return tuple(
        ConstructSideBySide(id, labels.get(id) or _parts(of), tuple(of), _pairs(of, examined))
        for id, of in found.items()
        if len({voice.people for voice in of}) > 1
    )


def voices(results: Iterable[AudienceResult]) -> list[Voice]:
    """Every score that the results print of a measure with a construct."""
    found = []
    for result in results:
        subscales = {one.id: one for one in result.instrument.subscales}
        for measure in result.frozen.measures:
            score, subscale = result.school.scores.get(measure.id), subscales.get(measure.id)
            construct = construct_of(result.instrument, subscale) if subscale else None
            if score is not None and construct is not None:
                found.append(Voice(result, construct, measure, score))
    return found


def _parts(of: Sequence[Voice]) -> str:
    """What a construct without a name of its own is made of."""
    return " · ".join(dict.fromkeys(voice.construct.label for voice in of))


def _pairs(of: Sequence[Voice], examined: AudiencesByScores) -> tuple[Pair, ...]:
    """The pairs of audiences that answer the same statements of the same construct."""
    found = (
        _pair(one, other, examined)
        for one, other in combinations(of, 2)
        if one.people != other.people and one.construct.id == other.construct.id
    )
    return tuple(pair for pair in found if pair.shared)


def _pair(one: Voice, other: Voice, examined: AudiencesByScores) -> Pair:
    mine, theirs = ({text.id: text for text in voice.measure.item_texts} for voice in (one, other))
    answers = {item.id: item for item in other.score.items or ()}
    statements = tuple(
        SharedStatement(item.id, (mine[item.id], theirs[item.id]), (item, answers[item.id]))
        for item in one.score.items or ()
        if item.id in mine and item.id in theirs and item.id in answers
    )
    shared = len(mine.keys() & theirs.keys())
    if mine.keys() != theirs.keys():
        return Pair((one, other), shared, statements, GapVerdict.OTHER_STATEMENTS)
    study = examined.get(frozenset({one.key, other.key}))
    verdict = GapVerdict.NOT_EXAMINED if study is None else VERDICTS[study.score.outcome]
    return Pair((one, other), shared, statements, verdict, study)
