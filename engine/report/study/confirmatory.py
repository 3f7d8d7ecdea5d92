"""Confirmatory models: whether the scales are different things, which structure fits, and which item goes with what."""

from collections.abc import Iterator, Mapping

from engine.printed import (
    ABSENT,
    SPACE,
    bracketed,
    capital,
    coefficient,
    count,
    decimal,
    joined,
    plural,
    probability,
    several,
)
from engine.report import axes
from engine.report.document import (
    Block,
    Bullets,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.report.path_diagram import PathFactor, PathFigure, PathTo
from engine.report.study.naming import Naming, naming_of
from engine.report.study.two_levels import two_level_section
from engine.validation.confirmatory.choices import ESTIMATORS, text_of, title_of
from engine.validation.confirmatory.fits import ConfirmatoryStudy, PathValue, StructureFit
from engine.validation.study import ValidationStudy
from psychometrics.latent.distinct import LIMIT, Distinctness, ScalePair

MOST_NAMED = 3
IMPROPER = {
    "negative_variance": "a variance is estimated below nought",
    "correlation_beyond_one": "factors are estimated to correlate beyond 1",
}


def confirmatory_section(study: ValidationStudy) -> Section | None:
    """None where no structure was fitted."""
    found = study.confirmatory
    title = "Does the structure of the definition hold?"
    return None if found is None else models_section(found, naming_of(study), title)


def models_section(found: ConfirmatoryStudy, naming: Naming, title: str) -> Section | None:
    """All models that were fitted, by the names of whatever they speak of; None where there are none."""
    if not (found.fits or found.failed):
        return None
    blocks: list[Block] = [Paragraph(_estimated(naming, found))]
    if found.fits:
        blocks.append(_fit_table(found))
    told = [
        *(said for fit in found.fits if (said := _improper(fit))),
        *(_failed(*one) for one in found.failed),
    ]
    if told:
        blocks.append(Bullets(tuple(told)))
    parts = (
        Section(
            "scales-apart",
            f"Whether the {plural(naming.scale)} are different things",
            tuple(_apart(naming, found)),
        ),
        Section(
            "loadings", f"Which {naming.item} goes with which {naming.scale}", tuple(_loadings(naming, found))
        ),
        *((levels,) if (levels := two_level_section(found.two_levels, naming)) else ()),
        Section("freed", "What would fit better", tuple(_freed(naming, found))),
    )
    return Section(
        "confirmatory",
        title,
        tuple(blocks),
        tuple(part for part in parts if part.blocks),
    )


def _estimated(naming: Naming, found: ConfirmatoryStudy) -> str:
    used = list(dict.fromkeys(fit.estimator for fit in found.fits)) or [found.failed[0][1]]
    held = "answers" if naming.item == "item" else "data"
    text = f"A confirmatory model says beforehand which {naming.item} belongs to which {naming.scale}, and is then "
    text += f"held to the {held}. "
    text += f"Estimated by {joined([f'{ESTIMATORS[name].title} ({name})' for name in used])}"
    if not found.chosen:
        ordinal = ESTIMATORS[used[0]].ordinal
        text += (
            ", as the items have fewer than five options"
            if ordinal
            else ", as the items have five options or more"
        )
    text += "."
    if found.fits:
        fit = next((one for one in found.fits if one.estimator != "fiml"), None)
        whole = next((one for one in found.fits if one.estimator == "fiml"), None)
        if fit is not None:
            text += f" It rests on the {count(fit.n)} people who left no gap in any of these {plural(naming.item)}."
        if whole is not None:
            text += f" fiml rests on the {count(whole.n)} people who answered any of them."
        if fit is not None and fit.clusters:
            noun = naming.noun
            text += f" Errors and tests of mlr allow for people who share a {noun} ({count(fit.clusters)} of them)."
    return text


def _failed(structure: str, estimator: str, cause: str) -> str:
    return f"{title_of(structure)} ({estimator}) could not be fitted: {cause}."


def _improper(fit: StructureFit) -> str | None:
    """That a solution holds numbers which cannot be, beside the fit that it may owe to them; None of a proper one."""
    codes = {caution.code for caution in fit.cautions}
    wrong = [words for code, words in IMPROPER.items() if code in codes]
    if not wrong:
        return None
    return (
        f"{title_of(fit.structure)} ({fit.estimator}) is no proper solution: {joined(wrong)}, as the cautions tell. It "
        "may owe its fit to that, so take it for no better structure than the others."
    )


def _fit_table(found: ConfirmatoryStudy) -> Table:
    rows = [
        (
            title_of(fit.structure),
            fit.estimator,
            _chi_square(fit),
            probability(fit.index("pvalue")),
            coefficient(fit.index("cfi"), 3),
            coefficient(fit.index("tli"), 3),
            _rmsea(fit),
            coefficient(fit.index("srmr"), 3),
            fit.flavour,
        )
        for fit in found.fits
    ]
    return table(
        "How well each structure fits",
        ("Structure", "By"),
        ("χ² (df)", "p", "CFI", "TLI", "RMSEA [90% CI]", "SRMR", "Flavour"),
        rows,
        note="The flavour says which CFI, TLI and RMSEA stand here: robust ones where they exist, else scaled ones; χ² "
        "is then the scaled one. All others are in the JSON file. Rules of thumb, found for one kind of model and no "
        "test to pass: CFI and TLI close to .95, RMSEA to .06, SRMR to .08 (Hu & Bentler, 1999).",
    )


def _chi_square(fit: StructureFit) -> str:
    return f"{decimal(fit.index('chisq'), 1)} ({decimal(fit.index('df'), 0)})"


def _rmsea(fit: StructureFit) -> str:
    value, low, high = (fit.index(name) for name in ("rmsea", "rmsea.ci.lower", "rmsea.ci.upper"))
    return ABSENT if value is None else f"{coefficient(value, 3)} {bracketed(low, high, 3)}"


# Whether scales are apart


def _apart(naming: Naming, found: ConfirmatoryStudy) -> Iterator[Block]:
    noun, scales = naming.noun, plural(naming.scale)
    sentences = []
    if found.people is not None and found.people.pairs:
        sentences.append(
            apart_sentence(
                found.people, naming.labels, "person", f"{count(found.people.n)} people", naming.scale
            )
        )
    if found.groups is not None and found.groups.pairs:
        many = several(found.groups.n, noun)
        sentences.append(apart_sentence(found.groups, naming.labels, noun, many, naming.scale))
    elif naming.clustered and len(naming.labels) > 1:
        sentences.append(
            f"From {noun} to {noun} it could not be told whether the {scales} are different things: the cautions "
            "say why."
        )
    if not sentences:
        return
    yield Bullets(tuple(sentences))
    yield Paragraph(
        f"The rule: two {scales} are told apart where the whole 95% interval of their correlation, free of measurement "
        f"error, lies under {coefficient(LIMIT)}, and are one where it lies at or above it. A true correlation of just "
        f"that much is called apart in up to one of twenty simulated studies (docs/verdicts.md)."
    )
    for level, who in ((found.people, "people"), (found.groups, f"{noun} means")):
        if level is not None and level.pairs:
            yield _pairs_figure(level, naming, who)


def apart_sentence(
    found: Distinctness, labels: Mapping[str, str], level: str, of: str, scale: str = "scale"
) -> str:
    """What the rule says of all scales at a level, in a sentence for a school leader."""
    ones, undecided, total = found.of("one"), found.of("open"), len(found.pairs)
    scales = len({name for pair in found.pairs for name in (pair.first, pair.second)})
    which = f"{'two' if scales == 2 else scales} {plural(scale)}"
    start = f"At the level of the {level}"
    if found.answer == "apart":
        verb = f"the {which} can be told apart: what each measures is not what another measures"
        shown = "their correlation is" if total == 1 else f"all {total} correlations are"
        return f"{start} {verb} ({shown} under {coefficient(LIMIT)}; {of})."
    if found.answer == "one":
        named = joined([_named(pair, labels) for pair in ones[:MOST_NAMED]])
        more = f", and {several(len(ones) - MOST_NAMED, 'pair')} more" if len(ones) > MOST_NAMED else ""
        return f"{start} the {which} are not all different things: {named}{more} go together as one ({of})."
    named = joined([_named(pair, labels) for pair in undecided[:MOST_NAMED]])
    more = f", and {several(len(undecided) - MOST_NAMED, 'pair')} more" if len(undecided) > MOST_NAMED else ""
    return (
        f"{start} it stays open whether the {which} are different things: {named}{more} can’t be told apart "
        f"with these answers, which does not show that they are one ({of})."
    )


def _named(pair: ScalePair, labels: Mapping[str, str]) -> str:
    return f"{labels.get(pair.first, pair.first)} with {labels.get(pair.second, pair.second)}"


def _pairs_figure(found: Distinctness, naming: Naming, who: str) -> IntervalFigure:
    scales = plural(naming.scale)
    pairs = sorted(found.pairs, key=lambda pair: -abs(pair.correlation))
    words = {"apart": "told apart", "one": "as one", "open": "stays open"}
    ends = [end for pair in pairs for end in (max(-1.0, pair.lower), min(1.0, pair.upper))]
    rows = tuple(
        IntervalRow(
            label=_named(pair, naming.labels),
            value=max(-1.0, min(1.0, pair.correlation)),
            low=max(-1.0, pair.lower),
            high=min(1.0, pair.upper),
            band=(LIMIT, 1.0),
            number=coefficient(pair.correlation),
            text=words[pair.answer],
        )
        for pair in pairs
    )
    return IntervalFigure(
        title=f"Correlations between {plural(naming.scale)}, of {who}, free of error",
        description=f"Each pair of {scales}: correlation, 95% interval, and a band of {coefficient(LIMIT)} and more.",
        key=f"Point: correlation; line: 95% interval; band: {coefficient(LIMIT)} to 1, where two {scales} are as one.",
        table=table(
            f"Correlations between {plural(naming.scale)}, of {who}, free of error",
            (capital(plural(naming.scale)),),
            ("r", "95% CI", "By the rule"),
            [
                (
                    _named(pair, naming.labels),
                    coefficient(pair.correlation),
                    bracketed(pair.lower, pair.upper),
                    words[pair.answer],
                )
                for pair in pairs
            ],
        ),
        axis=axes.coefficients([*ends, 1.0]),
        rows=rows,
    )


# Loadings


def _loadings(naming: Naming, found: ConfirmatoryStudy) -> Iterator[Block]:
    fit = shown_fit(found)
    if fit is None:
        return
    one = f"{'an' if naming.item == 'item' else 'a'} {naming.item}"
    turned = " Factors point as their scales do." if naming.reverse else ""
    yield Paragraph(
        f"Standardised loadings of {text_of(fit.structure)}: 1 would mean that {one} tells nothing but its factor, 0 "
        f"that it tells nothing of it.{turned}"
    )
    yield _diagram(naming, fit)


def shown_fit(found: ConfirmatoryStudy) -> StructureFit | None:
    """The structure whose loadings are shown: correlated factors, else the first."""
    return next((fit for fit in found.fits if fit.structure == "correlated"), next(iter(found.fits), None))


def _diagram(naming: Naming, fit: StructureFit) -> PathFigure:
    factors, rows = [], []
    for factor in fit.factors:
        own = [one for one in fit.values if one.op == "=~" and one.lhs == factor and one.rhs in fit.items]
        if not own:
            continue
        turn = fit.turned(factor, naming.reverse)
        factors.append(
            PathFactor(
                naming.label(factor),
                tuple(
                    PathTo(
                        one.rhs,
                        naming.texts.get(one.rhs, ""),
                        turn * one.standardized,
                        coefficient(turn * one.standardized),
                    )
                    for one in own
                ),
            )
        )
        rows += [(naming.label(factor), one.rhs, *_row(one, turn)) for one in own]
    return PathFigure(
        title=f"Path diagram: {title_of(fit.structure, within=True)}",
        description=f"{several(len(factors), 'factor')}, {several(len(fit.items), naming.item)}, standardised "
        "loadings.",
        key="An arrow is the wider the larger the loading; a dashed one is negative. The table has the intervals.",
        table=table(
            "Standardised loadings",
            ("Factor", capital(naming.item)),
            ("Loading", "95% CI", "SE"),
            rows,
            note=f"By {fit.estimator}; n{SPACE}={SPACE}{count(fit.n)}.",
        ),
        factors=tuple(factors),
    )


def _row(one: PathValue, turn: float) -> tuple[str, str, str]:
    interval = one.interval
    low, high = (None, None) if interval is None else sorted(turn * end for end in interval)
    return (
        coefficient(turn * one.standardized),
        ABSENT if low is None else bracketed(low, high),
        coefficient(one.standardized_error, 3),
    )


def _freed(naming: Naming, found: ConfirmatoryStudy) -> Iterator[Block]:
    fit = shown_fit(found)
    if fit is None or not fit.freed:
        return
    why = "the wording of the items" if naming.item == "item" else "what was measured"
    yield Paragraph(
        "Of all that the model leaves out, what would lower χ² most. The largest of many is large by chance too: "
        f"change a {naming.scale} only where {why} says why, and test the change on other people."
    )
    yield table(
        f"Largest modification indices: {title_of(fit.structure, within=True)}, {fit.estimator}",
        ("If free",),
        ("χ² falls by", "It would be, standardised"),
        [
            (f"{one.lhs} {one.op} {one.rhs}", decimal(one.mi, 1), coefficient(one.standardized))
            for one in fit.freed
        ],
        note=f"=~: the {naming.item} would also go with that factor; ~~: the two would share something beside the "
        "factors.",
    )
