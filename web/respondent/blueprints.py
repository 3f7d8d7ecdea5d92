"""All pages of the respondent's way, for the whole application and for each preview."""

from typing import Final

from web.respondent import kiosk, later, own, respond, take_back

BLUEPRINTS: Final = (respond.pages, later.pages, kiosk.pages, own.pages, take_back.pages)
