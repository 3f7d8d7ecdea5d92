"""Who belongs to a school, who is asked to, and who may read its results: a page for its own people and its hub."""

from flask import Blueprint, render_template

from engine.store import School
from web import rights
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import store
from web.wording import language, say

pages = Blueprint("school_people", __name__)

OWN_PAGES = "/schools"  # where the choice of a language holds for somebody with an account


@pages.get("/schools/<int:school>/people")
@needs(Action.SEE_WHO_BELONGS, "school")
def people(school: School) -> str:
    speak_as_chosen_here(OWN_PAGES)
    place = Place(school.network_id, school.id)
    network = store().studies.network(school.network_id)
    return render_template(
        "people/school_people.html",
        school=school,
        network=network,
        languages=languages(),
        drafted="" if language().reviewed("home") else say("report.draft"),
        named=school.id in store().studies.names_agreed(network),
        agrees=rights.allowed(Action.AGREE, place),
        confirms=rights.allowed(Action.SAY_WHO_JOINS, place),
        reads_log=rights.allowed(Action.READ_SCHOOL_LOG, place),
        people=store().members.of(school),
        waiting=[one for one in store().invitations.of(school) if one.waits],
    )
