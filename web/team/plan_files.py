"""Files of a plan: each sheet and the whole plan for paper, and what stands in them for programs."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, abort

from engine.exchange.cells import safe
from engine.exchange.file_names import file_name
from engine.language import speaking
from engine.playbooks.filled import rows_in
from engine.playbooks.sheets import SheetColumn, SheetField
from engine.report.guides.sheet import words_of_cell
from engine.report.media.to_pdf import pdf_bytes
from engine.store import School
from engine.store.plan_records import SheetKey
from web.attachment import attached
from web.rights import Action, needs
from web.school.files import SPREADSHEET
from web.sessions import store
from web.team.plan_papers import (
    decision_label,
    ordered_keys,
    plan_sheet_document,
    whole_plan_book,
    whole_plan_document,
)
from web.team.plan_reading import SpokenPlan, key_of, local, plan_of, title_of
from web.team.plans import HERE
from web.wording import language, say

pages = Blueprint("plan_files", __name__)

COLUMNS: Final = (
    *("sheet", "number", "title", "field", "label", "row", "column", "column_label", "value", "words"),
    "simulated",
)


@pages.get(f"{HERE}/<int:plan>/<sheet>/sheet.pdf")
@needs(Action.SEE_TEAM_PLANS, "school", record="team.file.taken")
def sheet_pdf(school: School, plan: int, sheet: str) -> Response:
    """One sheet as it was filled in."""
    found = plan_of(school, plan)
    key = key_of(sheet, found.playbook)
    kept = found.sheets.get(key)
    if kept is None or (kept.removed and not found.own):
        abort(404)
    document = plan_sheet_document(found, key)
    if document is None:
        abort(404)
    return attached(pdf_bytes(document), "application/pdf", _name(found, "pdf", document.title))


@pages.get(f"{HERE}/<int:plan>/plan.pdf")
@needs(Action.SEE_TEAM_PLANS, "school", record="team.file.taken")
def plan_pdf(school: School, plan: int) -> Response:
    """The whole plan on paper."""
    found = plan_of(school, plan)
    made = pdf_bytes(whole_plan_document(found))
    return attached(made, "application/pdf", _name(found, "pdf", say("plan.title")))


@pages.get(f"{HERE}/<int:plan>/plan.xlsx")
@needs(Action.SEE_TEAM_PLANS, "school", record="team.file.taken")
def plan_xlsx(school: School, plan: int) -> Response:
    """The whole plan as a workbook."""
    found = plan_of(school, plan)
    return attached(whole_plan_book(found), SPREADSHEET, _name(found, "xlsx", say("plan.title")))


@pages.get(f"{HERE}/<int:plan>/plan.json")
@needs(Action.SEE_TEAM_PLANS, "school", record="team.file.taken")
def plan_json(school: School, plan: int) -> Response:
    """What was chosen and what stands in every sheet, for programs."""
    found = plan_of(school, plan)
    text = json.dumps(_as_data(found), ensure_ascii=False, indent=2) + "\n"
    return attached(text, "application/json", _name(found, "json", say("plan.title")))


@pages.get(f"{HERE}/<int:plan>/plan.csv")
@needs(Action.SEE_TEAM_PLANS, "school", record="team.file.taken")
def plan_csv(school: School, plan: int) -> Response:
    """A row a field and a cell, for a spreadsheet."""
    found = plan_of(school, plan)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    with speaking(language().tag):
        simulated = "yes" if store().waves.get(found.plan.wave_id).simulated else "no"
        writer.writerows([*map(safe, row), simulated] for row in _rows(found))
    text = "\ufeff" + out.getvalue()  # the sign by which spreadsheets know UTF-8
    return attached(text, "text/csv; charset=utf-8", _name(found, "csv", say("plan.title")))


def _as_data(found: SpokenPlan) -> dict[str, object]:
    plan = found.plan
    wave = store().waves.get(plan.wave_id)
    return {
        "format": "barograph-plan",
        "format_version": 1,
        "school": found.school.name,
        "plan": plan.number,
        "condition": {"construct": plan.construct, "measure": plan.measure, "title": found.title},
        "chosen": {
            "wave": wave.title,
            "simulated": wave.simulated,
            "path": plan.path.value,
            "reason": plan.reason,
            "agreed_by": plan.agreed_by,
        },
        "begun": plan.at.date().isoformat(),
        "state": plan.state.value,
        "decision": plan.decision or None,
        "decision_label": decision_label(found) if plan.decision else None,
        "playbook": {"id": plan.playbook_id, "version": plan.version, "language": language().tag},
        "sheets": [_sheet_data(found, key) for key in ordered_keys(found)],
    }


def _sheet_data(found: SpokenPlan, key: SheetKey) -> dict[str, object]:
    kept = found.sheets[key]
    sheet = found.playbook.worksheet(key.sheet)
    return {
        "sheet": key.sheet,
        "number": key.number,
        "title": title_of(sheet, key) if sheet is not None else key.sheet,
        "saved": local(found.school, kept.at).date().isoformat(),
        "values": dict(kept.values),
    }


def _rows(found: SpokenPlan) -> Iterator[tuple[str | int | float, ...]]:
    for key in ordered_keys(found):
        sheet = found.playbook.worksheet(key.sheet)
        kept = found.sheets[key].values
        for field in sheet.open_fields if sheet is not None else ():
            head = (key.sheet, key.number, title_of(sheet, key) if sheet else "", field.id, field.label)
            if field.kind != "rows":
                if field.id in kept:
                    yield *head, "", "", "", _plain(kept[field.id]), _words(found, field, kept[field.id])
                continue
            columns = {column.id: column for column in field.columns or ()}
            for number, row in enumerate(rows_in(kept, field.id), 1):
                for id, cell in row.items():
                    column = columns[id]
                    yield *head, number, id, column.label, _plain(cell), _words(found, column, cell)


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)


def _words(found: SpokenPlan, field: SheetField | SheetColumn, value: object) -> str:
    return words_of_cell(field, found.folder.constructs, value)


def _name(found: SpokenPlan, ending: str, title: str) -> str:
    return file_name(ending, found.school.name, title, found.title)
