"""Who answered in a network, and how far their answers speak for everyone."""

from collections.abc import Mapping
from typing import Final

from engine.printed import (
    several,
    whole,
)
from engine.report.document import BarFigure, BarRow, Block, Column, Paragraph, Section, Table
from engine.results.model import HubResult
from engine.results.model_network import HubNetwork
from engine.results.school import FAIR_RATE, GOOD_RATE

VERDICTS: Final = ("low", "care", "good")
NAMES: Final = {
    "low": f"too few to speak for everyone (under {FAIR_RATE}%)",
    "care": f"read with care ({FAIR_RATE} to {GOOD_RATE - 1}%)",
    "good": f"a good basis ({GOOD_RATE}% or more)",
    "unknown": "not known how many were asked",
}


def answering_section(view: HubResult, network: HubNetwork) -> Section:
    """How many answered, and how far the schools' rates carry."""
    verdicts = view.verdicts
    texts = [
        f"{network.responses:,} people of {several(network.schools, 'school')} answered{_rate(network)}."
    ]
    texts.append(
        f"Schools with fewer than {view.wave.minimum_group} answers are not among them, nor in any other number here."
    )
    known = sum(verdicts[name] for name in VERDICTS)
    blocks: list[Block] = []
    if known:
        texts.append(_in_words(verdicts, known))
        blocks.append(_figure(verdicts, known))
    if verdicts["unknown"]:
        texts.append(
            f"For {several(verdicts['unknown'], 'school')} nobody has said how many were asked, so there is no rate."
        )
    return Section("answers", "Who answered", (*(Paragraph(text) for text in texts), *blocks))


def _rate(network: HubNetwork) -> str:
    return "" if network.rate is None else f", {network.rate}% of those asked"


def _in_words(verdicts: Mapping[str, int], known: int) -> str:
    """How many schools have a good rate, and what the others mean for reading this."""
    good, care, low = (verdicts[name] for name in ("good", "care", "low"))
    if good == known:
        return f"In all of them {GOOD_RATE}% or more answered, a good basis."
    words = f"In {good} of {known} schools {GOOD_RATE}% or more answered, a good basis"
    words += f"; {care} {_is(care)} to be read with care" if care else ""
    words += f"; in {low} too few answered to speak for everyone" if low else ""
    return f"{words}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _figure(verdicts: Mapping[str, int], known: int) -> BarFigure:
    table = Table(
        caption="Schools by how many of those asked answered",
        columns=(Column("Answered"), Column("Schools", "end")),
        rows=tuple((NAMES[name], whole(verdicts[name])) for name in (*reversed(VERDICTS), "unknown")),
        note="Rules of thumb, not laws.",
    )
    return BarFigure(
        title="Schools by response rate",
        description="A bar of all schools, from those where too few answered to those with a good basis.",
        key=f"numbers: schools · good basis: {GOOD_RATE}% or more of those asked answered · with care: {FAIR_RATE} to "
        f"{GOOD_RATE - 1}% · too few: under {FAIR_RATE}%",
        options=("too few", "with care", "good basis"),
        rows=(
            BarRow(
                label="Schools",
                text="",
                shares=tuple((verdicts[name] / known, str(verdicts[name])) for name in VERDICTS),
            ),
        ),
        table=table,
    )
