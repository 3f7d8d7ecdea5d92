"""A form on paper as one HTML file, which a browser prints: for whoever wants to change its look, or reads it aloud."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.report.paper_form.parts import FormOnPaper

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES: Final = Path(__file__).parents[1] / "templates"


def paper_form_html(form: FormOnPaper) -> str:
    """The form as a page that needs nothing else."""
    style = (TEMPLATES / "paper_form.css").read_text(encoding="utf-8")
    return _template().render(form=form, style=style)


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("paper_form.html")
