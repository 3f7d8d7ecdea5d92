"""A worksheet as a document: blank with room to write, or as a made-up school filled it in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.instrument.construct_map import ConstructMap
from engine.language import count, say, spoken
from engine.playbooks.model import Playbook
from engine.playbooks.sheets import SheetColumn, SheetField, SheetOption, TeamSheet
from engine.report.document import Block, Document, Paragraph, Section, WritingLines, table
from engine.report.guides.guide import provenance

ROWS: Final = 4  # of a blank table of which the playbook says nothing else
SHARES: Final = {"short_text": 3, "choose_one": 2, "date": 2, "number": 2}  # of the width that a hand needs
LINES: Final = {"long_text": 4}  # to write on, where one is too few
BOX: Final = "☐"


def sheet_document(
    playbook: Playbook, sheet: TeamSheet, constructs: ConstructMap, filled: bool = False
) -> Document:
    """`filled` shows the example of the playbook's made-up school."""
    example = (sheet.example or {}) if filled else {}
    sections = [
        Section(
            field.id,
            f"{number}. {field.label}",
            tuple(_field(field, constructs, example.get(field.id), blank=not filled)),
        )
        for number, field in enumerate(sheet.fields, 1)
    ]
    notes = [text for text in (sheet.note, sheet.privacy_note if sheet.private else None) if text]
    if filled:
        notes.insert(0, playbook.example_school)
    about = [Section("about", say("sheet.about"), tuple(map(Paragraph, notes)))] if notes else []
    return Document(
        title=sheet.title,
        context=" · ".join((playbook.title, count("sheet.minutes", sheet.minutes))),
        lead=sheet.purpose,
        sections=(*about, *sections),
        tags=(say("sheet.made_up"),) if filled else (),
        provenance=(provenance(playbook),),
        running=f"{playbook.title} · {sheet.title}",
        author="Barograph",
        language=spoken().tag,
        contents=False,
    )


def _field(field: SheetField, constructs: ConstructMap, given: Any, *, blank: bool) -> Iterator[Block]:
    if field.hint:
        yield Paragraph(field.hint)
    if field.pull and blank:
        yield Paragraph(
            say("sheet.pulled", what=spoken().list([say(f"sheet.pull_{one}") for one in field.pull]))
        )
    options = _options(field, constructs)
    if field.kind == "rows":
        yield _blank_rows(field) if blank else _rows(field, given if isinstance(given, list) else [])
    elif not blank:
        yield Paragraph(
            say("sheet.empty") if given is None else _written(field, options, given), strong=given is not None
        )
    elif field.kind == "choose_one":
        yield Paragraph("   ".join(f"{BOX} {label}" for label in options.values()))
    else:
        yield WritingLines(LINES.get(field.kind, 1))


def field_blocks(field: SheetField, constructs: ConstructMap, given: Any) -> Iterator[Block]:
    """What a school wrote into a field, without the hint; `None` where it wrote nothing."""
    if field.kind == "rows" and given:
        yield _rows(field, given)
    elif given is None or given == []:
        yield Paragraph(say("sheet.empty"))
    else:
        yield from (
            Paragraph(line)
            for line in _written(field, _options(field, constructs), given).split("\n")
            if line.strip()
        )


def words_of_cell(field: SheetField | SheetColumn, constructs: ConstructMap, given: Any) -> str:
    """What stands in a field that holds no rows, or in a cell, in words of the language that is spoken."""
    options = _options(field, constructs) if isinstance(field, SheetField) else _labels(field.options or ())
    return _written(field, options, given)


def _rows(field: SheetField, rows: Sequence[Mapping[str, object]]) -> Block:
    columns = field.columns or ()
    cells = (
        tuple(
            _written(column, _labels(column.options or ()), row[column.id]) if column.id in row else ""
            for column in columns
        )
        for row in rows
    )
    return table(field.label, [column.label for column in columns], [], cells)


def _blank_rows(field: SheetField) -> Block:
    """Rows to write in, with the words that a cell is chosen from under them."""
    columns = field.columns or ()
    choices = (
        f"{one.label}: {' · '.join(option.label for option in one.options)}" for one in columns if one.options
    )
    empty = [("",) * len(columns)] * (field.paper_rows or ROWS)
    made = table(field.label, [one.label for one in columns], [], empty, note=". ".join(choices) or None)
    return replace(made, shares=tuple(SHARES[one.kind] for one in columns))


def _options(field: SheetField, constructs: ConstructMap) -> dict[Any, str]:
    if field.options_from == "constructs":
        return {construct.id: construct.label for construct in constructs.constructs}
    return _labels(field.options or ())


def _labels(options: Sequence[SheetOption]) -> dict[Any, str]:
    return {option.value: option.label for option in options}


def _written(field: SheetField | SheetColumn, options: Mapping[Any, str], given: Any) -> str:
    """What stands in a field or a cell, in words of the language that is spoken."""
    if field.kind == "choose_one":
        return options.get(given, str(given))
    if field.kind == "date":
        return spoken().date(str(given))
    if field.kind == "number":
        return spoken().digits(given)
    return str(given)
