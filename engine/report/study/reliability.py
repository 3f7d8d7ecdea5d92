"""How far scores would come out alike again: coefficients with their intervals, bounds, and errors in points."""

from collections.abc import Iterator, Sequence

from engine.printed import ABSENT, bracketed, coefficient, count, decimal, joined, known, several
from engine.report import axes
from engine.report.document import Block, Dot, DotFigure, DotPanel, Mark, Paragraph, Section, Table, table
from engine.report.study.columns import len_of, scale_table
from engine.report.study.thumb import Judged, rule, sentences
from engine.validation.paths import at
from engine.validation.reliability import Reliability
from engine.validation.study import ValidationStudy
from engine.validation.subscales import SubscaleStudy
from engine.validation.verdicts import copies, has_second_factor
from psychometrics.guidelines import GUIDELINES


def reliability_section(study: ValidationStudy) -> Section:
    found = [scale for scale in study.subscales if scale.reliability is not None]
    if not found:
        text = "No scale has enough items and answers for a reliability; the warnings under Quality say why."
        return Section("reliability", "Reliability", (Paragraph(text),))
    blocks: list[Block] = [*_words(found), _figure(found), _coefficients(found)]
    if any(_reliability(scale).without_reversed is not None for scale in found):
        blocks.append(_reversed(found))
    if any(_reliability(scale).em is not None for scale in found):
        blocks.append(_by_em(found))
    parts = [
        Section("composites", "Scores taken together", tuple(_composites(study))),
        Section("errors", "What a score’s error is in points", tuple(_errors(found))),
        Section("bounds", "Bounds, split-halves and ordinal coefficients", tuple(_bounds(found))),
    ]
    return Section("reliability", "Reliability", tuple(blocks), tuple(part for part in parts if part.blocks))


def _reliability(scale: SubscaleStudy) -> Reliability:
    assert scale.reliability is not None  # noqa: S101 the section takes only those that have one
    return scale.reliability


def alphas(found: Sequence[SubscaleStudy]) -> list[Judged]:
    """Alpha of each scale that has one, with its interval; not where one item counts twice."""
    judged = []
    for scale in found:
        own = scale.reliability
        if own is not None and known(own.value) is not None and not copies(scale):
            ends = own.interval
            low, high = (None, None) if ends is None else (ends.lower, ends.upper)
            judged.append(Judged(scale.label, own.value, low, high))
    return judged


def _words(found: Sequence[SubscaleStudy]) -> Iterator[Block]:
    judged = alphas(found)
    if judged:
        yield sentences("alpha", judged)
    yield rule("alpha")
    general = [
        Judged(scale.label, own.hierarchical.hierarchical)
        for scale in found
        if (own := scale.reliability) is not None and own.hierarchical is not None and has_second_factor(own)
    ]
    if general:
        yield sentences("omega_hierarchical", general)
        yield rule("omega_hierarchical")
    resampled = [
        f"{scale.label} {bracketed(ends.lower, ends.upper)}"
        for scale in found
        if (ends := (_reliability(scale).bootstrap or {}).get("hierarchical")) is not None
    ]
    if resampled:
        yield Paragraph(
            f"95% intervals of omega hierarchical by resampling people: {joined(resampled)}. On simulated answers such "
            "intervals held the population’s value in 88 to 95 of 100 samples, so read them as somewhat too narrow."
        )


