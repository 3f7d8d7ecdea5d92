"""What became of a survey from another tool, as a document: what came over, was lost and was decided."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from engine.exchange.foreign.convert import Conversion
from engine.exchange.foreign.losses import DECISIONS, LOSSES, STATEMENTS, TITLES, SourceRemark, counts
from engine.printed import capital, counted, several
from engine.report.document import Block, Bullets, Document, Paragraph, Section, table


def brought_document(found: Conversion, *, made: datetime.date | None = None) -> Document:
    """Compose the report of a conversion; `made` is the day it bears, today when None."""
    day = made or datetime.date.today()
    losses = f"{several(len(found.losses), 'loss', 'losses')}"
    sections = [Section("summary", "What came over", tuple(_summary(found)))]
    sections.append(
        Section("losses", "What was lost", tuple(_remarks(found.losses, LOSSES, "Nothing was lost.")))
    )
    none = "Nothing was decided."
    sections.append(
        Section(
            "decisions",
            "What was decided, and can be undone",
            tuple(_remarks(found.decisions, DECISIONS, none)),
        )
    )
    beside = tuple(_remarks(found.statements, STATEMENTS, "Nothing else."))
    sections.append(Section("statements", "What else to know", beside))
    sections.append(Section("ids", "Ids in the source and here", tuple(_ids(found))))
    return Document(
        title=found.title,
        context=f"Brought over from {found.source} ({found.format})",
        lead=f"{several(sum(found.questions.values()), 'question')} came over; {losses}, "
        f"{several(len(found.decisions), 'decision')} to look at.",
        sections=tuple(sections),
        provenance=(f"Source {found.digest[:12]}.",),
        running=f"{found.title} · {found.source}",
        author="Barograph",
        date=day,
    )


def _summary(found: Conversion) -> Iterator[Block]:
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in found.questions.items())
    said = [f"Questions: {kinds}."]
    said.append(f"Languages: {', '.join(found.languages) or 'not said'}.")
    if found.missing:
        said.append(f"Still to be said before it can be used: {', '.join(found.missing)}.")
    yield Bullets(tuple(said))
    serious = [
        remark for remark in found.losses if remark.code.startswith("rule_") and remark.code != "rule_blank"
    ]
    if serious:
        yield Paragraph(
            f"Look at {counted(len(serious), 'rule')} first: each shows its question to everyone, where the source "
            "shows it to some.",
            strong=True,
        )


def _remarks(
    remarks: Sequence[SourceRemark], sorts: Mapping[str, tuple[str, str]], none: str
) -> Iterator[Block]:
    if not remarks:
        yield Paragraph(none)
    for code, number in counts(tuple(remarks)):
        why, remedy = sorts[code]
        of_sort = [remark for remark in remarks if remark.code == code]
        rows = [(remark.where, remark.what, _plain(_own(remark, why, remedy))) for remark in of_sort]
        own = any(row[2] for row in rows)
        columns = ("Where", "What", "Why, and what to do") if own else ("Where", "What")
        note = _plain(f"{capital(why)}. What to do: {remedy}.")
        yield table(
            f"{TITLES[code]} ({number})", columns, (), [row[: len(columns)] for row in rows], note=note
        )


def _own(remark: SourceRemark, why: str, remedy: str) -> str:
    """What is said of this one alone."""
    said = [remark.why if remark.why != why else "", remark.remedy if remark.remedy != remedy else ""]
    return "; ".join(filter(None, said))


def _plain(text: str) -> str:
    """Words without the marks of code, which a table does not show."""
    return text.replace("`", "")


def _ids(found: Conversion) -> Iterator[Block]:
    changed = [(old, new) for old, new in found.ids.items() if old != new]
    if not changed:
        yield Paragraph("All ids are as they were.")
        return
    yield table(f"{counted(len(changed), 'id')} changed", ("In the source", "Here"), (), changed)
