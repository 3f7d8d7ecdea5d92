"""A school's scores as a figure with its table: place, certainty, comparison, level, change and agreement."""

from collections.abc import Sequence

from engine.language import say
from engine.printed import (
    ABSENT,
    day_words,
    in_one_cell,
    joined,
    labels_in_sentence,
    per_cent,
    shortest,
    whole,
)
from engine.report.document import Axis, Block, Column, Paragraph, ScoreFigure, ScoreRow, Table
from engine.report.school.comparison import (
    Heads,
    OfferedComparison,
    ScoreStanding,
    choices,
    heads,
    reason_words,
    standing,
)
from engine.report.school.wording import (
    agreement_words,
    by_range,
    change_parts,
    change_words,
    changed_since,
    interval,
    level_label,
    measure_column,
    moved_parts,
    moved_words,
    number,
    printed,
    shares_of,
    typically,
)
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenAgreement, FrozenScore


def score_blocks(
    frozen: FrozenResult, site: FrozenSchool, measures: Measures, choice: OfferedComparison | None
) -> list[Block]:
    """The figure, and in words what it leaves out and why."""
    blocks: list[Block] = []
    shown, flat = ends_of_profile(frozen, site, measures)
    if flat:
        blocks.append(Paragraph(flat))
    blocks += [score_figure(site, alike, choice) for alike in by_range(shown)]
    blocks += [Paragraph(text) for text in _since_first(site, shown)]
    blocks += [Paragraph(text) for text in _without_score(frozen, site)]
    if site.as_of:
        blocks.append(Paragraph(_as_of(site.as_of)))
    blocks += _without_comparison(site, shown, choice)
    blocks += [Paragraph(text) for text in camps(site, measures)]
    alike = [one.label for one in measures if site.score_of(one.id).alike]
    if alike:
        blocks.append(Paragraph(say("report.scores.alike", labels=labels_in_sentence(alike))))
    return blocks


def _since_first(site: FrozenSchool, measures: Measures) -> list[str]:
    """What changed since the school's first wave, where the figure tells of a later one."""
    found = [(one, change) for one in measures if (change := site.score_of(one.id).first_change)]
    told = []
    for wave in dict.fromkeys(change.since for _, change in found):
        compared = [(one, change) for one, change in found if change.since == wave]
        moved = [f"{one.label} {moved_parts(one, change)[0]}" for one, change in compared if change.moved]
        rest = "all" if len(moved) == len(compared) else "some" if moved else "none"
        told.append(say(f"report.scores.since_first_{rest}", wave=wave, moved=_moved_list(moved)))
    return told


def _moved_list(moved: Sequence[str]) -> str:
    return labels_in_sentence(moved) if moved else ""


def _without_score(frozen: FrozenResult, site: FrozenSchool) -> list[str]:
    """The scores that are not there, by the reason why."""
    reasons: dict[str, list[str]] = {}
    for one in frozen.measures:
        if site.scores.get(one.id):
            continue
        if one.asked == 0:
            reason = "not_asked"
        elif not one.scored:
            reason = "few_statements"
        else:
            reason = "few_people"
        reasons.setdefault(reason, []).append(one.label)
    least = frozen.wave.minimum_group
    return [
        say(f"report.scores.without_{reason}", labels=labels_in_sentence(labels), least=least)
        for reason, labels in reasons.items()
    ]


def camps(site: FrozenSchool, measures: Measures) -> list[str]:
    """Where people fall into two camps, a mean says nothing of them."""
    return [
        say("report.scores.camps", label=one.label)
        for one in measures
        if (found := site.score_of(one.id).agreement) and found.two_camps
    ]


def ends_of_profile(frozen: FrozenResult, site: FrozenSchool, measures: Measures) -> tuple[Measures, str]:
    """The scores whose differences can be told from noise: all, or the ends alone with a sentence that says why."""
    start = site.start
    if frozen.profile.shown or start is None or site.overall is None:
        return measures, ""
    means = {one.id: site.score_of(one.id).mean for one in measures}
    least = {id for id, mean in means.items() if mean == min(means.values())}
    # A place to start need not be where people see the least: this school may lie lower against others elsewhere.
    first = {*start.measures, *(start.places or ())}
    drawn = "ends" if first <= least else "ends_and_start"
    shown = [one for one in measures if one.id in first | least | set(start.strength.measures)]
    return shown or measures, say(f"report.scores.drawn_{drawn}", overall=per_cent(site.overall.mean))


def _as_of(day: str) -> str:
    return say("report.scores.as_of", day=day_words(day))


def _without_comparison(
    site: FrozenSchool, measures: Measures, choice: OfferedComparison | None
) -> list[Block]:
    """Scores that have nothing to be compared with, and why."""
    if choice is None:
        refused = {
            reason_words(one.kind, reason)
            for one in choices(measures, site)
            if one.group == "network"
            for reason in one.reasons
        }
        why = "; ".join(sorted(refused))
        return [Paragraph(say("report.scores.no_comparison", reasons=why))] if refused else []
    bare = [one for one in measures if standing(one, site.score_of(one.id), choice) is None]
    offers = [
        (offer.group, offer.reason)
        for one in bare
        for compared in (one.comparisons, site.score_of(one.id).references)
        for offer in compared
    ]
    reasons = {
        reason_words(choice.kind, reason)
        for group, reason in offers
        if group == choice.group and reason is not None
    }
    if not reasons:
        return []
    labels = labels_in_sentence([one.label for one in bare])
    why = "; ".join(sorted(reasons))
    return [Paragraph(say("report.scores.no_comparison_for", labels=labels, reasons=why))]


