"""The hub's page for handing a wave out: each school's link and texts, all links as a list, all posters as one file."""

import csv
import io
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from engine.exchange.cells import safe
from engine.exchange.file_names import file_name
from engine.store import Wave, WaveState, WayIn
from web.attachment import attached
from web.network.sharing import posters
from web.network.sharing.handout import Handout, handout_of, next_message
from web.network.sharing.messages import TIMES, messages
from web.network.sharing.school_panel import PosterForm, paper_asked
from web.rights import Action, needs
from web.security import own_address
from web.sessions import store
from web.wording import say

pages = Blueprint("sharing", __name__)

COLUMNS: Final = ("school", "link", "digits", "opens", "last day", "subject", "message")


@pages.get("/waves/<int:wave>/share")
@needs(Action.RUN_WAVES, "wave")
def share(wave: Wave) -> Any:
    if wave.state in (WaveState.DRAFT, WaveState.CLOSED):
        return redirect(url_for("waves.wave", wave=wave.id))
    handouts = _handouts(wave)
    step = next_message(wave, store().now())
    return render_template(
        "sharing/wave.html",
        wave=wave,
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
        handouts=handouts,
        by_codes=wave.way_in is WayIn.CODES,
        step=(say(f"reminders.{TIMES[step[0]]}.title"), step[1]) if step else None,
        posters=posters.choices(handouts[0][1]) if handouts else (),
        today=store().now().astimezone(wave.closes.tzinfo).date(),
        now=store().now(),
    )


@pages.get("/waves/<int:wave>/share/links.csv")
@needs(Action.RUN_WAVES, "wave", record="file.taken")
def links(wave: Wave) -> Response:
    """Every school's link, and the first message with it filled in, a row a school and language."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for _, one in _open_handouts(wave):
        for message in messages(one)[:: len(TIMES)]:
            cells = (
                *(one.school, one.address, one.code),
                *(wave.opens.date().isoformat(), wave.closes.date().isoformat()),
                *(message.subject, message.text),
            )
            writer.writerow([safe(cell) for cell in cells])
    return attached("\ufeff" + target.getvalue(), "text/csv", file_name("csv", wave.title, "links"))


@pages.get("/waves/<int:wave>/share/posters.pdf")
@needs(Action.RUN_WAVES, "wave", record="file.taken")
def all_posters(wave: Wave) -> Response:
    handouts = [one for _, one in _open_handouts(wave)]
    if not handouts:
        abort(404)
    asked = PosterForm(request.args)
    made = posters.posters_file(handouts, asked.language.data, paper_asked(wave, asked.paper.data))
    return attached(made, "application/pdf", file_name("pdf", wave.title, "posters"))


def _open_handouts(wave: Wave) -> list[tuple[int, Handout]]:
    if wave.state in (WaveState.DRAFT, WaveState.CLOSED):
        abort(404)
    return _handouts(wave)


def _handouts(wave: Wave) -> list[tuple[int, Handout]]:
    """Each school of the wave by name: its number, and how the wave is handed out there."""
    sites = sorted(store().sites.of(wave), key=lambda site: site.school)
    return [(site.school_id, handout_of(store(), wave, site, own_address())) for site in sites]
