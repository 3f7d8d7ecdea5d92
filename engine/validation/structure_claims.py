"""What may and may not be said of the structure of the scales together."""

from engine.validation.findings import Findings

Said = tuple[list[str], list[str]]


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
