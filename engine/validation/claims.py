"""What may and may not be said of an instrument on the strength of a study, property by property.

The order is COSMIN's; beside each property stands the Standard that asks for it. A rating of `+` says that the
criterion for good measurement properties is met in these data, `-` that it is not, `?` that the evidence does not
decide, and `not examined` that this study says nothing about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.printed import decimal, joined, plural, several
from engine.validation.findings import Findings
from engine.validation.retest import RetestSubscale
from engine.validation.structure_claims import Rating, invariance_claims, structure_claims
from engine.validation.subscales import SubscaleStudy
from engine.validation.verdicts import copies, pairs_apart
from psychometrics.change import FEWEST_FOR_A_CHANGE
from psychometrics.guidelines import GUIDELINES
from psychometrics.measurement_error import largest_error
from psychometrics.signs import holm

ALPHA = GUIDELINES["alpha"].start("good")
CHANCE = 0.05
"""By Holm's procedure, so that with no difference at all one study in twenty names any."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One measurement property: its rating, what may be said, and what may not."""

    property: str
    title: str
    standard: str
    rating: Rating
    may: tuple[str, ...]
    may_not: tuple[str, ...]


PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
    "content_validity": ("Content validity", "Standards 1.11 and 1.12"),
    "structural_validity": ("Structural validity", "Standards 1.13 and 1.14"),
    "internal_consistency": ("Internal consistency", "Standard 2.3"),
    "cross_cultural_validity": ("Measurement invariance", "Standards, chapter 3"),
    "reliability": ("Reliability over time", "Standards 2.3 and 2.6"),
    "measurement_error": ("Measurement error", "Standards 2.13 and 2.14"),
    "group_means": ("Scores as a property of the group", "Standard 2.17"),
    "criterion_validity": ("Relations to other variables", "Standard 1.16"),
    "hypotheses_testing": ("Known groups", "Standard 1.16"),
    "responsiveness": ("Responsiveness", "Standard 1.16"),
}
"""Each measurement property in COSMIN's order: what it is called, and which Standard asks for it."""


def study_claims(study: Findings) -> tuple[Claim, ...]:
    """All properties, in COSMIN's order."""
    return (
        _content(),
        _structure(study),
        _consistency(study),
        _invariance(study),
        _reliability(study),
        _error(study),
        _group_means(study),
        _criterion(study),
        _hypotheses(study),
        _responsiveness(study),
    )


def _claim(property: str, rating: Rating, may: Sequence[str], may_not: Sequence[str]) -> Claim:
    title, standard = PROPERTIES[property]
    return Claim(property, title, standard, rating, tuple(may), tuple(may_not))


def _named(subscales: Sequence[SubscaleStudy]) -> str:
    return joined([subscale.label for subscale in subscales])


def _scores(subscales: Sequence[SubscaleStudy]) -> str:
    """`the score of A is`, `the scores of A and B are`."""
    named = _named(subscales)
    return f"the score of {named} is" if len(subscales) == 1 else f"the scores of {named} are"


def _content() -> Claim:
    return _claim(
        "content_validity",
        "not examined",
        (),
        (
            "That the items are relevant, complete and understood: that takes experts and people of the audience, "
            "and no statistic can stand in for them.",
        ),
    )


def _structure(study: Findings) -> Claim:
    judged: dict[str, list[SubscaleStudy]] = {"holds": [], "fails": [], "open": [], "untested": []}
    for subscale in study.subscales:
        if subscale.reliability is not None:
            judged[subscale.reliability.one_factor.answer].append(subscale)
    holds, fails, undecided, untested = judged.values()
    may, may_not = [], []
    if holds:
        may.append(f"That one factor accounts for the items of {_named(holds)} in these data.")
    if fails:
        may_not.append(
            f"That one thing is behind the items of {_named(fails)}: one factor alone does not account for them."
        )
    if undecided:
        may_not.append(
            f"Whether one factor is enough for {_named(undecided)}: that stays open in these data."
        )
    if untested:
        may_not.append(
            f"Whether one thing is behind the items of {_named(untested)}: one factor could not be tested."
        )
    alike = _hard_to_tell_apart(study)
    if alike:
        may_not.append(f"That {alike} are different things: their items go together nearly as if one.")
    for found, said in zip((may, may_not), structure_claims(study), strict=True):
        found += said
    rating: Rating = "+" if holds and len(study.subscales) == 1 else "?"
    if fails or alike:
        rating = "-"
    return _claim("structural_validity", rating, may, may_not)


def _hard_to_tell_apart(study: Findings) -> str:
    """Pairs of subscales whose HTMT is .90 or more with its whole interval."""
    return "; ".join(pair.where for pair in pairs_apart(study) if pair.standing == "weak")


