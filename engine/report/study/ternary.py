"""Points over three parts as a triangle of cells, with the same numbers in a table."""

from collections.abc import Iterator

from engine.printed import count, percent, several, shortest
from engine.report.document import Block, Paragraph, Table, table
from engine.report.triangle import TernaryFigure, TernaryPatch
from engine.validation.allotment import SumStudy, TernaryStudy
from psychometrics.ternary import corners, whole_points


def ternary_blocks(found: SumStudy) -> Iterator[Block]:
    """The picture, its table and what neither shows; nothing where there are not three parts."""
    if found.ternary is None:
        return
    if not found.ternary.cells:
        yield Paragraph(
            f"No cell of the triangle of the three parts may be shown. {_unseen(found, found.ternary)}"
        )
        return
    yield _figure(found, found.ternary)


def _figure(found: SumStudy, ternary: TernaryStudy) -> TernaryFigure:
    first, second, third = (option.label for option in found.item.options)
    most = max(cell.n for cell in ternary.cells)
    table = _table(found, ternary)
    made = found.composition
    shares = zip((first, second, third), made.center.tolist(), strict=True)
    where = ", ".join(f"{label} {percent(share)}" for label, share in shares)
    a, b, c = made.center.tolist()
    fullest = table.rows[0]
    key = ["a number: people in a cell, more where it is darker", "diamond: the center"]
    if ternary.region is not None:
        key.append(
            f"line around it: where the center may lie ({percent(ternary.region.level)} region, as if nobody shared a "
            "school)"
        )
    key += [
        "broken lines: half of the points",
        f"an empty cell has fewer than {ternary.least} people, or nobody",
    ]
    return TernaryFigure(
        title=f"{found.item.id}: how people shared out {count(found.total)} points over three parts",
        description=f"A triangle with {first} at the top, {second} at the left and {third} at the right. The center is "
        f"{where}. Most people, {fullest[3]}, are in the cell of {fullest[0]} points for {first}, {fullest[1]} for "
        f"{second} and {fullest[2]} for {third}. {_unseen(found, ternary)}",
        key=" · ".join(key),
        table=table,
        parts=(first, second, third),
        unit=(f"Points for {first}", f"Points for {second}", f"Points for {third}"),
        ticks=((0.0, "0"), (0.5, shortest(found.total / 2)), (1.0, count(found.total))),
        steps=ternary.steps,
        patches=tuple(
            TernaryPatch(corners(cell.steps, ternary.steps), cell.n / most, count(cell.n))
            for cell in ternary.cells
        ),
        center=(a, b, c),
        outline=()
        if ternary.region is None
        else tuple((x, y, z) for x, y, z in ternary.region.outline.tolist()),
    )


def _table(found: SumStudy, ternary: TernaryStudy) -> Table:
    """The cells that are shown, the fullest first."""
    rows = []
    for cell in sorted(ternary.cells, key=lambda cell: -cell.n):
        ends = (whole_points(below, ternary.steps, found.total) for below in cell.steps)
        rows.append((*(f"{low}–{high}" for low, high in ends), count(cell.n), percent(cell.n / found.n)))
    return table(
        f"{found.item.id}: people by the points they gave",
        [option.label for option in found.item.options],
        ["People", "Of all"],
        rows,
        note=_unseen(found, ternary),
    )


def _unseen(found: SumStudy, ternary: TernaryStudy) -> str:
    if not ternary.apart:
        return f"All {several(found.n, 'person', 'people')} are in the cells shown."
    return (
        f"{count(ternary.apart)} of {several(found.n, 'person', 'people')} are in cells that are not shown: a cell of "
        f"fewer than {ternary.least} is left out, and one more where the number of all would give such a cell away."
    )
