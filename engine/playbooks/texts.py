"""The texts of a playbook by their ids, and the same playbook with other texts."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, get_args

from pydantic.fields import FieldInfo

from engine.playbooks.model import Playbook
from engine.playbooks.sheets import SheetColumn, SheetField, TeamSheet
from engine.playbooks.values import Entry, Spoken

E = TypeVar("E", bound=Entry)
Put = Callable[[str, str], str]
EXAMPLE: Final = "example"
WRITTEN: Final = ("short_text", "long_text")


def texts_of(entry: Entry) -> dict[str, str]:
    """All texts that people read, by id; of a playbook as `guides.shared-influence.steps.why.questions.2`."""
    found: dict[str, str] = {}

    def note(id: str, text: str) -> str:
        found[id] = text
        return text

    _entry(entry, "", note)
    return found


def in_other_words(playbook: Playbook, texts: Mapping[str, str]) -> Playbook:
    """The playbook with those of its texts that stand there replaced, and the others as they are."""
    return _entry(playbook, "", texts.get)


def texts_of_plain(data: object, at: str = "") -> dict[str, str]:
    """Every text of plain data by the id that it has in `texts_of`; keys whose texts are ids come along."""
    if isinstance(data, str):
        return {at: data}
    found: dict[str, str] = {}
    steps = _numbered(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for step, inner in steps:
        found |= texts_of_plain(inner, f"{at}.{step}" if at else str(step))
    return found


def _numbered(entries: list[Any] | tuple[Any, ...]) -> list[tuple[str, Any]]:
    """The entries of a list under their own ids, or by number from 1."""
    return [(_own_id(entry) or str(number), entry) for number, entry in enumerate(entries, 1)]


def _own_id(entry: object) -> str | None:
    for key in ("id", "value"):
        own = entry.get(key) if isinstance(entry, dict) else getattr(entry, key, None)
        if isinstance(own, str | int) and not isinstance(own, bool):
            return str(own)
    return None


def _entry(entry: E, at: str, put: Put) -> E:
    changed: dict[str, Any] = {}
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        here = f"{at}.{field.alias or name}" if at else field.alias or name
        if name == EXAMPLE and isinstance(entry, TeamSheet):
            changed[name] = value and _example(entry, value, here, put)
        elif value is not None:
            changed[name] = _value(value, here, put, _is_said(field))
    return entry.model_copy(update=changed)


def _value(value: Any, at: str, put: Put, said: bool) -> Any:
    if isinstance(value, Entry):
        return _entry(value, at, put)
    if isinstance(value, tuple):
        return tuple(_value(inner, f"{at}.{step}", put, said) for step, inner in _numbered(value))
    return put(at, value) if said and isinstance(value, str) else value


def _example(sheet: TeamSheet, example: Mapping[str, Any], at: str, put: Put) -> dict[str, Any]:
    """What a made-up school wrote: texts are translated, choices, dates and numbers are not."""
    return {id: _filled(sheet.field(id), value, f"{at}.{id}", put) for id, value in example.items()}


def _filled(field: SheetField | SheetColumn, value: Any, at: str, put: Put) -> Any:
    if field.kind == "rows" and isinstance(field, SheetField):
        columns = {column.id: column for column in field.columns or ()}
        return [
            {id: _filled(columns[id], cell, f"{at}.{number}.{id}", put) for id, cell in row.items()}
            for number, row in enumerate(value, 1)
        ]
    return put(at, value) if field.kind in WRITTEN and isinstance(value, str) else value


def _is_said(field: FieldInfo) -> bool:
    return any(isinstance(mark, Spoken) for mark in field.metadata) or _holds_spoken(field.annotation)


def _holds_spoken(annotation: Any) -> bool:
    if getattr(annotation, "__metadata__", None) is not None:
        inner, *marks = get_args(annotation)
        return any(isinstance(mark, Spoken) for mark in marks) or _holds_spoken(inner)
    return any(_holds_spoken(inner) for inner in get_args(annotation))
