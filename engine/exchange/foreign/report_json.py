"""The report of a conversion for programs: names that scripts hang on."""

from typing import Any

from engine.exchange.foreign.convert import Conversion
from engine.exchange.foreign.losses import SourceRemark, counts


def report_json(found: Conversion) -> dict[str, Any]:
    """`format`, `title`, `languages`, `questions`, `ids`, `losses`, `decisions`, and what stands beside them."""
    return {
        "format": found.format,
        "source": {"name": found.source, "sha256": found.digest},
        "title": found.title,
        "languages": list(found.languages),
        "questions": dict(found.questions),
        "ids": dict(found.ids),
        "missing": list(found.missing),
        "losses": [_plain(remark) for remark in found.losses],
        "decisions": [_plain(remark) for remark in found.decisions],
        "statements": [_plain(remark) for remark in found.statements],
        "counts": dict(counts((*found.losses, *found.decisions, *found.statements))),
        "files": sorted(found.files),
    }


def _plain(remark: SourceRemark) -> dict[str, str]:
    plain = {"where": remark.where, "what": remark.what, "why": remark.why, "remedy": remark.remedy}
    return plain | {"code": remark.code} | ({"item": remark.item} if remark.item else {})
