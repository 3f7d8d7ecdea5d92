"""A school's result as CSV: the numbers of the page, with what they are computed from on every row."""

import csv
import io
from collections.abc import Mapping
from typing import Any

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
    "measure",
    "label",
    "n",
    "score",
    "interval_low",
    "interval_high",
    "scale_low",
    "scale_high",
    "level",
    "benchmark_schools",
    "benchmark_lower_quartile",
    "benchmark_median",
    "benchmark_upper_quartile",
    "benchmark_position",
    "alpha",
    "icc2",
    "scoring_digest",
    "data_digest",
)


def school_csv(snapshot: Mapping[str, Any], site: Mapping[str, Any]) -> str:
    """The scores of one school, a row a measure; a header and nothing else for a school not shown.

    A measure that too few people answered has a row without numbers.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    if site["shown"]:
        writer.writerows(_row(snapshot, site, measure) for measure in snapshot["measures"])
    return file.getvalue()


def _row(snapshot: Mapping[str, Any], site: Mapping[str, Any], measure: Mapping[str, Any]) -> dict[str, Any]:
    instrument, wave = snapshot["instrument"], snapshot["wave"]
    row = {
        "school": _text(site["school"]),
        "instrument": instrument["id"],
        "version": instrument["version"],
        "form": wave["form"],
        "wave": _text(wave["title"]),
        "closed": wave["closed"],
        "simulated": "yes" if wave["simulated"] else "no",
        "responses": site["responses"],
        "roster": site["roster"] or "",
        "response_rate_percent": "" if site["rate"] is None else site["rate"],
        "measure": measure["id"],
        "label": _text(measure["label"]),
        "scoring_digest": instrument["scoring_digest"],
        "data_digest": snapshot["data"]["digest"],
    }
    score = site["scores"][measure["id"]]
    if score is None:
        return row
    row |= {
        "n": score["n"],
        "score": _number(measure, score["mean"]),
        "interval_low": _number(measure, score["low"]),
        "interval_high": _number(measure, score["high"]),
        "scale_low": f"{measure['low']:g}",
        "scale_high": f"{measure['high']:g}",
        "level": score["level"] or "",
        "alpha": f"{measure['alpha']['value']:.2f}" if measure["alpha"] else "",
        "icc2": "" if measure["icc2"] is None else f"{measure['icc2']:.2f}",
    }
    other = score["benchmark"]
    if other:
        row |= {
            "benchmark_schools": other["schools"],
            "benchmark_lower_quartile": _number(measure, other["lower_quartile"]),
            "benchmark_median": _number(measure, other["median"]),
            "benchmark_upper_quartile": _number(measure, other["upper_quartile"]),
            "benchmark_position": other["band"],
        }
    return row


def _number(measure: Mapping[str, Any], value: float) -> str:
    return f"{value:.{measure['decimals']}f}"


def _text(words: str) -> str:
    """Names that a spreadsheet would run as a formula get a leading apostrophe."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words
