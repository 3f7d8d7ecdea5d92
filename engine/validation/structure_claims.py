"""What may and may not be said of the structure of the scales together."""

from typing import Literal

from engine.printed import joined
from engine.validation.findings import Findings
from engine.validation.unexamined import untested_groupings

Said = tuple[list[str], list[str]]
Rating = Literal["+", "?", "-", "not examined"]


def structure_claims(study: Findings) -> Said:
    """What may be said, and what may not: nothing of a single scale."""
    may: list[str] = []
    may_not: list[str] = []
    if len(study.subscales) < 2:
        return may, may_not
    found = study.confirmatory
    if found is None or not found.fits:
        may_not.append(
            "That the subscales together have the structure of the definition: no confirmatory model was fitted."
        )
        return may, may_not
    may_not.append(
        "That the structure of the definition is the right one: a confirmatory model says how far off it is, and other "
        "structures may fit as well."
    )
    noun = study.plan.choices.cluster_noun
    for level, apart in (("people", found.people), (f"one {noun} and another", found.groups)):
        if apart is None or not apart.pairs:
            continue
        answer = apart.answer
        if answer == "apart":
            may.append(f"That the scales tell different things of {level}: every pair can be told apart.")
        elif answer == "one":
            may_not.append(
                f"That each scale tells something of its own of {level}: some pairs go together as one."
            )
        else:
            may_not.append(
                f"Whether each scale tells something of its own of {level}: that stays open in these data."
            )
    return may, may_not


def invariance_claims(study: Findings) -> tuple[Rating, list[str], list[str]] | None:
    """Of the groups and times that were asked for, scale by scale; None where none was.

    It is met where every scale is shown to be understood alike, not met where one is understood otherwise, else open.
    """
    tested = () if study.confirmatory is None else study.confirmatory.invariance
    untested = untested_groupings(study)
    if not (tested or untested):
        return None
    may: list[str] = []
    may_not: list[str] = []
    if untested:
        may_not.append(
            f"That scores mean the same by {joined(untested)}: that was asked for and could not be tested."
        )
    if not tested:
        return "not examined", may, may_not
    for one in tested:
        words: dict[str, list[str]] = {"equal": [], "partly": [], "differs": [], "open": [], "untested": []}
        for scale in one.scales:
            words[scale.found.outcome].append(study.labels.get(scale.id, scale.id))
        if words["equal"]:
            may.append(f"That means of {joined(words['equal'])} can be compared by {one.name}.")
        if unlike := [*words["partly"], *words["differs"]]:
            may_not.append(
                f"That scores of {joined(unlike)} mean the same by {one.name}: items are understood otherwise."
            )
        if undecided := [*words["open"], *words["untested"]]:
            may_not.append(
                f"That scores of {joined(undecided)} mean the same by {one.name}: these answers do not tell."
            )
    outcomes = {scale.found.outcome for one in tested for scale in one.scales}
    if outcomes & {"partly", "differs"}:
        return "-", may, may_not
    return "+" if outcomes == {"equal"} else "?", may, may_not
