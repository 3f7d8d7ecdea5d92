"""What a study did not examine: what the definition declares for validation, and what no study looks at yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.printed import joined
from engine.validation.findings import Findings

NO_CONFIRMATORY: Final = "that takes a confirmatory factor model, which Barograph does not fit"

STRUCTURES: Final[Mapping[str, tuple[str, str]]] = {
    "one_factor": (
        "one factor behind all items",
        f"{NO_CONFIRMATORY} to all items; this study fits one factor within each scale alone",
    ),
    "correlated": (
        "a factor for each scale, the factors correlated",
        f"{NO_CONFIRMATORY}; this study explores which items move together, and so tests no structure",
    ),
    "second_order": ("a higher factor behind those of the scales", NO_CONFIRMATORY),
    "bifactor": (
        "a general factor beside one for each scale",
        f"{NO_CONFIRMATORY}; omega hierarchical rests on an exploratory solution, which tests none",
    ),
}
"""What each structure that a definition may declare says of the items, and why a study can't tell."""


@dataclass(frozen=True, slots=True)
class NotExamined:
    """Something that the study says nothing about: `key` as the definition or the field calls it, and the reason."""

    key: str
    title: str
    declared: bool
    reason: str


def not_examined(study: Findings) -> tuple[NotExamined, ...]:
    """What the definition declares under `validation` comes first, then what no study looks at."""
    declared = tuple(_declared(study))
    return (*declared, *_in_general(study, declared))


def _declared(study: Findings) -> Iterator[NotExamined]:
    asked, choices = study.plan.instrument.validation, study.plan.choices
    for structure in asked.structures:
        if structure != "one_factor" or not _one_factor_is_the_whole(study):
            title, reason = STRUCTURES[structure]
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


def _one_factor_is_the_whole(study: Findings) -> bool:
    """Whether one factor behind all items is the model that the study fits to its only scale."""
    if len(study.subscales) != 1 or study.subscales[0].reliability is None:
        return False
    return study.subscales[0].reliability.one_factor.answer != "untested"


def _in_general(study: Findings, declared: tuple[NotExamined, ...]) -> Iterator[NotExamined]:
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
    if not any(entry.key in STRUCTURES for entry in declared):
        yield NotExamined(
            "confirmatory",
            "Whether the items have the structure of the definition",
            False,
            f"{NO_CONFIRMATORY} to several scales",
        )
    groups = [group.name for group in study.groups]
    yield NotExamined(
        "invariance",
        "Whether the items work alike in groups" + (f" by {joined(groups)}" if groups else ""),
        False,
        "that takes a factor model in several groups at once, or tests of differential item functioning; Barograph has "
        "neither",
    )
    yield NotExamined(
        "item_response",
        "How items and response options work along the trait (item response theory)",
        False,
        "that takes a model of single answers, such as the graded response model, which Barograph does not fit",
    )
