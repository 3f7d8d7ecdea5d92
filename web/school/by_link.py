"""A school's result, opened by a signed link: the one page, the full report and the scores as a file."""

from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, abort, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.reading import of_school
from engine.store import NotFound, Store, Wave
from engine.waves.school_result import Reading
from web.school.files import school_scores
from web.school.pages import Addresses, full_report, one_page

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
    except NotFound:
        abort(404)
    document, part = frozen(store, found, site)
    return Reading(store, found, document, part, request.args.get("compare"))


def frozen(store: Store, wave: Wave, site: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool]:
    """The frozen result and the school's part of it; 404 where there is none."""
    try:
        found = of_school(store.results.school_snapshot(wave, site), site)
    except NotFound:
        abort(404)
    return found or abort(404)


def _addresses(token: str) -> Addresses:
    """Of one result alone: a link opens what it was made for, and no other wave."""
    return Addresses(url_for("results.school", token=token), url_for("results.report", token=token))


@pages.get("/result/<token>")
def school(token: str) -> str:
    """The one page."""
    return one_page(linked(token), _addresses(token))


@pages.get("/result/<token>/report")
def report(token: str) -> str:
    """All that the school may see."""
    return full_report(linked(token), _addresses(token))


@pages.get("/result/<token>/scores.csv")
def school_csv(token: str) -> Response:
    """The numbers of the page as a file; a school that is not shown has none."""
    return school_scores(linked(token))
