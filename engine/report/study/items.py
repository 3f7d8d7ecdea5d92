"""Each item: how people answered it, and how it goes with the rest of its scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.printed import coefficient, count, decimal, joined, known, percent, several
from engine.report import axes
from engine.report.document import (
    BarFigure,
    BarRow,
    Block,
    Dot,
    DotFigure,
    DotPanel,
    Mark,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.report.study.columns import Columns, cells, named_table
from engine.validation.paths import at
from engine.validation.sample import ItemStudy
from engine.validation.study import ValidationStudy
from engine.validation.subscales import SubscaleStudy
from engine.validation.verdicts import items_judged
from psychometrics.guidelines import GUIDELINES
from psychometrics.reliability import Alpha

MOST_NAMED = 6  # items named in a sentence; the tables have them all
MOST_OPTIONS = 21  # more options than this make bars of slivers; the table still has them
DESCRIPTION: Columns = (
    ("n", count, "n"),
    ("Mean", decimal, "mean"),
    ("SD", decimal, "sd"),
    ("Skew", decimal, "skew"),
    ("Kurtosis", decimal, "kurtosis"),
    ("Floor", percent, "floor"),
    ("Ceiling", percent, "ceiling"),
)
END = 0.30  # the share of answers at the lowest or highest option from which an item is mentioned; our choice


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item as people answered it; only `difficulty` is as it counts for its scale: turned if reverse-keyed."""

    study: ItemStudy
    name: str
    text: str
    values: tuple[str, ...]
    counts: tuple[int, ...]
    mean: float | None
    difficulty: float

    @property
    def missing(self) -> float:
        found = self.study.description
        return found.missing / max(1, found.n + found.missing)


def items_section(study: ValidationStudy) -> Section:
    """An opening, then a part for each scale, then items that belong to none."""
    parts = [_scale(study, scale) for scale in study.subscales if scale.subscale.columns]
    single = [item for item in study.items if not item.subscales]
    if single:
        keyed = [_keyed(study, item, False) for item in single]
        shown: list[Block] = [*_distributions("Items outside the scales", keyed), _outside(keyed)]
        parts.append(Section("items-outside", "Items outside the scales", tuple(shown)))
    return Section("items", "Items", tuple(Paragraph(text) for text in _opening(study)), tuple(parts))


def _opening(study: ValidationStudy) -> Iterator[str]:
    guide = GUIDELINES["item_rest"]
    cut = coefficient(guide.start("good"))
    judged = [pair for scale in study.subscales for pair in items_judged(scale)]
    low = [
        (name, guide.bands[0].meaning in found.sentence) for name, found in judged if found.standing == "weak"
    ]
    against = [name for name, turned in low if turned]
    weak = [name for name, turned in low if not turned]
    if against:
        yield (
            f"{joined(against)} {'runs' if len(against) == 1 else 'run'} against the rest of the scale: check first "
            "whether the key is right, or whether the answers stand already turned in the file."
        )
    if weak:
        yield (
            f"{joined(weak)} {'goes' if len(weak) == 1 else 'go'} with the rest of the scale only weakly "
            f"(the interval of the item-rest correlation lies under {cut})."
        )
    if judged and all(found.standing == "good" for _, found in judged):
        yield f"Every item goes with the rest of its scale (item-rest correlations from {cut} on, intervals included)."
    ends = sorted(_ends(study), reverse=True)
    if ends:
        named = joined([name for _, name in ends[:MOST_NAMED]])
        more = f", and in {len(ends) - MOST_NAMED} more" if len(ends) > MOST_NAMED else ""
        yield (
            f"Many people chose an end of the scale in {named}{more}. Among them such an item tells nobody apart, and "
            "it leaves no room for change beyond that end."
        )
    yield (
        f"Rule of thumb for item-rest correlations: {guide.rule} ({guide.citation.short}); keep in mind that "
        f"{guide.limit}. An end of the scale is mentioned from {percent(END)} of the answers on."
    )


def _ends(study: ValidationStudy) -> Iterator[tuple[float, str]]:
    """Items with many answers at an end, where options are many enough for an end to be one."""
    for item in study.items:
        found = item.description
        if len(found.values) >= 5:
            for name, share in (("lowest", found.floor), ("highest", found.ceiling)):
                if share >= END:
                    yield share, f"{item.item.id} ({percent(share)} at the {name})"


def _alpha(scale: SubscaleStudy) -> Alpha | None:
    return None if scale.reliability is None else scale.reliability.alpha


def _scale(study: ValidationStudy, scale: SubscaleStudy) -> Section:
    by_name = {item.item.id: item for item in study.items}
    keyed = [
        _keyed(study, by_name[name], turned)
        for name, turned in zip(scale.subscale.names, scale.subscale.reverse, strict=True)
    ]
    label = scale.label
    blocks: list[Block] = [*_distributions(label, keyed)]
    alpha = _alpha(scale)
    if alpha is not None:
        blocks.append(_relations(label, alpha, keyed))
    blocks.append(_statistics(scale, label, keyed))
    return Section(f"items-{scale.id}", label, tuple(blocks))


def _keyed(study: ValidationStudy, item: ItemStudy, turned: bool) -> AnsweredItem:
    found = item.description
    counts = tuple(int(n) for n in found.counts)
    values = tuple(f"{value:g}" for value in found.values)
    mean, difficulty = known(found.mean), known(found.difficulty) or 0.0
    if item.turned:  # in the file
        counts = counts[::-1]
        mean = None if mean is None else float(found.values[0]) + float(found.values[-1]) - mean
    shown = study.plan.instrument.display(item.item)
    return AnsweredItem(
        study=item,
        name=f"{item.item.id} (R)" if item.item.reverse else item.item.id,
        text="" if shown == item.item.id else shown,
        values=values,
        counts=counts,
        mean=mean,
        difficulty=1 - difficulty if turned else difficulty,
    )


