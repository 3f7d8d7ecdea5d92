"""A team records where it starts after it has read its school's result, changes it, and takes it back.

The survey's suggestion stands beside the form, the way by a strength as large as the way by a need; nothing is
chosen in advance, but what the team itself chose before.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from wtforms import Form, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length

from engine.language import ENGLISH, speaking
from engine.report.document import Paragraph
from engine.report.school.chosen import school_section, way_words
from engine.report.school.one_page import measures_of
from engine.report.school.start import ways
from engine.report.school.wording import interval, printed
from engine.results.in_language import in_language
from engine.results.model import FrozenMeasure, FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_score import FrozenScore
from engine.store import Choice, ChoicePath, School, StoreError, Wave
from engine.store.choices import LONGEST_NAMES, LONGEST_REASON, MOST_MEASURES
from engine.waves.in_words import InstrumentTexts, texts_in
from web import rights
from web.rights import Action, Place, needs
from web.school.by_right import reading_of
from web.school.languages import languages
from web.school.pages import Marking
from web.sessions import store, who
from web.wording import language, say

Shown = tuple[FrozenResult, FrozenSchool]

pages = Blueprint("choices", __name__)

# What a problem's sentence fills in.
MOST: Final = {"reason": LONGEST_REASON, "agreed_by": LONGEST_NAMES}


def _tidy(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


Given = Mapping[str, str | list[str]]  # what stands in the form, by field


class ChoiceForm(Form):
    """What a team fills in; `shown` are the ids of the measures it may choose from."""

    way = StringField(validators=[AnyOf([path.value for path in ChoicePath], "school.choice.no_way")])
    measures = SelectMultipleField(choices=(), validate_choice=False)
    reason = TextAreaField(
        filters=[_tidy],
        validators=[
            Length(min=1, message="school.choice.no_reason"),
            Length(max=LONGEST_REASON, message="school.choice.long_reason"),
        ],
    )
    agreed_by = StringField(
        filters=[_tidy],
        validators=[
            Length(min=1, message="school.choice.no_names"),
            Length(max=LONGEST_NAMES, message="school.choice.long_names"),
        ],
    )

    def __init__(
        self, shown: Sequence[str], formdata: Any = None, given: Given = MappingProxyType({})
    ) -> None:
        self.shown = shown
        super().__init__(formdata, data=dict(given))

    def validate_measures(self, field: SelectMultipleField) -> None:
        chosen = set(field.data or ())
        if not chosen or not chosen <= set(self.shown):
            raise ValidationError("school.choice.no_measure")
        if len(chosen) > MOST_MEASURES:
            raise ValidationError("school.choice.many_measures")

    @property
    def chosen(self) -> list[str]:
        """What was chosen, in the order of the result."""
        return [one for one in self.shown if one in (self.measures.data or ())]

    @property
    def problems(self) -> dict[str, str]:
        """The first thing that is wrong with each field."""
        return {
            field.name: say(str(field.errors[0]), most=str(MOST.get(field.name, "")))
            for field in self
            if field.errors
        }


@pages.get("/schools/<int:school>/results/<int:wave>/choice")
@needs(Action.CHOOSE_START, "school", record="result.seen")
def choice(school: School, wave: int) -> str:
    """The form, what the survey can say, and what was recorded before."""
    result = _shown(school, wave)
    found = store().waves.get(wave)
    history = store().choices.history(school, found)
    given = ChoiceForm(_ids(*result), given=_given(history))
    return _page(school, found, result, given, history)


@pages.post("/schools/<int:school>/results/<int:wave>/choice")
@needs(Action.CHOOSE_START, "school")
def choose(school: School, wave: int) -> Any:
    """Keep a choice, or show what is wrong with it."""
    result = _shown(school, wave)
    found = store().waves.get(wave)
    given = ChoiceForm(_ids(*result), request.form)
    trouble = ""
    if given.validate():
        try:
            _keep(school, found, given, result[1].shown_measures)
        except StoreError as error:
            trouble = _in_english(str(error))
        else:
            flash(say("school.choice.recorded"))
            return redirect(url_for("choices.choice", school=school.id, wave=wave))
    return _page(school, found, result, given, store().choices.history(school, found), trouble), 400


@pages.get("/schools/<int:school>/results/<int:wave>/choice/take-back")
@needs(Action.CHOOSE_START, "school")
def ask_take_back(school: School, wave: int) -> Any:
    _shown(school, wave)
    back = url_for("choices.choice", school=school.id, wave=wave)
    if not _given(store().choices.history(school, store().waves.get(wave))):
        return redirect(back)
    return render_template(
        "account/question.html",
        question=say("school.choice.take_back_question"),
        then=say("school.choice.take_back_then", school=school.name),
        after=say("school.choice.take_back_after"),
        press=say("school.choice.take_back_press"),
        leave=say("school.choice.leave"),
        back=back,
        network=None,
        given=(),
    )


@pages.post("/schools/<int:school>/results/<int:wave>/choice/take-back")
@needs(Action.CHOOSE_START, "school")
def take_back(school: School, wave: int) -> Any:
    """End a choice; it stays in the history."""
    _shown(school, wave)
    found = store().waves.get(wave)
    try:
        store().choices.take_back(school, found, who())
    except StoreError as error:
        flash(_in_english(f"{error}."))
    else:
        rights.note("choice.taken_back", _place(school, found), found.title)
        flash(say("school.choice.taken_back"))
    return redirect(url_for("choices.choice", school=school.id, wave=wave))


def _shown(school: School, wave: int) -> Shown:
    """The result and the school's part; 404 where it shows no score to choose from."""
    frozen, part = _read(school, wave)
    if isinstance(part, HiddenSchool) or not measures_of(frozen, part):
        raise NotFound
    return frozen, part


