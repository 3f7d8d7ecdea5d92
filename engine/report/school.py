"""A school's result as a document: what its people said, how sure one can be, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.report.document import (
    Axis,
    Block,
    Bullets,
    Column,
    Document,
    IntervalFigure,
    IntervalRow,
    Paragraph,
    Section,
    Table,
)
from engine.report.school_methods import limits, methods

GOOD_RATE = 70  # per cent; rules of thumb of large school surveys, see the methods section
VERDICTS = {
    "good": ": a good basis.",
    "care": ": read with care, as those who did not answer may see it otherwise.",
    "low": ": too few to speak for everyone. Treat this as the view of those who answered.",
}
REASONS = {
    "first_low": "Of the conditions that usually come first, it is the lowest, and it lies under 60.",
    "first_behind": "Of the conditions that usually come first, it is the lowest, and it lies well behind those "
    "that usually follow.",
    "lowest": "It is the lowest of all.",
}
NO_BENCHMARK = {
    "few_schools": "it takes at least eight other schools with enough answers in the same wave, on the same form",
    "unreliable": "schools of this size can’t be told apart well enough by this measure (ICC(2) under .60)",
    "overlap": "the few schools between two groups could be worked out from both",
}

BAND_WORDS = {
    "lower quarter": "below the middle half",
    "middle half": "within the middle half",
    "upper quarter": "above the middle half",
}


def school_document(snapshot: Mapping[str, Any], site: Mapping[str, Any]) -> Document:
    """Compose the result of one school from a wave's frozen result."""
    wave, instrument = snapshot["wave"], snapshot["instrument"]
    context = f"{site['school']} · {instrument['title']} {instrument['version']} · {wave['title']}"
    if wave["closed"]:
        closed = date.fromisoformat(wave["closed"])
        context += f" · closed {closed.day} {closed:%B %Y}"
    tags = ("Simulated data",) if wave["simulated"] else ()
    if not site["shown"]:
        return _too_few(snapshot, context, tags)
    measures = [one for one in snapshot["measures"] if site["scores"].get(one["id"])]
    hidden = [one for one in snapshot["measures"] if not site["scores"].get(one["id"])]
    sections = [
        Section("scores", "Scores", tuple(_score_blocks(snapshot, site, measures, hidden))),
        *start_sections(snapshot, site),
        *_level_sections(site, measures),
        Section("limits", "What this can’t tell you", (limits(instrument),)),
        Section("methods", "How the numbers were made", tuple(methods(snapshot, site, measures))),
    ]
    return Document(
        title=title(site, measures),
        context=context,
        lead=lead(site, measures),
        sections=tuple(sections),
        tags=tags,
        provenance=provenance(snapshot),
    )


def _too_few(snapshot: Mapping[str, Any], context: str, tags: tuple[str, ...]) -> Document:
    minimum = snapshot["wave"]["minimum_group"]
    text = (
        f"Fewer than {minimum} people of this school answered. To keep every person's answers private, nothing is "
        "shown: no score, no count, and the answers are in no total and no comparison either."
    )
    steps = (
        "Next time, tell staff why the survey is held and when they can answer, and give time for it.",
        "Ask the person who runs the survey whether the wave can be opened again.",
    )
    return Document(
        title="Too few answers to show a result",
        context=context,
        lead=text,
        sections=(Section("next", "What you can do", (Bullets(steps),)),),
        tags=tags,
        provenance=provenance(snapshot),
    )


def title(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> str:
    if not measures:
        return "No score has enough answers to be shown"
    if len(measures) == 1:
        return f"{measures[0]['label']}: {printed(measures[0], site['scores'][measures[0]['id']])}"
    top = _ends(site, measures, highest=True)
    return f"Greatest strength: {joined(top)}"


def _ends(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]], *, highest: bool) -> list[str]:
    """The labels of the measures with the highest (lowest) printed score; several when they are tied."""
    share = {
        one["label"]: (site["scores"][one["id"]]["mean"] - one["low"]) / (one["high"] - one["low"])
        for one in measures
    }
    end = max(share.values()) if highest else min(share.values())
    return [label for label, value in share.items() if value == end]