def score_figure(site: FrozenSchool, measures: Measures, choice: OfferedComparison | None) -> ScoreFigure:
    """The scores over their comparison, a row a measure."""
    low, high = min(one.low for one in measures), max(one.high for one in measures)
    scores = [site.score_of(one.id) for one in measures]
    places = [
        standing(one, score, choice) if choice else None for one, score in zip(measures, scores, strict=True)
    ]
    compared = any(place is not None for place in places)  # of some measures, or of other ranges alone
    named = heads(measures, site, choice) if choice is not None and compared else None
    since = sorted({score.change.since for score in scores if score.change})
    changed = say("report.scores.since", waves=joined(since, "or")) if since else ""
    agreed = any(score.agreement or score.alike for score in scores)
    marked = named if any(place is not None and place.band is not None for place in places) else None
    then = choice is not None and choice.kind == "own"  # then the change says all that the position could
    return ScoreFigure(
        title=say("report.scores.figure", low=shortest(low), high=shortest(high)),
        description=say("report.scores.described_over", comparison=marked.key)
        if marked
        else say("report.scores.described"),
        key=say("report.scores.key") + (f" · {marked.key}" if marked else ""),
        axis=Axis(low, high, _ticks(low, high)),
        heads=(
            named.column if named and not then else "",
            changed,
            say("report.scores.agreed") if agreed else "",
        ),
        rows=tuple(
            _row(one, score, place, then) for one, score, place in zip(measures, scores, places, strict=True)
        ),
        table=_table(measures, scores, places, named),
    )


def _ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    steps = 4 if (high - low) % 4 == 0 else 5
    places = [low + (high - low) * step / steps for step in range(steps + 1)]
    return tuple((place, shortest(place)) for place in places)


def _row(measure: FrozenMeasure, score: FrozenScore, place: ScoreStanding | None, then: bool) -> ScoreRow:
    change, found = score.change, score.agreement
    moved = change.moved if change else None
    changed = (
        (change_words(measure, score), place.words[1]) if then and place else change_parts(measure, score)
    )
    return ScoreRow(
        id=f"condition-{measure.id}",
        label=measure.label,
        level=level_label(measure, score) or "",
        value=score.mean,
        low=score.low,
        high=score.high,
        number=printed(measure, score),
        interval=interval(measure, score),
        band=place.band if place else None,
        position=place.words if place else (say("report.comparison.none"), ""),
        change=changed,
        arrow=0 if moved is None else 1 if moved > 0 else -1,
        agreement=(
            agreement_words(score),
            say("report.scores.spread", sd=number(measure, found.sd)) if found else "",
        ),
        histogram=_histogram(found) if found else (),
    )


def _histogram(found: FrozenAgreement) -> tuple[float, ...]:
    return tuple(share for share, _ in shares_of(found.histogram.shares, found.histogram.ends))


def _table(
    measures: Measures,
    scores: Sequence[FrozenScore],
    places: Sequence[ScoreStanding | None],
    named: Heads | None,
) -> Table:
    """The same in numbers; n is the people with a score, the spread their standard deviation."""
    levels = any(one.levels for one in measures)
    since = sorted({score.change.since for score in scores if score.change})
    agreed = any(score.agreement for score in scores)
    columns = [
        measure_column(measures),
        Column(say("report.column.score"), "end"),
        Column(say("report.column.interval"), "end"),
        Column(say("report.column.n"), "end"),
    ]
    columns += [Column(say("report.column.level"))] if levels else []
    columns += [Column(changed_since(since))] if since else []
    first = sorted({score.first_change.since for score in scores if score.first_change})
    columns += [Column(changed_since(first))] if first else []
    columns += [Column(say("report.column.agreement")), Column(typically(), "end")] if agreed else []
    if named:
        columns += [Column(named.cells[0], "end"), Column(named.cells[1], "end")]
        columns.append(Column(say("report.column.position")))
    rows = []
    for measure, score, place in zip(measures, scores, places, strict=True):
        row = [measure.label, printed(measure, score), interval(measure, score), whole(score.n)]
        row += [level_label(measure, score) or ABSENT] if levels else []
        row += [change_words(measure, score)] if since else []
        row += [moved_words(measure, score.first_change) if score.first_change else ABSENT] if first else []
        row += [agreement_words(score), _spread(measure, score)] if agreed else []
        rows.append(tuple(row + (_compared(place) if named else [])))
    return Table(
        caption=say("report.scores.table_spread" if agreed else "report.scores.table"),
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _spread(measure: FrozenMeasure, score: FrozenScore) -> str:
    return number(measure, score.agreement.sd) if score.agreement else ABSENT


def _compared(place: ScoreStanding | None) -> list[str]:
    if place is None:
        return [ABSENT, ABSENT, say("report.comparison.none")]
    return [*place.cells, in_one_cell(place.words)]
