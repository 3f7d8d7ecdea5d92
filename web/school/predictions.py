"""A team seals what it expects of its next survey, sees what it sealed and what came, and withdraws it openly.

Sealing ends when the next survey opens (`store.predictions` says why); from then on the page shows what is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from engine.language import ENGLISH, speaking
from engine.printed import Number, fixed
from engine.report.document import Block
from engine.report.school.one_page import measures_of
from engine.report.school.predicted import expected, label_words, predicted_section
from engine.report.school.wording import interval, number, printed
from engine.results.answered import JudgedPrediction
from engine.results.in_language import in_language
from engine.results.model import FrozenMeasure, FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.predictions import clear_change, no_change
from engine.store import NewPrediction, PredictionKind, School, StoreError, Wave
from engine.store.predictions import LONGEST_PREDICTION_REASON
from engine.waves.in_words import texts_in
from engine.waves.school_result import Reading
from web import rights
from web.forms import LineField, ProseField, TickField, TypedForm, points
from web.rights import Action, Place, needs
from web.school.by_right import reading_of
from web.school.languages import languages
from web.school.pages import Marking
from web.sessions import store, who
from web.wording import language, say

pages = Blueprint("predictions", __name__)

EXAMPLE: Final = 5  # points


class SealForm(TypedForm):
    measure = LineField()
    kind = LineField()
    low = LineField()
    high = LineField()
    reason = ProseField()
    share = TickField()


class AskedScoreForm(TypedForm):
    """The score that an address asks for."""

    measure = LineField()


class WithdrawForm(TypedForm):
    reason = ProseField()


@dataclass(frozen=True, slots=True)
class _Desk:
    """A school's result as its team predicts on it: the measures that it shows, and what is sealed."""

    school: School
    reading: Reading
    frozen: FrozenResult
    part: FrozenSchool

    @property
    def wave(self) -> Wave:
        return self.reading.wave

    @property
    def measures(self) -> Sequence[FrozenMeasure]:
        return measures_of(self.frozen, self.part)

    def sealed(self) -> list[JudgedPrediction]:
        """What was sealed on this result, withdrawn ones too, the newest first."""
        return [one for one in self.reading.predictions() if one.made_on.id == self.wave.id]


@pages.get("/schools/<int:school>/results/<int:wave>/predictions")
@needs(Action.CHOOSE_START, "school", record="result.seen")
def predictions(school: School, wave: int) -> str:
    """What is sealed on a result with what came, and the form until the next survey opens."""
    return _page(
        _desk(school, wave), SealForm(data={"measure": AskedScoreForm(request.args).measure.data}), {}
    )


@pages.post("/schools/<int:school>/results/<int:wave>/predictions")
@needs(Action.CHOOSE_START, "school")
def seal(school: School, wave: int) -> Any:
    """Seal a prediction, or show what is wrong with it."""
    desk, form = _desk(school, wave), SealForm(request.form)
    problems = _problems(desk, form)
    if not problems:
        try:
            made = _new(desk, form)
            store().predictions.seal(school, desk.wave, made, who(), shown=desk.part.shown_measures)
        except StoreError as error:
            problems = {"trouble": _in_english(str(error))}
        else:
            rights.note("prediction.sealed", _place(desk), desk.wave.title)
            flash(say("predict.sealed"))
            return redirect(url_for("predictions.predictions", school=school.id, wave=wave))
    return _page(desk, form, problems), 400


@pages.get("/schools/<int:school>/results/<int:wave>/predictions/<int:number>/withdraw")
@needs(Action.CHOOSE_START, "school")
def ask_withdraw(school: School, wave: int, number: int) -> Any:
    return _asked(_desk(school, wave), number, WithdrawForm(), {})


