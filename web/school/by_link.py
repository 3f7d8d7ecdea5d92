"""A school's result as a signed link opens it."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, abort, current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.reading import of_school
from engine.store import NotFound, Store, Wave
from engine.waves.school_result import Reading
from web.school.languages import speak_as_chosen
from web.school.pages import Addresses, compared

pages = Blueprint("results", __name__)


@dataclass(frozen=True, slots=True)
class ResultAddress:
    """Which school of which wave a link opens."""

    wave: int
    site: int


def sign(secret: str, address: ResultAddress) -> str:
    """The secret part of a result's link; whoever has it may read the result."""
    return str(_signer(secret).dumps([address.wave, address.site]))


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="school-result")


def linked(token: str) -> Reading:
    """The result that a link opens; 404 for a link that opens nothing."""
    try:
        wave, site = _signer(current_app.config["SECRET_KEY"]).loads(token)
    except (BadSignature, ValueError, TypeError):
        abort(404)
    store = cast(Store, current_app.extensions["store"])
    try:
        found = store.waves.get(wave)
        if store.studies.school(store.sites.get(site).school_id).deleted:
            abort(404)
    except NotFound:
        abort(404)
    document, part = frozen(store, found, site)
    language = speak_as_chosen(found, url_for("results.school", token=token))
    return Reading(store, found, document, part, compared(), language=language)


def frozen(store: Store, wave: Wave, site: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool]:
    """The frozen result and the school's part of it; 404 where there is none."""
    try:
        found = of_school(store.results.school_snapshot(wave, site), site)
    except NotFound:
        abort(404)
    return found or abort(404)


def addresses(token: str) -> Addresses:
    """Of one result alone: a link opens what it was made for, and no other wave."""
    return Addresses(url_for("results.school", token=token), url_for("results.report", token=token))
