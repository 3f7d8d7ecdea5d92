"""One page of a survey, drawn: its fields with what is wrong and what is open, around them what they need."""

from collections.abc import Iterable, Sequence

from wtforms import Form

from engine.instrument.kinds import with_words_beside, words_beside
from engine.instrument.model import Instrument
from engine.instrument.rules import named_items
from web.respondent.drawing import groups_of, passage
from web.respondent.forms import PREFIX, AnswerField, page_form, scripts, told
from web.respondent.sitting import ShownPage, Sitting
from web.respondent.stored import who_reads
from web.respondent.visit import Visit
from web.wording import say


def drawn_page(
    visit: Visit, sitting: Sitting, shown: ShownPage, notices: Sequence[str] = (), *, asking: bool = False
) -> str:
    """A page with the answers of `sitting`, which are the saved ones or what was typed and not yet saved.

    With `asking` it says what was left open, once.
    """
    number = shown.number
    form = page_form(visit.instrument, visit.site.form, number)(
        data={PREFIX + item.id: sitting.answers.get(item.id, ()) for item in with_words_beside(shown.items)}
    )
    fields = _with_words(form, shown.page.items)
    problems = sitting.problems_of(shown)
    for field in fields:
        field.shown = field.item.id in sitting.visible
        for part in (field, *field.words):
            part.told = who_reads(visit.instrument, visit.site, part.item)
        field.errors = [told(problems[field.item.id])] if field.item.id in problems else []
    left = sitting.left_open(shown) if asking and not problems else {}
    position, total = sitting.position(number), len(sitting.pages)
    return visit.show(
        "page",
        notices=notices,
        again=bool(notices),
        page=shown,
        heading=shown.page.title or say("page_of", page=position, pages=total),
        position=position,
        total=total,
        minutes_left=sitting.minutes_left(number),
        problems=[field for field in fields if field.problem],
        left=[(field, left[field.item.id]) for field in fields if field.item.id in left],
        groups=groups_of(visit.instrument, fields),
        text=passage(shown.page.text) if shown.page.text else "",
        decides=_decides(visit.instrument, shown),
        mark=visit.sitting.mark(shown.items),
        following=sitting.after(number),
        reviewed=visit.furthest >= visit.last,
        scripts=scripts([visit.instrument.item(item) for item in shown.page.items]),
    )


def _with_words(form: Form, items: Iterable[str]) -> list[AnswerField]:
    """The fields of a page's items, each with what may be written beside it."""
    fields = {field.item.id: field for field in answer_fields(form)}
    for id in items:
        fields[id].words = tuple(fields[part.id] for part in words_beside(fields[id].item))
    return [fields[id] for id in items]


def answer_fields(form: Form) -> list[AnswerField]:
    """All that a page's form asks."""
    return [field for field in form if isinstance(field, AnswerField)]


def _decides(instrument: Instrument, shown: ShownPage) -> str:
    """The fields on which questions of the same page depend: a script asks the server after each change."""
    rules = (instrument.item(name).show_if for name in shown.page.items)
    named = {item for rule in rules if rule is not None for item in named_items(rule)}
    return " ".join(PREFIX + item for item in shown.page.items if item in named)
