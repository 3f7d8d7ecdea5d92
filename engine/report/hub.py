"""The network's result as a document: what rose, by how much and how surely, and what stands out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.report.document import (
    Axis,
    Block,
    Bullets,
    Column,
    Document,
    Dot,
    DotFigure,
    DotPanel,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
)
from engine.report.school_methods import limits

PANELS = 4  # waves that fit side by side

View = Mapping[str, Any]
Measures = Sequence[Mapping[str, Any]]


def hub_document(view: View) -> Document:
    """Compose the hub's view of a frozen result (`engine.results.hub_result`)."""
    wave, instrument, network = view["wave"], view["instrument"], view["network"]
    context = f"{wave['network']} · {instrument['title']} {instrument['version']} · {wave['title']}"
    closed = date.fromisoformat(wave["closed"])
    context += f" · closed {closed.day} {closed:%B %Y}"
    tags = ("Simulated data",) if wave["simulated"] else ()
    provenance = (
        f"{instrument['id']} {instrument['version']}, form {wave['form']}, wave {wave['title']}",
        f"scoring {instrument['scoring_digest'][:12]}, data {view['data']['digest'][:12]}",
    )
    if network is None:
        text = "A network’s result takes at least three schools with enough answers."
        return Document("Too few schools to show a result", context, text, (), tags, provenance)
    measures = view["measures"]
    sections = [
        *_change(network, measures, "since_first", "Since the first wave"),
        *_change(network, measures, "since_last", "Since the last wave"),
        *_phases(network, measures),
        _schools(network, measures),
        _standing_out(view),
        _health(view, measures),
        Section("limits", "What this can’t tell you", (limits(instrument), _network_limits())),
        Section("methods", "How the numbers were made", tuple(Paragraph(text) for text in METHODS)),
    ]
    return Document(_title(network), context, _lead(network), tuple(sections), tags, provenance)


def _title(network: View) -> str:
    since = network["since_first"]
    if since is None:
        return f"The first result of {network['schools']} schools"
    return f"{since['up']} of {since['of']} conditions are up" if since["of"] > 1 else _one(since)


def _one(since: View) -> str:
    return "The measure is up" if since["up"] else "No clear change"


def _lead(network: View) -> str:
    answered = f"{network['responses']} people of {network['schools']} schools answered"
    if network["rate"] is not None:
        answered += f" ({network['rate']}% of those asked)"
    since = network["since_first"]
    if since is None:
        return f"{answered}. Changes are shown from the next wave on."
    down = f" {since['down']} went down." if since["down"] else ""
    rule = "A condition counts as up when its mean change over schools exceeds chance, all tests together."
    return f"{answered}. {rule}{down}"


def _change(network: View, measures: Measures, name: str, title: str) -> list[Section]:
    """Mean change of schools with its interval, and how many schools rose."""
    since = network[name]
    if since is None:
        return []
    shown = [(one, since["measures"][one["id"]]) for one in measures if one["id"] in since["measures"]]
    reach = max(max(abs(part["low"]), abs(part["high"])) for _, part in shown)
    end = max(5.0, 5.0 * (int(reach / 5) + 1))
    figure = IntervalFigure(
        title=f"Mean change of schools, {title.lower()}",
        description="For each measure the mean change of the schools as a dot and its 95% interval as a line.",
        key="line: 95% interval · dot: mean change in points",
        axis=Axis(-end, end, ((-end, f"{-end:g}"), (0.0, "0"), (end, f"+{end:g}"))),
        rows=tuple(
            IntervalRow(
                label=one["label"],
                value=part["mean"],
                low=part["low"],
                high=part["high"],
                band=None,
                number=f"{part['mean']:+.1f}",
                text="up" if part["up"] else "down" if part["down"] else "no clear change",
            )
            for one, part in shown
        ),
        table=_change_table(shown),
    )
    texts = [Paragraph(_rose(one, part)) for one, part in shown if part["up"] or part["down"]]
    partly = sorted({part["schools_on_common_items"] for _, part in shown} - {0})
    if partly:
        texts.append(
            Paragraph(
                f"Up to {partly[-1]} school{'s' if partly[-1] > 1 else ''} answered another version of the survey "
                "then; there both scores are of the items that both versions share."
            )
        )
    return [Section(name.replace("_", "-"), title, (figure, *texts))]


