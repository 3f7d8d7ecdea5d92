"""A school's result as CSV: the numbers of the page, with what they are computed from on every row."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from engine.exchange.cells import safe
from engine.printed import fixed
from engine.report.school.comparison import OfferedComparison, choices, chosen, found
from engine.report.school.one_page import measures_of
from engine.report.school.wording import agreement_words, number
from engine.results.model import (
    FrozenAllotmentText,
    FrozenComposite,
    FrozenMeasure,
    FrozenOutcomeText,
    FrozenResult,
)
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_score import FrozenChange, FrozenComparison, FrozenScore

LAST: Final = (
    "change_since",
    "change",
    "change_low",
    "change_high",
    "hedges_g",
)  # since the school's last wave
FIRST: Final = ("first_since", "first_change", "first_change_low", "first_change_high", "first_hedges_g")
COLUMNS = (
    "school",
    "instrument",
    "version",
    "form",
    "wave",
    "closed",
    "simulated",
    "responses",
    "roster",
    "response_rate_percent",
    "kind",
    "measure",
    "label",
    "n",
    "score",
    "bound",
    "interval_low",
    "interval_high",
    "scale_low",
    "scale_high",
    "level",
    *LAST,
    *FIRST,
    "agreement",
    "spread",
    "benchmark_group",
    "benchmark_schools",
    "benchmark_lower_quartile",
    "benchmark_median",
    "benchmark_upper_quartile",
    "benchmark_value",
    "benchmark_position",
    "benchmark_probability",
    "alpha",
    "icc2",
    "scoring_digest",
    "data_digest",
)

BOUNDS: Final = {-1: "at_most", 0: "", 1: "at_least"}

Row = dict[str, str | int | None]


def school_csv(frozen: FrozenResult, site: FrozenSchool | HiddenSchool, compare: str | None = None) -> str:
    """The scores of one school; only a header for a school not shown.

    A row a measure, a composite, a single statement, and an option of other questions; `kind` tells them apart. The
    score of a single statement, of an option that was `ranked` and of a `level` is a share in per cent; of `points` and
    a `slider` it is a mean. `bound` says of which scores only a bound is told. What too few people answered has a row
    without numbers. `compare` is as for `school_document`.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    if isinstance(site, FrozenSchool):
        choice = chosen(choices(measures_of(frozen, site), site), compare)
        writer.writerows(_row(frozen, site, measure, choice) for measure in frozen.measures)
        writer.writerows(_composite(frozen, site, composite) for composite in frozen.composites)
        writer.writerows(_outcome(frozen, site, statement) for statement in frozen.outcomes)
        for question in frozen.allotments:
            writer.writerows(_allotment(frozen, site, question))
    return file.getvalue()


def _of(frozen: FrozenResult, site: FrozenSchool, kind: str, id: str, label: str) -> Row:
    """What stands on every row."""
    instrument, wave = frozen.instrument, frozen.wave
    return {
        "school": safe(site.school),
        "instrument": instrument.id,
        "version": instrument.version,
        "form": wave.form,
        "wave": safe(wave.title),
        "closed": wave.closed,
        "simulated": "yes" if wave.simulated else "no",
        "responses": site.responses,
        "roster": site.roster or "",
        "response_rate_percent": "" if site.rate is None else site.rate,
        "kind": kind,
        "measure": id,
        "label": safe(label),
        "scoring_digest": instrument.scoring_digest,
        "data_digest": frozen.data.digest,
    }


def _row(
    frozen: FrozenResult, site: FrozenSchool, measure: FrozenMeasure, choice: OfferedComparison | None
) -> Row:
    row = _of(frozen, site, "score", measure.id, measure.label)
    score = site.scores[measure.id]
    if score is None:
        return row
    row |= {
        "n": score.n,
        "score": number(measure, score.mean),
        "bound": score.end or "",
        "interval_low": number(measure, score.low),
        "interval_high": number(measure, score.high),
        "scale_low": f"{measure.low:g}",
        "scale_high": f"{measure.high:g}",
        "level": score.level or "",
        "alpha": f"{measure.alpha.value:.2f}" if measure.alpha else "",
        "icc2": "" if measure.icc2 is None else f"{measure.icc2:.2f}",
    }
    return row | _changed(measure, score) | _compared(measure, score, choice)


