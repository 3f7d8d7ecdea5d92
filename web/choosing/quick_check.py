"""A quick check that anybody can take: one page of questions, the own result at once, and nothing kept.

Without an account, a wave, a cookie or a row in the store. What was answered is in the request that sends it and on the
page that answers it, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.instrument.event import NO_EVENT, with_event
from engine.instrument.model import Form, Instrument, Level, Page
from engine.playbooks.folder import find_playbook
from engine.playbooks.model import ConstructGuide
from engine.responses import answers
from engine.responses.blank import counting_columns, is_blank
from engine.responses.layout import layout
from web.choosing.instrument_facts import versions_of
from web.choosing.languages import carried, in_language, speak_by_address
from web.choosing.shelf import is_check
from web.respondent.drawing import FieldGroup, groups_of, passage
from web.respondent.feedback import feedback_on
from web.respondent.forms import FIELDS, AnswerField, page_form, scripts, told
from web.respondent.languages import ours, pressed
from web.respondent.page import answer_fields
from web.respondent.sitting import Sitting, Texts, minutes
from web.security import csrf
from web.team.guides import PLAYBOOK
from web.throttle import admit_check
from web.wording import say

pages = Blueprint("quick_check", __name__, url_prefix="/check")
csrf.exempt(pages)  # nothing is changed by what is sent, and a token would need a cookie

NOT_KEPT: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One page of the form as it stands among the others on one screen."""

    title: str
    text: Markup | str
    groups: list[FieldGroup]


@pages.get("/<id>/<form>")
def ask(id: str, form: str) -> str:
    """The questions, all on one page."""
    tag = speak_by_address()
    instrument, asked = _check(id, form, tag)
    return _questions(instrument, asked, tag, Sitting(instrument, asked.id, {}))


@pages.post("/<id>/<form>")
def result(id: str, form: str) -> ResponseReturnValue:
    """The own result; or the questions once more, where something does not fit or nothing was answered."""
    tag = speak_by_address()
    instrument, asked = _check(id, form, tag)
    given = _given(instrument, asked)
    sitting = Sitting(instrument, asked.id, given)
    if pressed(ours()):  # a button of the menu was pressed: the same page in another language
        return _questions(instrument, asked, tag, sitting)
    admit_check()
    if sitting.problems:
        return _questions(instrument, asked, tag, sitting, say("choosing.check.problems")), 400
    codes = answers.accept(instrument, asked.id, given).codes
    if is_blank(codes, counting_columns(instrument, asked.id)):
        return _questions(instrument, asked, tag, sitting, say("choosing.check.nothing")), 400
    return _result(instrument, asked, tag, sitting, codes), NOT_KEPT


def _check(id: str, form: str, tag: str) -> tuple[Instrument, Form]:
    """The form of the newest version in a language; a page that is not there where it is none that anybody can take."""
    versions = versions_of(id)
    if not versions or versions[0].research_only or form not in versions[0].form_by_id:
        abort(404)
    instrument = with_event(in_language(versions[0], tag), NO_EVENT)
    asked = instrument.form(form)
    if not is_check(instrument, asked):
        abort(404)
    return instrument, asked


def _given(instrument: Instrument, form: Form) -> Texts:
    """What was answered, by item; only what the form asks is looked at."""
    fields = (
        field
        for number in range(1, len(form.pages) + 1)
        for field in answer_fields(page_form(instrument, form.id, number)(request.form))
    )
    return {field.item.id: field.texts for field in fields if field.texts}


def _questions(instrument: Instrument, form: Form, tag: str, sitting: Sitting, notice: str = "") -> str:
    found = [_fields(instrument, form, number, sitting) for number in range(1, len(form.pages) + 1)]
    return render_template(
        "choosing/check.html",
        instrument=instrument,
        form=form,
        notice=notice,
        problems=[field for fields in found for field in fields if field.problem],
        pages=_joined(instrument, form, found),
        minutes=minutes(instrument, form.id),
        scripts=scripts([instrument.item(item) for item in form.items]),
        languages=ours(),
        carried=carried(tag),
        tag=tag,
    )


def _joined(instrument: Instrument, form: Form, found: Sequence[Sequence[AnswerField]]) -> list[CheckPage]:
    """The pages on one screen, where those that say nothing of their own follow the one before."""
    runs: list[tuple[Page, list[AnswerField]]] = []
    for page, fields in zip(form.pages, found, strict=True):
        if runs and not (page.title or page.text):
            runs[-1][1].extend(fields)
        else:
            runs.append((page, list(fields)))
    return [
        CheckPage(page.title or "", passage(page.text) if page.text else "", groups_of(instrument, fields))
        for page, fields in runs
    ]


def _fields(instrument: Instrument, form: Form, number: int, sitting: Sitting) -> Sequence[AnswerField]:
    """The fields of a page with what was answered, and what is wrong with it."""
    page = page_form(instrument, form.id, number)(
        data={f"a_{item}": texts for item, texts in sitting.answers.items()}
    )
    fields = answer_fields(page)
    for field in fields:
        problem = sitting.problems.get(field.item.id)
        field.errors = [told(problem)] if problem else []
    return fields


def _result(instrument: Instrument, form: Form, tag: str, sitting: Sitting, codes: bytes) -> str:
    feedback = feedback_on(instrument, form.id, codes)
    values = _keyed(instrument, codes)
    matched = [score.level for score in feedback.scores if score.level and matches(score.level, values)]
    return render_template(
        "choosing/own_result.html",
        instrument=instrument,
        form=form,
        feedback=feedback,
        matched=matched,
        leveled=any(score.level for score in feedback.scores),
        guides=_guides(instrument, form, tag),
        lines=[(instrument.item(id).text, _in_words(instrument, id, sitting)) for id in form.items],
        languages=(),
        carried=carried(tag),
        tag=tag,
    )


def _guides(instrument: Instrument, form: Form, tag: str) -> list[ConstructGuide]:
    """The guides of the playbook to what a form measures."""
    playbook, _ = find_playbook(PLAYBOOK).spoken(tag)
    asked = (scale for scale in instrument.subscales if set(scale.items) & set(form.items))
    found = [playbook.guide(scale.construct) for scale in asked if scale.construct]
    return [guide for guide in found if guide is not None]


def matches(level: Level, values: Mapping[str, float]) -> bool:
    """Whether one person's answers meet every condition of a level's text; never where it states none.

    `values` are the answers by item, turned where the item is reverse-keyed; one that is not there meets nothing.
    """
    return bool(level.text_holds_if) and all(
        condition.item in values and condition.low <= values[condition.item] <= condition.high
        for condition in level.text_holds_if
    )


def _keyed(instrument: Instrument, codes: bytes) -> dict[str, float]:
    """The answers that are numbers, by item, each turned the way its score counts it."""
    given = layout(instrument).decode(codes)
    return {
        id: float(instrument.item(id).low + instrument.item(id).high - value)
        if instrument.item(id).reverse
        else float(value)
        for id, value in given.items()
        if isinstance(value, int | float) and instrument.item(id).kind.scored
    }


def _in_words(instrument: Instrument, id: str, sitting: Sitting) -> str:
    item = instrument.item(id)
    field = FIELDS[item.kind.name].field
    return " · ".join(field.in_words(item, text) for text in sitting.answers.get(id, ()))
