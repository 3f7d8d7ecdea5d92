"""Frozen results as the JSON that is kept, for tests that look at what it tells; and back again."""

import json
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from engine.results import hub_result
from engine.results.model import FrozenResult, HubResult, WholeResult
from engine.results.reading import result_of, whole_of
from engine.results.writing import kept_text
from engine.store import Snapshot


def plain(value: object) -> Any:
    return json.loads(kept_text(value))


def as_document(whole: WholeResult) -> dict[str, Any]:
    document: dict[str, Any] = plain(whole.result)
    return document | {"sites": [plain(part) for part in whole.schools]}


def as_result(document: Mapping[str, Any]) -> FrozenResult:
    return result_of(_snapshot(document))


def as_whole(document: Mapping[str, Any]) -> WholeResult:
    return whole_of(_snapshot(document))


def as_hub(document: Mapping[str, Any], agreed: Set[int], *, district: bool = False) -> HubResult:
    whole = as_whole(document)
    return hub_result(whole.result, whole.schools, agreed, district=district)


def hub_view(document: Mapping[str, Any], agreed: Set[int], *, district: bool = False) -> dict[str, Any]:
    view: dict[str, Any] = plain(as_hub(document, agreed, district=district))
    return view


def part_of(document: Mapping[str, Any], site: int) -> Any:
    return next((part for part in document["sites"] if part["site"] == site), None)


def _snapshot(document: Mapping[str, Any]) -> Snapshot:
    return Snapshot(1, 1, date(2027, 5, 8), "", document)