def _change_table(shown: Sequence[tuple[View, View]]) -> Table:
    return Table(
        caption="Change in points; p after Holm for all measures together; rose beyond noise: the school’s own 95% "
        "interval lies above zero",
        columns=(
            Column("Measure"),
            Column("Schools", "end"),
            Column("Mean change", "end"),
            Column("95% interval", "end"),
            Column("p", "end"),
            Column("Rose", "end"),
            Column("Sign test p", "end"),
            Column("Rose beyond noise", "end"),
            Column("Fell beyond noise", "end"),
        ),
        rows=tuple(
            (
                one["label"],
                str(part["schools"]),
                f"{part['mean']:+.1f}",
                f"{part['low']:+.1f} to {part['high']:+.1f}",
                p_words(part["p_holm"]),
                f"{part['rose']} of {part['rose'] + part['fell']}",
                p_words(part["sign_p"]),
                str(part["rose_beyond_noise"]),
                str(part["fell_beyond_noise"]),
            )
            for one, part in shown
        ),
    )


def p_words(p: float | None) -> str:
    """A p-value as print has it: .31, or < .001."""
    if p is None:
        return "–"
    return "< .001" if p < 0.001 else (f"{p:.2f}" if p >= 0.1 else f"{p:.3f}").lstrip("0") or "0"


def _rose(one: View, part: View) -> str:
    """How many schools rose, whether that exceeds chance, and how many by more than their own noise."""
    total = part["rose"] + part["fell"]
    chance = (
        "more than chance would give" if (part["sign_p"] or 1) < 0.05 else "no more than chance could give"
    )
    return (
        f"{one['label']}: {part['rose']} of {total} schools rose (sign test p = {p_words(part['sign_p'])}, {chance}); "
        f"{part['rose_beyond_noise']} rose and {part['fell_beyond_noise']} fell by more than their own noise."
    )


def _phases(network: View, measures: Measures) -> list[Section]:
    """The network's means over its waves, each as its own result printed them."""
    phases = network["phases"]
    shown = [one for one in measures if all(one["id"] in phase["means"] for phase in phases)]
    if len(phases) < 2 or not shown:
        return []
    names = [phase["wave"] + (f" ({phase['phase']})" if phase["phase"] else "") for phase in phases]
    low, high = min(one["low"] for one in shown), max(one["high"] for one in shown)
    ticks = tuple((low + (high - low) * at / 4, f"{low + (high - low) * at / 4:g}") for at in (0, 2, 4))
    table = Table(
        caption="Mean of the schools’ scores by wave",
        columns=(Column("Measure"), *(Column(name, "end") for name in names)),
        rows=tuple(
            (one["label"], *(f"{phase['means'][one['id']]:.{one['decimals'] + 1}f}" for phase in phases))
            for one in shown
        ),
    )
    figure = DotFigure(
        title="Means by wave",
        description="For each measure the mean of the schools’ scores, a panel a wave.",
        key="dot: mean of the schools’ scores"
        + (f" · the last {PANELS} waves" if len(phases) > PANELS else ""),
        labels=("",) * len(shown),
        texts=tuple(one["label"] for one in shown),
        panels=tuple(
            DotPanel(
                title=phase["wave"],
                axis=Axis(low, high, ticks),
                dots=tuple(
                    Dot(mean := phase["means"][one["id"]], f"{mean:.{one['decimals'] + 1}f}") for one in shown
                ),
            )
            for phase in phases[-PANELS:]
        ),
        table=table,
    )
    return [Section("phases", "Wave by wave", (figure,))]


def _schools(network: View, measures: Measures) -> Section:
    """How much people differ within schools and schools among each other."""
    rows = [
        (
            one["label"],
            str(part["schools"]),
            f"{part['mean']:.{one['decimals'] + 1}f}",
            "–" if part["within_sd"] is None else f"{part['within_sd']:.1f}",
            "–" if part["between_sd"] is None else f"{part['between_sd']:.1f}",
            "–" if part["share_between"] is None else f"{part['share_between']}%",
            "–"
            if part["share_between_interval"] is None
            else f"{part['share_between_interval'][0]} to {part['share_between_interval'][1]}%",
        )
        for one in measures
        if (part := network["measures"][one["id"]]) is not None
    ]
    table = Table(
        caption="Spread within and between schools, in points",
        columns=(
            Column("Measure"),
            Column("Schools", "end"),
            Column("Mean", "end"),
            Column("SD within", "end"),
            Column("SD between", "end"),
            Column("Variance between", "end"),
            Column("95% interval", "end"),
        ),
        rows=tuple(rows),
        note="Most of what people say differs within a school. The share between schools is ICC(1) by REML; with few "
        "schools its interval is wide.",
    )
    return Section("schools", "Within and between schools", (table,))


