"""Content validity as a document: what the rule says, each item, the set, the experts, how it was made."""

import datetime
from collections.abc import Iterator

from engine.printed import ABSENT, capital, coefficient, count, day_words, decimal, several, shortest
from engine.ratings.content import ContentStudy, ItemContent
from engine.report.document import Block, Bullets, Document, Paragraph, Section, table
from engine.report.raters.methods import methods_of_content
from psychometrics.guidelines import GUIDELINES
from psychometrics.verdicts import verdict


def content_document(
    study: ContentStudy, *, command: str | None = None, made: datetime.date | None = None
) -> Document:
    """Compose the document of a study of experts' ratings; `made` is the day it bears, today when None."""
    day = made or datetime.date.today()
    size = f"{several(len(study.items), 'item')}, {several(len(study.experts), 'expert')}"
    named = f"{study.instrument} · " if study.instrument else ""
    scale = study.scale
    missing = sum(expert.missing for expert in study.experts)
    gaps = f"; {several(missing, 'rating')} missing" if missing else ""
    sections = (
        Section("summary", "What can be said", tuple(_summary(study))),
        Section("items", "Items", tuple(_items(study))),
        Section("set", "The items as a set", tuple(_sets(study))),
        Section("experts", "Experts", tuple(_experts(study))),
        methods_of_content(study, command),
    )
    return Document(
        title="Content validity",
        context=f"{named}{study.name} · {size} · {day_words(day)}",
        lead=(
            f"Ratings from {shortest(scale.low)} to {shortest(scale.high)}; {shortest(scale.relevant)} and above means "
            f"relevant{gaps}."
        ),
        sections=sections,
        provenance=(f"Ratings {study.digest[:12]}.",),
        running=f"Content validity · {study.name} · {day.isoformat()}",
        author="Barograph",
        date=day,
    )


def _summary(study: ContentStudy) -> Iterator[Block]:
    rule = "I-CVI .78 or more, and all experts where five or fewer judged (Polit et al., 2007)"
    under = [item.id for item in study.items if not item.reaches]
    whole = verdict("s_cvi_ave", study.whole.s_cvi_ave, where="All items")
    of_items = (
        f"{count(len(under))} of {several(len(study.items), 'item')} do not reach the rule of thumb, {rule}: "
        f"{', '.join(under)}."
        if under
        else f"All {several(len(study.items), 'item')} reach the rule of thumb: {rule}."
    )
    said = [whole.sentence, of_items]
    said += [f"{caution.where}: {caution.cause}; {caution.remedy}." for caution in study.cautions]
    if study.scale.essential is not None:
        said.append(_of_lawshe(study))
    if study.not_judged:
        said.append(f"Not judged: {', '.join(study.not_judged)}.")
    yield Bullets(tuple(said))
    least = min(study.items, key=lambda item: item.i_cvi)
    yield Paragraph(
        f"Keep in mind. These are shares of the experts who were asked; others like them may judge otherwise: "
        f"{count(least.relevant)} of {several(least.experts, 'expert')} go with {coefficient(least.lower)} to "
        f"{coefficient(least.upper)} (95% interval). {capital(whole.limit)}."
    )
    if study.notes:
        yield Bullets(study.notes)


def _of_lawshe(study: ContentStudy) -> str:
    beyond = [item for item in study.items if item.needed and (item.essential or 0) >= item.needed]
    few = any(item.needed == 0 for item in study.items)
    note = "; with fewer than five experts none can be" if few else ""
    return (
        f"Essential to more experts than chance would give (one-sided, .05): {count(len(beyond))} of "
        f"{several(len(study.items), 'item')}{note}."
    )


def _items(study: ContentStudy) -> Iterator[Block]:
    texts = any(item.text for item in study.items)
    words = ["Item", *(("Text",) if texts else ()), "Rule"]
    numbers = ["Experts", "Relevant", "I-CVI", "95% low", "95% high", "κ*", "V", "V, low", "V, high"]
    lawshe = study.scale.essential is not None
    numbers += ["Essential", "Needed", "CVR"] if lawshe else []
    rows = []
    for item in study.items:
        row: list[str] = [
            item.id,
            *((item.text or ABSENT,) if texts else ()),
            "reached" if item.reaches else "not reached",
        ]
        row += [count(item.experts), count(item.relevant)]
        row += [coefficient(value) for value in (item.i_cvi, item.lower, item.upper, item.kappa_star)]
        row += [coefficient(value) for value in (item.aiken_v, item.aiken_lower, item.aiken_upper)]
        row += _lawshe(item) if lawshe else []
        rows.append(row)
    note = (
        "I-CVI: the share who find it relevant, with Wilson’s interval. κ*: that share beyond chance. V: Aiken’s, the "
        "mean rating from 0 to 1, with its score interval."
    )
    if lawshe:
        note += " Needed: how many must say essential to be beyond chance; 0 where even all would not be."
    yield table("Relevance of each item", words, numbers, rows, note=note)


def _lawshe(item: ItemContent) -> list[str]:
    return [count(item.essential or 0), count(item.needed or 0), coefficient(item.cvr)]


def _sets(study: ContentStudy) -> Iterator[Block]:
    rows = [
        (part.label, count(len(part.items)), coefficient(part.s_cvi_ave), coefficient(part.s_cvi_ua))
        for part in (study.whole, *study.parts)
    ]
    yield table(
        "Content validity of the items together",
        ["Items"],
        ["How many", "S-CVI/Ave", "S-CVI/UA"],
        rows,
        note="Ave: mean of I-CVI. UA: share of items that every expert finds relevant; it falls with every further "
        f"expert, however good the items. Rule of thumb: S-CVI/Ave {GUIDELINES['s_cvi_ave'].rule}, Polit et al., 2007.",
    )


def _experts(study: ContentStudy) -> Iterator[Block]:
    rows = [
        (one.expert, count(one.ratings), count(one.missing), decimal(one.mean), count(one.relevant))
        for one in study.experts
    ]
    yield table(
        "What each expert gave",
        ["Expert"],
        ["Ratings", "Missing", "Mean", "Relevant"],
        rows,
        note="Missing ratings are left out: such an item has fewer experts. How far experts agree with one another "
        "is told by the command: barograph raters, with the same file.",
    )
