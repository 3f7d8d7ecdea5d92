"""What people are told of a wave before they start: whom to ask, and until when single answers are kept."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.store import StoreError, Wave
from web import rights
from web.forms import IsoDayField, LineField, TypedForm
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("wave_told", __name__)


class ToldForm(TypedForm):
    contact = LineField()
    kept_until = IsoDayField()


@pages.get("/waves/<int:wave>/told")
@needs(Action.RUN_WAVES, "wave")
def told(wave: Wave) -> str:
    kept = wave.kept_until.isoformat() if wave.kept_until else ""
    return _page(wave, ToldForm(contact=wave.contact, kept_until=kept))


@pages.post("/waves/<int:wave>/told")
@needs(Action.RUN_WAVES, "wave")
def tell(wave: Wave) -> Any:
    form = ToldForm(request.form)
    if not form.validate():
        return _page(wave, form), 400
    try:
        store().waves.tell(wave, form.contact.data or None, form.kept_until.day)
    except StoreError as error:
        return _page(wave, form, kept_until=f"{error.cause}: {error.remedy}."), 400
    until = form.kept_until.data or "no day"
    _, place = rights.of_wave(store(), wave.id)
    rights.note("wave.told", place, f"ask {form.contact.data or 'nobody named'}, kept until {until}")
    flash("From now on people are told so before they start.")
    return redirect(url_for("waves.wave", wave=wave.id))


def _page(wave: Wave, form: ToldForm, **problems: str) -> str:
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    return render_template(
        "waves/told.html", wave=wave, network=network, form=form, problems=form.problems | problems
    )
