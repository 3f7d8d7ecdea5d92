"""A school's results for those who are signed in: the same page as by a signed link, opened by rights."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, url_for

from engine.results import site_result
from engine.store import NotFound, School
from web.results import school_file, school_page
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("school_results", __name__)


@pages.get("/schools/<int:school>/results/<int:wave>")
@needs(Action.SEE_SCHOOL_RESULT, "school", record="result.seen")
def result(school: School, wave: int) -> str:
    snapshot, part = part_of(school, wave)
    address = url_for("school_results.file", school=school.id, wave=wave)
    return school_page(snapshot, part, address, frame="account/network_frame.html", network=None)


@pages.get("/schools/<int:school>/results/<int:wave>/scores.csv")
@needs(Action.SEE_SCHOOL_RESULT, "school", record="file.taken")
def file(school: School, wave: int) -> Response:
    return school_file(*part_of(school, wave))


def part_of(school: School, wave: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The frozen result and the school's part of it; 404 for a wave it has no part in."""
    try:
        found = store().wave(wave)
        site = store().site_of(found, school)
        if site is None:
            abort(404)
        document = store().school_snapshot(found, site.id).document
    except NotFound:
        abort(404)
    part = site_result(document, site.id)
    if part is None:
        abort(404)
    return document, part
