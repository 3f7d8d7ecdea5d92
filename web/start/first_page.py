"""The first page: what runs here, and in the demonstration where to go."""

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.demo.fill import Demo
from engine.demo.people import PEOPLE
from engine.disclosure.groups import answers_so_far
from engine.store import Site, Store, Wave
from web import sessions
from web.account.roles import role_name
from web.network.studies import sign_study
from web.respondent.languages import ours, speak_as_chosen
from web.school.by_link import ResultAddress, sign
from web.start import places

pages = Blueprint("start", __name__)


@dataclass(frozen=True, slots=True)
class Guide:
    """What the start page of the demonstration leads to; `database` is named in its commands."""

    demo: Demo
    database: str


@dataclass(frozen=True, slots=True)
class StartRow:
    """A school with the addresses of its results, wave by wave."""

    school: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """A survey with every kind of question: the link to answer it, a school's result, its name, and the study."""

    link: str
    result: str
    school: str
    study: str


@pages.get("/")
def start() -> str | Response:
    guide = current_app.extensions.get("guide")
    if guide is None:
        if sessions.person() is not None:
            return redirect(url_for("home.home"))
        speak_as_chosen()
        empty = not sessions.store().installation.has_accounts()
        return render_template("start/plain.html", empty=empty, languages=ours())
    store = sessions.store()
    rows = _rows(store, guide.demo.closed)
    survey = store.sites.of(guide.demo.survey)[0]
    check = store.sites.of(guide.demo.self_check)[0]
    return render_template(
        "start/demo.html",
        simulated=True,
        guide=guide,
        survey=survey,
        check=check,
        waves=guide.demo.closed,
        study=sign_study(current_app.config["SECRET_KEY"], guide.demo.closed[-1].id),
        rows=rows,
        tour=_tour(store, guide.demo.tour),
        answering=places.answering(store, guide.demo),
        reading=places.reading(store, guide.demo, current_app.config["SECRET_KEY"]),
        coded=guide.demo.by_codes,
        answered=answers_so_far(sum(store.responses.counts(guide.demo.survey).values())),
        people={one.role.value: one for one in PEOPLE},
        role_name=role_name,
    )


def _rows(store: Store, waves: tuple[Wave, ...]) -> list[StartRow]:
    secret = current_app.config["SECRET_KEY"]
    by_school: dict[str, list[str]] = {}
    for wave in waves:
        for site in store.sites.of(wave):
            by_school.setdefault(site.school, []).append(_token(secret, site))
    return [StartRow(school, tuple(tokens)) for school, tokens in by_school.items()]


def _tour(store: Store, waves: tuple[Wave, Wave] | None) -> Tour | None:
    if waves is None:
        return None
    closed, survey = waves
    secret = current_app.config["SECRET_KEY"]
    largest = max(store.sites.of(closed), key=lambda site: site.roster or 0)
    link = store.sites.of(survey)[0].link
    return Tour(link, _token(secret, largest), largest.school, sign_study(secret, closed.id))


def _token(secret: str, site: Site) -> str:
    return sign(secret, ResultAddress(site.wave_id, site.id))
