"""The model of a frozen result as JSON: the text that is kept, and what programs get of it."""

import json
from dataclasses import fields
from functools import cache, partial
from typing import Any

from engine.results.model import FORMAT
from engine.results.terms import SINCE


def kept_text(value: object, format: int = FORMAT) -> str:
    """A result, or a part of one, as it is kept: the same values are the same text."""
    return json.dumps(
        value,
        default=partial(keys_of, format=format),
        sort_keys=True,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )


def keys_of(value: Any, format: int = FORMAT) -> dict[str, object]:
    """The keys of one object of the model with their values.

    Without those that its format had not yet, and without those that may be missing and are.
    """
    found = {}
    for name, default, since in _plan(value.__class__):
        kept = getattr(value, name)
        if since <= format and (since or kept != default):
            found[name] = kept
    return found


@cache
def _plan(model: Any) -> tuple[tuple[str, object, int], ...]:
    """Each key of a class with its default, and the format since which results have it, 0 for none."""
    return tuple((key.name, key.default, key.metadata.get(SINCE, 0)) for key in fields(model))