def _figure(found: Sequence[SubscaleStudy]) -> DotFigure:
    alpha = [_alpha_dot(_reliability(scale)) for scale in found]
    omega = [_omega_dot(_reliability(scale)) for scale in found]
    mark = GUIDELINES["alpha"].start("good")
    ends = [end for dot in (*alpha, *omega) for end in (dot.value, dot.low, dot.high)]
    axis = axes.coefficients([mark - 0.1, 1.0, *ends], ticks=4)
    panels = [DotPanel("Alpha", axis, tuple(alpha), Mark(mark, f"rule of thumb {coefficient(mark)}"))]
    if any(dot.value is not None for dot in omega):
        panels.append(
            DotPanel("Omega total", axis, tuple(omega), Mark(mark, f"rule of thumb {coefficient(mark)}"))
        )
    return DotFigure(
        title="Reliability of each scale",
        description="Alpha and omega of each scale with their 95% intervals. The table holds the same numbers.",
        key="Line: 95% interval · dot: estimate.",
        labels=tuple(scale.label for scale in found),
        texts=tuple("" for _ in found),
        panels=tuple(panels),
        table=table(
            "Alpha and omega total with 95% intervals",
            ["Scale"],
            ["Alpha", "95% CI", "Omega total", "95% CI"],
            [
                (scale.label, a.number, _ends(a), o.number, _ends(o))
                for scale, a, o in zip(found, alpha, omega, strict=True)
            ],
        ),
    )


def _composites(study: ValidationStudy) -> Iterator[Block]:
    if not study.composites:
        return
    yield table(
        "Composites of all the scores that they are made of",
        ["Composite", "Made of"],
        ["n", "Mean", "SD", "Stratified alpha"],
        [
            (
                one.label,
                joined([study.labels[id] for id in one.of]),
                count(one.n),
                decimal(one.mean),
                decimal(one.sd),
                coefficient(one.reliability),
            )
            for one in study.composites
        ],
        note="From the covariances of the scores; n: people with the two scores that fewest have together. Stratified "
        "alpha: the reliability of a composite from the alpha of each score. It does not say that the scores are one "
        "thing.",
    )


def _ends(dot: Dot) -> str:
    return ABSENT if dot.low is None else bracketed(dot.low, dot.high)


def _alpha_dot(own: Reliability) -> Dot:
    ends = own.interval
    low, high = (None, None) if ends is None else (known(ends.lower), known(ends.upper))
    return Dot(known(own.value), coefficient(own.value), low, high)


def _omega_dot(own: Reliability) -> Dot:
    if own.omega is None:
        return Dot(None, ABSENT)
    ends = known(own.omega.lower), known(own.omega.upper)
    return Dot(known(own.omega.model), coefficient(own.omega.model), *ends)


def _coefficients(found: Sequence[SubscaleStudy]) -> Table:
    pairwise = [scale.label for scale in found if _reliability(scale).basis == "pairwise"]
    rests = "people who answered all items of the scale"
    if pairwise:
        rests += (
            f" ({joined(pairwise)}: all who answered a pair of items, and n is that of the smallest pair)"
        )
    return scale_table(
        "Internal consistency",
        (
            ("Items", len_of, "subscale.items"),
            ("n", count, "reliability.n"),
            ("Alpha, pairwise", coefficient, "reliability.alpha.raw"),
            ("Alpha, complete", coefficient, "reliability.alpha.complete"),
            ("Alpha, standardized", coefficient, "reliability.alpha.standardized"),
            ("Mean r", coefficient, "reliability.alpha.average_r"),
            ("Omega total", coefficient, "reliability.omega.model"),
            ("Omega hierarchical", coefficient, "reliability.hierarchical.hierarchical"),
            ("ECV", coefficient, "reliability.hierarchical.explained_common_variance"),
            ("AVE", coefficient, "reliability.ave"),
        ),
        found,
        note=(
            f"n: {rests}. Omega total from one factor; omega hierarchical and ECV (share of the common variance that "
            "is the general factor’s) from a Schmid-Leiman solution; AVE: average variance extracted."
        ),
    )


def _reversed(found: Sequence[SubscaleStudy]) -> Table:
    rows = []
    for scale in found:
        own = _reliability(scale)
        if own.without_reversed is None or own.alpha is None:
            continue
        turned = [item.id for item in scale.subscale.items if item.reverse]
        label = scale.label
        rows.append(
            (label, joined(turned), coefficient(own.alpha.raw), coefficient(own.without_reversed.raw))
        )
    return table(
        "Alpha with and without the reverse-keyed items",
        ["Scale", "Reverse-keyed"],
        ["Alpha", "Alpha without them"],
        rows,
        note="Where alpha is clearly higher without them, people may have overlooked the turn of the wording.",
    )


