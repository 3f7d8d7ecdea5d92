"""What may be published: whether a candidate may stand for, or follow, a version that is published already.

Pure comparison of two definitions; the store asks, and keeps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum

from engine.instrument.canonical import digests, structure_of
from engine.instrument.model import Crosswalk, Form, Instrument
from engine.instrument.translation import retext
from engine.problems import Problem


class Step(IntEnum):
    """What a change asks of the version: the wording, things added, or other scores or meaning."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


REASONS = {
    Step.PATCH: "the wording is another",
    Step.MINOR: "items, forms or scores were added",
    Step.MAJOR: "answers or scores would mean something else",
}


def by_number(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def step_needed(published: Instrument, candidate: Instrument) -> Step:
    """By how much the version has to be counted up for what changed between the two."""
    old, new = digests(published), digests(candidate)
    step = Step.NONE if tuple(old.text.values()) == tuple(new.text.values()) else Step.PATCH
    if old.structure != new.structure:
        step = max(step, Step.MINOR if _asks_all_of(published, candidate) else Step.MAJOR)
    if old.scoring != new.scoring:
        step = max(step, Step.MINOR if _scores_all_of(published, candidate) else Step.MAJOR)
    return step


def may_publish(
    published: Instrument, candidate: Instrument, crosswalks: Iterable[Crosswalk] = ()
) -> tuple[Problem, ...]:
    """What keeps `candidate` from being published beside `published`; nothing where it may be.

    The same version has to be the same in structure, scoring and text. A later one has to be counted up by as
    much as its change asks for; a new major version needs a crosswalk from the published one.
    """
    if published.id != candidate.id:
        cause = f"{candidate.id} is another instrument than {published.id}"
        return (_problem("other_instrument", candidate, cause, "compare versions of one instrument"),)
    needed = step_needed(published, candidate)
    old, new = by_number(published.version), by_number(candidate.version)
    if new == old:
        if needed is Step.NONE:
            return ()
        cause = f"{published.version} is published, and here {REASONS[needed]}"
        remedy = f"bump the version to {next_version(old, needed)}"
        return (_problem("version_unchanged", candidate, cause, remedy),)
    if new < old:
        cause = f"{candidate.version} is not later than {published.version}, which is published"
        remedy = f"bump the version to {next_version(old, max(needed, Step.PATCH))}"
        return (_problem("version_not_later", candidate, cause, remedy),)
    if _step(old, new) < needed:
        cause = f"from {published.version} on, {REASONS[needed]}"
        remedy = f"bump the version to {next_version(old, needed)}"
        return (_problem("version_step_too_small", candidate, cause, remedy),)
    if new[0] > old[0] and not _leads(crosswalks, published.version, candidate.version):
        cause = f"no crosswalk leads from {published.version} to {candidate.version}"
        remedy = "write crosswalk.yaml beside the versions, so that a trend can follow"
        return (_problem("crosswalk_missing", candidate, cause, remedy),)
    return ()


def _problem(code: str, candidate: Instrument, cause: str, remedy: str) -> Problem:
    return Problem(code, candidate.name, cause, remedy, path="version")


def _step(old: Sequence[int], new: Sequence[int]) -> Step:
    if new[0] > old[0]:
        return Step.MAJOR
    return Step.MINOR if new[1] > old[1] else Step.PATCH


def next_version(old: Sequence[int], step: Step) -> str:
    """The lowest version that takes a step from another one, given as numbers."""
    major, minor, patch = old
    if step is Step.MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if step is Step.MINOR else f"{major}.{minor}.{patch + 1}"


def _leads(crosswalks: Iterable[Crosswalk], source: str, target: str) -> bool:
    return any((walk.source, walk.target) == (source, target) for walk in crosswalks)


def _bare(instrument: Instrument) -> Instrument:
    return retext(instrument, lambda id, text: "")


def _asks_all_of(published: Instrument, candidate: Instrument) -> bool:
    """Whether the candidate asks all that was published, alike and on the same forms, and perhaps more."""
    old, new = structure_of(_bare(published)), structure_of(_bare(candidate))
    grown = replace(
        new,
        items=old.items,
        forms=old.forms,
        stems={id: text for id, text in new.stems.items() if id in old.stems},
        response_scales=tuple(scale for scale in new.response_scales if scale in old.response_scales),
    )
    same_rest = all(
        getattr(grown, name) == getattr(old, name) for name in old.__dataclass_fields__ if name != "stems"
    )
    return (
        same_rest
        and grown.stems == old.stems
        and all(new.item_by_id.get(item.id) == item for item in old.items)
        and all(form.id in new.form_by_id and _holds(new.form(form.id), form) for form in old.forms)
    )


def _holds(new: Form, old: Form) -> bool:
    """Whether the form still asks the same items in the same order, others between them or not."""
    kept = tuple(item for item in new.items if item in set(old.items))
    return kept == old.items and new.feedback == old.feedback


def _scores_all_of(published: Instrument, candidate: Instrument) -> bool:
    """Whether every score that was published is made as before."""
    old, new = _bare(published), _bare(candidate)
    return (
        set(old.subscales) <= set(new.subscales)
        and set(old.composites) <= set(new.composites)
        and all(new.item(item.id).reverse == item.reverse for item in old.items if item.id in new.item_by_id)
        and all(
            new.form(form.id).minimum_answered == form.minimum_answered
            for form in old.forms
            if form.id in new.form_by_id
        )
    )
