"""A study of raters as a document: what may be said, then each family of statistics, then how it was made."""

import datetime

from engine.printed import count, day_words, decimal, several, shortest
from engine.ratings.agreement import RaterStudy
from engine.ratings.sentences import sentences
from engine.report.document import Block, Bullets, Document, Paragraph, Section, table
from engine.report.raters.methods import methods_section
from engine.report.raters.statistics import statistics_sections
from engine.report.study.second_opinion import opinion_blocks
from psychometrics.printed import capital
from psychometrics.second_opinion.opinion import SecondOpinion

DESIGNS = {
    "crossed": "All raters judged the same targets, so a harsher rater can be told from targets that differ.",
    "one-way": (
        "Every target was judged by as many raters, but not by the same, so a harsher rater can't be told from "
        "targets that differ: of the intraclass correlations only those of one-way designs exist."
    ),
    "gaps": "Fewer than two targets were judged by all raters, so only what allows gaps is computed.",
}


def raters_document(
    study: RaterStudy,
    *,
    command: str | None = None,
    made: datetime.date | None = None,
    opinion: SecondOpinion | None = None,
) -> Document:
    """Compose the document of a study of raters; `made` is the day it bears, today when None."""
    day = made or datetime.date.today()
    size = f"{several(study.sample.targets, 'target')}, {several(study.sample.raters, 'rater')}"
    return Document(
        title="Agreement of raters",
        context=f"{study.name} · {size} · {day_words(day)}",
        lead=_lead(study),
        sections=(
            Section("summary", "What can be said", tuple(_summary(study))),
            Section("ratings", "The ratings", tuple(_ratings(study))),
            *statistics_sections(study),
            *_not_computed(study),
            *_opinion(opinion),
            methods_section(study, command),
        ),
        provenance=(f"Ratings {study.digest[:12]}.",),
        running=f"Agreement of raters · {study.name} · {day.isoformat()}",
        author="Barograph",
        date=day,
    )


def _lead(study: RaterStudy) -> str:
    sample = study.sample
    raters, targets = several(sample.raters, "rater"), several(sample.targets, "target")
    given = f"{count(sample.ratings)} ratings by {raters} of {targets}"
    gaps = f"; {several(sample.missing, 'cell')} without a rating" if sample.missing else ", without a gap"
    return f"{given}{gaps}."


def _summary(study: RaterStudy) -> list[Block]:
    found = sentences(study)
    if not found:
        return [Paragraph("None of the statistics that a sentence would rest on exists for these ratings.")]
    limits = ". ".join(capital(limit) for limit in dict.fromkeys(verdict.limit for verdict in found))
    return [
        Bullets(tuple(verdict.sentence for verdict in found)),
        Paragraph(
            f"Keep in mind. {limits}. Intervals are about other targets of the same kind, judged by these raters "
            "or raters like them; that raters agree does not show that they are right."
        ),
    ]


def _ratings(study: RaterStudy) -> list[Block]:
    sample = study.sample
    used = (
        f"{several(sample.complete, 'target')} of {count(sample.targets)} judged by all raters, "
        f"{count(sample.pairable)} by two or more. What needs all raters leaves the others out and says so in its n; "
        "Krippendorff’s alpha uses every target with two ratings; a pair’s kappa every target that both judged."
    )
    level = {
        None: "The level of measurement was not said (--level), so statistics of every level are shown.",
        "nominal": "The ratings are categories without an order.",
        "ordinal": "The ratings are in order, and their distances mean nothing.",
        "interval": "Distances between ratings mean the same all along the scale.",
        "ratio": "Ratings have a zero, and their ratios mean something.",
    }[study.level]
    blocks: list[Block] = [Paragraph(f"{DESIGNS[study.design]} {level}"), Paragraph(used), _by_rater(study)]
    if study.notes:
        blocks.append(Bullets(study.notes))
    return blocks


def _by_rater(study: RaterStudy) -> Block:
    numeric = study.sample.by_rater[0].mean is not None
    rows = []
    for one in study.sample.by_rater:
        row: list[str] = [one.rater, count(one.ratings), count(one.missing)]
        if numeric:
            row += [
                decimal(one.mean),
                decimal(one.sd),
                *(shortest(end or 0.0) for end in (one.lowest, one.highest)),
            ]
        rows.append(row)
    numbers = ["Ratings", "Missing", *(("Mean", "SD", "Lowest", "Highest") if numeric else ())]
    note = (
        "Means that differ show a harsher rater. A rater whose SD is 0 tells no target from another."
        if numeric
        else None
    )
    return table("What each rater gave", ["Rater"], numbers, rows, note=note)


def _opinion(found: SecondOpinion | None) -> list[Section]:
    if found is None:
        return []
    return [Section("second-opinion", "Second opinion", tuple(opinion_blocks(found)))]


def _not_computed(study: RaterStudy) -> list[Section]:
    if not study.cautions:
        return []
    rows = [(one.where, capital(one.cause), capital(one.remedy)) for one in study.cautions]
    found = table(
        "What is missing or may mislead, and what to do", ["Statistic", "Why", "What to do"], [], rows
    )
    return [Section("cautions", "Not computed, or with care", (found,))]