def _read(school: School, wave: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool]:
    """The result in the language that the person chose."""
    reading = reading_of(school, wave)
    texts = texts_in(store(), reading.wave, reading.spoken)
    return in_language(reading.frozen, texts.words), in_language(reading.part, texts.words)


def _ids(frozen: FrozenResult, part: FrozenSchool) -> list[str]:
    return [one.id for one in measures_of(frozen, part)]


def _given(history: Sequence[Choice]) -> Given:
    """The form before anyone typed: empty, or what the team itself chose and may now change."""
    if not history or not history[0].stands:
        return {}
    last = history[0]
    return {
        "way": last.path.value,
        "measures": list(last.measures),
        "reason": last.reason,
        "agreed_by": last.agreed_by,
    }


def _keep(school: School, wave: Wave, given: ChoiceForm, shown: Sequence[str]) -> None:
    store().choices.add(
        school,
        wave,
        given.way.data or "",
        given.chosen,
        given.reason.data or "",
        given.agreed_by.data or "",
        who(),
        shown=shown,
    )
    rights.note("choice.made", _place(school, wave), wave.title)


def _page(
    school: School,
    wave: Wave,
    result: Shown,
    given: ChoiceForm,
    history: Sequence[Choice],
    trouble: str = "",
) -> str:
    texts = texts_in(store(), wave, language().tag)
    with speaking(language().tag):
        return _composed(school, wave, result, given, history, trouble, texts)


def _in_english(words: str) -> str:
    """What the store says, which speaks English alone."""
    return words if language().tag == ENGLISH else Markup('<span lang="{}">{}</span>').format(ENGLISH, words)


def _composed(
    school: School,
    wave: Wave,
    result: Shown,
    given: ChoiceForm,
    history: Sequence[Choice],
    trouble: str,
    texts: InstrumentTexts,
) -> str:
    frozen, part = result
    standing = history[0] if history and history[0].stands else None
    recorded = school_section(standing, history, frozen.measures)
    read = language().reviewed("report") and language().reviewed("school") and texts.reviewed
    return render_template(
        "result/choice.html",
        network=None,
        school=school,
        wave=wave,
        simulated=wave.simulated,
        form=given,
        ways=[(path.value, way_words(path), say(f"school.choice.way_{path.value}")) for path in ChoicePath],
        draw=Marking(texts.left(frozen, part) if texts.language else (), texts.language),
        drafted="" if read else say("report.draft"),
        languages=languages(),
        scores=[(one.id, one.label, _score(one, part.score_of(one.id))) for one in measures_of(frozen, part)],
        says=_says(frozen, part),
        problems=given.problems | ({"trouble": trouble} if trouble else {}),
        standing=standing,
        recorded=[block for block in recorded.blocks if isinstance(block, Paragraph)],
        history=[block for block in recorded.blocks if not isinstance(block, Paragraph)],
    )


def _score(measure: FrozenMeasure, score: FrozenScore) -> str:
    return say("school.choice.score", score=printed(measure, score), interval=interval(measure, score))


def _says(frozen: FrozenResult, part: FrozenSchool) -> tuple[str, str] | None:
    """What the survey can say about either way; None where it compares nothing."""
    if part.start is None:
        return None
    need, strength = ways(part, part.start, frozen.measures)
    return " ".join(need), strength


def _place(school: School, wave: Wave) -> Place:
    return Place(school.network_id, school.id, wave.id, school.name)