def _standing_out(view: View) -> Section:
    """Schools by name where they agreed, and the others as points."""
    named = [one for one in view["schools"] if one["overall"]]
    bright = [one["school"] for one in named if one["overall"]["bright"] or one["overall"]["bright_change"]]
    blocks: list[Block] = []
    if bright:
        blocks.append(
            Paragraph(
                "Higher, or risen more, than size and chance explain: "
                + ", ".join(bright)
                + ". Ask them how."
            )
        )
    rows = [
        (
            one["school"],
            str(one["responses"]),
            str(one["overall"]["mean"]),
            _moved(one["overall"]),
            _bright(one["overall"]),
        )
        for one in named
    ]
    rows += [
        (
            "not named",
            f"{one['least']} to {one['most'] or 'more'}",
            str(one["mean"]),
            _moved(one),
            _bright(one),
        )
        for one in view["dots"]
    ]
    if rows:
        blocks.append(
            Table(
                caption="All measures together, in per cent of the scale",
                columns=(
                    Column("School"),
                    Column("Responses", "end"),
                    Column("Score", "end"),
                    Column("Change since its first wave", "end"),
                    Column("Stands out"),
                ),
                rows=tuple(rows),
                note="A school stands out beyond 95% limits that allow for its size and for how schools differ anyway. "
                "Schools are named where they agreed; this is no ranking.",
            )
        )
    if not blocks:
        blocks.append(Paragraph("No school agreed to be named, and too few may be shown without a name."))
    return Section("bright", "What stands out", tuple(blocks))


def _moved(overall: View) -> str:
    return "–" if overall.get("change") is None else f"{overall['change']:+d}"


def _bright(overall: View) -> str:
    words = [word for key, word in (("bright", "high"), ("bright_change", "risen")) if overall.get(key)]
    return " and ".join(words) or "–"


def _health(view: View, measures: Measures) -> Section:
    """Whether the survey itself works: reliability, missing answers, answers without reading."""
    table = Table(
        caption="Reliability in this wave, over all schools shown",
        columns=(
            Column("Measure"),
            Column("Alpha", "end"),
            Column("95% interval", "end"),
            Column("ICC(2)", "end"),
        ),
        rows=tuple(
            (
                one["label"],
                f"{one['alpha']['value']:.2f}" if one["alpha"] else "–",
                f"{one['alpha']['low']:.2f} to {one['alpha']['high']:.2f}" if one["alpha"] else "–",
                f"{one['icc2']:.2f}" if one["icc2"] is not None else "–",
            )
            for one in measures
        ),
    )
    data = view["data"]
    texts = []
    if data["missing"] is not None:
        texts.append(f"{data['missing']:.1f}% of the answers asked for are missing.")
    if data["careless"] is not None:
        texts.append(f"{data['careless']}% of the people answered as if without reading; 10 to 12% is usual.")
    return Section("health", "Does the survey work?", (table, Bullets(tuple(texts))) if texts else (table,))


def _network_limits() -> Bullets:
    return Bullets(
        (
            "Schools that take part chose to; their change is not the effect of a programme.",
            "People come and go between waves, and people who learn about a subject judge it more strictly.",
            "The lowest schools rise and the highest fall by chance alone.",
        )
    )


METHODS = (
    "Only schools with enough answers are in any number, and a network’s mean is the mean of the schools’ printed "
    "scores, each school once. How many schools are hidden is not told.",
    "The change of each school is since its own earlier wave. Mean changes are tested by t over schools, adjusted by "
    "Holm over the measures; the sign test is exact and two-sided, and counts directions only.",
    "Limits of what stands out are those of a funnel: 1.96 standard deviations, of schools and of sampling together.",
)
