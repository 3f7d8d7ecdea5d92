"""The same people twice: how stable scores are, and who changed by more than error."""

from collections.abc import Iterator

from engine.printed import ABSENT, coefficient, decimal, percent, probability, several
from engine.report.document import Block, Bullets, Paragraph, Section, Table
from engine.report.study.columns import Named, estimate, how_many, named_table
from engine.validation.retest import RetestStudy
from engine.validation.study import ValidationStudy
from psychometrics.estimate import Estimate
from psychometrics.guidelines import RETEST_ICC
from psychometrics.retest import LimitsOfAgreement


def retest_section(study: ValidationStudy) -> Section | None:
    """A part of Reliability; None where there is no second administration."""
    found = study.retest
    if found is None:
        return None
    return Section("retest", "The same people twice", tuple(_blocks(study, found)))


def _blocks(study: ValidationStudy, found: RetestStudy) -> Iterator[Block]:
    pairing = found.pairing
    once = len(pairing.only_first) + len(pairing.only_second)
    repeated = len(pairing.repeated_first) + len(pairing.repeated_second)
    nameless = pairing.without_id_first + pairing.without_id_second
    files = f"{found.first}, {found.second}{_apart(found)}"
    text = f"{several(pairing.n, 'person', 'people')} stand in both files ({files})."
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
        named = [(study.labels[scale.id], scale) for scale in found.subscales]
        said = [
            f"{label}: {scale.stability.sentence}" for label, scale in named if scale.stability is not None
        ]
        if said:
            yield Bullets(tuple(said))
        yield _stability(named)
        yield _change(named)


def _apart(found: RetestStudy) -> str:
    return "" if found.days is None else f", {several(found.days, 'day')} apart"


def _stability(named: Named) -> Table:
    return named_table(
        "Stability of the rescaled scores",
        (
            ("n", how_many, "icc.n"),
            ("ICC, agreement", coefficient, "icc.agreement.value"),
            ("95% interval", _ends, "icc.agreement"),
            ("ICC, consistency", coefficient, "icc.consistency.value"),
            ("Concordance", coefficient, "concordance.value"),
            ("SEM", decimal, "limits.standard_error"),
            ("Limits of agreement", _limits, "limits"),
        ),
        named,
        note="Concordance: Lin’s. SEM: standard error of measurement from the differences. Limits of agreement: 95 of "
        "100 differences lie between them.",
    )


def _ends(found: Estimate | None) -> str:
    return ABSENT if found is None else f"{coefficient(found.lower)} to {coefficient(found.upper)}"


def _limits(found: LimitsOfAgreement | None) -> str:
    return ABSENT if found is None else f"{decimal(found.low.value)} to {decimal(found.high.value)}"


def _change(named: Named) -> Table:
    return named_table(
        "Change from the first to the second time",
        (
            ("First", decimal, "change.mean_first"),
            ("Second", decimal, "change.mean_second"),
            ("Difference [95% CI]", estimate, "change.difference"),
            ("p", probability, "change.pvalue"),
            ("g [95% CI]", estimate, "change.g_av"),
            ("Clearly up", percent, "reliable.share_up"),
            ("Clearly down", percent, "reliable.share_down"),
        ),
        named,
        note="g: difference in standard deviations. Clearly up, down: share of people whose change is larger than "
        "measurement error makes likely (reliable change, 95%).",
    )
