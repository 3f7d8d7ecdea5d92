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

GOOD_RATE = 70  # per cent; rules of thumb of large school surveys, see the methods section
FAIR_RATE = 50

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
        *_level_sections(site, measures),
        Section("limits", "What this can’t tell you", (_limits(instrument),)),
        Section("methods", "How the numbers were made", tuple(_methods(snapshot, site, measures))),
    ]
    return Document(
        title=_title(site, measures),
        context=context,
        lead=_lead(site, measures),
        sections=tuple(sections),
        tags=tags,
        provenance=_provenance(snapshot),
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
        provenance=_provenance(snapshot),
    )


def _title(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> str:
    if not measures:
        return "No score has enough answers to be shown"
    if len(measures) == 1:
        return f"{measures[0]['label']}: {number(measures[0], site['scores'][measures[0]['id']]['mean'])}"
    top = _ends(site, measures, highest=True)
    return f"Greatest strength: {_joined(top)}"


def _ends(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]], *, highest: bool) -> list[str]:
    """The labels of the measures with the highest (lowest) printed score; several when they are tied."""
    share = {
        one["label"]: (site["scores"][one["id"]]["mean"] - one["low"]) / (one["high"] - one["low"])
        for one in measures
    }
    end = max(share.values()) if highest else min(share.values())
    return [label for label, value in share.items() if value == end]


def _joined(labels: Sequence[str]) -> str:
    words = [labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _lead(site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]) -> str:
    sentences = []
    if len(measures) > 1:
        low = _ends(site, measures, highest=False)
        verb = "is" if len(low) == 1 else "are"
        sentences.append(f"{_joined(low)} {verb} where people see the least.")
    sentences.append(_response_sentence(site))
    return " ".join(sentences)


def _response_sentence(site: Mapping[str, Any]) -> str:
    answered, roster, rate = site["responses"], site["roster"], site["rate"]
    if rate is None:
        reason = "how many were asked is not known" if not roster else "more answered than the roster lists"
        return f"{answered} people answered; {reason}, so the response rate can’t be given."
    count = f"{answered} of {roster} people answered ({rate}%)"
    if rate >= GOOD_RATE:
        return f"{count}: a good basis."
    if rate >= FAIR_RATE:
        return f"{count}: read with care, as those who did not answer may see it otherwise."
    return f"{count}: too few to speak for everyone. Treat this as the view of those who answered."


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
        labels = _joined([one["label"] for one in hidden])
        minimum = snapshot["wave"]["minimum_group"]
        blocks.append(Paragraph(f"Not shown, as fewer than {minimum} people gave enough answers: {labels}."))
    if measures and not any(site["scores"][one["id"]]["benchmark"] for one in measures):
        blocks.append(
            Paragraph(
                "No comparison is shown: it takes at least eight other schools with enough answers in the same "
                "wave, on the same form."
            )
        )
    return blocks


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
        number=number(measure, score["mean"]),
        text=BAND_WORDS[comparison["band"]] if comparison else (_level_label(measure, score) or ""),
    )


def _table(
    measures: Sequence[Mapping[str, Any]], scores: Sequence[Mapping[str, Any]], compared: bool
) -> Table:
    levels = any(one["levels"] for one in measures)
    columns = [Column("Measure"), Column("Score", "end"), Column("95% interval", "end"), Column("n", "end")]
    columns += [Column("Level")] if levels else []
    if compared:
        columns += [Column("Other schools’ middle half", "end"), Column("Median", "end"), Column("Position")]
    rows = []
    for measure, score in zip(measures, scores, strict=True):
        row = [measure["label"], number(measure, score["mean"]), interval(measure, score), str(score["n"])]
        row += [_level_label(measure, score) or "–"] if levels else []
        rows.append(tuple(row + (_compared(measure, score) if compared else [])))
    return Table(
        caption="Scores with 95% intervals; n is the number of people with a score",
        columns=tuple(columns),
        rows=tuple(rows),
    )


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


def _limits(instrument: Mapping[str, Any]) -> Bullets:
    not_for = f" Not for {_or(instrument['not_for'])}." if instrument["not_for"] else ""
    return Bullets(
        (
            f"These are perceptions of the people who answered, not the effectiveness of anyone.{not_for}",
            "A score is a mean of those who answered. Another group of the same size would give another mean; the "
            "95% interval shows how far apart such means would lie.",
            "People who did not answer may see it otherwise.",
            "Other schools’ band shows observed means, part of whose spread is chance. It is no target.",
        )
    )


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _methods(
    snapshot: Mapping[str, Any], site: Mapping[str, Any], measures: Sequence[Mapping[str, Any]]
) -> list[Block]:
    minimum = snapshot["wave"]["minimum_group"]
    texts = [
        "Each person’s score is computed from the items they answered, with reverse-keyed items turned; a school’s "
        "score is the mean of its people’s scores, and the interval is a t interval of that mean.",
        "The comparison is the distribution of the other schools’ means in the same wave, each school once, this "
        f"school left out; schools with fewer than {minimum} scores are not in it, and with fewer than eight "
        "others none is shown. Quartiles are of type 7.",
        f"A response rate of {GOOD_RATE}% or more is called good and one under {FAIR_RATE}% too low to speak for "
        "everyone: rules of thumb, not laws.",
    ]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    rows = tuple(
        (
            one["label"],
            str(one["items"]),
            f"{one['alpha']['value']:.2f}" if one["alpha"] else "–",
            f"{one['alpha']['low']:.2f} to {one['alpha']['high']:.2f}" if one["alpha"] else "–",
            f"{one['icc2']:.2f}" if one["icc2"] is not None else "–",
        )
        for one in measures
    )
    if rows:
        blocks.append(
            Table(
                caption="Reliability in this wave, over all schools shown",
                columns=(
                    Column("Measure"),
                    Column("Items", "end"),
                    Column("Alpha", "end"),
                    Column("95% interval", "end"),
                    Column("ICC(2), school means", "end"),
                ),
                rows=rows,
                note="Alpha: agreement of the items among people. ICC(2): how well means of schools of average "
                "size can be told apart; under .60 differences between schools are mostly chance.",
            )
        )
    return blocks


def _provenance(snapshot: Mapping[str, Any]) -> tuple[str, ...]:
    instrument, wave = snapshot["instrument"], snapshot["wave"]
    return (
        f"{instrument['id']} {instrument['version']}, form {wave['form']}, wave {wave['title']}",
        f"scoring {instrument['scoring_digest'][:12]}, data {snapshot['data']['digest'][:12]}",
    )


def number(measure: Mapping[str, Any], value: float) -> str:
    """A score as printed: the measure's decimals, so that columns align."""
    return f"{value:.{measure['decimals']}f}"


def interval(measure: Mapping[str, Any], score: Mapping[str, Any]) -> str:
    return f"{number(measure, score['low'])} to {number(measure, score['high'])}"