@pages.post("/schools/<int:school>/results/<int:wave>/predictions/<int:number>/withdraw")
@needs(Action.CHOOSE_START, "school")
def withdraw(school: School, wave: int, number: int) -> Any:
    """Take a prediction out of what counts; it stays to be seen."""
    desk, form = _desk(school, wave), WithdrawForm(request.form)
    problems = _reason_problems(form.reason.data)
    if problems:
        return _asked(desk, number, form, problems), 400
    try:
        store().predictions.withdraw(school, desk.wave, number, form.reason.data, who())
    except StoreError as error:
        typed = SealForm(data={"reason": form.reason.data})
        return _page(desk, typed, {"trouble": _in_english(str(error))}), 409
    rights.note("prediction.withdrawn", _place(desk), desk.wave.title)
    flash(say("predict.withdrawn"))
    return redirect(url_for("predictions.predictions", school=school.id, wave=wave))


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A sealed prediction in a line: what was expected, what came or that it waits, and where it is withdrawn."""

    what: str
    came: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class SealedBox:
    """What a team sealed of one score, for a page of its plan; `open` while another may be sealed."""

    lines: tuple[SealedLine, ...]
    open: bool
    address: str


def sealed_box(school: School, wave: int, measure: str) -> SealedBox | None:
    """The predictions of one score that were sealed on a result; None where the result shows none."""
    try:
        desk = _desk(school, wave)
    except NotFound:
        return None
    ended = store().predictions.opened_since(school, desk.wave) is not None
    here = partial(url_for, school=school.id, wave=wave)
    with speaking(language().tag):
        lines = tuple(
            SealedLine(
                expected(one),
                label_words(one),
                ""
                if ended or not one.prediction.stands
                else here("predictions.ask_withdraw", number=one.prediction.id),
            )
            for one in desk.sealed()
            if one.prediction.measure == measure
        )
    free = not ended and not any(line.withdraw for line in lines)
    return SealedBox(lines, free, here("predictions.predictions", measure=measure))


def _desk(school: School, wave: int) -> _Desk:
    """The result in the language that the person chose; 404 where it shows no score to predict."""
    reading = reading_of(school, wave)
    words = texts_in(store(), reading.wave, reading.spoken).words
    frozen, part = in_language(reading.frozen, words), in_language(reading.part, words)
    if isinstance(part, HiddenSchool) or not measures_of(frozen, part):
        raise NotFound
    return _Desk(school, reading, frozen, part)


def _problems(desk: _Desk, form: SealForm) -> dict[str, str]:
    """What is wrong with each field, in the words of the page."""
    found: dict[str, str] = {}
    measure = next((one for one in desk.measures if one.id == form.measure.data), None)
    if measure is None:
        found["measure"] = say("predict.no_measure")
    if form.kind.data not in set(PredictionKind):
        found["kind"] = say("predict.no_kind")
    if measure is not None and form.kind.data == PredictionKind.RANGE:
        found |= _range_problems(measure, form)
    return found | _reason_problems(form.reason.data)


def _range_problems(measure: FrozenMeasure, form: SealForm) -> dict[str, str]:
    low, high = (points(field.data, measure.decimals) for field in (form.low, form.high))
    example = fixed(EXAMPLE, measure.decimals)
    typed = say("predict.no_number", decimals=measure.decimals, example=example)
    found = {name: typed for name, value in (("low", low), ("high", high)) if value is None}
    if low is None or high is None:
        return found
    width = measure.high - measure.low
    if max(abs(low), abs(high)) > width:
        name = "low" if abs(low) > width else "high"
        return {name: say("predict.too_far", most=number(measure, width))}
    return {} if low < high else {"low": say("predict.no_range")}


def _reason_problems(reason: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": say("predict.no_reason")}
    if len(reason.strip()) > LONGEST_PREDICTION_REASON:
        return {"reason": say("predict.long_reason", most=LONGEST_PREDICTION_REASON)}
    return {}


def _new(desk: _Desk, form: SealForm) -> NewPrediction:
    """What was typed, which `_problems` found to be right."""
    measure = next(one for one in desk.measures if one.id == form.measure.data)
    chosen = PredictionKind(form.kind.data)
    low, high = (points(field.data, measure.decimals) for field in (form.low, form.high))
    if chosen is PredictionKind.NO_CHANGE or low is None or high is None:
        margin = no_change(measure.low, measure.high, measure.decimals)
        low, high = margin.low, margin.high
    return NewPrediction(measure.id, chosen, low, high, form.reason.data, form.share.ticked)


def _page(desk: _Desk, form: SealForm, problems: dict[str, str]) -> str:
    ended = store().predictions.opened_since(desk.school, desk.wave)
    with speaking(language().tag):
        sealed = desk.sealed()
        section = predicted_section(sealed, desk.wave)
        blocks: Sequence[Block] = section.blocks if section is not None else ()
        texts = texts_in(store(), desk.wave, language().tag)
        read = language().reviewed("predictions") and language().reviewed("report") and texts.reviewed
        return render_template(
            "result/predictions.html",
            network=None,
            school=desk.school,
            wave=desk.wave,
            simulated=desk.wave.simulated,
            form=form,
            problems=problems,
            ended=ended,
            blocks=blocks,
            standing=[
                (one.prediction.id, expected(one)) for one in sealed if one.prediction.stands and not ended
            ],
            scores=[(one.id, one.label, _note(desk, one)) for one in desk.measures],
            answers=_answers(desk, sealed),
            margin=_margin(desk),
            draw=Marking(texts.left(desk.frozen, desk.part) if texts.language else (), texts.language),
            drafted="" if read else say("report.draft"),
            languages=languages(),
        )


def _answers(desk: _Desk, sealed: Sequence[JudgedPrediction]) -> list[tuple[str, str]]:
    """The results that answer what is sealed here: their titles and addresses."""
    found = {one.by.id: one.by for one in sealed if one.by is not None and one.prediction.stands}
    here = partial(url_for, "school_results.result", school=desk.school.id)
    return [(wave.title, f"{here(wave=id)}#predicted") for id, wave in found.items()]


def _note(desk: _Desk, measure: FrozenMeasure) -> str:
    """The score, and the least change that as many answers could tell from none."""
    score = desk.part.score_of(measure.id)
    shown = say("school.choice.score", score=printed(measure, score), interval=interval(measure, score))
    least = clear_change(score.n, score.low, score.high)
    words = Number(fixed(least, measure.decimals), least, measure.decimals)
    return f"{shown}. {say('predict.measure_note', least=words)}"


def _margin(desk: _Desk) -> str:
    """The margin of "no change", by the range of the first measure: those of one instrument mostly share it."""
    first = desk.measures[0]
    return number(first, no_change(first.low, first.high, first.decimals).high)


def _asked(desk: _Desk, number: int, form: WithdrawForm, problems: dict[str, str]) -> Any:
    """The question before a prediction is withdrawn; of one that can't be, the page of all."""
    back = url_for("predictions.predictions", school=desk.school.id, wave=desk.wave.id)
    with speaking(language().tag):
        found = next((one for one in desk.sealed() if one.prediction.id == number), None)
        what = "" if found is None else expected(found)
    if found is None:
        raise NotFound
    if not found.prediction.stands or store().predictions.opened_since(desk.school, desk.wave):
        return redirect(back)
    return render_template(
        "result/withdraw.html",
        network=None,
        school=desk.school,
        wave=desk.wave,
        what=what,
        form=form,
        problems=problems,
        back=back,
    )


def _in_english(words: str) -> str:
    """What the store says, which speaks English alone."""
    return words if language().tag == ENGLISH else Markup('<span lang="{}">{}</span>').format(ENGLISH, words)


def _place(desk: _Desk) -> Place:
    return Place(desk.school.network_id, desk.school.id, desk.wave.id, desk.school.name)
