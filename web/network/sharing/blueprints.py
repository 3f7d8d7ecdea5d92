"""All pages for handing a survey out."""

from typing import Final

from flask import Blueprint

from web.network.sharing import codes, school_panel, wave_panel

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (wave_panel.pages, school_panel.pages, codes.pages)
