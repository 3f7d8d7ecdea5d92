"""The addresses of a school's files: by its signed link, and for those who are signed in."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, Final

from flask import Blueprint, Response

from engine.store import School
from web.rights import Action, needs, open_to_all
from web.school.by_link import linked
from web.school.by_link import pages as by_link
from web.school.by_right import pages as by_right
from web.school.by_right import reading_of
from web.school.files import KINDS, PICTURES, FileKind, schema, school_download, school_picture

pages = Blueprint("downloads", __name__)

LINK: Final = "/result/<token>/"
OWN: Final = "/schools/<int:school>/results/<int:wave>/"


@pages.get("/report.schema.json")
@open_to_all
def report_schema() -> Response:
    """What the JSON files look like, for whoever writes a program that reads them."""
    return schema()


def _linked_file(kind: FileKind, token: str) -> Response:
    return school_download(linked(token), kind)


def _linked_picture(ending: str, token: str, figure: int) -> Response:
    return school_picture(linked(token), figure, ending)


def _own_file(kind: FileKind, school: School, wave: int) -> Response:
    return school_download(reading_of(school, wave), kind)


def _own_picture(ending: str, school: School, wave: int, figure: int) -> Response:
    return school_picture(reading_of(school, wave), figure, ending)


def _add(name: str, endpoint: str, linked: Callable[..., Any], own: Callable[..., Any]) -> None:
    guarded = needs(Action.SEE_SCHOOL_RESULT, "school", record="file.taken")(own)
    by_link.add_url_rule(f"{LINK}{name}", endpoint=endpoint, view_func=linked)
    by_right.add_url_rule(f"{OWN}{name}", endpoint=endpoint, view_func=guarded)


def _of(view: Callable[..., Any], chosen: object) -> Callable[..., Any]:
    """The view of one format, under the view's own name."""
    return update_wrapper(partial(view, chosen), view)


for _kind in KINDS:
    _add(_kind.name, _kind.name.replace(".", "_"), _of(_linked_file, _kind), _of(_own_file, _kind))
for _ending in PICTURES:
    _add(
        f"figure-<int:figure>.{_ending}",
        f"figure_{_ending}",
        _of(_linked_picture, _ending),
        _of(_own_picture, _ending),
    )
