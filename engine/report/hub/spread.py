"""How much people differ within schools, and schools among each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.report.document import Column, Paragraph, Section, Table

View = Mapping[str, Any]
Measures = Sequence[Mapping[str, Any]]


def spread_section(network: View, measures: Measures) -> Section:
    found = [(one, part) for one in measures if (part := network["measures"][one["id"]]) is not None]
    table = Table(
        caption="Spread within and between schools, in points",
        columns=(
            Column("Measure"),
            Column("Schools", "end"),
            Column("Mean", "end"),
            Column("SD within", "end"),
            Column("SD between", "end"),
            Column("Share between", "end"),
            Column("95% interval", "end"),
        ),
        rows=tuple(_row(one, part) for one, part in found),
        note="The share between schools is ICC(1) by REML, in per cent of the variance; with few schools its interval "
        "is wide.",
    )
    return Section("schools", "Within and between schools", (*_words([part for _, part in found]), table))


def _words(parts: Sequence[View]) -> tuple[Paragraph, ...]:
    shares = sorted(part["share_between"] for part in parts if part["share_between"] is not None)
    if not shares:
        return ()
    between = f"{shares[0]}%" if shares[0] == shares[-1] else f"{shares[0]} to {shares[-1]}%"
    most = (
        "Most of what people say differs within a school"
        if shares[-1] < 50
        else "Schools differ much among each other"
    )
    return (
        Paragraph(
            f"{most}: {between} of the differences lie between schools, the rest among people of the same school. "
            "A school’s mean hides most of what its people think."
            if shares[-1] < 50
            else f"{most}: {between} of the differences lie between schools."
        ),
    )


def _row(one: View, part: View) -> tuple[str, ...]:
    interval = part["share_between_interval"]
    return (
        one["label"],
        str(part["schools"]),
        f"{part['mean']:.{one['decimals'] + 1}f}",
        "–" if part["within_sd"] is None else f"{part['within_sd']:.1f}",
        "–" if part["between_sd"] is None else f"{part['between_sd']:.1f}",
        "–" if part["share_between"] is None else f"{part['share_between']}%",
        "–" if interval is None else f"{interval[0]} to {interval[1]}%",
    )
