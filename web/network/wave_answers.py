"""The end of a wave's single answers, once the day has come until which people were told that they are kept."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from engine.printed import day_words
from engine.store import StoreError, Wave
from web import rights
from web.account.questions import ask
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("wave_answers", __name__)


@pages.get("/waves/<int:wave>/answers/delete")
@needs(Action.RUN_WAVES, "wave")
def ask_delete(wave: Wave) -> Any:
    if why := _not_due(wave):
        flash(why)
        return redirect(url_for("waves.wave", wave=wave.id))
    goes = ", ".join(f"{number:,} {name}" for name, number in store().forgetting.rehearse(wave).rows)
    return ask(
        f"Delete the single answers of “{wave.title}”?",
        f"This goes: {goes or 'nothing, as there are none'}. Results and reports that were made stay as they are.",
        "It can’t be undone: no file of answers, no study and no other result can then be made, and the wave can’t be"
        " opened again. Take the files that may be kept first. Backups made before still hold the answers.",
        "Delete the answers",
        back=url_for("waves.wave", wave=wave.id),
        leave="Keep them for now",
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
    )


@pages.post("/waves/<int:wave>/answers/delete")
@needs(Action.RUN_WAVES, "wave")
def delete(wave: Wave) -> Any:
    if why := _not_due(wave):
        flash(why)
        return redirect(url_for("waves.wave", wave=wave.id))
    try:
        store().forgetting.forget(wave)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.wave", wave=wave.id))
    rights.note("wave.answers_deleted", rights.of_wave(store(), wave.id)[1])
    flash("The single answers are deleted. Results stay.")
    return redirect(url_for("waves.wave", wave=wave.id))


def is_due(wave: Wave) -> bool:
    return wave.id in {one.id for one in store().forgetting.due()}


def _not_due(wave: Wave) -> str:
    if wave.answers_deleted is not None:
        return f"The single answers were deleted on {day_words(wave.answers_deleted)}."
    if is_due(wave):
        return ""
    if wave.kept_until is None:
        return "People were told no day until which single answers are kept, so none has come."
    day = day_words(wave.kept_until)
    return f"Single answers are kept until {day}: they can be deleted then, once the wave is closed."
