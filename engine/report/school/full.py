"""A school's full report: the one page, and behind it each score, what changed, groups, who answered, methods."""

from collections.abc import Sequence
from dataclasses import replace

from engine.language import say
from engine.printed import ABSENT, Parted, in_one_cell
from engine.report.document import Column, Document, Paragraph, Section, Table
from engine.report.school import allotment
from engine.report.school.change import EarlierResult, change_sections
from engine.report.school.comparison import OfferedComparison, choices, refused, standing
from engine.report.school.composites import composite_sections
from engine.report.school.conditions import agreement_sections, condition_sections
from engine.report.school.groups import group_sections, who_section
from engine.report.school.methods import limits_section, methods
from engine.report.school.one_page import measures_of, school_document
from engine.report.school.wording import measure_column
from engine.results.examined import NOT_EXAMINED, GroupsByQuestion
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool, HiddenSchool


def school_report(
    frozen: FrozenResult,
    site: FrozenSchool | HiddenSchool,
    compare: str | None = None,
    earlier: Sequence[EarlierResult] = (),
    examined: GroupsByQuestion = NOT_EXAMINED,
) -> Document:
    """Compose all that a school may see; of a school that is not shown no more than the one page says.

    `compare` is as for `school_document`; `earlier` are the school's earlier results, oldest first; `examined` is what
    a study of the wave found of its groups.
    """
    page = school_document(frozen, site, compare)
    if isinstance(site, HiddenSchool):
        return page
    measures = measures_of(frozen, site)
    between = [
        *allotment.school_allotments(frozen, site),
        *composite_sections(frozen, site),
        *condition_sections(site, measures),
        *change_sections(frozen, site, measures, earlier),
        *_comparisons(site, measures),
        *agreement_sections(site, measures),
        *group_sections(site, measures, examined),
        who_section(site),
    ]
    before = [one for one in page.sections if one.id not in ("limits", allotment.SECTION)]
    band = any(one.offered and one.among_schools for one in choices(measures, site))
    limits = limits_section(frozen, site, measures, band=band)
    made = Section("methods", say("report.methods.title"), tuple(methods(frozen, site, measures)))
    return replace(page, sections=(*before, *between, limits, made))


def _comparisons(site: FrozenSchool, measures: Measures) -> list[Section]:
    """Everything that scores can be compared with: a band and how surely the school lies in it, never a rank."""
    offers = choices(measures, site)
    there = [one for one in offers if one.offered]
    notes = [Paragraph(say("report.comparisons.refused", reason=sentence)) for sentence in refused(offers)]
    title = say("report.comparisons.title")
    if not there:
        return [Section("comparisons", title, tuple(notes))] if notes else []
    table = Table(
        caption=say("report.comparisons.table"),
        columns=(measure_column(measures), *(Column(choice.label) for choice in there)),
        rows=tuple((one.label, *(_place(site, one, choice) for choice in there)) for one in measures),
        note=say("report.comparisons.note"),
    )
    return [Section("comparisons", title, (table, *notes))]


def _place(site: FrozenSchool, one: FrozenMeasure, choice: OfferedComparison) -> str:
    place = standing(one, site.score_of(one.id), choice)
    if place is None:
        return ABSENT
    against = place.cells[0]
    first = Parted(
        f"{place.words[0]} ({against})",
        ("", place.words[0]),
        *(against.parts if isinstance(against, Parted) else [("value", against)]),
    )
    return in_one_cell((first, place.words[1] if choice.among_schools else ""))
