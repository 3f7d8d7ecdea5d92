"""A plan and its sheets as documents, for paper and for whoever reads and may not write."""

from dataclasses import replace

from engine.language import speaking
from engine.playbooks.sheets import Pulled, TeamSheet
from engine.report.document import Document
from engine.report.guides.guide import provenance
from engine.report.guides.kept import KeptSheet, PrintedFigures, kept_sheet_document, plan_document
from engine.report.guides.plan_book import PlanBook, plan_book
from engine.report.media.sheet import paper_in
from engine.store.plan_records import SheetKey
from engine.waves.plan_figures import PulledFigures
from web.sessions import store
from web.team.plan_reading import SpokenPlan, local, title_of
from web.wording import day, language, say

NO_FIGURES = PrintedFigures()


def plan_sheet_document(spoken: SpokenPlan, key: SheetKey) -> Document | None:
    """A sheet of a plan as it was filled in; None where nothing was ever saved in it."""
    kept = _kept(spoken, key, spoken.figures())
    if kept is None:
        return None
    about = say("plan.about", condition=spoken.title)
    with speaking(language().tag):
        made = kept_sheet_document(spoken.playbook, kept, spoken.folder.constructs, spoken.school.name, about)
    return _on_paper(spoken, made)


def whole_plan_document(spoken: SpokenPlan) -> Document:
    """The plan with every sheet that something stands in, tests between the way and what came of it."""
    sheets, title = _filled_sheets(spoken), _title(spoken)
    constructs, place = spoken.folder.constructs, spoken.school.name
    with speaking(language().tag):
        made = plan_document(spoken.playbook, title, chosen_lines(spoken), sheets, constructs, place)
    return _on_paper(spoken, made)


def whole_plan_book(spoken: SpokenPlan) -> bytes:
    """The same as a workbook, a sheet a worksheet."""
    saved = [spoken.sheets[key].at for key in ordered_keys(spoken)]
    with speaking(language().tag):
        made = PlanBook(
            title=_title(spoken),
            school=spoken.school.name,
            chosen=chosen_lines(spoken),
            sheets=_filled_sheets(spoken),
            provenance=provenance(spoken.playbook),
            tags=_tags(spoken),
            day=local(spoken.school, max([spoken.plan.at, *saved])).date(),
        )
        return plan_book(made, spoken.folder.constructs)


def _filled_sheets(spoken: SpokenPlan) -> list[KeptSheet]:
    figures = spoken.figures()
    sheets = (_kept(spoken, key, figures) for key in ordered_keys(spoken))
    return [kept for kept in sheets if kept is not None and kept.values]


def _title(spoken: SpokenPlan) -> str:
    return say("plan.title_of" if spoken.own else "plan.title_of_hub", condition=spoken.title)


def ordered_keys(spoken: SpokenPlan) -> list[SheetKey]:
    """The sheets that were saved and not taken out, as the playbook has them in order."""
    order = {sheet.id: place for place, sheet in enumerate(spoken.playbook.worksheets)}
    there = [key for key, kept in spoken.sheets.items() if not kept.removed]
    return sorted(there, key=lambda key: (order.get(key.sheet, len(order)), key.number))


def chosen_lines(spoken: SpokenPlan) -> list[str]:
    """What the school chose, why, who agreed, and how the plan stands."""
    plan = spoken.plan
    wave = store().waves.get(plan.wave_id)
    lines = [
        say(f"plan.chosen_{plan.path.value}", condition=spoken.title, wave=wave.title),
        say("plan.reason", reason=plan.reason),
        say("plan.agreed_by", who=plan.agreed_by),
    ]
    if not plan.open:
        lines.append(say("plan.is_closed", decision=decision_label(spoken)))
    return lines


def decision_label(spoken: SpokenPlan) -> str:
    """What a closed plan was closed with, in words."""
    sheet = spoken.playbook.worksheet("impact_assessment")
    options = (sheet.field("decision").options or ()) if sheet is not None else ()
    return next((one.label for one in options if one.value == spoken.plan.decision), spoken.plan.decision)


def figures_for(sheet: TeamSheet, figures: PulledFigures | None) -> PrintedFigures:
    """What stands beside a sheet's fields as far as one of them asks for it."""
    if figures is None:
        return NO_FIGURES
    asked: set[Pulled] = {pull for field in sheet.open_fields for pull in field.pull or ()}
    lines = []
    if asked & {"score", "interval"}:
        lines.append(score_line(figures))
    if "change_since_start" in asked:
        lines += figures.later
    statements = figures.lowest if "lowest_items" in asked else ()
    return PrintedFigures(tuple(lines), tuple((one.text, one.answers) for one in statements))


def score_line(figures: PulledFigures) -> str:
    return say(
        "plan.figures.line",
        wave=figures.wave,
        label=figures.label,
        score=figures.score,
        answered=figures.answered,
    )


def _kept(spoken: SpokenPlan, key: SheetKey, figures: PulledFigures | None) -> KeptSheet | None:
    kept = spoken.sheets.get(key)
    sheet = spoken.playbook.worksheet(key.sheet)
    if kept is None or sheet is None:
        return None
    saved = say("plan.saved_by", name=kept.name, day=day(local(spoken.school, kept.at).date()))
    return KeptSheet(sheet, title_of(sheet, key), kept.values, saved, figures_for(sheet, figures))


def _on_paper(spoken: SpokenPlan, made: Document) -> Document:
    zone = store().studies.network(spoken.school.network_id).zone
    return replace(made, paper=paper_in(zone), tags=_tags(spoken))


def _tags(spoken: SpokenPlan) -> tuple[str, ...]:
    simulated = store().waves.get(spoken.plan.wave_id).simulated
    return (say("report.simulated"),) if simulated else ()
