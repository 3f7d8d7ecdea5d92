"""Sheets as a school filled them in, one by one and a whole plan, as documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.instrument.construct_map import ConstructMap
from engine.language import say, spoken
from engine.playbooks.filled import Values
from engine.playbooks.model import Playbook
from engine.playbooks.sheets import TeamSheet
from engine.report.document import Block, Bullets, DefinitionList, Document, Paragraph, Section
from engine.report.guides.guide import provenance
from engine.report.guides.sheet import field_blocks


@dataclass(frozen=True, slots=True)
class PrintedFigures:
    """What a school's own result says beside a sheet, a sentence each, and statements with their answers."""

    lines: tuple[str, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet of the playbook with what a team wrote into it; `title` tells apart those of which there are several."""

    sheet: TeamSheet
    title: str
    values: Values
    saved: str = ""  # who saved it, and when
    figures: PrintedFigures = field(default_factory=PrintedFigures)


def kept_sheet_document(
    playbook: Playbook, kept: KeptSheet, constructs: ConstructMap, place: str, about: str
) -> Document:
    """One sheet; `about` says which plan it is part of."""
    sections = _fields(kept, constructs)
    figures = _figures(kept.figures)
    if figures:
        sections = [Section("figures", say("plan.figures.title"), tuple(figures)), *sections]
    made = _document(playbook, kept.title, kept.sheet.purpose, place, about, sections, kept.saved)
    return replace(made, contents=False)


def plan_document(
    playbook: Playbook,
    title: str,
    chosen: Sequence[str],
    sheets: Sequence[KeptSheet],
    constructs: ConstructMap,
    place: str,
) -> Document:
    """A whole plan: what was chosen, and every sheet with something in it, each under its own heading."""
    sections = [Section("chosen", say("plan.chosen"), tuple(map(Paragraph, chosen)))]
    for number, kept in enumerate(sheets, 1):
        inner = tuple(_fields(kept, constructs, f"sheet-{number}-"))
        blocks = [*_figures(kept.figures), *([Paragraph(kept.saved)] if kept.saved else [])]
        sections.append(Section(f"sheet-{number}", kept.title, tuple(blocks), inner))
    return _document(playbook, title, say("plan.paper_lead"), place, "", sections, "")


def _fields(kept: KeptSheet, constructs: ConstructMap, prefix: str = "") -> list[Section]:
    """The fields of a sheet; those that nobody filled in say so."""
    return [
        Section(f"{prefix}{one.id}", one.label, tuple(field_blocks(one, constructs, kept.values.get(one.id))))
        for one in kept.sheet.open_fields
    ]


def _figures(figures: PrintedFigures) -> list[Block]:
    blocks: list[Block] = []
    if figures.lines:
        blocks.append(Bullets(figures.lines))
    if figures.statements:
        blocks.append(DefinitionList(figures.statements))
    return blocks


def _document(
    playbook: Playbook,
    title: str,
    lead: str,
    place: str,
    about: str,
    sections: Sequence[Section],
    saved: str,
) -> Document:
    lines = [line for line in (saved, provenance(playbook)) if line]
    return Document(
        title=title,
        context=about or playbook.title,
        lead=lead,
        sections=tuple(sections),
        provenance=tuple(lines),
        running=f"{place} · {title}",
        author=place,
        language=spoken().tag,
        place=place,
    )
