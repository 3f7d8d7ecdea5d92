"""How the answers were given: signs of careless responding, results without the flagged, warnings of the analysis."""

from collections.abc import Iterator

from engine.printed import coefficient, count, decimal, percent, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.report.study.columns import named_table
from engine.report.study.thumb import Judged, rule, sentences
from engine.report.study.warnings import warnings
from engine.validation.quality import QualityStudy
from engine.validation.study import ValidationStudy

INDEXES = {
    "longstring": "Longest run of one answer",
    "longstring_share": "Longest run of one answer, as a share of the items",
    "irv": "Spread of a person’s answers",
    "mahalanobis": "Rare combination of answers (Mahalanobis)",
    "mahalanobis_p": "Rare combination of answers (Mahalanobis), p",
    "even_odd": "Even and odd items of the same scales, r",
    "synonyms": "Pairs of items that others answer alike, r",
    "antonyms": "Pairs of items that others answer contrarily, r",
    "person_total": "With the answers of everybody else, r",
    "seconds_per_item": "Seconds an item",
}
SIDES = {"below": "below", "above": "above", "at_most": "at most", "at_least": "at least"}


def quality_section(study: ValidationStudy) -> Section:
    found = study.quality
    blocks: list[Block] = list(_careless(study, found)) if found is not None else [Paragraph(_absent(study))]
    warned = tuple(warnings(study))
    parts = (Section("warnings", "Warnings of the analysis", warned),) if warned else ()
    return Section("quality", "Quality of the answers", tuple(blocks), parts)


def _absent(study: ValidationStudy) -> str:
    return (
        f"{several(len(study.items), 'item')} and {several(study.sample.n, 'person', 'people')} are too few to look "
        "for careless answers."
    )


def _careless(study: ValidationStudy, found: QualityStudy) -> Iterator[Block]:
    counts = found.counts
    yield Paragraph(
        f"{count(counts.two_flags)} of {several(counts.persons, 'person', 'people')} "
        f"({percent(counts.share_flagged, 1)}) show two or more signs of careless answering, and "
        f"{count(counts.any_flag)} at least one, which is common among attentive people. Nobody was left out: "
        "every other number in this study is of everybody."
    )
    yield sentences("careless_share", [Judged("Two signs or more", counts.share_flagged)])
    yield rule("careless_share")
    yield _flags(found)
    if counts.left_out:
        reasons = [
            f"{_small(INDEXES.get(name, name))} ({reason})" for name, reason in counts.left_out.items()
        ]
        yield Paragraph(f"Not computed here: {'; '.join(reasons)}.")
    if found.subscales:
        yield _without(study, found)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _flags(found: QualityStudy) -> Table:
    counts = found.counts
    rows = [
        (
            INDEXES.get(cut.index, cut.index),
            f"{SIDES[cut.side]} {cut.value:.3g}",
            f"{cut.citation.short}, moved" if cut.moved else cut.citation.short,
            count(counts.computed[cut.index]),
            count(counts.flagged[cut.index]),
            percent(counts.flagged[cut.index] / max(1, counts.computed[cut.index]), 1),
        )
        for cut in found.cuts
        if cut.index in counts.flagged
    ]
    return table(
        "Signs of careless answering",
        ["Sign", "Flagged if", "Rule of thumb of"],
        ["People looked at", "Flagged", "Share"],
        rows,
        note="No sign is proof: a run of one answer can be an honest opinion. One answer to everything is one sign. "
        "Moved: further out than its source has it, as more than 3% of attentive people would be flagged on a form of "
        "this length with these options.",
    )


def _without(study: ValidationStudy, found: QualityStudy) -> Table:
    return named_table(
        "With everybody, and without people with two signs or more",
        (
            ("n", count, "n"),
            ("n without", count, "n_without"),
            ("Alpha", coefficient, "alpha"),
            ("without", coefficient, "alpha_without"),
            ("Mean", decimal, "mean"),
            ("without", decimal, "mean_without"),
            ("SD", decimal, "sd"),
            ("without", decimal, "sd_without"),
        ),
        ((study.labels[scale.id], scale) for scale in found.subscales),
        note="Means and SDs of the rescaled scores.",
    )
