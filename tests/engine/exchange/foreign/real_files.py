"""Files that other tools and people made: they lie beside the checkout and are not part of it."""

from collections import Counter
from pathlib import Path
from typing import Any

from engine.exchange.foreign.building.wishes import Wishes
from engine.exchange.foreign.convert import convert
from engine.exchange.foreign.report_json import report_json
from engine.loading.folder import problems
from tests import reference

ASKED_FOR = {"licence": "CC0-1.0", "audience": "staff", "privacy": "confidential", "minimum_group": 8}


def real(folder: str, name: str) -> Path:
    """A file of others; skips where they are not at hand, and fails in CI, which has them."""
    return reference.shared("formats", folder, name)


def draft(path: Path, place: Path, **wishes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report and the draft of a file, which `barograph check` must take once what no file has is given."""
    from ruamel.yaml import YAML

    converted = convert(path, Wishes(**{"id": "brought", **ASKED_FOR, **wishes}))
    for name, text in converted.files.items():
        (place / name).write_text(text, encoding="utf-8")
    found = [problem for problem in problems(place) if problem.refuses]
    assert not found, found
    return report_json(converted), YAML(typ="safe").load(converted.files["instrument.yaml"])


def sorts(report: dict[str, Any]) -> dict[str, int]:
    """How many losses of each sort."""
    return dict(Counter(loss["code"] for loss in report["losses"]))


def item(definition: dict[str, Any], id: str) -> dict[str, Any]:
    """An item of a draft."""
    return next(one for one in definition["items"] if one["id"] == id)
