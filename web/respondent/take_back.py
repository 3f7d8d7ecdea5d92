"""The page where a respondent takes back what they sent, by the code they were shown."""

from contextlib import suppress

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.store import WaveClosed
from web.respondent.keeper import keeper
from web.wording import say

pages = Blueprint("take_back", __name__)

LONGEST_CODE = 200


@pages.get("/take-back")
def ask() -> str:
    return render_template("respond/take_back.html", code="", unknown=False)


@pages.post("/take-back")
def take_back() -> ResponseReturnValue:
    code = request.form.get("code", "").strip()[:LONGEST_CODE]
    with suppress(WaveClosed):
        if code and keeper().submissions.withdraw(code):
            return render_template(
                "respond/shut.html", title=say("take_back_done_title"), texts=[say("take_back_done")]
            )
    return render_template("respond/take_back.html", code=code, unknown=True), 422
