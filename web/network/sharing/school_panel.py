"""A school's own page for handing a survey out: the link, messages with everything filled in, a poster."""

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.report.document import Paper
from engine.store import NotFound, School, Wave, WaveState
from engine.waves.leading_survey import has_guides
from engine.waves.school_result import paper_of, running_waves
from web.attachment import attached
from web.forms import LineField, TypedForm
from web.network.sharing import posters
from web.network.sharing.handout import Handout, handout_of, next_message
from web.network.sharing.messages import PART, TIMES, messages
from web.rights import Action, needs
from web.school.languages import languages, speak_as_chosen, speak_as_chosen_here
from web.security import own_address
from web.sessions import store
from web.wording import language, say

pages = Blueprint("school_sharing", __name__)

OWN_PAGES: Final = "/schools"  # where the choice of a language holds for somebody with an account


class PosterForm(TypedForm):
    paper, language = LineField(), LineField()


@pages.get("/schools/<int:school>/share")
@needs(Action.HAND_OUT, "school")
def all_open(school: School) -> Any:
    """The surveys to hand out, or the page of the only one."""
    running = running_waves(store(), school)
    if len(running) == 1:
        return redirect(url_for("school_sharing.share", school=school.id, wave=running[0][0].id))
    speak_as_chosen_here(OWN_PAGES)
    return render_template(
        "sharing/open.html",
        school=school,
        network=store().studies.network(school.network_id),
        running=sorted((wave for wave, _ in running), key=lambda one: not has_guides(store(), one)),
        languages=languages(),
        drafted="" if language().reviewed("home") else say("report.draft"),
        now=store().now(),
    )


@pages.get("/schools/<int:school>/share/<int:wave>")
@needs(Action.HAND_OUT, "school")
def share(school: School, wave: int) -> Any:
    found, handout = _handout(school, wave)
    speak_as_chosen(found, OWN_PAGES)
    return render_template(
        "sharing/school.html",
        school=school,
        network=store().studies.network(school.network_id),
        wave=found,
        handout=handout,
        messages=sorted(messages(handout), key=lambda one: one.language != language().tag),
        step=_next_step(handout),
        posters=posters.choices(handout),
        papers=_papers(found),
        languages=languages(),
        drafted="" if language().reviewed(PART) else say("report.draft"),
        now=store().now(),
    )


@pages.get("/schools/<int:school>/share/<int:wave>/poster.pdf")
@needs(Action.HAND_OUT, "school")
def poster(school: School, wave: int) -> Response:
    found, handout = _handout(school, wave)
    asked = PosterForm(request.args)
    made = posters.posters_file([handout], asked.language.data, paper_asked(found, asked.paper.data))
    words = posters.chosen(handout, asked.language.data).languages[0].say("sharing.name_poster")
    return attached(made, "application/pdf", file_name("pdf", school.name, found.title, words))


def paper_asked(wave: Wave, key: str) -> Paper:
    """The paper that an address names; without one that of the country."""
    return next((one for one in posters.PAPERS if one == key), paper_of(store(), wave))


def _papers(wave: Wave) -> tuple[Paper, ...]:
    """The papers, that of the country first."""
    own = paper_of(store(), wave)
    return (own, *(one for one in posters.PAPERS if one != own))


def _handout(school: School, wave: int) -> tuple[Wave, Handout]:
    """The wave and how it is handed out here; 404 for one that it has no part in, a draft or a closed one."""
    try:
        found = store().waves.get(wave)
        site = store().sites.find(found, school)
    except NotFound:
        abort(404)
    if site is None or found.state in (WaveState.DRAFT, WaveState.CLOSED):
        abort(404)
    return found, handout_of(store(), found, site, own_address())


def _next_step(handout: Handout) -> str:
    """What a school does next, in a sentence; nothing once nobody can begin any more."""
    step = next_message(handout.wave, store().now())
    if step is None:
        return ""
    number, due = step
    title = say(f"reminders.{TIMES[number]}.title")
    if due == _today(handout.wave):
        return say("sharing.next_today", title=title)
    return say("sharing.next_day", title=title, day=due)


def _today(wave: Wave) -> date:
    return store().now().astimezone(wave.closes.tzinfo).date()
