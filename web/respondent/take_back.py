"""The page where a respondent takes back what they sent, by the code they were shown."""

from contextlib import suppress

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.store import WaveClosed
from web.forms import LineField, TypedForm
from web.respondent import receipts
from web.respondent.keeper import keeper
from web.respondent.languages import ours, pressed, speak_as_chosen
from web.respondent.visit import forget_sent
from web.wording import say

pages = Blueprint("take_back", __name__)

LONGEST_CODE = 200


class TakeBackForm(TypedForm):
    code = LineField()


@pages.get("/take-back")
def ask() -> str:
    speak_as_chosen()
    return render_template("respond/take_back.html", code="", unknown=False, languages=ours())


@pages.post("/take-back")
def take_back() -> ResponseReturnValue:
    speak_as_chosen()
    code = TakeBackForm(request.form).code.data[:LONGEST_CODE]
    if pressed(ours()):
        return render_template("respond/take_back.html", code=code, unknown=False, languages=ours())
    with suppress(WaveClosed):
        link = keeper().submissions.link_of(code) if code else None
        if code and keeper().submissions.withdraw(code):
            done = make_response(
                render_template(
                    "respond/shut.html", title=say("take_back_done_title"), texts=[say("take_back_done")]
                )
            )
            if link:  # so that the survey's pages in this browser no longer say that answers are in
                path = url_for("respond.door", link=link)
                receipts.forget(done, path)
                forget_sent(done, path)
            return done
    return render_template("respond/take_back.html", code=code, unknown=True, languages=ours()), 422
