"""The whole of a network's result: its title in words, what to make of it, and its parts in order."""

from collections.abc import Sequence

from engine.printed import (
    day_words,
    several,
    signed,
)
from engine.report.document import Document
from engine.report.hub.answering import answering_section
from engine.report.hub.change import Shown, change_sections, shown_measures, since_words
from engine.report.hub.curves import curve_sections
from engine.report.hub.health import health_section, limits_section, methods_section
from engine.report.hub.spread import spread_section
from engine.report.hub.standing import standing_section
from engine.report.school.composites import network_composites
from engine.report.school.outcomes import network_outcomes
from engine.report.school.wording import by_range, nouns
from engine.results.model import HubResult, Measures
from engine.results.model_network import HubNetwork


def hub_document(view: HubResult, *, most_rows: int | None = None) -> Document:
    """Compose the hub's view of a frozen result (`engine.results.hub_result`).

    `most_rows` bounds the table of schools, for a page that must stay small; files hold all.
    """
    wave, instrument, network = view.wave, view.instrument, view.network
    context = f"{wave.network} · {instrument.title} {instrument.version} · {wave.title}"
    context += f" · closed {day_words(wave.closed)}" if wave.closed else ""
    tags = ("Simulated data",) if wave.simulated else ()
    provenance = (
        f"Survey {instrument.id}, version {instrument.version}, form {wave.form}; wave {wave.title}",
        f"Fingerprints, to tell whether two results are of the same rules and answers: rules of scoring "
        f"{instrument.scoring_digest[:12]}, answers {view.data.digest[:12]}",
    )
    if network is None:
        title, lead = "Too few schools to show a result", TOO_FEW
        return Document(title, context, lead, (), tags, provenance, place=wave.network)
    measures = view.measures
    sections = (
        *change_sections(network, measures),
        *curve_sections(network, measures),
        standing_section(view, network.funnel, most_rows),
        *network_composites(view.composites, network),
        *network_outcomes(view.outcomes, network),
        answering_section(view, network),
        spread_section(network, measures),
        health_section(view.data, network.without_careless, measures),
        limits_section(instrument.not_for),
        methods_section(),
    )
    title, lead = _title(network, measures), _lead(network, measures) + _stays(network)
    return Document(title, context, lead, sections, tags, provenance, place=wave.network)


TOO_FEW = (
    "A network’s result takes at least three schools with enough answers, so that no school can be worked out from "
    "it. Schools that have enough read their own results."
)


def _title(network: HubNetwork, measures: Measures) -> str:
    """How many measures rose or fell, in words."""
    since = network.since_first
    if since is None:
        return f"The first result of {several(network.schools, 'school')}"
    up, down, of = since.up, since.down, since.of
    when = f"since {since_words(since)}"
    if of == 1:
        name = shown_measures(since, measures)[0][0].label
        return f"{name} {'rose' if up else 'fell'} {when}" if up or down else f"No clear change {when}"
    if up and down:
        return f"{up} of {of} {nouns(measures, of)} rose and {down} fell {when}"
    if up or down:
        return f"{up or down} of {of} {nouns(measures, of)} {'rose' if up else 'fell'} {when}"
    return f"No clear change in {of} {nouns(measures, of)} {when}"


def _lead(network: HubNetwork, measures: Measures) -> str:
    """What to make of it: what moved and what did not, where to look next, and who it speaks for."""
    since = network.since_first
    answered = f"{network.responses:,} people of {several(network.schools, 'school')} answered"
    answered += f", {network.rate}% of those asked." if network.rate is not None else "."
    if since is None:
        return " ".join([answered, *_ends(network, measures), "Changes are shown from the next wave on."])
    shown = shown_measures(since, measures)
    still = [one.label for one, part in shown if not part.up and not part.down]
    return " ".join([_moved(shown), *_lowest(network, measures, still), answered])


def _stays(network: HubNetwork) -> str:
    """That a wave was opened again and the network's numbers stay, where they do."""
    if not network.as_of:
        return ""
    return (
        f" This is the result of {day_words(network.as_of)}. A few more answers came when the survey was "
        "opened again; new numbers would show what those few schools said, so these stay as they were."
    )


def _moved(shown: Shown) -> str:
    """That what moved exceeds chance, and what moved most."""
    moved = [(one, part) for one, part in shown if part.up or part.down]
    if not moved:
        return "Schools moved both ways, on average by no more than chance could give."
    if len(by_range([one for one, _ in moved])) > 1:
        return "On average over schools they moved by more than chance would give."
    most, part = max(moved, key=lambda pair: abs(pair[1].mean))
    points = f"{signed(part.mean, most.decimals + 1)} points"
    if len(moved) == 1:
        return f"{most.label} moved by more than chance would give ({points} on average over schools)."
    return f"On average over schools they moved by more than chance would give, {most.label} most ({points})."


def _means(network: HubNetwork, measures: Measures) -> list[tuple[float, str]]:
    """Each measure's mean, lowest first; none where their ranges differ, as they say nothing of each other."""
    found = [(one, part) for one in measures if (part := network.measures[one.id]) is not None]
    if len(by_range([one for one, _ in found])) > 1:
        return []
    return sorted((part.mean, one.label) for one, part in found)


def _ends(network: HubNetwork, measures: Measures) -> list[str]:
    found = _means(network, measures)
    return [f"{found[-1][1]} is highest, {found[0][1]} lowest."] if len(found) > 1 else []


def _lowest(network: HubNetwork, measures: Measures, still: Sequence[str]) -> list[str]:
    """The measure to talk about first: the lowest, if it did not move either."""
    found = _means(network, measures)
    if len(found) < 2 or found[0][1] not in still:
        return []
    return [f"{found[0][1]} is the lowest of all and did not clearly change: talk about it first."]
