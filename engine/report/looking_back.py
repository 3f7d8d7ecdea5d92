"""A person's own answers to a closed wave, each beside what others said: for that person alone.

Answers are laid beside distributions, statement by statement. No difference is made of a person's score and a group's:
until it is tried whether a scale works alike in both, such a difference could be one of the scales.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.language import say, spoken
from engine.printed import ABSENT, day_words, whole
from engine.report.document import (
    BarFigure,
    BarRow,
    Block,
    Bullets,
    Column,
    Document,
    Paper,
    Paragraph,
    Section,
    Table,
    table,
)
from engine.report.school.wording import share_cells, shares_of
from engine.results.model import FrozenItemText, FrozenResult
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenItem

SHARES: Final = (
    "looking_back.share_at_most",
    "looking_back.share_about",
    "looking_back.share_at_least",
)  # by its end


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question as on the form, and what this person answered; `place` counts the options from the low end."""

    item: str
    text: str
    answer: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """A frozen result to lay beside the answers: of the staff of a school, or of all schools together."""

    frozen: FrozenResult
    part: FrozenSchool
    whose: str  # the people, in words that follow “beside”

    def statements(self) -> Mapping[str, tuple[FrozenItemText, FrozenItem]]:
        """The statements whose answers it shows, by id."""
        texts = {text.id: text for one in self.frozen.measures for text in one.item_texts}
        rows = [row for score in self.part.scores.values() if score for row in score.items or ()]
        rows += [row for one in self.part.statements for row in one.items or ()]
        return {row.id: (texts[row.id], row) for row in rows if row.id in texts}


@dataclass(frozen=True, slots=True)
class OwnView:
    """All that the page holds; `locked` says that results of the staff wait for a sign-in at the school."""

    title: str
    wave: str
    school: str
    closed: str | None
    answers: tuple[OwnAnswer, ...]
    others: tuple[Others, ...]
    locked: bool
    staff: bool  # whether any survey of the staff asks the same statements
    simulated: bool
    paper: Paper


def looking_back(view: OwnView) -> Document:
    """The page as a document."""
    beside = [section for one in view.others for section in _beside(view, one)]
    why = [Paragraph(say("looking_back.no_gap"))] if beside else []
    return Document(
        title=say("looking_back.title", title=view.title),
        context=f"{view.school} · {view.wave}"
        + (f" · {say('report.closed', day=day_words(view.closed))}" if view.closed else ""),
        lead=say("looking_back.lead"),
        sections=(
            *beside,
            *(
                [Section("why", say("looking_back.why"), (*why, *_missing(view)))]
                if why or _missing(view)
                else []
            ),
            Section("own", say("looking_back.own"), (_own(view.answers),)),
        ),
        tags=(say("report.simulated"),) if view.simulated else (),
        provenance=(say("looking_back.alone"),),
        language=spoken().tag,
        place=view.school,
        paper=view.paper,
    )


def _missing(view: OwnView) -> list[Paragraph]:
    """Why there is nothing of the staff to see, where there could be."""
    if view.locked:
        return [Paragraph(say("looking_back.sign_in", school=view.school))]
    if view.staff and not any(one.part.site and _pairs(view, one) for one in view.others):
        return [Paragraph(say("looking_back.no_staff"))]
    return []


def _beside(view: OwnView, others: Others) -> Iterator[Section]:
    """The statements that both were asked: own answer, and the others' distribution."""
    groups = _by_options(_pairs(view, others))
    blocks = [block for group in groups for block in _blocks(others, group)]
    if blocks:
        told = say(
            "looking_back.source",
            survey=others.frozen.instrument.title,
            wave=others.frozen.wave.title,
            n=whole(others.part.responses),
        )
        yield Section(
            f"beside-{others.frozen.instrument.id}",
            say("looking_back.beside", whose=others.whose),
            (Paragraph(told), *blocks),
        )


def _pairs(view: OwnView, others: Others) -> "list[Pair]":
    shown = others.statements()
    return [(own, *shown[own.item]) for own in view.answers if own.item in shown]


Pair = tuple[OwnAnswer, FrozenItemText, FrozenItem]


def _by_options(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Statements with the same options together, as one figure has one row of options."""
    groups: dict[tuple[str, ...], list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair[1].options, []).append(pair)
    return list(groups.values())


def _blocks(others: Others, group: Sequence[Pair]) -> Iterator[Block]:
    yield Bullets(tuple(_sentence(own, text, row) for own, text, row in group))
    yield _figure(others, group)


def _sentence(own: OwnAnswer, text: FrozenItemText, row: FrozenItem) -> str:
    """A statement in words: what you said, and how many of the others said the same."""
    if own.place is None:
        return say("looking_back.no_answer", statement=text.text, answer=own.answer)
    place = own.place
    share, end = row.shares[place], row.ends[place]
    same = say(SHARES[end + 1], share=share)
    return say("looking_back.said", statement=text.text, answer=own.answer, same=same)


def _figure(others: Others, group: Sequence[Pair]) -> BarFigure:
    options = group[0][1].options
    you = say("looking_back.you")
    return BarFigure(
        title=say("looking_back.figure", whose=others.whose),
        description=say("looking_back.described"),
        key=say("looking_back.key", options=", ".join(options)),
        options=options,
        rows=tuple(
            BarRow(row.id, text.text, shares_of(row.shares, row.ends), (own.answer,))
            for own, text, row in group
        ),
        table=Table(
            caption=say("looking_back.table", whose=others.whose),
            columns=(
                Column(say("report.column.statement")),
                Column(you),
                Column(say("report.column.n"), "end"),
                *(Column(option, "end") for option in options),
            ),
            rows=tuple(
                (text.text, own.answer, whole(row.n), *share_cells(row.shares, row.ends))
                for own, text, row in group
            ),
        ),
        after=(say("looking_back.your_place"),),
    )


def _number(own: OwnAnswer) -> str:
    """The own answer as its place among the options: its words would not fit beside a bar on a phone."""
    return ABSENT if own.place is None else whole(own.place + 1)


def _own(answers: Sequence[OwnAnswer]) -> Table:
    return table(
        say("looking_back.own_table"),
        [say("report.column.statement"), say("looking_back.you")],
        [],
        [(one.text, one.answer or ABSENT) for one in answers],
    )