def _by_em(found: Sequence[SubscaleStudy]) -> Table:
    return scale_table(
        "People without a gap beside every answer given",
        (
            ("n without a gap", count, "reliability.alpha.n_complete"),
            ("Alpha", coefficient, "reliability.alpha.complete"),
            ("n with any answer", count, "reliability.em.n"),
            ("Alpha, EM", coefficient, "reliability.em.alpha"),
            ("Omega, EM", coefficient, "reliability.em.omega"),
        ),
        [scale for scale in found if _reliability(scale).em is not None],
        note="EM: from the covariances that make all answers given most likely, if answers are about normal and gaps "
        "depend on nothing but answers that were given, which is less than that gaps come at random. Where the two "
        "differ, people who left something out differ from the others. No answer was filled in.",
    )


def _errors(found: Sequence[SubscaleStudy]) -> Iterator[Block]:
    known_errors = [scale for scale in found if at("reliability.errors.overall", scale) is not None]
    if not known_errors:
        return
    yield Paragraph(
        "A person’s score would not come out the same again. The standard error of measurement is how far it scatters "
        "on average around the person’s true score if alpha is its reliability; where alpha is too low or the items "
        "measure several things, it is too large. The smallest detectable change is how far two sums of one person "
        "have to lie apart before such errors, normally distributed, are an unlikely reason (one pair in twenty)."
    )
    yield scale_table(
        "Standard error of measurement",
        (
            ("Alpha used", coefficient, "reliability.errors.overall.reliability"),
            ("SD, mean", decimal, "reliability.errors.overall.mean_score_sd"),
            ("SEM, mean", decimal, "reliability.errors.overall.mean_score_standard_error"),
            ("SD, sum", decimal, "reliability.errors.overall.sd"),
            ("SEM, sum", decimal, "reliability.errors.overall.standard_error"),
            ("SDC, sum", decimal, "reliability.errors.overall.smallest_detectable_change"),
        ),
        known_errors,
        note="Mean: points of the response scale; sum: points of the sum of all items. SDC: smallest detectable "
        "change.",
    )


def _bounds(found: Sequence[SubscaleStudy]) -> Iterator[Block]:
    made = scale_table(
        "Lower bounds, split-halves and ordinal alpha",
        (
            *(
                (f"λ{place}", coefficient, f"reliability.bounds.guttman.lambda{place}")
                for place in range(1, 7)
            ),
            ("GLB", coefficient, "reliability.bounds.greatest.value"),
            ("Split-half, best", coefficient, "reliability.halves.splits.maximum"),
            ("Split-half, mean", coefficient, "reliability.halves.splits.mean"),
            ("Split-half, worst", coefficient, "reliability.halves.splits.minimum"),
            ("Odd-even", coefficient, "reliability.halves.odd_even.spearman_brown"),
            ("Ordinal alpha", coefficient, "reliability.ordinal.alpha.value"),
        ),
        found,
        note=f"λ: Guttman’s bounds (λ3 is alpha); GLB: greatest lower bound, biased upwards in small samples. "
        f"Split-halves: {_how_split(found)} Ordinal alpha: from polychoric correlations, of the traits behind the "
        "answers and not of the score.",
    )
    if any(cell != ABSENT for row in made.rows for cell in row[1:]):
        yield made


def _how_split(found: Sequence[SubscaleStudy]) -> str:
    """Whether all halves were tried, or how many were drawn and with which seed."""
    drawn = []
    for scale in found:
        halves = _reliability(scale).halves
        splits = None if halves is None else halves.splits
        if splits is not None and not splits.exhaustive:
            seed = f", seed {splits.seed}" if splits.seed is not None else ""
            drawn.append(f"{scale.label} {several(splits.splits, 'draw')}{seed}")
    return f"all possible halves, but for {joined(drawn)}." if drawn else "all possible halves."
