"""A document as JSON, for other programs: the same words and numbers, in a shape that a schema describes.

Words are strings; a number is an object with the text that is printed and the value that it stands for, so
that nothing in the file is finer than the page. The shape is `report_file`, and the schema is made of it.
"""

import json

from engine.language import speaking
from engine.printed import Number
from engine.report.document import (
    Bullets,
    DefinitionList,
    Document,
    Paragraph,
    Passage,
    ReferenceList,
    Table,
    WritingLines,
)
from engine.report.media.in_columns import in_columns
from engine.report.media.numbering import (
    NumberedBlock,
    NumberedFigure,
    NumberedSection,
    NumberedTable,
    numbered,
)
from engine.report.media.origin import Origin
from engine.report.media.report_file import (
    FORMAT,
    FORMAT_VERSION,
    Report,
    ReportBlock,
    ReportBullets,
    ReportCell,
    ReportColumn,
    ReportDefinition,
    ReportDefinitions,
    ReportFigure,
    ReportNumberedTable,
    ReportParagraph,
    ReportPassage,
    ReportReference,
    ReportReferences,
    ReportSection,
    ReportTable,
)
from engine.results.json_schema import SchemaDefinitions
from engine.results.writing import keys_of


def json_text(document: Document, origin: Origin) -> str:
    """The document as JSON; the same document gives the same text."""
    return json.dumps(report_of(document, origin), default=keys_of, ensure_ascii=False, indent=1) + "\n"


def report_of(document: Document, origin: Origin) -> Report:
    """The document as the JSON holds it."""
    with speaking(document.language):
        return _report_of(document, origin)


def _report_of(document: Document, origin: Origin) -> Report:
    return Report(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        origin=origin.facts(),
        language=document.language,
        title=document.title,
        context=document.context,
        lead=document.lead,
        tags=document.tags,
        sections=tuple(_section(section) for section in numbered(document, lambda figure, id: {})),
        provenance=document.provenance,
    )


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) that every such file meets."""
    made = SchemaDefinitions()
    made.of(Report)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A Barograph report"}
    return json.dumps(schema | made.schemas.pop("Report") | {"$defs": made.schemas}, indent=2) + "\n"


def _section(section: NumberedSection) -> ReportSection:
    return ReportSection(
        id=section.id,
        title=section.title,
        blocks=tuple(_block(block) for block in section.blocks),
        sections=tuple(_section(part) for part in section.sections),
    )


def _block(block: NumberedBlock) -> ReportBlock:
    match block:
        case Paragraph():
            return ReportParagraph(kind="paragraph", text=block.text)
        case Bullets():
            return ReportBullets(kind="bullets", items=block.items)
        case DefinitionList():
            rows = tuple(ReportDefinition(term=term, text=text) for term, text in block.rows)
            return ReportDefinitions(kind="definitions", rows=rows)
        case WritingLines():
            return ReportParagraph(kind="paragraph", text="")
        case Passage():
            return ReportPassage(kind="passage", title=block.title, paragraphs=block.texts)
        case ReferenceList():
            entries = tuple(ReportReference(text=entry.text, doi=entry.doi) for entry in block.entries)
            return ReportReferences(kind="references", entries=entries)
        case NumberedTable():
            table = _table(block)
            return ReportNumberedTable(
                kind="table",
                number=block.number,
                caption=table.caption,
                columns=table.columns,
                rows=table.rows,
                note=table.note,
            )
        case NumberedFigure():
            return ReportFigure(
                kind="figure",
                number=block.number,
                title=block.title,
                description=block.description,
                key=block.key,
                table=_table(block.table),
            )


def _table(printed: Table) -> ReportTable:
    table = in_columns(printed)
    numeric = [column.align == "end" for column in table.columns]
    return ReportTable(
        caption=table.caption,
        columns=tuple(
            ReportColumn(label=column.label, numeric=end)
            for column, end in zip(table.columns, numeric, strict=True)
        ),
        rows=tuple(
            tuple(_cell(text) if end else text for text, end in zip(row, numeric, strict=True))
            for row in table.rows
        ),
        note=table.note or None,
    )


def _cell(text: str) -> str | ReportCell:
    if not isinstance(text, Number):
        return text
    return ReportCell(text=text, value=text.value, unit="%" if "%" in text else None)
