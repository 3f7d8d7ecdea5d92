"""The same people twice: how stable scores are, and who changed by more than error."""

from collections.abc import Iterator

from engine.printed import ABSENT, coefficient, count, decimal, percent, probability, several
from engine.report.document import Block, Bullets, Paragraph, Section, Table
from engine.report.study.columns import Named, estimate, how_many, named_table
from engine.validation.retest import Anchor, RetestStudy, RetestSubscale
from engine.validation.study import ValidationStudy
from psychometrics.estimate import Estimate
from psychometrics.guidelines import RETEST_ICC
from psychometrics.responsiveness import Responsiveness
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
        if found.anchor is not None:
            yield from _beside_anchor(found.anchor, named)


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


def _beside_anchor(anchor: Anchor, named: list[tuple[str, RetestSubscale]]) -> Iterator[Block]:
    told = [(label, scale) for label, scale in named if scale.responsiveness is not None]
    says = f" says “{anchor.word}”" if anchor.word else " says so"
    if not told:
        yield Paragraph(
            f"Change beside column “{anchor.column}” was not computed: the warnings of the analysis say why."
        )
        return
    yield Paragraph(
        f"Improved are those of whom column “{anchor.column}”{says}. The area is the chance that one of them changed "
        "upwards by more than one of the others; under .50 the others rose more. An area of .70 is often asked for "
        "(Terwee et al., 2007), and all of this is as good as the anchor: asked afterwards, people mostly tell how "
        "they feel now."
    )
    yield named_table(
        f"Change of the rescaled scores beside column “{anchor.column}”",
        (
            ("Improved, others", _sizes, "responsiveness"),
            ("Mean change", _means, "responsiveness"),
            ("Area [95% CI]", estimate, "responsiveness.area"),
            ("Guyatt’s index", decimal, "responsiveness.guyatt"),
            ("SRM of the improved", decimal, "responsiveness.improved.srm"),
            ("Effect size", decimal, "responsiveness.improved.effect_size"),
        ),
        told,
        note="Guyatt’s index: mean change of the improved over the SD of the others’ change. SRM: over the SD of their "
        "own change. Effect size: over the SD of their scores before.",
    )
    yield named_table(
        "The change that tells the improved from the others best",
        (
            ("Change", decimal, "responsiveness.minimal_important_change"),
            ("Sensitivity", coefficient, "responsiveness.sensitivity"),
            ("Specificity", coefficient, "responsiveness.specificity"),
            ("Smallest detectable, one person", decimal, "reliable.smallest_detectable_change"),
        ),
        told,
        note="Where it is under the smallest detectable change, a single person’s change of this size cannot be told "
        "from error of measurement.",
    )


def _sizes(found: Responsiveness) -> str:
    return f"{count(found.improved.n)}, {count(found.stable.n)}"


def _means(found: Responsiveness) -> str:
    return f"{decimal(found.improved.mean)}, {decimal(found.stable.mean)}"
