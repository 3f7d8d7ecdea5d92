"""How the numbers were made, and what it takes to make them again."""

from collections.abc import Iterator

from engine.printed import joined
from engine.report.document import DefinitionList, Paragraph, Reference, ReferenceList, Section
from engine.validation.methods import Method
from engine.validation.study import ValidationStudy
from psychometrics.guidelines import GUIDELINES
from psychometrics.literature import Citation

CALLS = (
    "In the calls d are the items of all scales as they stand in the file and dc those of people who answered all of "
    "them; x are the items of one scale, keys the reverse-keyed ones among them, xk the items with these turned, and "
    "xc those of people who answered all. C is cov(xc), R is cor(dc), n the people behind it, k the number of items "
    "of the scale, alpha what cov(xc) gives, and fit a model of one factor in lavaan. s are the scores of the scale, "
    "low and high its ends, g the groups, y another variable, w weights, and a and b the scores of the same people on "
    "two occasions. Where a scale rests on all who answered a pair of items, calls that take xc give what the JSON "
    "file says of complete cases."
)


def methods_section(study: ValidationStudy) -> Section:
    return Section(
        "methods",
        "Methods",
        (
            Paragraph(
                "Each method with the calls that give the same numbers in R, where it has them: every call printed "
                "here was run and compared. The words at the left are the names of the results in the JSON file."
            ),
            Paragraph(CALLS),
            DefinitionList(tuple((method.part, _method(method)) for method in study.methods)),
        ),
        (
            Section("again", "To run it again", (_provenance(study),)),
            Section("references", "References", (_references(study),)),
        ),
    )


def _method(method: Method) -> str:
    text = method.text
    if method.citations:
        text += f" ({'; '.join(citation.short for citation in method.citations)})"
    return f"{text}. In R: {method.r}" if method.r else f"{text}."


def _provenance(study: ValidationStudy) -> DefinitionList:
    found = study.provenance
    instrument = study.plan.instrument
    rows = [
        ("Instrument", f"{instrument.title}, {instrument.name}"),
        ("Definition, SHA-256", found.instrument_digest),
        ("Scoring, SHA-256", found.digests.scoring),
        ("Responses", found.data_name),
        ("Responses, SHA-256", found.data_digest),
        ("Form", study.plan.form.id),
    ]
    if found.keyed:
        rows.append(("Already turned in the file", joined(found.keyed)))
    if found.command:
        rows.append(("Command", found.command))
    rows.append(("Seeds", ", ".join(f"{name} {seed}" for name, seed in found.seeds.items())))
    rows.append(("Versions", ", ".join(f"{name} {version}" for name, version in found.versions.items())))
    rows += [("Note on the file", note) for note in found.notes]
    return DefinitionList(tuple(rows))


def _references(study: ValidationStudy) -> ReferenceList:
    """The instrument's own citation, then every source, once, by its first author."""
    found = {source.full: source for source in (*study.references, *_printed(study))}
    entries = sorted(found.values(), key=lambda source: source.full.casefold())
    own = [Reference(study.plan.instrument.citation)] if study.plan.instrument.citation else []
    return ReferenceList((*own, *(Reference(source.full, source.doi) for source in entries)))


def _printed(study: ValidationStudy) -> Iterator[Citation]:
    """Sources of the rules of thumb that this document prints whether or not anything falls short of them."""
    yield GUIDELINES["item_rest"].citation
    if any(
        scale.reliability is not None and scale.reliability.omega is not None for scale in study.subscales
    ):
        yield GUIDELINES["cfi"].citation
    if study.quality is not None:
        yield from (cut.citation for cut in study.quality.cuts if cut.index in study.quality.counts.flagged)
