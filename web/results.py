"""A school's result: one page and one file, opened by a signed link until there are accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, render_template, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from engine.report import csv, svg
from engine.report.school import school_document
from engine.results import site_result
from engine.store import NotFound, Store
from web.school_files import KINDS, pictures

pages = Blueprint("results", __name__)

WIDE, NARROW = 900, 360  # CSS pixels a figure is drawn for; the style sheet shows the one that fits


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


def opened(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The frozen result and the school's part of it; 404 for a link that opens nothing."""
    try:
        wave, site = _signer(current_app.config["SECRET_KEY"]).loads(token)
    except (BadSignature, ValueError, TypeError):
        abort(404)
    store = cast(Store, current_app.extensions["store"])
    try:
        document = store.school_snapshot(store.wave(wave), site).document
    except NotFound:
        abort(404)
    part = site_result(document, site)
    if part is None:
        abort(404)
    return document, part


@pages.get("/result/<token>")
def school(token: str) -> str:
    """The page: a figure, its table twin, levels, limits and methods."""
    snapshot, part = opened(token)
    return school_page(snapshot, part, url_for("results.school_csv", token=token))


@pages.get("/result/<token>/scores.csv")
def school_csv(token: str) -> Response:
    """The numbers of the page as a file; a school that is not shown has none."""
    return school_file(*opened(token))


def school_page(snapshot: Mapping[str, Any], part: Mapping[str, Any], csv_address: str, **frame: Any) -> str:
    """A school's page, for whoever was found to be allowed to read it.

    `frame` names the template around it, and what that one shows.
    """
    document = school_document(snapshot, part)
    return render_template(
        "result/school.html",
        **frame,
        document=document,
        simulated=snapshot["wave"]["simulated"],
        draw=lambda figure, id: (
            svg.intervals(figure, f"{id}-wide", width=WIDE),
            svg.intervals(figure, f"{id}-narrow", width=NARROW),
        ),
        csv_address=csv_address if part["shown"] else None,
        folder=csv_address.removesuffix("scores.csv"),
        files=[(kind.name, kind.label) for kind in KINDS] if part["shown"] else [],
        pictures=pictures(snapshot, part),
    )


def school_file(snapshot: Mapping[str, Any], part: Mapping[str, Any]) -> Response:
    """The numbers of the page as CSV."""
    if not part["shown"]:
        abort(404)
    name = f"{snapshot['instrument']['id']}-scores.csv"
    return Response(
        "\ufeff" + csv.school_csv(snapshot, part),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