def _composite(frozen: FrozenResult, site: FrozenSchool, composite: FrozenComposite) -> Row:
    row = _of(frozen, site, "composite", composite.id, composite.label)
    found = next((one for one in site.composites if one.id == composite.id), None)
    if found is None:
        return row
    return row | {
        "score": fixed(found.mean, composite.decimals),
        "bound": found.end or "",
        "interval_low": fixed(found.low, composite.decimals),
        "interval_high": fixed(found.high, composite.decimals),
        "scale_low": f"{composite.low:g}",
        "scale_high": f"{composite.high:g}",
        "level": found.level or "",
    }


def _outcome(frozen: FrozenResult, site: FrozenSchool, statement: FrozenOutcomeText) -> Row:
    row = _of(frozen, site, "share", statement.id, statement.text)
    found = next((one for one in site.outcomes if one.id == statement.id), None)
    if found is None:
        return row
    return row | {
        "n": found.n,
        "score": found.share,
        "bound": BOUNDS[found.end],
        "interval_low": found.low,
        "interval_high": found.high,
        "scale_low": "0",
        "scale_high": "100",
    }


def _allotment(frozen: FrozenResult, site: FrozenSchool, question: FrozenAllotmentText) -> Iterator[Row]:
    """A row an option; of a slider, which has none, one row."""
    found = next((one for one in site.allotments if one.id == question.id), None)
    printed = {} if found is None else {part.id: part for part in found.parts}
    options = [(f"{question.id}.{one.id}", one.label, one.id) for one in question.parts]
    for measure, label, id in options or [(question.id, question.text, "")]:
        row = _of(frozen, site, question.told, measure, label)
        part = printed.get(id)
        if found is not None and part is not None:
            row |= {
                "n": found.n,
                "score": fixed(part.value, question.decimals),
                "bound": part.end or "",
                "interval_low": fixed(part.low, question.decimals),
                "interval_high": fixed(part.high, question.decimals),
                "scale_low": f"{question.low:g}",
                "scale_high": f"{question.high:g}",
            }
        yield row


def _changed(measure: FrozenMeasure, score: FrozenScore) -> Row:
    """The changes where they are clear, and how alike people see it."""
    row: Row = {"agreement": agreement_words(score)}
    if score.agreement is not None:
        row["spread"] = number(measure, score.agreement.sd)
    row |= dict(zip(LAST, _since(measure, score.change), strict=True))
    return row | dict(zip(FIRST, _since(measure, score.first_change), strict=True))


def _since(measure: FrozenMeasure, change: FrozenChange | None) -> tuple[str, ...]:
    """Since when, how far, both ends of its interval, Hedges' g: as far as they are told."""
    if change is None:
        return ("",) * len(LAST)
    moved = "no clear change" if change.moved is None else number(measure, change.moved)
    ends = [
        number(measure, end) if change.clear and end is not None else "" for end in (change.low, change.high)
    ]
    return safe(change.since), moved, *ends, "" if change.g is None else f"{change.g:.1f}"


def _compared(measure: FrozenMeasure, score: FrozenScore, choice: OfferedComparison | None) -> Row:
    """The position in the group that was asked for; nothing where it is not offered for this measure."""
    other = found(score, choice) if choice is not None else None
    if other is None:
        return {}
    row: Row = {"benchmark_group": other.group, "benchmark_position": other.band}
    if not isinstance(other, FrozenComparison):
        return row | {"benchmark_value": number(measure, other.value)}
    return row | {
        "benchmark_schools": other.schools,
        "benchmark_lower_quartile": number(measure, other.lower_quartile),
        "benchmark_median": number(measure, other.median),
        "benchmark_upper_quartile": number(measure, other.upper_quartile),
        "benchmark_probability": "" if other.probability is None else f"{other.probability:.1f}",
    }
