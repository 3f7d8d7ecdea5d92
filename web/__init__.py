"""Asks and shows: the Flask application."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, url_for
from werkzeug.routing import IntegerConverter

from web import api, rights, sessions, start, wording
from web.account import keys, own, sign_in
from web.authoring import copy_preview, publish, working_copies
from web.errors import register_errors
from web.network import audit, comments, home, people, results, schools, studies, wave_files, waves
from web.respondent import respond, take_back
from web.school import by_link, by_right, choices, downloads
from web.security import Settings, guard

__all__ = ["BLUEPRINTS", "Settings", "create_app"]

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    start.pages,
    respond.pages,
    take_back.pages,
    by_link.pages,
    sign_in.pages,
    own.pages,
    keys.pages,
    home.pages,
    people.pages,
    schools.pages,
    by_right.pages,
    choices.pages,
    downloads.pages,
    wave_files.pages,
    results.pages,
    comments.pages,
    waves.pages,
    audit.pages,
    working_copies.pages,
    publish.pages,
    copy_preview.pages,
    studies.pages,
    api.pages,
)


class ShortNumber(IntegerConverter):
    """A number in an address, as large as a database's keys get; a longer one leads to no page."""

    regex = r"\d{1,9}"


def create_app(store: Any, settings: Settings, blueprints: Sequence[Blueprint] = BLUEPRINTS) -> Flask:
    """The application over a store: `engine.store.Store`, or for a preview whatever has a `Keeper`'s methods."""
    app = Flask(__name__)
    app.url_map.converters["int"] = ShortNumber
    guard(app, settings)
    app.extensions["store"] = store
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        count=wording.count,
        day=wording.day,
        direction=wording.direction,
        language_name=wording.language_name,
        person=sessions.person,
        say=wording.say,
    )
    register_errors(app)
    rights.hold(app)
    if settings.second_factor:
        app.before_request(own.demand_second_factor)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def asset(name: str) -> str:
    """The address of a static file, which changes with its content and may be kept for good."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:12]
