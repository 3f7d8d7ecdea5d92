"""The comments of a school in a wave: which of them a reviewer reads, and which of these its report prints."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.disclosure.open_text import (
    SchoolAtClose,
    ShownComment,
    in_no_order,
    open_questions,
    readable,
    releases,
)
from engine.instrument.event import as_reported
from engine.instrument.model import Item
from engine.results.model_school import SchoolLine
from engine.results.reading import line_of, result_of
from engine.store import Comment, Review, Site, Snapshot, Store, Wave, WaveState


class Hindrance(StrEnum):
    """Why there is nothing to review."""

    NO_QUESTION = "no question"  # none on the form that everyone answers in words
    OPEN = "open"
    FEW_PEOPLE = "few people"
    FEW_COMMENTS = "few comments"  # nobody wrote, or so few that their words stay unread


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the review of a school's comments has come."""

    site: Site
    comments: int
    waiting: int

    @property
    def reviewed(self) -> int:
        return self.comments - self.waiting


@dataclass(frozen=True, slots=True)
class _Place:
    """Comments of one question and result, as many as `comments`; counted like single ones."""

    item: str
    number: int


def questions_of(store: Store, wave: Wave) -> tuple[Item, ...]:
    """The questions of a wave whose answers may be reviewed."""
    instrument = as_reported(store.definitions.get(wave.instrument_id, wave.version), wave.event)
    return open_questions(instrument, instrument.form(wave.form))


def hindrance(store: Store, wave: Wave) -> Hindrance | None:
    """Why no school of a wave has comments to review; None where some may."""
    if not questions_of(store, wave):
        return Hindrance.NO_QUESTION
    return None if wave.state is WaveState.CLOSED else Hindrance.OPEN


def review_of_wave(store: Store, wave: Wave) -> tuple[ReviewProgress, ...]:
    """The schools of a closed wave that have comments to review, by name; the others are not among them."""
    questions = questions_of(store, wave)
    if not questions or wave.state is not WaveState.CLOSED:
        return ()
    counts: dict[int, list[tuple[_Place, Review]]] = {}
    for one in store.comments.counts(wave):
        counts.setdefault(one.site_id, []).extend([(_Place(one.item, one.number), one.state)] * one.comments)
    if not counts:  # a large wave has thousands of schools to read
        return ()
    results, found = _results(store, wave), []
    for site in [one for one in store.sites.of(wave) if one.id in counts]:
        mine = counts[site.id]
        came = releases(_at_closes(results, site.id))
        may = {(one.item, one.number) for one in readable([place for place, _ in mine], questions, came)}
        states = Counter(state for place, state in mine if (place.item, place.number) in may)
        if states:
            found.append(ReviewProgress(site, states.total(), states[Review.WAITING]))
    return tuple(sorted(found, key=lambda one: one.site.school))


def review_of_school(store: Store, wave: Wave, site: Site) -> tuple[Comment, ...] | Hindrance:
    """The comments of a school to review, in the order of their hashes; or why there are none."""
    stops = hindrance(store, wave)
    if stops is not None:
        return stops
    came = releases(_at_closes(_results(store, wave), site.id))
    if not came:
        return Hindrance.FEW_PEOPLE
    found = readable(store.comments.to_review(wave, site), questions_of(store, wave), came)
    return tuple(found) or Hindrance.FEW_COMMENTS


def shown_comments(store: Store, wave: Wave, site: Site) -> tuple[ShownComment, ...]:
    """The comments that a school's report prints: let through by a reviewer, and enough of them."""
    passed = store.comments.to_show(wave, site)
    if not passed:
        return ()
    came = releases(_at_closes(_results(store, wave), site.id))
    found = readable(passed, questions_of(store, wave), came)
    return in_no_order(ShownComment(one.item, one.text, one.themes) for one in found)


def _results(store: Store, wave: Wave) -> list[tuple[Snapshot, int]]:
    """What each close of a wave froze, the first close first, and of how many people it tells open answers."""
    snapshots = [
        store.results.network_snapshot(wave, number) for number in range(1, store.results.count(wave) + 1)
    ]
    return [(snapshot, result_of(snapshot).policy.text) for snapshot in snapshots]


def _at_closes(results: Sequence[tuple[Snapshot, int]], site: int) -> Iterable[SchoolAtClose]:
    """What each frozen result of a wave says of a school."""
    for number, (snapshot, least) in enumerate(results, start=1):
        line = line_of(snapshot, site)
        if line is not None:
            responses = line.responses if isinstance(line, SchoolLine) else 0
            yield SchoolAtClose(number, line.shown, responses, least)
