"""The addresses of a school's result, its pages and files: one table, opened by a signed link and by right."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from flask import Blueprint, Response

from engine.store import School
from engine.waves.school_result import Reading
from web.rights import Action, needs, open_to_all
from web.school import by_link, by_right
from web.school.files import (
    KINDS,
    PICTURES,
    FileKind,
    schema,
    school_download,
    school_picture,
    school_scores,
)
from web.school.guides import guide_file, guide_page
from web.school.pages import Addresses, full_report, one_page

pages = Blueprint("downloads", __name__)

LINK: Final = "/result/<token>"
OWN: Final = "/schools/<int:school>/results/<int:wave>"

Show = Callable[..., Any]  # of a reading, what gives its addresses, and what else the address names


@dataclass(frozen=True, slots=True)
class View:
    """One address below a result: its names as an endpoint by link and by right, and what it shows."""

    path: str
    linked: str
    own: str
    show: Show
    record: str = "file.taken"

    @property
    def of_other_waves(self) -> str:
        """Where the row of waves leads from here: to the same page, or, where that is of one thing, to the result."""
        return "result" if "<" in self.path else self.own


def _file(kind: FileKind, reading: Reading, addresses: Callable[[], Addresses]) -> Response:
    return school_download(reading, kind)


def _picture(ending: str, reading: Reading, addresses: Callable[[], Addresses], figure: int) -> Response:
    return school_picture(reading, figure, ending)


VIEWS: Final = (
    View("", "school", "result", lambda reading, addresses: one_page(reading, addresses()), "result.seen"),
    View(
        "/report",
        "report",
        "report",
        lambda reading, addresses: full_report(reading, addresses()),
        "result.seen",
    ),
    View("/guides/<construct>", "guide", "guide", guide_page, "result.seen"),
    View("/guides/<construct>.pdf", "guide_pdf", "guide_pdf", guide_file),
    View("/scores.csv", "school_csv", "file", lambda reading, addresses: school_scores(reading)),
    *(
        View(f"/{kind.name}", name, name, partial(_file, kind))
        for kind in KINDS
        for name in [kind.name.replace(".", "_")]
    ),
    *(
        View(
            f"/figure-<int:figure>.{ending}",
            f"figure_{ending}",
            f"figure_{ending}",
            partial(_picture, ending),
        )
        for ending in PICTURES
    ),
)


@pages.get("/report.schema.json")
@open_to_all
def report_schema() -> Response:
    """What the JSON files look like, for whoever writes a program that reads them."""
    return schema()


def _by_link(view: View) -> Callable[..., Any]:
    def opened(token: str, **named: Any) -> Any:
        return view.show(by_link.linked(token), lambda: by_link.addresses(token), **named)

    return opened


def _by_right(view: View) -> Callable[..., Any]:
    def opened(school: School, wave: int, **named: Any) -> Any:
        reading = by_right.reading_of(school, wave)
        here = f"{by_right.pages.name}.{view.of_other_waves}"
        return view.show(reading, lambda: by_right.addresses(here, school, reading), **named)

    guarded: Callable[..., Any] = needs(Action.SEE_SCHOOL_RESULT, "school", record=view.record)(opened)
    return guarded


for _view in VIEWS:
    by_link.pages.add_url_rule(LINK + _view.path, endpoint=_view.linked, view_func=_by_link(_view))
    by_right.pages.add_url_rule(OWN + _view.path, endpoint=_view.own, view_func=_by_right(_view))
