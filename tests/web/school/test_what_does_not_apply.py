"""What a school's page has nothing to say of is not on it: no heading over an empty row of links."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import web
from engine.language import Language

CALL = "{% import 'result/parts.html' as parts %}{{ parts.compare(places, refused) }}"
PLACE = {"label": "All other schools", "address": "?", "current": True}


@pytest.mark.parametrize(
    ("places", "refused", "there", "not_there"),
    [
        ([PLACE], ["A norm: none is known."], ["Compare with", "Not offered, and why"], ["Not compared"]),
        ([PLACE], [], ["Compare with", "All other schools"], ["Not offered", "Not compared"]),
        (
            [],
            ["A norm: none is known."],
            ["Not compared, and why", "none is known"],
            ["Compare with", "<nav"],
        ),
        ([], [], [], ["Compare with", "<nav", "<details"]),
    ],
)
def test_what_to_compare_with_stands_only_over_something(
    places: list[dict[str, object]], refused: list[str], there: list[str], not_there: list[str]
) -> None:
    folder = Path(web.__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    environment.globals["say"] = Language.of("en").say
    page = environment.from_string(CALL)
    html = page.render(places=places, refused=refused)
    assert all(words in html for words in there)
    assert not any(words in html for words in not_there)
