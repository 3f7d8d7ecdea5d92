"""What may and may not be said of the scores, property by property, in the order of COSMIN."""

from collections.abc import Iterator

from engine.printed import ABSENT, capital, in_words, joined, lowered
from engine.report.document import Block, Bullets, Paragraph, Section, Table, table
from engine.validation.study import ValidationStudy

RATINGS = {"+": "+ met", "?": "? open", "-": "− not met", "not examined": "not examined"}


def claims_section(study: ValidationStudy) -> Section:
    """Every property with its rating, what may be said and what not, and what the instrument is meant for."""
    blocks: list[Block] = [
        Paragraph(
            "Each kind of evidence that COSMIN and the Standards (AERA, APA & NCME, 2014) ask for. Met: the criterion "
            "for good measurement properties is met in these data; not met: it is not; open: they do not decide."
        ),
        _properties(study),
    ]
    instrument = study.plan.instrument
    if instrument.intended_use:
        blocks.append(Paragraph(f"What the instrument is meant for: {instrument.intended_use}"))
    if instrument.not_for:
        blocks.append(Paragraph(f"What it is not for: {joined(instrument.not_for, 'or')}."))
    return Section("claims", "What may and may not be claimed", tuple(blocks), (_not_examined(study),))


def claim_blocks(study: ValidationStudy) -> Iterator[Block]:
    """The claims in short: what may be said, what may not, and what nobody looked at."""
    examined = [claim for claim in study.claims if claim.rating != "not examined"]
    may = [_short(study, text) for claim in examined for text in claim.may]
    may_not = [_short(study, text) for claim in examined for text in claim.may_not]
    if may:
        yield Paragraph("What may be said from these data", strong=True)
        yield Bullets(tuple(may))
    if may_not:
        yield Paragraph("What may not be said", strong=True)
        yield Bullets(tuple(may_not))
    rest = [claim.title for claim in study.claims if claim.rating == "not examined"]
    if rest:
        names = joined([lowered(title) for title in rest])
        yield Paragraph(f"Not examined here: {names}. The section on claims says what it takes.")
    declared = [entry.key for entry in study.not_examined if entry.declared]
    if declared:
        yield Paragraph(
            f"The definition also declares {joined(declared)} for validation, which this study does not examine; the "
            "section on claims says why."
        )


def _not_examined(study: ValidationStudy) -> Section:
    found = table(
        "What was declared or is often asked for, and why it is not here",
        ["What", "Asked for by", "Why"],
        [],
        [
            (entry.title, "the definition" if entry.declared else ABSENT, f"{capital(entry.reason)}.")
            for entry in study.not_examined
        ],
    )
    return Section("not-examined", "What this study did not examine", (found,))


def _short(study: ValidationStudy, text: str) -> str:
    """A text that names every scale says so in three words."""
    labels = [scale.label for scale in study.subscales]
    if len(labels) < 3:
        return text
    return text.replace(joined(labels), f"each of the {in_words(len(labels))} scales")


def _properties(study: ValidationStudy) -> Table:
    return table(
        "Evidence by measurement property",
        ["Property", "Rating", "May be said", "May not be said", "Asked for by"],
        [],
        [
            (
                claim.title,
                RATINGS[claim.rating],
                _short(study, " ".join(claim.may)) or ABSENT,
                _short(study, " ".join(claim.may_not)) or ABSENT,
                claim.standard,
            )
            for claim in study.claims
        ],
    )
