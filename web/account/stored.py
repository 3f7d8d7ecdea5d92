"""What is stored of whoever is signed in: to read, and as a file to take along."""

import json

from flask import Blueprint, Response, render_template

from web import sessions
from web.attachment import attached
from web.rights import signed_in
from web.sessions import store

pages = Blueprint("stored", __name__)

MOST_ROWS = 20  # of a kind on the page; the file has all


@pages.get("/account/stored")
@signed_in
def stored() -> str:
    return render_template(
        "account/stored.html", found=store().own_record.of(sessions.me().account), most=MOST_ROWS
    )


@pages.get("/account/stored.json")
@signed_in
def stored_json() -> Response:
    """Everything, as JSON: by kind, a row a row."""
    me = sessions.me()
    found = store().own_record.of(me.account)
    document = {
        "format": "barograph-own-record",
        "made": store().now().replace(microsecond=0).isoformat(),
        "stored": [{"title": one.title, "table": one.table, "rows": list(one.rows)} for one in found],
    }
    sessions.record(me.account, "own-record.taken")
    return attached(
        json.dumps(document, ensure_ascii=False, indent=2), "application/json", "what-is-stored-of-you.json"
    )