def joined(labels: Sequence[str]) -> str:
    words = [labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def lead(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> str:
    sentences = []
    if len(measures) > 1:
        low = _ends(site, measures, highest=False)
        verb = "is" if len(low) == 1 else "are"
        sentences.append(f"{joined(low)} {verb} where people see the least.")
    sentences.append(_response_sentence(site))
    return " ".join(sentences)


def _response_sentence(site: Mapping[str, Any]) -> str:
    answered, roster, rate = site["responses"], site["roster"], site["rate"]
    if rate is None:
        reason = "how many were asked is not known" if not roster else "more answered than the roster lists"
        return f"{answered} people answered; {reason}, so the response rate can’t be given."
    count = f"{answered} of {roster} people answered ({rate}%)"
    return f"{count}{VERDICTS[site['verdict']]}"


def _score_blocks(
    snapshot: Mapping[str, Any],
    site: Mapping[str, Any],
    measures: Sequence[Mapping[str, Any]],
    hidden: Sequence[Mapping[str, Any]],
) -> list[Block]:
    blocks: list[Block] = []
    if measures:
        blocks.append(_figure(site, measures))
    if hidden:
        labels = joined([one["label"] for one in hidden])
        minimum = snapshot["wave"]["minimum_group"]
        blocks.append(Paragraph(f"Not shown, as fewer than {minimum} people gave enough answers: {labels}."))
    if site.get("as_of"):
        blocks.append(Paragraph(_as_of(site["as_of"])))
    bare = [one for one in measures if not site["scores"][one["id"]]["benchmark"]]
    if bare:
        reasons = {hidden_reason(one) for one in bare}
        which = "" if len(bare) == len(measures) else f" for {joined([one['label'] for one in bare])}"
        blocks.append(Paragraph(f"No comparison is shown{which}: {'; '.join(sorted(reasons))}."))
    alike = [one["label"] for one in measures if site["scores"][one["id"]]["alike"]]
    if alike:
        blocks.append(
            Paragraph(
                f"People answered almost alike on {joined(alike)}. The interval is drawn wider than it is, and "
                "items are not shown, so that nobody’s own answers can be read off."
            )
        )
    return blocks


def hidden_reason(measure: Mapping[str, Any]) -> str:
    """Why a measure has no benchmark of the network."""
    reason = next((one["reason"] for one in measure["comparisons"] if one["group"] == "network"), None)
    return NO_BENCHMARK[reason or "few_schools"]


def _as_of(day: str) -> str:
    closed = date.fromisoformat(day)
    return (
        f"This is the result of {closed.day} {closed:%B %Y}. A few more people answered when the survey was opened "
        "again; adding so few would show what they said, so the result stays as it was."
    )


def start_sections(snapshot: Mapping[str, Any], site: Mapping[str, Any]) -> list[Section]:
    """Where the school might start, why, and the other way: to build on its strength."""
    start = site["start"]
    if start is None:
        return []
    labels = {one["id"]: one["label"] for one in snapshot["measures"]}
    texts = [_start(start, labels)]
    strongest = joined([labels[id] for id in start["strength"]["measures"]])
    texts.append(
        f"The other way is to build on a strength: {strongest}"
        + (", which are tied for the highest. " if start["strength"]["tied"] else ". ")
        + "The choice is the team’s. It knows what the survey can’t."
    )
    questions = [
        one["question"] for one in snapshot["measures"] if one["id"] in start["measures"] and one["question"]
    ]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    if questions:
        blocks.append(Bullets(tuple(questions)))
    return [Section("start", "Where to start", tuple(blocks))]


def _start(start: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    if start["reason"] == "ceiling":
        return (
            "All scores lie near the top of the scale, where the survey can’t tell a good school from a better one. "
            "Ask what the answers would look like on a bad day, or look at other evidence."
        )
    named = joined([labels[id] for id in start["measures"]])
    if start["flat"]:
        return (
            f"Nothing stands out. {named} come out lowest a little more often than the others, which is not enough to "
            "prefer them."
        )
    if start["tied"]:
        return f"{named} are tied: any of them may be the lowest, and the survey can’t say which. Start with either."
    cases = round(10 * start["probability"])
    sure = f"With other people of the same staff it would come out so in {cases} of 10 cases."
    return f"The survey points to {named}. {REASONS[start['reason']]} {sure}"


def _figure(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> IntervalFigure:
    low, high = min(one["low"] for one in measures), max(one["high"] for one in measures)
    scores = [site["scores"][one["id"]] for one in measures]
    others = {score["benchmark"]["schools"] for score in scores if score["benchmark"]}
    band = f"grey band: middle half of {_range(others)} other schools · " if others else ""
    return IntervalFigure(
        title=f"Scores from {low:g} to {high:g}",
        description=(
            "For each row the school’s score as a dot, its 95% interval as a line"
            + (", and the middle half of the other schools as a band" if others else "")
            + ". The table holds the same numbers."
        ),
        key=f"{band}line: 95% interval · dot: this school",
        axis=Axis(low, high, _ticks(low, high)),
        rows=tuple(_row(one, score) for one, score in zip(measures, scores, strict=True)),
        table=_table(measures, scores, bool(others)),
    )


def _range(counts: set[int]) -> str:
    return f"{min(counts)}" if len(counts) == 1 else f"{min(counts)} to {max(counts)}"


def _ticks(low: float, high: float) -> tuple[tuple[float, str], ...]:
    steps = 4 if (high - low) % 4 == 0 else 5
    places = [low + (high - low) * step / steps for step in range(steps + 1)]
    return tuple((place, f"{place:g}") for place in places)


def _row(measure: Mapping[str, Any], score: Mapping[str, Any]) -> IntervalRow:
    comparison = score["benchmark"]
    return IntervalRow(
        label=measure["label"],
        value=score["mean"],
        low=score["low"],
        high=score["high"],
        band=(comparison["lower_quartile"], comparison["upper_quartile"]) if comparison else None,
        number=printed(measure, score),
        text=BAND_WORDS[comparison["band"]] if comparison else (_level_label(measure, score) or ""),
    )


def _table(
    measures: Sequence[Mapping[str, Any]], scores: Sequence[Mapping[str, Any]], compared: bool
) -> Table:
    levels = any(one["levels"] for one in measures)
    columns = [Column("Measure"), Column("Score", "end"), Column("95% interval", "end"), Column("n", "end")]
    columns += [Column("Level")] if levels else []
    since = sorted({score["change"]["since"] for score in scores if score["change"]})
    columns += [Column(f"Change since {' or '.join(since)}")] if since else []
    columns += [Column("Agreement")] if any(score["agreement"] for score in scores) else []
    if compared:
        columns += [Column("Other schools’ middle half", "end"), Column("Median", "end"), Column("Position")]
    rows = []
    for measure, score in zip(measures, scores, strict=True):
        row = [measure["label"], printed(measure, score), interval(measure, score), str(score["n"])]
        row += [_level_label(measure, score) or "–"] if levels else []
        row += [change_words(measure, score)] if since else []
        row += _agreement(score) if any(one["agreement"] for one in scores) else []
        rows.append(tuple(row + (_compared(measure, score) if compared else [])))
    return Table(
        caption="Scores with 95% intervals; n is the number of people with a score",
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _agreement(score: Mapping[str, Any]) -> list[str]:
    found = score["agreement"]
    if found is None:
        return ["–"]
    return ["two camps" if found["two_camps"] else found["word"] or "–"]


def _compared(measure: Mapping[str, Any], score: Mapping[str, Any]) -> list[str]:
    other = score["benchmark"]
    if not other:
        return ["–", "–", "too few schools"]
    ends = f"{number(measure, other['lower_quartile'])} to {number(measure, other['upper_quartile'])}"
    return [ends, number(measure, other["median"]), BAND_WORDS[other["band"]]]


def _level_label(measure: Mapping[str, Any], score: Mapping[str, Any]) -> str | None:
    return next((one["label"] for one in measure["levels"] if one["id"] == score["level"]), None)


def _level_sections(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> list[Section]:
    described = []
    for measure in measures:
        level = next(
            (one for one in measure["levels"] if one["id"] == site["scores"][measure["id"]]["level"]), None
        )
        if level is not None and level["text"]:
            described.append((measure["label"], level["label"], level["text"]))
    if not described:
        return []
    table = Table(
        caption="The level each score lies in, and what people at that level typically say",
        columns=(Column("Measure"), Column("Level"), Column("What it means")),
        rows=tuple(described),
    )
    return [Section("levels", "What the levels mean", (table,))]


def provenance(snapshot: Mapping[str, Any]) -> tuple[str, ...]:
    instrument, wave = snapshot["instrument"], snapshot["wave"]
    return (
        f"{instrument['id']} {instrument['version']}, form {wave['form']}, wave {wave['title']}",
        f"scoring {instrument['scoring_digest'][:12]}, data {snapshot['data']['digest'][:12]}",
    )


def number(measure: Mapping[str, Any], value: float) -> str:
    """A score as printed: the measure's decimals, so that columns align."""
    return f"{value:.{measure['decimals']}f}"


def printed(measure: Mapping[str, Any], score: Mapping[str, Any]) -> str:
    """A score with the words that make it a bound, where it lies near an end of the scale."""
    words = {"at_least": " or more", "at_most": " or less", None: ""}
    return number(measure, score["mean"]) + words[score["end"]]


def interval(measure: Mapping[str, Any], score: Mapping[str, Any]) -> str:
    return f"{number(measure, score['low'])} to {number(measure, score['high'])}"


def change_words(measure: Mapping[str, Any], score: Mapping[str, Any]) -> str:
    """The change in words: nothing is said of one that its interval does not tell from none."""
    change = score["change"]
    if change is None:
        return "no earlier wave"
    if not change["clear"]:
        return "no clear change"
    direction = "up" if change["points"] > 0 else "down"
    return f"{direction} {number(measure, abs(change['points']))} ({change['size']})"
