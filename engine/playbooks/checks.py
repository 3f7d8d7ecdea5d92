"""What has to hold within a playbook, and between it and the map and the instrument that it names."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from engine.instrument.construct_map import ConstructMap
from engine.instrument.model import Instrument
from engine.loading.checks.items import duplicates, unknown_id
from engine.loading.source import Source, Where
from engine.playbooks.model import ConstructGuide, Playbook
from engine.playbooks.sheets import SheetColumn, SheetField, TeamSheet
from engine.playbooks.texts import texts_of
from engine.printed import counted
from engine.problems import Problem, did_you_mean, listed


def check_playbook(
    source: Source, playbook: Playbook, constructs: ConstructMap, statements: Mapping[str, bool]
) -> Iterator[Problem]:
    """`statements` are the instrument's items in all of its versions, by id, and whether each is reversed."""
    ids = [construct.id for construct in constructs.constructs]
    for key in ("guides", "worksheets", "phases"):
        entries = getattr(playbook, key)
        yield from duplicates(source, ((entry.id, (key, index)) for index, entry in enumerate(entries)))
    for index, guide in enumerate(playbook.guides):
        where: Where = ("guides", index)
        if guide.id not in ids:
            yield unknown_id(source, "unknown_construct", (*where, "id"), "construct", guide.id, ids)
        yield from _steps(source, where, guide)
        yield from _pulled(source, where, guide, statements)
        yield from _other_constructs(source, where, guide, constructs)
    absent = [id for id in ids if playbook.guide(id) is None]
    if absent:
        cause = f"{counted(len(absent), 'construct')} of the map without a guide: {listed(absent)}"
        yield source.problem("guide_missing", ("guides",), cause, "write them, or name another map")
    for index, sheet in enumerate(playbook.worksheets):
        yield from _worksheet(source, ("worksheets", index), sheet, ids)
    if playbook.worksheet(playbook.check_in.sheet) is None:
        sheets = [sheet.id for sheet in playbook.worksheets]
        place = ("check_in", "sheet")
        yield unknown_id(source, "unknown_field", place, "worksheet", playbook.check_in.sheet, sheets)


def check_statements(
    source: Source, playbook: Playbook, instrument: Instrument, constructs: Sequence[str]
) -> Iterator[Problem]:
    """The statements of the check-in: each there, none reversed, and each construct once in a cycle."""
    of = {item: one.construct for one in instrument.subscales for item in one.items}
    asked: list[str | None] = []
    for month, items in enumerate(playbook.check_in.months):
        for number, id in enumerate(items):
            place = ("check_in", "months", month, number)
            if id not in of:
                yield unknown_id(source, "unknown_item", place, "statement", id, list(of))
            elif instrument.item(id).reverse:
                cause = f"{id} is reversed, so that a rising line would be a worse month"
                yield source.problem("check_in_statements", place, cause, "take another of its construct")
            asked.append(of.get(id))
    odd = [id for id in constructs if asked.count(id) != 1]
    if odd:
        cause = f"not asked exactly once in a cycle: {listed(odd)}"
        remedy = "give each construct one statement over all months"
        yield source.problem("check_in_statements", ("check_in", "months"), cause, remedy)


def check_translated(
    source: Source, name: str, language: str, found: Mapping[str, str], playbook: Playbook
) -> Iterator[Problem]:
    """`name` is the language that the file is named after, `found` its texts by their ids."""
    if language != name or language == playbook.language:
        cause = f"the file is named {name}, is in {language!r}, and translates from {playbook.language!r}"
        yield source.problem("translation_language", ("language",), cause, "name the language it is in")
    known = texts_of(playbook)
    for id in found:
        if id not in known:
            remedy = did_you_mean(id, known, 0.8) or "take it out, or correct the id"
            yield source.problem("unknown_text", _where(source, id), "the playbook has no such text", remedy)
    absent = [id for id in known if id not in found]
    if absent:
        cause = f"{counted(len(absent), 'text')} not translated: {listed(absent, 6)}"
        yield source.problem(
            "translation_missing", (), cause, "translate them; till then the source is shown"
        )


def _where(source: Source, id: str) -> Where:
    """The path to a text by its id: entries of lists go by their own ids or by number from 1."""
    where: Where = ()
    for step in id.split("."):
        here = source.at(where)
        if not isinstance(here, list):
            where = (*where, step)
            continue
        own = [str(entry.get("id", entry.get("value"))) if isinstance(entry, dict) else "" for entry in here]
        where = (*where, own.index(step) if step in own else int(step) - 1 if step.isdecimal() else 0)
    return where


def _steps(source: Source, where: Where, guide: ConstructGuide) -> Iterator[Problem]:
    named = [step.id for step in guide.steps]
    if named != ["why", "how", "do"]:
        cause = f"its steps are {listed(named)}"
        yield source.problem("guide_steps", (*where, "steps"), cause, "write why, how and do, in this order")
    for index, step in enumerate(guide.steps):
        core = sum(task.core for task in step.tasks)
        if core != 1:
            cause = f"{core} of its tasks are marked `core`"
            remedy = "mark the one that a team does when it has time for one"
            yield source.problem("core_task", (*where, "steps", index, "tasks"), cause, remedy)


