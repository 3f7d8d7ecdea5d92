"""All pages for handing a survey out."""

from typing import Final

from flask import Blueprint

from web.network.sharing import codes, mail_pages, school_panel, wave_panel

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    wave_panel.pages,
    school_panel.pages,
    codes.pages,
    mail_pages.pages,
)
