"""How many things the items measure, which item goes with which, and whether the scales can be told apart."""

from collections.abc import Iterator, Sequence

from engine.printed import (
    ABSENT,
    SPACE,
    bracketed,
    capital,
    coefficient,
    count,
    decimal,
    joined,
    known,
    p_value,
    percent,
    several,
)
from engine.report import axes
from engine.report.document import (
    Block,
    Bullets,
    HeatMap,
    HeatRow,
    Line,
    LineFigure,
    LinePanel,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.report.study.one_factor import one_factor_blocks
from engine.report.study.thumb import Judged, rule, sentences
from engine.validation.claims import CHANCE
from engine.validation.rotations import ROTATION_KINDS
from engine.validation.structure import Dimensionality, FactorStudy
from engine.validation.study import ValidationStudy
from engine.validation.verdicts import pairs_apart, unsound
from psychometrics.dimensionality import BartlettTest
from psychometrics.factors import FactorSolution
from psychometrics.guidelines import GUIDELINES
from psychometrics.one_factor_rule import UNSOUND
from psychometrics.parallel import ParallelAnalysis, Scree

MOST_EIGENVALUES = 20  # beyond so many a scree is flat, and its table is long
SIMPLE = "Very simple structure"


def structure_section(study: ValidationStudy) -> Section:
    found = study.dimensionality
    if found is None:
        text = (
            "Too few items vary for a look at dimensions: at least three that belong to a scale are needed."
        )
        return Section("structure", "Dimensionality", (Paragraph(text),))
    blocks: list[Block] = [Paragraph(text) for text in _words(study, found)]
    if found.kmo is not None:
        blocks += [sentences("kmo", [Judged("The items together", found.kmo.overall)]), rule("kmo")]
    if found.parallel is not None:
        blocks.append(_scree(found.parallel))
    blocks.append(_suggestions(found))
    parts = [
        Section("factors", "Which item goes with which factor", tuple(_factors(study))),
        Section("one-factor", "Whether each scale is one thing", tuple(one_factor_blocks(study))),
        Section("apart", "Whether the scales can be told apart", tuple(_apart(study))),
    ]
    return Section("structure", "Dimensionality", tuple(blocks), tuple(part for part in parts if part.blocks))


def scales(study: ValidationStudy) -> int:
    return sum(bool(scale.subscale.columns) for scale in study.subscales)


def suggested(found: Dimensionality) -> dict[str, int]:
    """The numbers of dimensions by method, for those that could be computed."""
    numbers: dict[str, int] = {}
    for name, parallel in (("Pearson", found.parallel), ("polychoric", found.polychoric_parallel)):
        if parallel is not None:
            numbers[f"Parallel analysis, common factors, {name} correlations"] = parallel.factors.suggested
            numbers[f"Parallel analysis, components, {name} correlations"] = parallel.components.suggested
    if found.map is not None:
        numbers["Velicer’s minimum average partial (MAP)"] = found.map.components
        numbers["MAP with fourth powers"] = found.map.components_fourth
    if found.vss is not None:
        for complexity, factors in enumerate(found.vss.factors[:2], start=1):
            numbers[f"{SIMPLE}, complexity {complexity}"] = factors
    return numbers


def _words(study: ValidationStudy, found: Dimensionality) -> Iterator[str]:
    own = scales(study)
    numbers = {name: n for name, n in suggested(found).items() if not name.startswith(SIMPLE)}
    parallel = found.parallel
    if parallel is not None:
        text = (
            f"Parallel analysis suggests {several(parallel.factors.suggested, 'common factor')} and "
            f"{several(parallel.components.suggested, 'component')}"
        )
        if found.map is not None:
            text += f", and MAP {several(found.map.components, 'component')}"
        yield f"{text}; the instrument has {several(own, 'scale')}."
    if numbers and own and set(numbers.values()) == {own}:
        yield (
            "Parallel analysis and MAP suggest as many dimensions as the instrument has scales; whether they are the "
            "same ones is seen below."
        )
    elif numbers:
        low, high = min(numbers.values()), max(numbers.values())
        spread = f"from {low} to {high}" if low != high else f"{low}"
        yield (
            f"In all their forms parallel analysis and MAP suggest {spread} dimensions. None of them knows the truth: "
            "read them with the theory behind the items, and see below which items move together."
        )
    if found.bartlett is not None:
        test = found.bartlett
        rests = "no gap in any of these items" if found.basis == "complete" else "the smallest pair of items"
        yield (
            f"{_correlate(test, study.cluster is not None)} All of this rests on {count(found.n)} people ({rests})."
        )


def _correlate(test: BartlettTest, clustered: bool) -> str:
    shown = f"(Bartlett’s test: χ²({count(test.df)}) = {decimal(test.chisq, 1)}, p{SPACE}{p_value(test.p)})"
    if test.p >= CHANCE:
        return f"It is not shown that any items correlate {shown}: then there is nothing for factors to account for."
    if clustered:
        return f"Some items correlate {shown}, if people were independent of each other; in clusters they are not."
    return f"Some items correlate {shown}, which with many people is nearly always so."


def _scree(parallel: ParallelAnalysis) -> LineFigure:
    panels = (
        _panel("Common factors", "Number of the factor", parallel.factors),
        _panel("Principal components", "Number of the component", parallel.components),
    )
    factors, components = parallel.factors, parallel.components
    rows = [
        (
            str(place + 1),
            *(decimal(row[place]) for row in (factors.observed, factors.mean, factors.limit)),
            *(decimal(row[place]) for row in (components.observed, components.mean, components.limit)),
        )
        for place in range(min(MOST_EIGENVALUES, len(factors.observed)))
    ]
    share = percent(parallel.quantile)
    return LineFigure(
        title="Scree with parallel analysis",
        description=(
            f"Eigenvalues of these data beside those of unrelated items: {factors.suggested} common factors and "
            f"{components.suggested} components lie above chance. The table holds the same numbers."
        ),
        key=f"Filled: above what {share} of {parallel.draws} draws of unrelated items reach. Seed {parallel.seed}.",
        panels=panels,
        table=table(
            "Eigenvalues of these data and of unrelated items",
            ["Number"],
            ["Factors", "chance, mean", f"chance, {share}", "Components", "chance, mean", f"chance, {share}"],
            rows,
            note=f"{parallel.draws} draws of unrelated items, seed {parallel.seed}.",
        ),
    )


def _panel(title: str, across: str, scree: Scree) -> LinePanel:
    observed = [float(value) for value in scree.observed[:MOST_EIGENVALUES]]
    limit = [float(value) for value in scree.limit[:MOST_EIGENVALUES]]
    if len(scree.observed) > MOST_EIGENVALUES:
        across += f", the first {MOST_EIGENVALUES} of {len(scree.observed)}"
    return LinePanel(
        title,
        across,
        axes.from_zero([*observed, *limit]),
        (
            Line("these data", tuple(observed), kept=scree.suggested),
            Line("unrelated items", tuple(limit), quiet=True),
        ),
    )


def _suggestions(found: Dimensionality) -> Table:
    return table(
        "How many dimensions, by method",
        ["Method"],
        ["Suggests"],
        [(name, count(number)) for name, number in suggested(found).items()],
        note="Factors are judged more liberally than components. The number of eigenvalues over 1 is left out: it is "
        "known to suggest too many.",
    )


def _factors(study: ValidationStudy) -> Iterator[Block]:
    factors = study.factors
    if factors is None or factors.solution is None:
        return
    yield _solution_words(factors, factors.solution)
    if unsound(factors.solution.cautions):
        yield Paragraph(
            f"This solution is not sound: {joined(list(_faults(factors.solution)))}. Read nothing from its loadings."
        )
    yield loading_map(study, factors.solution)
    if factors.factors > 1:
        yield _factor_table(factors.solution)
    if factors.suggested is not None:
        yield Paragraph(
            f"With {several(factors.suggested.loadings.shape[1], 'factor')}, as parallel analysis suggests, the items "
            "stand like this:"
        )
        yield loading_map(study, factors.suggested)


def _solution_words(factors: FactorStudy, solution: FactorSolution) -> Paragraph:
    fit = solution.fit
    parts = [f"root mean square of the residuals {coefficient(fit.rmsr, 3)}"]
    if known(fit.rmsea) is not None:
        ends = bracketed(fit.rmsea_lower, fit.rmsea_upper, 3)
        parts.append(f"RMSEA {coefficient(fit.rmsea, 3)}, {percent(fit.rmsea_confidence)} CI {ends}")
    if known(fit.tli) is not None:
        parts.append(f"TLI {coefficient(fit.tli)}")
    rotated = "" if factors.factors == 1 else f", {solution.rotation} rotation"
    how = f"{factors.factors}; {_method(solution.method)}{rotated}; {count(factors.n)} people"
    return Paragraph(
        f"As many factors as there are scales, or as were asked for ({how}): {'; '.join(parts)}. A scale that holds "
        "together shows as one dark column."
    )


def _faults(solution: FactorSolution) -> Iterator[str]:
    for caution in solution.cautions:
        if caution.code in UNSOUND:
            yield f"{caution.where}, {caution.cause}" if caution.where else caution.cause


def _method(method: str) -> str:
    return {"minres": "minimum residuals", "ml": "maximum likelihood", "pa": "principal axes"}.get(
        method, method
    )


def loading_map(study: ValidationStudy, solution: FactorSolution) -> HeatMap:
    """Loadings, item by item in the order of the scales; reverse-keyed items are as answered, so negative."""
    instrument = study.plan.instrument
    names = [f"F{place + 1}" for place in range(solution.loadings.shape[1])]
    rows = []
    for place, name in enumerate(solution.names):
        item = instrument.item(name)
        text = instrument.display(item)
        rows.append(
            HeatRow(
                f"{name} (R)" if item.reverse else name,
                "" if text == name else text,
                tuple((known(value), coefficient(value)) for value in solution.loadings[place]),
                (coefficient(solution.communalities[place]),),
            )
        )
    turned = (
        " Items marked R are reverse-keyed and shown as answered."
        if any("(R)" in row.label for row in rows)
        else ""
    )
    return HeatMap(
        title=f"Loadings of the items on {several(len(names), 'factor')}",
        description=(
            "A row an item, a column a factor; the darker, the more the item goes with the factor. The table holds the "
            "same numbers."
        ),
        key=f"Blue: positive, brown: negative; .30 and beyond in bold. Shared: the item’s variance that the factors "
        f"explain.{turned}",
        columns=tuple(names),
        rows=tuple(rows),
        table=table(
            f"Loadings on {several(len(names), 'factor')}, shared variance and complexity",
            ["Item"],
            [*names, "Shared", "Complexity"],
            [
                (row.label, *(number for _, number in row.cells), *row.after, decimal(complexity, 1))
                for row, complexity in zip(rows, solution.complexity, strict=True)
            ],
            note="Complexity: on how many factors the item loads, 1 at best.",
        ),
        after=("Shared",),
    )


def _factor_table(solution: FactorSolution) -> Table:
    count_of = solution.loadings.shape[1]
    names = [f"F{place + 1}" for place in range(count_of)]
    variance = solution.variance
    oblique = ROTATION_KINDS[solution.rotation].oblique
    rows = [
        (
            names[row],
            *(
                coefficient(solution.phi[row, column]) if column <= row else ""
                for column in range(count_of)
                if oblique
            ),
            decimal(variance.ss_loadings[row]),
            percent(variance.proportion[row]),
        )
        for row in range(count_of)
    ]
    correlated = "Correlations between the factors, and the variance each explains"
    return table(
        correlated if oblique else "The variance that each factor explains",
        ["Factor"],
        [*(names if oblique else ()), "Sum of squares", "Of all variance"],
        rows,
        note=None
        if oblique
        else f"{capital(solution.rotation)} holds the factors to be uncorrelated. Where scales are related, items then "
        "load on several factors: compare oblimin.",
    )


def _apart(study: ValidationStudy) -> Iterator[Block]:
    scores, validity = study.score_correlations, study.validity
    labels = study.labels
    if validity is not None and validity.htmt is not None:
        pairs = list(pairs_apart(study))
        close = tuple(pair.sentence for pair in pairs if pair.standing != "good")
        if close:
            yield Bullets(close)
        elif pairs:
            cut = coefficient(GUIDELINES["htmt"].start("fair"))
            yield Paragraph(
                f"{'Every pair of' if len(pairs) > 1 else 'The two'} scales with a consistent score can be told apart "
                f"(the 95% intervals of the heterotrait-monotrait ratios lie below {cut})."
            )
        yield rule("htmt")
    if scores is not None:
        yield _score_table(scores.names, labels, scores.pearson.tolist(), scores.disattenuated.tolist())
    if validity is not None and validity.htmt is not None:
        yield _ratio_table(validity.htmt.constructs, labels, validity.htmt.ratios.tolist())


def _score_table(
    names: Sequence[str],
    labels: dict[str, str],
    below: Sequence[Sequence[float]],
    above: Sequence[Sequence[float]],
) -> Table:
    rows = []
    for row, name in enumerate(names):
        cells = [
            coefficient(below[row][column])
            if column < row
            else ABSENT
            if column == row
            else coefficient(above[row][column])
            for column in range(len(names))
        ]
        rows.append((f"{row + 1}. {labels[name]}", *cells))
    return table(
        "Correlations between the scores; above the diagonal free of measurement error",
        ["Scale"],
        [str(column + 1) for column in range(len(names))],
        rows,
        note="Above the diagonal: divided by the square root of both alphas. Near 1, two scales differ by little "
        "more than error.",
    )


def _ratio_table(names: Sequence[str], labels: dict[str, str], ratios: Sequence[Sequence[float]]) -> Table:
    last = len(names) - 1
    rows = [
        (
            f"{row + 1}. {labels[name]}",
            *(coefficient(ratios[row][column]) if column < row else "" for column in range(last)),
        )
        for row, name in enumerate(names)
    ]
    return table(
        "Heterotrait-monotrait ratio (HTMT) of each pair of scales",
        ["Scale"],
        [str(column + 1) for column in range(last)],
        rows,
    )
