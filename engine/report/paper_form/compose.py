"""A form of an instrument as it is printed: in the order of the definition, every question numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from engine.instrument.model import Audience, Form, Instrument, Item, Page, Privacy
from engine.instrument.passage import PassageBlock, passage_blocks
from engine.language import Language, direction
from engine.report.document import Paper
from engine.report.paper_form.conditions import RuleWords
from engine.report.paper_form.parts import (
    FormOnPaper,
    FormPage,
    OptionsRoom,
    PaperGrid,
    PaperGridRow,
    PaperGroup,
    PaperQuestion,
)
from engine.report.paper_form.rooms import aside_of, heads_of, mark_aside, room_of

PART: Final = "paper_form"  # of the catalogues
PAGE, PAGES = "{page}", "{pages}"  # filled in where the pages are laid out
IN_GRIDS: Final = ("numbers", "row", "list")
GRID_LETTERS: Final = 68  # that fit beside the questions of a grid, in its small type
ROOM_BETWEEN: Final = 2  # letters of a column that hold its margins


@dataclass(frozen=True, slots=True)
class AroundForm:
    """What is printed around the questions: whose survey it is, whom to ask, whether somebody has read the texts."""

    context: str = ""
    contact: str = ""
    reviewed: bool = True  # the instrument's translation
    ask_school: bool = False  # a line for the name of the school
    ids: bool = False  # the ids of items beside their numbers, for whoever types the answers in


def form_on_paper(
    instrument: Instrument, form: Form, paper: Paper = "a4", around: AroundForm | None = None
) -> FormOnPaper:
    """The form in the language of the instrument's texts, which say nothing of how random orders fell."""
    given = around or AroundForm()
    language = Language.nearest(instrument.language, young=instrument.audience is Audience.STUDENTS)
    say = language.say
    ours = language.speaks(instrument.language)
    read = given.reviewed and (not ours or (language.reviewed(PART) and language.reviewed("respondent")))
    several = len(instrument.forms) > 1
    return FormOnPaper(
        title=instrument.title,
        subtitle=(form.title or form.id) if several else "",
        context=given.context,
        school=say("paper_form.school") if given.ask_school else "",
        draft="" if read else say("unreviewed"),
        intro=tuple(_intro(instrument, form, given, language)),
        pages=tuple(_Composer(instrument, form, language).pages()),
        thanks=instrument.thanks or "",
        end=say("paper_form.end"),
        provenance=_provenance(instrument, form),
        page_of=say("report.paper.template.page", page=PAGE, pages=PAGES),
        language=instrument.language,
        direction=direction(instrument.language),
        said_in=language.tag,
        paper=paper,
        ids=given.ids,
    )


def _intro(instrument: Instrument, form: Form, around: AroundForm, language: Language) -> Iterator[str]:
    minutes = form.minutes or (instrument.minutes if form == instrument.main_form else None)
    if minutes:
        yield f"{language.count('about_minutes', minutes)}. {language.say('paper_form.voluntary')}"
    else:
        yield language.say("paper_form.voluntary")
    if instrument.privacy is Privacy.ANONYMOUS:
        yield language.say("paper_form.no_name")
    yield language.say("paper_form.how")
    if around.contact:
        yield language.say("ask_contact", contact=around.contact)


def _provenance(instrument: Instrument, form: Form) -> str:
    """Which form this is, so that a sheet that was found can be told from others."""
    return f"{instrument.id} {instrument.version} · {form.id} · {instrument.language}"


def _joined(pages: Sequence[Page]) -> list[Page]:
    """The pages, of which those that say nothing of their own follow the one before: they are pages of a screen."""
    found: list[Page] = []
    for page in pages:
        if found and not (page.title or page.text or found[-1].title):
            found[-1] = replace(found[-1], items=(*found[-1].items, *page.items))
        else:
            found.append(page)
    return found


class _Composer:
    """Makes the pages of one form."""

    def __init__(self, instrument: Instrument, form: Form, language: Language) -> None:
        self._instrument = instrument
        self._form = form
        self._language = language
        self._numbers = {id: str(at) for at, id in enumerate(form.items, 1)}
        self._rules = RuleWords(instrument, self._numbers, language)

    def pages(self) -> Iterator[FormPage]:
        for page in _joined(self._form.pages):
            text = tuple(passage_blocks(page.text)) if page.text else ()
            yield FormPage(title=page.title or "", text=text, groups=tuple(self._groups(page)))

    def _groups(self, page: Page) -> Iterator[PaperGroup]:
        """Neighbours that share a rule and a stem; a text between questions begins anew."""
        run: list[Item] = []
        for item in map(self._instrument.item, page.items):
            if run and (item.before or (item.show_if, item.stem) != (run[0].show_if, run[0].stem)):
                yield self._group(run)
                run = []
            run.append(item)
        if run:
            yield self._group(run)

    def _group(self, items: Sequence[Item]) -> PaperGroup:
        first = items[0]
        asked = tuple(self._numbers[item.id] for item in items)
        before: tuple[PassageBlock, ...] = tuple(passage_blocks(first.before)) if first.before else ()
        return PaperGroup(
            rule=self._rules.said(first.show_if, asked) if first.show_if else "",
            before=before,
            stem=self._instrument.stems[first.stem] if first.stem else "",
            questions=tuple(self._questions(items)),
        )

    def _questions(self, items: Sequence[Item]) -> Iterator[PaperQuestion | PaperGrid]:
        """The questions one by one; two or more neighbours of one scale as a grid, where it fits."""
        for scale, run in groupby(items, key=lambda item: item.scale):
            together = list(run)
            if scale is not None and len(together) > 1 and all(map(self._in_grid, together)):
                yield self._grid(together)
            else:
                yield from map(self._question, together)

    def _in_grid(self, item: Item) -> bool:
        room = room_of(item, self._language)
        if not isinstance(room, OptionsRoom) or room.arrangement not in IN_GRIDS:
            return False
        heads = [head.number or head.label for head in (*room.options, *aside_of(item))]
        return sum(max(map(len, head.split())) + ROOM_BETWEEN for head in heads) <= GRID_LETTERS

    def _grid(self, items: Sequence[Item]) -> PaperGrid:
        rows = tuple(
            PaperGridRow(number=self._numbers[item.id], id=item.id, text=item.text, note=item.note or "")
            for item in items
        )
        return PaperGrid(heads=heads_of(items[0]), apart=aside_of(items[0]), rows=rows)

    def _question(self, item: Item) -> PaperQuestion:
        return PaperQuestion(
            number=self._numbers[item.id],
            id=item.id,
            text=item.text,
            note=item.note or "",
            room=room_of(item, self._language),
            aside=aside_of(item),
            aside_mark=mark_aside(item),
        )