def _consistency(study: Findings) -> Claim:
    """Met where alpha is enough with its whole interval, and one factor holds: alpha means little without (COSMIN)."""
    copied = [subscale for subscale in study.subscales if copies(subscale)]
    enough: list[SubscaleStudy] = []
    too_low: list[SubscaleStudy] = []
    undecided: list[SubscaleStudy] = []
    for subscale in study.subscales:
        interval = None if subscale.reliability is None else subscale.reliability.interval
        if interval is None or subscale in copied:
            continue
        if interval.lower >= ALPHA:
            enough.append(subscale)
        else:
            (too_low if interval.upper < ALPHA else undecided).append(subscale)
    may, may_not = [], []
    if enough:
        may.append(
            f"That the items of {_named(enough)} hang together well enough to compare groups of people."
        )
    if too_low:
        may_not.append(f"That {_scores(too_low)} reliable enough to compare groups on.")
    if undecided:
        may_not.append(
            f"Whether {_scores(undecided)} reliable enough to compare groups on: the intervals of alpha leave it open."
        )
    for subscale in copied:
        may_not.append(
            f"Whether the score of {subscale.label} is reliable enough to compare groups on it: {copies(subscale)} are "
            "answered alike by everybody, so that one item counts twice."
        )
    may_not.append(
        "That a score is reliable enough to decide about one person: that is usually asked of .90 and more."
    )
    one_thing = all(
        subscale.reliability is not None and subscale.reliability.one_factor.answer == "holds"
        for subscale in enough
    )
    rating: Rating = "+" if enough and one_thing and not undecided and not copied else "?"
    if too_low:
        rating = "-"
    return _claim("internal_consistency", rating, may, may_not)


def _invariance(study: Findings) -> Claim:
    tested = invariance_claims(study)
    if tested is not None:
        return _claim("cross_cultural_validity", *tested)
    names = ", ".join(group.name for group in study.groups)
    whom = f"in every group ({names})" if names else "for everyone"
    said = f"That scores mean the same {whom}: items may work differently for some, which this study does not test."
    return _claim("cross_cultural_validity", "not examined", (), (said,))


def _reliability(study: Findings) -> Claim:
    if study.retest is None or not study.retest.subscales:
        return _claim(
            "reliability",
            "not examined",
            (),
            ("That scores are stable: nobody was asked twice. Add --id COLUMN --retest FILE --apart DAYS.",),
        )
    by_answer: dict[str, list[SubscaleStudy]] = {"stable": [], "moved": [], "unstable": [], "open": []}
    for subscale in study.retest.subscales:
        if subscale.stability is not None:
            by_answer[subscale.stability.answer].append(study.subscale(subscale.id))
    stable, moved, unstable, undecided = by_answer.values()
    may = [f"That scores of {_named(stable)} are stable{_apart(study.retest.days)}."] if stable else []
    if moved:
        may.append(f"That people keep their places on {_named(moved)} between the two times.")
    may_not = []
    if moved:
        may_not.append(f"That scores of {_named(moved)} are stable: the mean has moved.")
    if unstable:
        may_not.append(
            f"That scores of {_named(unstable)} are stable: people change place between the two times."
        )
    if undecided:
        may_not.append(
            f"Whether scores of {_named(undecided)} are stable: that stays open, for reasons told with them."
        )
    rating: Rating = "-" if unstable else "?" if moved or undecided or not stable else "+"
    return _claim("reliability", rating, may, may_not)


def _apart(days: int | None) -> str:
    return "" if days is None else " over one day" if days == 1 else f" over {days} days"


def _error(study: Findings) -> Claim:
    """What may be said falls with the reliability: without, an error that is computed from it means nothing.

    The largest error that the interval of alpha allows: how many scores lie within it depends on their distribution.
    """
    errors = [
        f"{decimal(largest_error(found.errors.overall.mean_score_sd, found.interval.lower))} points for "
        f"{subscale.label}"
        for subscale in study.subscales
        if (found := subscale.reliability) is not None
        and found.interval is not None
        and found.interval.lower >= ALPHA
        and found.errors is not None
        and found.errors.overall is not None
        and not copies(subscale)
    ]
    may = []
    if errors:
        may.append(
            "That the standard error of measurement of a score (mean of the items), as alpha with its interval has "
            f"it, is at most {joined(errors)}."
        )
    return _claim(
        "measurement_error",
        "?",
        may,
        (f"{_matters(study)} A change below the smallest detectable one cannot be told from error.",),
    )


def _matters(study: Findings) -> str:
    if study.retest is None or study.retest.anchor is None:
        return (
            "That a change of a person matters: nobody has said yet which change is large enough to matter."
        )
    return (
        "That a change of a person matters: the change that tells people apart by column "
        f"“{study.retest.anchor.column}” is one sample’s, and matters only as far as that sign does."
    )


