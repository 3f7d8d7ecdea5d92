"""What a school's result can't tell, and how its numbers were made."""

import math

from engine.language import say
from engine.printed import ABSENT, fixed, from_to, joined, listed, per_cent, shortest, whole
from engine.report.document import Block, Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import by_range, measure_column
from engine.results.model import FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.school import FAIR_RATE, GOOD_RATE


def limits_section(frozen: FrozenResult, site: FrozenSchool, measures: Measures, *, band: bool) -> Section:
    """The limits of the result: how large a change has to be at a school of this size, and what a `band` is."""
    texts = [say("report.limits.perceptions")]
    if frozen.instrument.not_for:
        texts = [f"{texts[0]} {say('report.limits.not_for', uses=listed(frozen.instrument.not_for, 'or'))}"]
    if measures:
        least = [_by_chance(site, alike) for alike in by_range(measures)]
        if len(least) > 1:
            least = [
                say(
                    "report.limits.on_scale",
                    points=points,
                    low=shortest(alike[0].low),
                    high=shortest(alike[0].high),
                )
                for points, alike in zip(least, by_range(measures), strict=True)
            ]
        texts += [say("report.limits.interval"), say("report.limits.change", points=listed(least, "or"))]
    texts.append(say("report.limits.nonresponse"))
    if band:
        texts.append(say("report.limits.band"))
    return Section("limits", say("report.limits.title"), (Bullets(tuple(texts)),))


def _by_chance(site: FrozenSchool, measures: Measures) -> str:
    """How far apart two scores of a school can lie by chance: of measures of one range the middle one, in its unit."""
    widths = sorted(site.score_of(one.id).high - site.score_of(one.id).low for one in measures)
    decimals = max(one.decimals for one in measures)
    points = max(10**-decimals, widths[len(widths) // 2] / 2 * math.sqrt(2))
    shown = fixed(points, decimals)
    return say("report.points.single" if shown.value == 1 else "report.points.several", points=shown)


def methods(frozen: FrozenResult, site: FrozenSchool, measures: Measures) -> list[Block]:
    """How each kind of number was made, what is known of missing answers, and how reliable the scores are."""
    texts = [*_scores(frozen), *_lowest(frozen, site), *_data(frozen)]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    return [*blocks, *_reliability(measures), Paragraph(_fingerprints(frozen))]


def _fingerprints(frozen: FrozenResult) -> str:
    """What tells two results apart that look alike."""
    rules, answers = frozen.instrument.scoring_digest[:12], frozen.data.digest[:12]
    return say("report.methods.fingerprints", rules=rules, answers=answers)


def _scores(frozen: FrozenResult) -> list[str]:
    minimum = frozen.wave.minimum_group
    return [
        say("report.methods.scores"),
        say("report.methods.comparison", minimum=minimum),
        say("report.methods.change"),
        say("report.methods.agreement"),
        say("report.methods.rates", good=per_cent(GOOD_RATE), fair=per_cent(FAIR_RATE)),
    ]


def _lowest(frozen: FrozenResult, site: FrozenSchool) -> list[str]:
    """How the lowest and the highest score were told, and whether the profile can be told from noise."""
    texts = []
    if site.start is not None and site.start.estimate == "shrunken":
        texts.append(say("report.methods.shrunken"))
    elif site.start is not None:
        texts.append(say("report.methods.bootstrap"))
    profile = frozen.profile
    if profile.reliability is not None:
        share = per_cent(round(100 * profile.reliability))
        texts.append(say("report.methods.profile", share=share, schools=whole(profile.schools)))
    return texts


def _data(frozen: FrozenResult) -> list[str]:
    data = frozen.data
    found = (("missing", data.missing), ("careless", data.careless))
    known = [
        say(f"report.methods.share_{what}", share=per_cent(share))
        for what, share in found
        if share is not None
    ]
    return [say("report.methods.data", shares=joined(known))] if known else []


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
            caption=say("report.reliability.table"),
            columns=(
                measure_column(measures),
                Column(say("report.reliability.items"), "end"),
                Column(say("report.reliability.alpha"), "end"),
                Column(say("report.column.interval"), "end"),
                Column(say("report.reliability.icc2"), "end"),
            ),
            rows=rows,
            note=say("report.reliability.note"),
        )
    ]
