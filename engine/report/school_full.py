"""A school's full report: the one page, and behind it what changed, how alike people see it, items and groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.report.document import (
    BarFigure,
    BarRow,
    Block,
    Column,
    Document,
    Paragraph,
    Section,
    Table,
)
from engine.report.school import (
    BAND_WORDS,
    NO_BENCHMARK,
    change_words,
    number,
    school_document,
)

BANDS = ("0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100")
SIGNS = {-1: "≤ ", 0: "", 1: "≥ "}

Site = Mapping[str, Any]
Measures = Sequence[Mapping[str, Any]]


def school_report(snapshot: Mapping[str, Any], site: Site) -> Document:
    """Compose all that a school may see; of a school that is not shown no more than the one page says."""
    page = school_document(snapshot, site)
    if not site["shown"]:
        return page
    measures = [one for one in snapshot["measures"] if site["scores"].get(one["id"])]
    before = [one for one in page.sections if one.id not in ("limits", "methods")]
    after = [one for one in page.sections if one.id in ("limits", "methods")]
    between = [
        *_change(site, measures),
        *_comparisons(site, measures),
        *_agreement(site, measures),
        *_items(site, measures),
        *_groups(site, measures),
        _who_answered(site),
    ]
    return replace(page, sections=(*before, *between, *after))


def _change(site: Site, measures: Measures) -> list[Section]:
    """Every change with its earlier score; how far, only where it is clear."""
    rows = []
    versions = set()
    for one in measures:
        found = site["scores"][one["id"]]["change"]
        if found is None:
            continue
        clear = found["clear"] and found["low"] is not None
        rows.append(
            (
                one["label"],
                found["since"],
                number(one, found["before"]),
                number(one, found["now"]),
                change_words(one, site["scores"][one["id"]]),
                f"{number(one, found['low'])} to {number(one, found['high'])}" if clear else "–",
                f"{found['g']:.1f}" if found["g"] is not None else "–",
            )
        )
        if found["common_items"] is not None:
            versions.add((one["label"], found["version"], found["common_items"]))
    if not rows:
        return []
    table = Table(
        caption="Scores then and now; a change is named where its 95% interval leaves out zero",
        columns=(
            Column("Measure"),
            Column("Since"),
            Column("Then", "end"),
            Column("Now", "end"),
            Column("Change"),
            Column("95% interval", "end"),
            Column("Hedges’ g", "end"),
        ),
        rows=tuple(rows),
    )
    notes = [
        Paragraph(
            f"{label}: then, version {version} of the survey was used. Both scores are of the {items} items that both "
            "versions share, so they may differ from the scores above."
        )
        for label, version, items in sorted(versions)
    ]
    return [Section("change", "What changed", (table, *notes))]


def _comparisons(site: Site, measures: Measures) -> list[Section]:
    """Each group of schools to compare with: a band and how surely the school lies in it, never a rank."""
    rows = [
        (
            one["label"],
            f"{position['schools']} {_others(position)}",
            f"{number(one, position['lower_quartile'])} to {number(one, position['upper_quartile'])}",
            BAND_WORDS[position["band"]],
            _sure(position["probability"]),
        )
        for one in measures
        for position in site["scores"][one["id"]]["comparisons"]
    ]
    rows += [
        (
            one["label"],
            f"published norm: {norm['population']} ({norm['year']})",
            "–",
            f"mean {number(one, norm['mean'])}",
            "–",
        )
        for one in measures
        for norm in one["norms"]
    ]
    if not rows:
        return []
    table = Table(
        caption="Where the scores lie among other schools",
        columns=(
            Column("Measure"),
            Column("Compared with"),
            Column("Middle half", "end"),
            Column("Position"),
            Column("How surely"),
        ),
        rows=tuple(rows),
        note="How surely: in how many of 10 cases another such group of staff would put the school there too.",
    )
    hidden = {
        (group["label"], NO_BENCHMARK[group["reason"]])
        for one in measures
        for group in one["comparisons"]
        if group["reason"] is not None
    }
    notes = [Paragraph(f"Not offered, {label}: {reason}.") for label, reason in sorted(hidden)]
    return [Section("comparisons", "Among other schools", (table, *notes))]


def _others(position: Mapping[str, Any]) -> str:
    return str(position["label"]).removeprefix("all ")


def _sure(probability: float | None) -> str:
    return "–" if probability is None else f"about {round(10 * probability)} of 10"


def _agreement(site: Site, measures: Measures) -> list[Section]:
    """Whether people see it alike: a word, the spread, and the histogram that keeps both honest."""
    shown = [(one, found) for one in measures if (found := site["scores"][one["id"]]["agreement"])]
    if not shown:
        return []
    camps = [one["label"] for one, found in shown if found["two_camps"]]
    texts = [
        Paragraph(
            f"{label}: people fall into two camps. The mean describes neither of them; talk about the difference "
            "before you work on the score."
        )
        for label in camps
    ]
    figure = BarFigure(
        title="How people’s own scores spread",
        description="For each measure the share of people with a score in each fifth of the scale.",
        key="From light to dark: from the lowest to the highest fifth of the scale.",
        options=BANDS,
        rows=tuple(
            BarRow(
                label=one["label"],
                text="",
                shares=_bar(found["histogram"]["shares"], found["histogram"]["ends"]),
                after=(_word(found), number(one, found["sd"])),
            )
            for one, found in shown
        ),
        table=Table(
            caption="People by their own score, per cent; ≤ and ≥ are bounds",
            columns=(
                Column("Measure"),
                Column("Agreement"),
                Column("Spread (SD)", "end"),
                *(Column(band, "end") for band in BANDS),
            ),
            rows=tuple(
                (
                    one["label"],
                    _word(found),
                    number(one, found["sd"]),
                    *_cells(found["histogram"]["shares"], found["histogram"]["ends"]),
                )
                for one, found in shown
            ),
        ),
        after=("Agreement", "SD"),
    )
    return [Section("agreement", "Do people see it alike?", (figure, *texts))]


def _word(found: Mapping[str, Any]) -> str:
    return "two camps" if found["two_camps"] else found["word"] or "–"


def _cells(shares: Sequence[int], ends: Sequence[int]) -> list[str]:
    return [f"{SIGNS[end]}{share}" for share, end in zip(shares, ends, strict=True)]


def _bar(shares: Sequence[int], ends: Sequence[int]) -> tuple[tuple[float, str], ...]:
    """Bars that fill the row: what is only bounded from above shares what the others leave."""
    bounded = [end < 0 for end in ends]
    left = max(0, 100 - sum(share for share, low in zip(shares, bounded, strict=True) if not low))
    each = left / max(1, sum(bounded))
    lengths = [min(share, each) if low else share for share, low in zip(shares, bounded, strict=True)]
    whole = sum(lengths) or 1
    return tuple((length / whole, cell) for length, cell in zip(lengths, _cells(shares, ends), strict=True))


def _items(site: Site, measures: Measures) -> list[Section]:
    """The items of each measure from the easiest to agree with to the hardest."""
    shown = [one for one in measures if site["scores"][one["id"]]["items"]]
    if not shown:
        return []
    parts = tuple(
        Section(f"items-{one['id']}", one["label"], tuple(_item_blocks(site, one))) for one in shown
    )
    intro = Paragraph(
        "Within each measure the statement that people find truest comes first. Statements differ in how easily people "
        "agree with them; compare the same statement over years, not different ones."
    )
    return [Section("items", "Statement by statement", (intro,), parts)]


def _item_blocks(site: Site, one: Mapping[str, Any]) -> list[Block]:
    score = site["scores"][one["id"]]
    texts = {item["id"]: item for item in one["item_texts"]}
    options = tuple(texts[score["items"][0]["id"]]["options"])
    labels = [_item_label(texts[row["id"]]) for row in score["items"]]
    figure = BarFigure(
        title=f"Answers to the statements of {one['label']}",
        description="For each statement the share of people who chose each option.",
        key="From light to dark: " + ", ".join(options) + ".",
        options=options,
        rows=tuple(
            BarRow(
                label=row["id"], text=label, shares=_bar(row["shares"], row["ends"]), after=(str(row["n"]),)
            )
            for row, label in zip(score["items"], labels, strict=True)
        ),
        table=Table(
            caption="Answers, per cent; ≤ and ≥ are bounds",
            columns=(
                Column("Statement"),
                Column("n", "end"),
                *(Column(option, "end") for option in options),
            ),
            rows=tuple(
                (f"{row['id']} {label}", str(row["n"]), *_cells(row["shares"], row["ends"]))
                for row, label in zip(score["items"], labels, strict=True)
            ),
        ),
        after=("n",),
    )
    facets = [f"{facet['facet']} {number(one, facet['mean'])}" for facet in score["facets"]]
    return [figure, *([Paragraph(f"Facets with several statements: {', '.join(facets)}.")] if facets else [])]


def _item_label(item: Mapping[str, Any]) -> str:
    return str(item["text"]) + (" (agreement lowers the score)" if item["reverse"] else "")


def _groups(site: Site, measures: Measures) -> list[Section]:
    """Groups of at least ten beside everyone else; a gap is named where its interval leaves out zero."""
    blocks: list[Block] = []
    for grouping in site["groups"]:
        labels = {one["id"]: one["label"] for one in grouping["groups"]}
        rows = [
            (
                one["label"],
                labels[name],
                str(part["n"]),
                number(one, part["mean"]),
                f"{number(one, part['low'])} to {number(one, part['high'])}",
                _gap(one, found["gaps"][name]),
            )
            for one in measures
            if (found := grouping["measures"].get(one["id"])) is not None
            for name, part in found["groups"].items()
        ]
        blocks.append(
            Table(
                caption=f"Groups by the question: {grouping['question']}",
                columns=(
                    Column("Measure"),
                    Column("Group"),
                    Column("n", "end"),
                    Column("Score", "end"),
                    Column("95% interval", "end"),
                    Column("Against everyone else"),
                ),
                rows=tuple(rows),
                note="Groups of fewer than ten are never shown, nor a group whose absence would show them. Before "
                "calling a difference a gap, ask whether both groups understand the statements alike.",
            )
        )
    return [Section("groups", "Groups of staff", tuple(blocks))] if blocks else []


def _gap(one: Mapping[str, Any], gap: Mapping[str, Any]) -> str:
    if not gap["clear"]:
        return "no clear difference"
    side = "higher" if gap["points"] > 0 else "lower"
    ends = sorted((abs(gap["low"]), abs(gap["high"])))
    return f"{number(one, abs(gap['points']))} {side} ({number(one, ends[0])} to {number(one, ends[1])})"


def _who_answered(site: Site) -> Section:
    """What is known of those who did not answer: rates by role, as far as groups may be shown."""
    blocks: list[Block] = []
    for grouping in site["groups"]:
        rows = [(one["label"], one["n"], one["roster"]) for one in grouping["groups"]]
        rows.append(("Everyone else", grouping["rest"]["n"], grouping["rest"]["roster"]))
        if all(roster for _, _, roster in rows):
            blocks.append(
                Table(
                    caption="Who answered, by what they said of themselves and by the roster",
                    columns=(
                        Column("Group"),
                        Column("Answered", "end"),
                        Column("Roster", "end"),
                        Column("Rate, per cent", "end"),
                    ),
                    rows=tuple(
                        (label, str(n), str(roster), str(min(100, round(100 * n / roster))))
                        for label, n, roster in rows
                    ),
                    note="People who did not name their role are among everyone else. Where rates differ much, the "
                    "result leans towards those who answered more.",
                )
            )
    careless = site["careless"]
    if careless is not None:
        share = f"{'At most ' if careless['end'] < 0 else ''}{careless['share']}%"
        advice = (
            " That is a finding about the survey: read all scores with care."
            if careless["share"] > 15
            else ""
        )
        blocks.append(
            Paragraph(
                f"{share} of the answers look as if given without reading (one answer to half of the statements in a "
                f"row, or a combination that is very rare). They are counted all the same.{advice}"
            )
        )
    if not blocks:
        blocks.append(
            Paragraph("The roster by role is not known, so those who did not answer can’t be described.")
        )
    return Section("who", "Who answered", tuple(blocks))
