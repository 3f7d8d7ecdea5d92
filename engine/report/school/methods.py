"""What a school's result can't tell, and how its numbers were made."""

import math

from engine.printed import ABSENT, fixed, from_to, listed, whole
from engine.report.document import Block, Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import by_range, measure_column
from engine.results.model import FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.school import FAIR_RATE, GOOD_RATE


def limits_section(frozen: FrozenResult, site: FrozenSchool, measures: Measures, *, band: bool) -> Section:
    """The limits of the result: how large a change has to be at a school of this size, and what a `band` is."""
    not_for = f" Not for {listed(frozen.instrument.not_for, 'or')}." if frozen.instrument.not_for else ""
    texts = [f"These are perceptions of the people who answered, not the effectiveness of anyone.{not_for}"]
    if measures:
        texts.append(
            "A score is a mean of those who answered. Another group of the same size would give another mean; the "
            "95% interval shows how far apart such means would lie."
        )
        least = [_by_chance(site, alike) for alike in by_range(measures)]
        if len(least) > 1:
            ranges = [f"from {alike[0].low:g} to {alike[0].high:g}" for alike in by_range(measures)]
            least = [f"{words} on a scale {ends}" for words, ends in zip(least, ranges, strict=True)]
        limit = listed(least, "or")
        texts.append(
            f"Between two waves of a school of this size, less than about {limit} of change can be chance."
        )
    texts.append("People who did not answer may see it otherwise.")
    if band:
        texts.append(
            "Other schools’ band shows observed means, part of whose spread is chance. It is no target."
        )
    return Section("limits", "What this can’t tell you", (Bullets(tuple(texts)),))


def _by_chance(site: FrozenSchool, measures: Measures) -> str:
    """How far apart two scores of a school can lie by chance: of measures of one range the middle one, in its unit."""
    widths = sorted(site.score_of(one.id).high - site.score_of(one.id).low for one in measures)
    decimals = max(one.decimals for one in measures)
    points = max(10**-decimals, widths[len(widths) // 2] / 2 * math.sqrt(2))
    shown = fixed(points, decimals)
    return f"{shown} point{'' if float(shown) == 1 else 's'}"


def methods(frozen: FrozenResult, site: FrozenSchool, measures: Measures) -> list[Block]:
    """How each kind of number was made, what is known of missing answers, and how reliable the scores are."""
    texts = [*_scores(frozen), *_lowest(frozen, site), *_data(frozen)]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    return [*blocks, *_reliability(measures), Paragraph(_fingerprints(frozen))]


def _fingerprints(frozen: FrozenResult) -> str:
    """What tells two results apart that look alike."""
    return (
        f"To tell whether two results are of the same rules and answers, compare their fingerprints: rules of scoring "
        f"{frozen.instrument.scoring_digest[:12]}, answers {frozen.data.digest[:12]}."
    )


def _scores(frozen: FrozenResult) -> list[str]:
    minimum = frozen.wave.minimum_group
    return [
        "Each person’s score is computed from the items they answered, with reverse-keyed items turned; a school’s "
        "score is the mean of its people’s scores, and the interval is a t interval of that mean.",
        "The comparison is the distribution of the other schools’ means in the same wave, each school once, this "
        f"school left out; schools with fewer than {minimum} scores are not in it, and with fewer than eight "
        "others none is shown. Quartiles are of type 7. The school’s own last result is compared on the statements "
        "that both have in common. A published norm is of single people, so it gives no percentile and no rank.",
        "A change is named only where its 95% interval leaves out zero. Answers are anonymous, so both waves are "
        "treated as different people; Hedges’ g is the change in standard deviations of people: tiny under .2, small "
        "under .5, medium under .8, large above.",
        "Agreement is r*wg(j) against an even spread over the options: little up to .30, weak to .50, moderate to "
        ".70, strong to .90, very strong above; two camps where the histogram has a valley and the bimodality "
        "coefficient exceeds 5/9. Scores are rounded, cut off near the ends of the scale, and shown with a least "
        "width, so that no number speaks of one person.",
        f"A response rate of {GOOD_RATE}% or more is called good and one under {FAIR_RATE}% too low to speak for "
        "everyone: rules of thumb, not laws.",
    ]


def _lowest(frozen: FrozenResult, site: FrozenSchool) -> list[str]:
    """How the lowest and the highest score were told, and whether the profile can be told from noise."""
    texts = []
    if site.start is not None and site.start.estimate == "shrunken":
        texts.append(
            "Which score is lowest or highest, and how surely, is told of estimates in which each school’s scores are "
            "drawn toward the network’s by as much as its own people leave them unsure (empirical Bayes). The scores "
            "that are shown are as people gave them."
        )
    elif site.start is not None:
        texts.append(
            "Which score is lowest or highest, and how surely, is told by drawing the school’s own people anew many "
            "times (bootstrap)."
        )
    profile = frozen.profile
    if profile.reliability is not None:
        texts.append(
            "Of the ups and downs between a school’s scores, apart from what all schools share, "
            f"{round(100 * profile.reliability)}% are not chance ({profile.schools} schools)."
        )
    return texts


def _data(frozen: FrozenResult) -> list[str]:
    data = frozen.data
    found = [
        (data.missing, "of the answers to statements are missing or “I can’t judge”"),
        (data.careless, "of the people look as if they answered without reading"),
    ]
    known = [f"{share}% {words}" for share, words in found if share is not None]
    return [f"In all schools of the wave together, {' and '.join(known)}."] if known else []


def _reliability(measures: Measures) -> list[Block]:
    rows = tuple(
        (
            one.label,
            whole(one.items),
            fixed(one.alpha.value, 2) if one.alpha else ABSENT,
            from_to(fixed(one.alpha.low, 2), fixed(one.alpha.high, 2)) if one.alpha else ABSENT,
            fixed(one.icc2, 2) if one.icc2 is not None else ABSENT,
        )
        for one in measures
    )
    if not rows:
        return []
    return [
        Table(
            caption="Reliability in this wave, over all schools shown",
            columns=(
                measure_column(measures),
                Column("Items", "end"),
                Column("Alpha", "end"),
                Column("95% interval", "end"),
                Column("ICC(2), school means", "end"),
            ),
            rows=rows,
            note="Alpha: agreement of the items among people. ICC(2): how well means of schools of average "
            "size can be told apart; under .60 differences between schools are mostly chance.",
        )
    ]
