"""Who answered, and what they left out."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from engine.printed import SPACE, count, decimal, joined, known, p_value, percent, several
from engine.report.document import Block, Paragraph, Section, Table, table
from engine.validation.sample import SampleStudy
from engine.validation.study import ValidationStudy

KINDS = {
    "blank": "left blank",
    "not_reached": "not reached",
    "not_shown": "not shown by a rule of the form",
    "not_on_form": "not on the form",
}
RANDOM: Final = 0.05
"""The level of Little's test that articles take."""
SURELY: Final = 0.001
"""Skewed answers and small patterns make the test's chi-square too large: at 0.05 it denies gaps at random in 13 of 100
samples of 500 people with six skewed items of two options, at this level in 3."""


def sample_section(study: ValidationStudy) -> Section:
    """The people, the gaps in their answers, and what analyses rest on."""
    blocks: list[Block] = [Paragraph(text) for text in _sentences(study)]
    if study.sample.composition:
        blocks.append(_composition(study))
    if study.sample.share_missing > 0:
        blocks.append(_left_out(study.sample))
        blocks += _kinds(study)
    return Section("sample", "Sample and missing answers", tuple(blocks))


def _sentences(study: ValidationStudy) -> Iterator[str]:
    sample = study.sample
    yield (
        f"{several(sample.n, 'person', 'people')} answered {several(len(study.items), 'item')}; "
        f"{count(sample.complete)} of them ({percent(sample.complete / sample.n)}) left out no item of any scale."
    )
    if study.provenance.counted:
        yield study.provenance.counted
    if sample.no_answer:
        yield f"{several(sample.no_answer, 'person', 'people')} answered nothing and counted as missing throughout."
    if sample.share_missing == 0:
        yield "No answer is missing."
        return
    yield f"{percent(sample.share_missing, 1)} of all answers are missing. {_at_random(sample)}"
    if sample.basis == "complete":
        yield (
            "Reliability of a scale rests on people who answered all its items, or on all who answered a pair of "
            "items where that would lose more than half of them; the tables say which. Analyses of all items at "
            f"once rest on {count(sample.basis_n)} people. No answer was filled in. To go by people without a gap "
            "assumes that gaps come completely at random; where they do not, these people may differ from the others."
        )
    else:
        yield (
            "Too many people left something out to drop them, so analyses of all items at once rest on everybody "
            f"who answered a pair of items (at least {count(sample.basis_n)} people a pair). No answer was filled in. "
            "This assumes that gaps come completely at random, and no sample of people need have such correlations."
        )


def _at_random(sample: SampleStudy) -> str:
    test = sample.mcar
    if test is None or known(test.p) is None:
        return "Whether the gaps come at random could not be tested."
    shown = f"Little’s test: χ²({test.df}) = {decimal(test.d2, 1)}, p{SPACE}{p_value(test.p)}"
    if test.p < SURELY:
        return (
            "They are not spread completely at random: people who left an item out answered the others "
            f"somewhat differently ({shown})."
        )
    if test.p < RANDOM:
        return (
            f"Whether they come at random stays open ({shown}): this test often says no too soon where answers are "
            "skewed or few people share a pattern of gaps."
        )
    return (
        f"It is not shown that gaps depend on the answers given ({shown}); that they come at random is not shown "
        "either."
    )


def _composition(study: ValidationStudy) -> Table:
    rows, n = [], study.sample.n
    for answered in study.sample.composition:
        question = study.plan.instrument.display(answered.item)
        rows += [(question, label, count(here), percent(here / n)) for label, here in answered.counts if here]
        if answered.missing:
            rows.append((question, "no answer", count(answered.missing), percent(answered.missing / n)))
    return table("Who answered", ["Question", "Answer"], ["People", "Share"], rows)


def _left_out(sample: SampleStudy) -> Table:
    """People by how many items they left out; everything above four stands together."""
    people = [int(number) for number in sample.by_person]
    rows = [(str(left), people[left]) for left in range(min(5, len(people)))]
    if len(people) > 5:
        rows.append(("5 or more", sum(people[5:])))
    return table(
        "People by how many items they left out",
        ["Items left out"],
        ["People", "Share"],
        [(label, count(here), percent(here / sample.n, 1)) for label, here in rows],
    )


def _kinds(study: ValidationStudy) -> list[Block]:
    """How answers came to be missing, where there is more than one way."""
    totals: Counter[str] = Counter()
    for item in study.items:
        totals.update(item.missing_kinds)
    names = {answer.id: answer.label for item in study.items for answer in item.item.non_answers}
    if len(totals) < 2:
        kinds = [names.get(kind, KINDS.get(kind, kind)) for kind in totals]
        return [Paragraph(f"All missing answers were of one kind: {joined(kinds)}.")] if kinds else []
    answers = study.sample.n * len(study.items)
    rows = [
        (names.get(kind, KINDS.get(kind, kind)), count(here), percent(here / answers, 1))
        for kind, here in totals.most_common()
    ]
    return [table("Missing answers by kind, all items together", ["Kind"], ["Answers", "Share of all"], rows)]
