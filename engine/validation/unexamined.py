"""What a study did not examine: what the definition declares for validation, and what no study looks at yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.printed import joined
from engine.validation.confirmatory.choices import STRUCTURES
from engine.validation.confirmatory.study import RETEST
from engine.validation.findings import Findings
from psychometrics.contract import Caution


@dataclass(frozen=True, slots=True)
class NotExamined:
    """Something that the study says nothing about: `key` as the definition or the field calls it, and the reason."""

    key: str
    title: str
    declared: bool
    reason: str


def not_examined(study: Findings, cautions: Sequence[Caution]) -> tuple[NotExamined, ...]:
    """What the definition declares under `validation` comes first, then what no study looks at.

    `cautions` are those of the study: they know why something that was asked for could not be done.
    """
    declared = tuple(_declared(study))
    return (*declared, *_in_general(study, declared, cautions))


def _declared(study: Findings) -> Iterator[NotExamined]:
    asked, choices = study.plan.instrument.validation, study.plan.choices
    for structure in asked.structures:
        reason = _why_not(study, structure)
        if reason is not None:
            title = STRUCTURES[structure].text
            yield NotExamined(structure, f"The structure {structure}: {title}", True, reason)
    for name in asked.groups:
        if name not in {group.name for group in study.groups}:
            reason = "the answers hold no column or question of that name, or other groups were asked for"
            if name in choices.groups:
                reason = "no two of these groups have people enough"
            yield NotExamined(name, f"Groups by {name}", True, reason)
    if asked.cluster is not None and asked.cluster != study.cluster:
        reason = "the file has no column of that name"
        if study.cluster is not None:
            reason = f"people are taken in clusters by {study.cluster} instead"
        yield NotExamined(asked.cluster, f"Clusters by {asked.cluster}", True, reason)


def _why_not(study: Findings, structure: str) -> str | None:
    """Why a declared structure was not fitted; None where it was."""
    found = study.confirmatory
    if found is None:
        return "the answers hold too few items of the scales"
    if any(fit.structure == structure for fit in found.fits):
        return None
    for name, estimator, cause in found.failed:
        if name == structure:
            return f"{estimator} could not fit it: {cause}"
    return "other structures were asked for"


def _in_general(
    study: Findings, declared: tuple[NotExamined, ...], cautions: Sequence[Caution]
) -> Iterator[NotExamined]:
    if study.cuts is not None:
        yield NotExamined(
            "bookmark",
            "A cut score by the bookmark method",
            False,
            "that takes the difficulty of each step of an item, from a model of answers that Barograph does not fit",
        )
    if study.weighted is not None:
        yield NotExamined(
            "weights_elsewhere",
            "Items, correlations, factors, omega, groups, relations and norms with weights",
            False,
            "weights reach means, standard deviations, alpha and levels alone; all else counts each person once",
        )
    fitted = study.confirmatory is not None and bool(study.confirmatory.fits)
    if not fitted and not any(entry.key in STRUCTURES for entry in declared):
        yield NotExamined(
            "confirmatory",
            "Whether the items have the structure of the definition",
            False,
            "no structure was asked for and the definition declares none",
        )
    yield from _invariance(study, cautions)
    yield NotExamined(
        "item_response",
        "How items and response options work along the trait (item response theory)",
        False,
        "that takes a model of single answers, such as the graded response model, which Barograph does not fit",
    )


def _invariance(study: Findings, cautions: Sequence[Caution]) -> Iterator[NotExamined]:
    untested = untested_groupings(study)
    causes = {caution.where: caution.cause for caution in cautions}
    for name in untested:
        cause = causes.get(f"invariance by {name}", "the warnings of the analysis say why")
        yield NotExamined(
            f"invariance.{name}",
            f"Whether the items work alike {'at both times' if name == RETEST else f'in groups by {name}'}",
            False,
            f"it was asked for and could not be tested: {cause}",
        )
    tested = {one.name for one in study.confirmatory.invariance} if study.confirmatory else set()
    groups = [group.name for group in study.groups if group.name not in {*tested, *untested}]
    if (tested or untested) and not groups:
        return
    yield NotExamined(
        "invariance",
        "Whether the items work alike in groups" + (f" by {joined(groups)}" if groups else ""),
        False,
        "it was not asked for: --invariance tests it, one column or question at a time",
    )


def untested_groupings(study: Findings) -> tuple[str, ...]:
    """Groupings in which items were to be compared and were not, in the order they were asked for."""
    tested = {one.name for one in study.confirmatory.invariance} if study.confirmatory else set()
    return tuple(name for name in study.plan.choices.invariance if name not in tested)