def _distributions(label: str, items: Sequence[AnsweredItem]) -> list[BarFigure]:
    """One figure for the items that share their options, easiest first."""
    alike: dict[tuple[str, ...], list[AnsweredItem]] = {}
    for item in items:
        if len(item.values) <= MOST_OPTIONS and any(item.counts):
            alike.setdefault(item.values, []).append(item)
    return [_bars(label, sorted(members, key=lambda item: -item.difficulty)) for members in alike.values()]


def _bars(label: str, items: Sequence[AnsweredItem]) -> BarFigure:
    options = _options(items)
    reverse = (
        " R: agreeing lowers the score; drawn as answered."
        if any(item.study.item.reverse for item in items)
        else ""
    )
    return BarFigure(
        title=f"{label}: how people answered, the easiest item first",
        description=(
            f"A bar for each of {several(len(items), 'item')}, divided into the shares of people who chose each "
            "option. The table holds the same numbers."
        ),
        key="Numbers in the bars: percent of those who answered. Easiest: the highest mean as it counts for the "
        f"scale.{reverse}",
        options=options,
        rows=tuple(
            BarRow(item.name, item.text, _shares(item), (decimal(item.mean), percent(item.missing)))
            for item in items
        ),
        table=_bar_table(label, items, options),
        after=("Mean", "Missing"),
    )


def _options(items: Sequence[AnsweredItem]) -> tuple[str, ...]:
    options = items[0].study.item.options
    return tuple(f"{value} {option.label}" for value, option in zip(items[0].values, options, strict=True))


def _shares(item: AnsweredItem) -> tuple[tuple[float, str], ...]:
    total = max(1, sum(item.counts))
    return tuple((n / total, decimal(100 * n / total, 0)) for n in item.counts)


def _bar_table(label: str, items: Sequence[AnsweredItem], options: Sequence[str]) -> Table:
    return table(
        f"{label}: percent of those who answered, by option",
        ["Item"],
        [*options, "Mean", "n", "Missing"],
        [
            (
                item.name,
                *(number for _, number in _shares(item)),
                decimal(item.mean),
                count(item.study.description.n),
                percent(item.missing),
            )
            for item in items
        ],
    )


def _relations(label: str, alpha: Alpha, items: Sequence[AnsweredItem]) -> DotFigure:
    rest = [known(r) for r in alpha.items.item_rest]
    dropped = [None] * len(items) if alpha.if_dropped is None else [known(a) for a in alpha.if_dropped.raw]
    whole, cut = known(alpha.raw), GUIDELINES["item_rest"].start("good")
    panels = [
        DotPanel(
            "Item-rest correlation",
            axes.coefficients([0.0, 0.8, *rest], ticks=4),
            tuple(Dot(r, coefficient(r)) for r in rest),
            Mark(cut, f"rule of thumb {coefficient(cut)}"),
        )
    ]
    if whole is not None and any(value is not None for value in dropped):
        panels.append(
            DotPanel(
                "Alpha if the item is dropped",
                axes.coefficients([whole, *dropped], ticks=3, least=0.1),
                tuple(Dot(value, coefficient(value)) for value in dropped),
                Mark(whole, f"alpha of all items {coefficient(whole)}"),
            )
        )
    return DotFigure(
        title=f"{label}: how each item goes with the scale",
        description=(
            "Left, the correlation of each item with the sum of the other items; right, what alpha would be without "
            "it. The table holds the same numbers."
        ),
        key="Left: further to the right is better. Right: a dot to the right of the line means the scale would "
        "hang together more without the item.",
        labels=tuple(item.name for item in items),
        texts=tuple(item.text for item in items),
        panels=tuple(panels),
        table=table(
            f"{label}: item-rest correlation and alpha if the item is dropped",
            ["Item"],
            ["Item-rest r", "Alpha if dropped"],
            [
                (item.name, coefficient(r), coefficient(value))
                for item, r, value in zip(items, rest, dropped, strict=True)
            ],
            note=None if whole is None else f"Alpha of all items: {coefficient(whole)} (pairwise).",
        ),
    )


def _statistics(scale: SubscaleStudy, label: str, items: Sequence[AnsweredItem]) -> Table:
    """The item statistics in the order of the definition."""
    vectors = {
        "r corrected": at("reliability.alpha.items.overlap_corrected", scale),
        "Item-total r": scale.item_total,
        "Discrimination": scale.discrimination,
    }
    return table(
        f"{label}: items as answered",
        ["Item"],
        [*(name for name, _, _ in DESCRIPTION), *vectors],
        [
            (
                item.name,
                *cells(DESCRIPTION, item.study.description),
                *(coefficient(None if vector is None else vector[place]) for vector in vectors.values()),
            )
            for place, item in enumerate(items)
        ],
        note=(
            "As answered, nothing turned in mean, skew, floor and ceiling (R: reverse-keyed); correlations are keyed. "
            "Floor, ceiling: share at the lowest and the highest option. r corrected: with the whole scale, the "
            "item’s own part in it removed. Discrimination: mean of the upper 27% of people less that of the lower "
            "27%, as a share of the item’s range."
        ),
    )


def _outside(items: Sequence[AnsweredItem]) -> Table:
    named = ((item.name, item.study.description) for item in items)
    return named_table("Items outside the scales", DESCRIPTION, named, names="Item")
