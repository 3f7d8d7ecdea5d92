"""What schools chose to work on, as parts of a report: the team's own decision, never the engine's.

A school's page or report takes `school_section`, a hub's `chosen_section`, and `placed` puts either where it
belongs in a finished document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from engine.disclosure.names import choices_counted
from engine.language import say
from engine.printed import ABSENT, counted, day_words, labels_in_sentence, moment_words, whole
from engine.report.document import Block, Column, Document, Paragraph, Section, Table
from engine.report.school.wording import measure_column, nouns
from engine.results.model import Measures
from engine.store.choices import Choice, ChoicePath

BEFORE: Final = ("limits", "methods")  # what closes a report: nothing of substance comes after it


def school_section(
    choice: Choice | None, history: Sequence[Choice], measures: Measures, sealed: Sequence[str] = ()
) -> Section:
    """A school's own choice of where to start: what, why, who agreed, who recorded it and when.

    `choice` is the newest record of `history`, or None; `history` is `store.choices.history(school, wave)`,
    newest first; `measures` are those of the frozen result; `sealed` says what was predicted, a line each. Its
    id is "chosen". With an empty history it says that nothing is recorded: leave it out of files then. It names
    people, so it is for whoever may read the school's result by name, and for nobody else.
    """
    if choice is None or not choice.stands:
        text = say("report.chosen.taken_back" if history else "report.chosen.nothing")
        blocks: list[Block] = [Paragraph(text)]
    else:
        agreed = say("report.chosen.agreed", names=_ended(choice.agreed_by))
        recorded = say("report.chosen.recorded", name=choice.name, day=_day(choice))
        blocks = [
            Paragraph(f"{way_words(choice.path)}: {measure_words(choice, measures)}.", strong=True),
            Paragraph(say("report.chosen.why", reason=choice.reason)),
            Paragraph(f"{agreed} {recorded}"),
        ]
    blocks += map(Paragraph, sealed)
    if len(history) > 1:
        blocks.append(_history(history, measures))
    return Section("chosen", say("report.chosen.title"), tuple(blocks))


def way_words(path: ChoicePath) -> str:
    """The two ways in words: `Meet a need`."""
    return say(f"report.chosen.way_{path.value}")


def chosen_section(
    choices: Mapping[int, Choice],
    measures: Measures,
    named: Mapping[int, str],
    *,
    most_rows: int | None = None,
) -> Section:
    """Which conditions the schools of a network chose to work on, and by which way.

    `choices` is `store.choices.of(wave)`, by site id; `named` holds the names, by site id, of the schools that
    `engine.results.hub_result` names (its `schools`). Only these are listed, with their reasons. The others are
    counted only where `choices_counted` says so; else the counts are of the named schools alone, and whether others
    chose is not said. Its id is "chosen".

    Of more than `most_rows` named schools the first by name are listed.
    """
    known = {site: choice for site, choice in choices.items() if site in named}
    told = choices_counted({site: choice.measures for site, choice in choices.items()}, named.keys())
    shown = {site: choices[site] for site in choices if site in told}
    title = "What schools chose to work on"
    if not shown:
        text = (
            "Nothing can be shown yet: no school that is named here has recorded where it starts, and others are "
            "counted only where several chose differently."
        )
        return Section("chosen", title, (Paragraph(text),))
    blocks: list[Block] = [Paragraph(_lead(shown, known)), _counts(list(shown.values()), measures)]
    if known:
        blocks.append(_named(known, measures, named, most_rows))
    return Section("chosen", title, tuple(blocks))


def placed(document: Document, section: Section, after: str = "start") -> Document:
    """The document with a section after the one of that id; where there is none, before limits and methods."""
    ids = [one.id for one in document.sections]
    last = min([ids.index(id) for id in BEFORE if id in ids], default=len(ids))
    at = ids.index(after) + 1 if after in ids else last
    return replace(document, sections=(*document.sections[:at], section, *document.sections[at:]))


def measure_words(choice: Choice, measures: Measures) -> str:
    """The labels of what was chosen, in the order of the result; nothing where it was taken back."""
    labels = [one.label for one in measures if one.id in choice.measures]
    return labels_in_sentence(labels) if labels else ""


def _day(choice: Choice) -> str:
    return day_words(choice.at.isoformat())


def _ended(names: str) -> str:
    return names if names.endswith(".") else f"{names}."


def _history(history: Sequence[Choice], measures: Measures) -> Table:
    return Table(
        caption=say("report.chosen.history"),
        columns=tuple(
            Column(say(f"report.chosen.column_{name}"))
            for name in ("when", "what", "why", "agreed", "recorded")
        ),
        rows=tuple(
            (
                moment_words(one.at),
                f"{way_words(one.path)}: {measure_words(one, measures)}"
                if one.stands
                else say("report.chosen.ended"),
                one.reason or ABSENT,
                one.agreed_by or ABSENT,
                one.name,
            )
            for one in history
        ),
    )


def _lead(shown: Mapping[int, Choice], known: Mapping[int, Choice]) -> str:
    schools = counted(len(shown), "school")
    strengths = sum(one.path is ChoicePath.STRENGTH for one in shown.values())
    ways = f"{len(shown) - strengths} to meet a need, {strengths} to build on a strength"
    if len(shown) == len(known):
        schools += " that may be named here"
    return f"{schools} recorded where {'it starts' if len(shown) == 1 else 'they start'}: {ways}."


def _counts(choices: Sequence[Choice], measures: Measures) -> Table:
    def number(id: str, path: ChoicePath | None = None) -> str:
        return whole(sum(id in one.measures and path in (None, one.path) for one in choices))

    noun = nouns(measures, 1)
    note = f"The choice is each team’s own; the survey only suggests. A {noun} that many chose is no verdict on it."
    if any(len(one.measures) > 1 for one in choices):
        note = f"A school may choose two, so the rows can add up to more than the schools. {note}"
    return Table(
        caption=f"Number of schools that chose each {noun}, by the way they take",
        columns=(
            measure_column(measures),
            Column("Schools", "end"),
            *(Column(way_words(path), "end") for path in ChoicePath),
        ),
        rows=tuple(
            (one.label, number(one.id), *(number(one.id, path) for path in ChoicePath)) for one in measures
        ),
        note=note,
    )


def _named(
    known: Mapping[int, Choice], measures: Measures, named: Mapping[int, str], most_rows: int | None
) -> Table:
    order = sorted(known, key=lambda site: named[site])[:most_rows]
    return Table(
        caption="Schools that agreed to be named, and why they chose so",
        columns=(Column("School"), Column("Chose"), Column("Way"), Column("Why"), Column("Since")),
        rows=tuple(
            (
                named[site],
                measure_words(one, measures),
                way_words(one.path),
                one.reason,
                _day(one),
            )
            for site, one in ((site, known[site]) for site in order)
        ),
        note=f"The first {len(order)} of {len(known)} by name; the files hold all."
        if len(order) < len(known)
        else None,
        folded=True,
    )