def _pulled(
    source: Source, where: Where, guide: ConstructGuide, statements: Mapping[str, bool]
) -> Iterator[Problem]:
    for index, pull in enumerate(guide.pull):
        for number, item in enumerate(pull.items):
            if item not in statements:
                place = (*where, "pull", index, "items", number)
                yield unknown_id(source, "unknown_item", place, "statement", item, list(statements))


def _other_constructs(
    source: Source, where: Where, guide: ConstructGuide, constructs: ConstructMap
) -> Iterator[Problem]:
    """A guide that was copied from another one tends to keep the other's name in some sentence."""
    others = [one for one in constructs.constructs if one.id != guide.id and " " in one.label]
    for id, text in texts_of(guide).items():
        for other in others:
            if re.search(rf"\b{re.escape(other.label)}\b", text, re.IGNORECASE):
                cause = f"the guide to {guide.title!r} names {other.label!r} in {id}"
                remedy = "say what is meant in other words, or correct the name"
                yield source.problem("guide_names_another", (*where, id.split(".")[0]), cause, remedy)


def _worksheet(
    source: Source, where: Where, sheet: TeamSheet, constructs: Sequence[str]
) -> Iterator[Problem]:
    places = ((field.id, (*where, "fields", index)) for index, field in enumerate(sheet.fields))
    yield from duplicates(source, places)
    for index, field in enumerate(sheet.fields):
        yield from _field(source, (*where, "fields", index), field)
        yield from _order_of_days(source, (*where, "fields", index, "columns"), field.columns or ())
    yield from _order_of_days(source, (*where, "fields"), sheet.fields)
    if sheet.private and not sheet.privacy_note:
        cause, remedy = "a private sheet says nothing about who sees it", "write `privacy_note`"
        yield source.problem("missing_key", where, cause, remedy)
    if sheet.private != (sheet.of == "person"):
        cause, remedy = f"private is {sheet.private} and the sheet is of {sheet.of}", "write `of: person`"
        yield source.problem("key_of_other_kind", (*where, "private"), cause, remedy)
    known = {field.id: field for field in sheet.fields}
    for id, value in (sheet.example or {}).items():
        place = (*where, "example", id)
        if id not in known:
            yield unknown_id(source, "unknown_field", place, "field", id, list(known))
        else:
            yield from _filled(source, place, known[id], value, constructs)


def _field(source: Source, where: Where, field: SheetField) -> Iterator[Problem]:
    wanted = {"choose_one": ("options", "options_from"), "rows": ("columns",)}.get(field.kind, ())
    if wanted and not any(getattr(field, key) for key in wanted):
        remedy = f"add `{wanted[0]}`"
        yield source.problem("missing_key", where, f"{field.kind} has no {wanted[0]}", remedy)
    for key in ("options", "options_from", "columns"):
        if getattr(field, key) is not None and key not in wanted:
            cause = f"{field.kind} has no {key}"
            yield source.problem("key_of_other_kind", (*where, key), cause, "take it out, or change the kind")
    for key in ("minimum", "maximum"):
        if getattr(field, key) is not None and field.kind != "number":
            cause = f"{field.kind} has no {key}"
            yield source.problem("key_of_other_kind", (*where, key), cause, "take it out, or change the kind")
    for index, column in enumerate(field.columns or ()):
        if (column.kind == "choose_one") != (column.options is not None):
            cause = f"the column is of kind {column.kind}"
            remedy = "options and choose_one go together"
            yield source.problem("missing_key", (*where, "columns", index), cause, remedy)


def _order_of_days(
    source: Source, where: Where, fields: Sequence[SheetField | SheetColumn]
) -> Iterator[Problem]:
    """A date is compared with another date beside it."""
    dates = [one.id for one in fields if one.kind == "date"]
    for index, one in enumerate(fields):
        if one.not_before is not None and (one.id not in dates or one.not_before not in dates):
            place = (*where, index, "not_before")
            yield unknown_id(source, "unknown_field", place, "date", one.not_before, dates)


def _filled(
    source: Source, where: Where, field: SheetField | SheetColumn, value: Any, constructs: Sequence[str]
) -> Iterator[Problem]:
    if field.kind == "rows" and isinstance(field, SheetField):
        columns = {column.id: column for column in field.columns or ()}
        for index, row in enumerate(value if isinstance(value, list) else ()):
            for id, cell in row.items() if isinstance(row, dict) else ():
                if id not in columns:
                    yield unknown_id(
                        source, "unknown_field", (*where, index, id), "column", id, list(columns)
                    )
                else:
                    yield from _filled(source, (*where, index, id), columns[id], cell, constructs)
        return
    if not fits(field, value, constructs):
        cause = f"{str(value)[:40]!r} is no answer to a field of kind {field.kind}"
        yield source.problem("example_answer", where, cause, "write one that the page would take")


def fits(field: SheetField | SheetColumn, value: Any, constructs: Collection[str]) -> bool:
    """Whether a cell or a field that is no list of rows may hold this value."""
    if field.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if field.kind == "date":
        return _is_day(value)
    if field.kind == "choose_one":
        own = [option.value for option in field.options or ()]
        return value in own or (getattr(field, "options_from", None) == "constructs" and value in constructs)
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
