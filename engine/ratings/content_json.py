"""Content validity under the names of `content --json`; docs/content-validity.md explains each."""

from typing import Any

from engine.ratings.content import ContentStudy
from engine.validation.paths import as_json
from engine.validation.provenance import versions

FORMAT = "barograph-content"
FORMAT_VERSION = 1


def content_json(study: ContentStudy, *, command: str | None = None) -> dict[str, Any]:
    """The study as JSON values: numbers unrounded, null where something does not exist."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "data": {
            "file": study.name,
            "sha256": study.digest,
            "instrument": study.instrument or None,
            "scale": as_json(study.scale),
            "notes": list(study.notes),
        },
        "experts": as_json(study.experts),
        "items": as_json(study.items),
        "scale": as_json(study.whole),
        "subscales": as_json(study.parts),
        "not_judged": list(study.not_judged),
        "cautions": [
            {"code": one.code, "where": one.where, "cause": one.cause, "remedy": one.remedy}
            for one in study.cautions
        ],
        "confidence": study.confidence,
        "command": command,
        "versions": dict(versions()),
    }
