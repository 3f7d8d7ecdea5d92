"""The one door from what is kept of a close to the model: whoever reads frozen results gets them here."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from engine.results import model, model_network, model_school
from engine.results.bridge import bridge
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool, SchoolLine
from engine.store import Snapshot

bridge(model, model_network, model_school)
Kept = Mapping[str, object]  # JSON of a kept text, as it was read


def result_of(document: Kept) -> FrozenResult:
    """The frozen result without its schools."""
    found: FrozenResult = _reader(FrozenResult).validate_python(dict(document))
    return found


def school_of(part: Kept) -> FrozenSchool | HiddenSchool:
    """One school's part of it."""
    found: FrozenSchool | HiddenSchool = _reader(
        FrozenSchool if part["shown"] else HiddenSchool
    ).validate_python(part)
    return found


def line_of(part: Kept) -> SchoolLine | HiddenSchool:
    """What is told of one school among others."""
    found: SchoolLine | HiddenSchool = _reader(SchoolLine if part["shown"] else HiddenSchool).validate_python(
        part
    )
    return found


def of_school(snapshot: Snapshot, site: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool] | None:
    """A frozen result and one school's part of it; None where the wave has no such school."""
    document = dict(snapshot.document)
    part = next((part for part in document.pop("sites", ()) if part["site"] == site), None)
    return None if part is None else (result_of(document), school_of(part))


@cache
def _reader(model: type) -> TypeAdapter[Any]:
    """Made when it is first needed: it takes as long as to read some hundred schools."""
    return TypeAdapter(model)
