"""The API's description in OpenAPI 3.1, made from the table of its routes."""

import re
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from flask import Response

from engine.results.json_schema import Schema
from engine.store import Scope
from web.api.answers import MOST, USUAL, answer
from web.api.problems import DETAILS, MIMETYPE
from web.api.schemas import HERE, components
from web.api.table import BASE, ROUTES, Route
from web.rights import scopes_for

TAGS: Final = {
    "Key": "Whose key this is.",
    "Plan": "Networks, studies and waves, with the counts that their pages show.",
    "Network": "Results of a whole network.",
    "Schools": "Schools and their results.",
}
ABOUT: Final = (
    "Read-only. Every number is one that a page of Barograph shows to the same person, rounded once when the wave "
    "was closed; nothing here is finer or more. A school with too few answers is not shown anywhere. Send a key "
    "in the header, as `Authorization: Bearer KEY`; make one under Your account, Keys for programs. A key reads "
    "what its owner may read at that moment and its scopes cover."
)
CONDITIONAL: Final = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of an answer you have: 304 comes back if it has not changed.",
}
IN_PARTS: Final = (
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        "description": "Entries at once.",
    },
    {
        "name": "cursor",
        "in": "query",
        "schema": {"type": "string"},
        "description": "Where the list goes on; it stands in `next`, which you follow as it is.",
    },
)

OF_YEAR: Final = {
    "name": "year",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0},
    "description": "The year in which the school year begins, in July; without it the newest with a result.",
}


def openapi() -> Response:
    """The description of this API, for programs that make clients and for people who read it."""
    return answer(description())


@lru_cache(maxsize=1)
def description() -> Schema:
    """The API in OpenAPI 3.1, made from the table of its routes."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Barograph",
            "version": version("barograph"),
            "summary": "Survey results of schools and networks, under disclosure control.",
            "description": ABOUT,
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": BASE}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "security": [{"key": []}],
        "paths": {_path(route): {"get": _operation(route)} for route in ROUTES} | _own_path(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"A key with scopes: {', '.join(Scope)}.",
                }
            },
            "schemas": components(),
            "responses": {str(status): _problem(text) for status, text in DETAILS.items()},
        },
    }


def _path(route: Route) -> str:
    return re.sub(r"<int:(\w+)>", r"{\1}", route.path)


def _operation(route: Route) -> Schema:
    blanks = re.findall(r"<int:(\w+)>", route.path)
    scopes = scopes_for(route.action)
    wanted = f"Scope: {' or '.join(f'`{one}`' for one in scopes)}." if scopes else "Any live key."
    schema = {"$ref": HERE + route.schema} if route.schema else {"type": "string"}
    statuses = [401, 406, 429, 500]
    statuses += [400] if route.pages else []
    statuses += [403] if route.action is not None else []
    statuses += [404] if blanks else []
    return {
        "operationId": route.name,
        "summary": route.summary,
        "description": f"{(route.view.__doc__ or '').strip()} {wanted}",
        "tags": [route.tag],
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
                for name in blanks
            ),
            *(IN_PARTS if route.pages else ()),
            *((OF_YEAR,) if route.of_year else ()),
            CONDITIONAL,
        ],
        "responses": {
            "200": {
                "description": route.summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {route.mimetype: {"schema": schema}},
            },
            "304": {"description": "What you have is what there is."},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)},
        },
    }


def _own_path() -> Schema:
    operation = {
        "operationId": "openapi",
        "summary": "This description",
        "tags": ["Key"],
        "security": [],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }
    return {"/openapi.json": {"get": operation}}


def _problem(text: str) -> Schema:
    return {"description": text, "content": {MIMETYPE: {"schema": {"$ref": f"{HERE}Problem"}}}}
