"""The list of who gets which code: for whoever hands the slips out, and for nobody else."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from engine.exchange.cells import safe
from engine.report.document import Column, Document, Paper, Paragraph, Section, Table
from engine.report.handouts.slips import SchoolSlips
from engine.report.media.to_pdf import pdf_bytes

COLUMNS: Final = ("school", "name", "code", "address")
WARNING: Final = (
    "Confidential. Whoever holds this list can answer in the name of each person on it. Use it to hand the codes out,"
    " show it to nobody else, and destroy it afterwards."
)


def code_list_pdf(schools: Sequence[SchoolSlips], wave: str, network: str, paper: Paper) -> bytes:
    """The list as a PDF, a table a school, with a place to tick off each slip that was handed out."""
    columns = (Column("Name"), Column("Code"), Column("Handed out"))
    return pdf_bytes(
        Document(
            f"Codes of {wave}",
            f"{network} · {wave}",
            WARNING,
            tuple(
                Section(
                    f"school-{number}",
                    one.school,
                    (
                        Paragraph(f"People answer at {one.short_address}"),
                        Table(
                            f"Who gets which code: {one.school}",
                            columns,
                            tuple((slip.name, slip.code, "") for slip in one.slips),
                        ),
                    ),
                )
                for number, one in enumerate(schools, start=1)
            ),
            tags=("Confidential: for handing out only",),
            author=network,
            place=network,
            paper=paper,
        )
    )


def code_list_csv(schools: Sequence[SchoolSlips]) -> str:
    """The list as CSV, a row a code."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in schools:
        for slip in one.slips:
            writer.writerow([safe(cell) for cell in (one.school, slip.name, slip.code, one.address)])
    return "\ufeff" + target.getvalue()