def _group_means(study: Findings) -> Claim:
    noun = study.plan.choices.cluster_noun
    by_answer: dict[str, list[SubscaleStudy]] = {"yes": [], "with care": [], "open": [], "no": []}
    for subscale in study.subscales:
        if subscale.levels is not None and subscale.levels.property is not None:
            by_answer[subscale.levels.property.answer].append(subscale)
    yes, care, undecided, no = by_answer.values()
    if not (yes or care or undecided or no):
        needed = f"That a {noun}’s mean says something about the {noun}: add --cluster COLUMN."
        return _claim("group_means", "not examined", (), (needed,))
    may = [f"That the mean of {_named(yes)} describes the {noun} people are in."] if yes else []
    if care:
        may.append(f"With care, that the mean of {_named(care)} describes the {noun} people are in.")
    may_not = []
    if undecided:
        may_not.append(
            f"Whether the mean of {_named(undecided)} describes the {noun}: that stays open in these data."
        )
    if no:
        may_not.append(f"That the mean of {_named(no)} describes a {noun}: read it as its members’ views.")
    at_two_levels = study.confirmatory is not None and bool(study.confirmatory.two_levels)
    how = (
        "a model at two levels says how far off it is"
        if at_two_levels
        else "no model was fitted at two levels"
    )
    may_not.append(f"That subscales which hold for people hold for {plural(noun)} too: {how}.")
    rating: Rating = "-" if no else "?" if care or undecided else "+"
    return _claim("group_means", rating, may, may_not)


def _criterion(study: Findings) -> Claim:
    """Numbers without a verdict: how large a correlation should be nobody but the reader can say."""
    if not study.criteria:
        needed = "That a score predicts or causes anything else: no other variable was looked at."
        return _claim("criterion_validity", "not examined", (), (f"{needed} Add --criterion COLUMN.",))
    names = joined([found.name for found in study.criteria])
    them = "it" if len(study.criteria) == 1 else "them"
    return _claim(
        "criterion_validity",
        "?",
        (),
        (
            f"That scores go with {names} as they should: nobody told this study beforehand how closely. Its "
            "correlations describe these people.",
            f"That scores cause {names}, or foretell {them} in people who were not asked.",
        ),
    )


def _hypotheses(study: Findings) -> Claim:
    if not study.groups:
        return _claim(
            "hypotheses_testing",
            "not examined",
            (),
            ("That groups differ as theory says: add --group COLUMN.",),
        )
    compared = [
        (grouping.name, study.labels[comparison.id], comparison.scores.pvalue)
        for grouping in study.groups
        for comparison in grouping.subscales
        if comparison.scores is not None
    ]
    may: list[str] = []
    may_not: list[str] = []
    if study.cluster is not None:
        names = joined([group.name for group in study.groups])
        may_not.append(f"Whether mean scores differ between groups by {names}: {_alike(study)}.")
    else:
        may, may_not = _differences(study, compared)
    may_not.append(
        "That a difference confirms the instrument, unless it was expected in writing before the data were seen; "
        "nor that it is a difference in what is measured, before the items are shown to work alike."
    )
    return _claim("hypotheses_testing", "?", may, may_not)


def _alike(study: Findings) -> str:
    """Why a test of people who are taken for independent decides nothing."""
    return f"people of one {study.plan.choices.cluster_noun} answer alike, and the test takes them for independent"


def _differences(study: Findings, compared: Sequence[tuple[str, str, float]]) -> tuple[list[str], list[str]]:
    found: dict[str, list[str]] = {}
    adjusted = holm([p for _, _, p in compared])
    for (name, label, _), p in zip(compared, adjusted, strict=True):
        if p < CHANCE:
            found.setdefault(name, []).append(label)
    tests = several(len(compared), "comparison")
    may = [
        f"That mean scores of {joined(labels)} differ between groups by {name} (Welch’s test, p under .05 over "
        f"{tests}, Holm)."
        for name, labels in found.items()
    ]
    none = [group.name for group in study.groups if group.name not in found]
    over = "" if len(compared) == 1 else f", over {tests}"
    may_not = (
        [f"That mean scores differ between groups by {joined(none)}: chance can explain it{over}."]
        if none
        else []
    )
    return may, may_not


def _has_moved(found: RetestSubscale) -> bool:
    """Whether the whole interval of the shift lies beyond what counts as stable: that holds of few people too."""
    return found.stability is not None and found.stability.answer == "moved"


def _responsiveness(study: Findings) -> Claim:
    twice = () if study.retest is None else study.retest.subscales
    changes = [
        (study.labels[one.id], one.change.pvalue, one.change.n >= FEWEST_FOR_A_CHANGE or _has_moved(one))
        for one in twice
        if one.change is not None
    ]
    adjusted = holm([p for _, p, _ in changes])
    moved = [label for (label, _, told), p in zip(changes, adjusted, strict=True) if told and p < CHANCE]
    may, may_not = [], []
    if changes and study.cluster is not None:
        may_not.append(f"Whether mean scores changed between the two times: {_alike(study)}.")
    elif moved:
        may.append(f"That mean scores of {joined(moved)} changed between the two times.")
    elif not all(told for _, _, told in changes):
        may_not.append(
            f"Whether mean scores changed between the two times: of fewer than {FEWEST_FOR_A_CHANGE} people, the test "
            "errs too often where differences are skewed."
        )
    anchor = None if study.retest is None else study.retest.anchor
    moves = "That scores move when the thing they measure moves"
    told = f"{moves}: that takes an outside sign of change. Add --anchor COLUMN to --retest FILE."
    if anchor is not None:
        told = f"{moves}: the study sets change beside column “{anchor.column}”, and is as good as that sign."
    may_not.append(told)
    return _claim("responsiveness", "?" if changes or anchor else "not examined", may, may_not)
