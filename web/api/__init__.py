"""The read-only JSON API: what a person's programs read with a key, under the rules of the pages."""

from typing import Final

from flask import Blueprint

from web.api.openapi import openapi
from web.api.table import BASE, ROUTES, Route
from web.rights import needs, open_to_all, signed_in

pages: Final = Blueprint("api", __name__, url_prefix=BASE)


def _add(route: Route) -> None:
    guarded = (
        signed_in(route.view)
        if route.action is None
        else needs(route.action, route.kind, record=route.record)(route.view)
    )
    pages.add_url_rule(
        route.path, endpoint=route.name, view_func=guarded, methods=["GET"], provide_automatic_options=False
    )


for _route in ROUTES:
    _add(_route)
pages.add_url_rule(
    "/openapi.json", view_func=open_to_all(openapi), methods=["GET"], provide_automatic_options=False
)
