"""A file's colours and sizes are the pages' own."""

import re
from dataclasses import fields
from pathlib import Path

from engine.report import tokens
from engine.report.figures import FILE

ROOT = Path(__file__).parents[3]
PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")


def _of_pages() -> tuple[dict[str, str], dict[str, str]]:
    light, dark = (ROOT / "web/static/tokens.css").read_text(encoding="utf-8").split("@media", 1)
    return dict(PROPERTY.findall(light)), dict(PROPERTY.findall(dark))


def test_every_token_is_the_pages_own() -> None:
    light, dark = _of_pages()
    assert {name: light[name] for name in tokens.LIGHT} == dict(tokens.LIGHT)
    assert {name: dark[name] for name in tokens.DARK} == dict(tokens.DARK)
    assert {name: light[name] for name in tokens.SIZES} == dict(tokens.SIZES)


def test_a_file_knows_every_colour_in_the_dark_too() -> None:
    assert tokens.LIGHT.keys() == tokens.DARK.keys()


def test_figures_in_files_take_the_same_colours() -> None:
    for field in fields(FILE):
        assert getattr(FILE, field.name) == tokens.LIGHT[field.name.replace("_", "-")]


def test_the_style_is_light_on_paper() -> None:
    style = tokens.style()
    assert "@media screen and (prefers-color-scheme:dark)" in style
    assert style.index("--paper:#ffffff") < style.index("--paper:#12171d")
