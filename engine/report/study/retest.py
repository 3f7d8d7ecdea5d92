"""The same people twice: how stable scores are, and who changed by more than error."""

from collections.abc import Iterator

from engine.printed import (
    coefficient,
    count,
    decimal,
    percent,
    probability,
    several,
)
from engine.report.document import (
    Block,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.validation.retest import RetestStudy, RetestSubscale
from engine.validation.study import Study
from psychometrics.guidelines import RETEST_ICC


def retest_section(study: Study) -> Section | None:
    """A part of Reliability; None where there is no second administration."""
    found = study.retest
    if found is None:
        return None
    return Section("retest", "The same people twice", tuple(_blocks(study, found)))


def _blocks(study: Study, found: RetestStudy) -> Iterator[Block]:
    pairing = found.pairing
    once = len(pairing.only_first) + len(pairing.only_second)
    repeated = len(pairing.repeated_first) + len(pairing.repeated_second)
    nameless = pairing.without_id_first + pairing.without_id_second
    text = f"{several(pairing.n, 'person', 'people')} stand in both files ({found.first}, {found.second})."
    left = [
        f"{several(number, *words)}"
        for number, words in (
            (once, ("person in one file only", "people in one file only")),
            (repeated, ("id that stands more than once", "ids that stand more than once")),
            (nameless, ("row without an id", "rows without an id")),
        )
        if number
    ]
    if left:
        text += f" Left out: {'; '.join(left)}."
    yield Paragraph(text)
    if found.subscales:
        yield Paragraph(
            "Agreement counts a shift of everybody as a difference, consistency does not. An ICC of "
            f"{coefficient(RETEST_ICC)} or more is asked of scores of groups by a common rule of thumb (Terwee et al., "
            "2007)."
        )
        yield _stability(study, found)
        yield _change(study, found)


def _label(study: Study, one: RetestSubscale) -> str:
    return study.subscale(one.id).subscale.subscale.label


def _stability(study: Study, found: RetestStudy) -> Table:
    rows = []
    for one in found.subscales:
        icc, lin, limits = one.icc, one.concordance, one.limits
        agreement = None if icc is None else icc.agreement
        rows.append(
            (
                _label(study, one),
                count(0 if icc is None else icc.n),
                coefficient(None if agreement is None else agreement.value),
                "–"
                if agreement is None
                else f"{coefficient(agreement.lower)} to {coefficient(agreement.upper)}",
                coefficient(None if icc is None else icc.consistency.value),
                coefficient(None if lin is None else lin.value),
                decimal(None if limits is None else limits.standard_error),
                "–" if limits is None else f"{decimal(limits.low.value)} to {decimal(limits.high.value)}",
            )
        )
    return table(
        "Stability of the rescaled scores",
        ["Scale"],
        [
            "n",
            "ICC, agreement",
            "95% interval",
            "ICC, consistency",
            "Concordance",
            "SEM",
            "Limits of agreement",
        ],
        rows,
        note="Concordance: Lin’s. SEM: standard error of measurement from the differences. Limits of agreement: 95 of "
        "100 differences lie between them.",
    )


def _change(study: Study, found: RetestStudy) -> Table:
    rows = []
    for one in found.subscales:
        change, reliable = one.change, one.reliable
        rows.append(
            (
                _label(study, one),
                decimal(None if change is None else change.mean_first),
                decimal(None if change is None else change.mean_second),
                "–"
                if change is None
                else f"{decimal(change.difference.value)} [{decimal(change.difference.lower)}, "
                f"{decimal(change.difference.upper)}]",
                "–" if change is None else probability(change.pvalue),
                "–"
                if change is None
                else f"{decimal(change.g_av.value)} [{decimal(change.g_av.lower)}, {decimal(change.g_av.upper)}]",
                percent(None if reliable is None else reliable.share_up),
                percent(None if reliable is None else reliable.share_down),
            )
        )
    return table(
        "Change from the first to the second time",
        ["Scale"],
        ["First", "Second", "Difference [95% CI]", "p", "g [95% CI]", "Clearly up", "Clearly down"],
        rows,
        note="g: difference in standard deviations. Clearly up, down: share of people whose change is larger than "
        "measurement error makes likely (reliable change, 95%).",
    )
