"""The one table of the API's routes: the application is built from it, and so is its description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from web.api import audiences, networks, plan, predictions, schools
from web.api.answers import CSV, JSON
from web.rights import Action

BASE: Final = "/api/v1"


@dataclass(frozen=True, slots=True)
class Route:
    """An address that can be read.

    `action` and `kind` are what `rights.needs` asks; without an action any live key opens it. `record` is the
    word under which a reading stands in the log. `schema` names what an answer looks like; `pages` says that it
    is a list which comes in parts, `of_year` that the address may name a school year.
    """

    path: str
    name: str
    view: Callable[..., Any]
    summary: str
    tag: str
    schema: str | None
    action: Action | None = None
    kind: str | None = None
    record: str | None = None
    pages: bool = False
    of_year: bool = False
    mimetype: str = JSON


RESULT, NETWORK = Action.SEE_SCHOOL_RESULT, Action.SEE_NETWORK_RESULT
SCHOOL_RESULTS: Final = "/schools/<int:school>/results"
ROUTES: Final = (
    Route("/me", "me", plan.me, "Whose key this is, and what it is for", "Key", "Me"),
    Route(
        "/networks",
        "networks",
        plan.networks,
        "Networks that the key reaches",
        "Plan",
        "Networks",
        pages=True,
    ),
    Route(
        *(
            "/networks/<int:network>/studies",
            "studies",
            plan.studies,
            "Studies of a network",
            "Plan",
            "Studies",
        ),
        action=Action.SEE_PLAN,
        kind="network",
        pages=True,
    ),
    Route(
        *("/networks/<int:network>/waves", "waves", plan.waves, "Waves of a network", "Plan", "Waves"),
        action=Action.SEE_PLAN,
        kind="network",
        pages=True,
    ),
    Route(
        *("/waves/<int:wave>", "wave", plan.wave, "One wave", "Plan", "Wave"),
        action=Action.SEE_PLAN,
        kind="wave",
    ),
    Route(
        *("/waves/<int:wave>/result", "wave_result", networks.result),
        *("The network's result of a closed wave", "Network", "NetworkResult"),
        action=NETWORK,
        kind="wave",
        record="result.read",
    ),
    Route(
        *("/waves/<int:wave>/report", "wave_report", networks.report),
        *("The network's report, in words and numbers", "Network", "Report"),
        action=NETWORK,
        kind="wave",
        record="result.read",
    ),
    Route(
        *("/waves/<int:wave>/responses.csv", "wave_responses", networks.responses),
        *("De-identified responses of a closed wave", "Network", None),
        action=Action.TAKE_RESPONSES,
        kind="wave",
        record="responses.taken",
        mimetype=CSV,
    ),
    Route(
        *("/waves/<int:wave>/responses-numbers.csv", "wave_responses_numbers", networks.numbers),
        *("The same responses as numbers, with kinds of missing in columns of their own", "Network", None),
        action=Action.TAKE_RESPONSES,
        kind="wave",
        record="responses.taken",
        mimetype=CSV,
    ),
    Route(
        *("/schools", "schools", schools.schools, "Schools you may see", "Schools", "Schools"),
        action=Action.SEE_SCHOOL,
        pages=True,
    ),
    Route(
        *("/schools/<int:school>", "school", schools.school, "One school", "Schools", "School"),
        action=Action.SEE_SCHOOL,
        kind="school",
    ),
    Route(
        *("/schools/<int:school>/audiences", "school_audiences", audiences.audiences),
        *("What a school's groups say in a school year, side by side", "Schools", "AudiencesOfYear"),
        action=RESULT,
        kind="school",
        record="result.read",
        of_year=True,
    ),
    Route(
        *(SCHOOL_RESULTS, "school_results", schools.results),
        *("A school's closed waves", "Schools", "SchoolResults"),
        action=RESULT,
        kind="school",
        pages=True,
    ),
    Route(
        *(f"{SCHOOL_RESULTS}/<int:wave>", "school_result", schools.result),
        *("A school's result of a closed wave", "Schools", "SchoolResult"),
        action=RESULT,
        kind="school",
        record="result.read",
    ),
    Route(
        *(f"{SCHOOL_RESULTS}/<int:wave>/report", "school_report", schools.report),
        *("A school's report, in words and numbers", "Schools", "Report"),
        action=RESULT,
        kind="school",
        record="result.read",
    ),
    Route(
        *(f"{SCHOOL_RESULTS}/<int:wave>/predictions", "school_predictions", predictions.predictions),
        *("What a school predicted on a result, and what the result says of earlier predictions", "Schools"),
        "SchoolPredictions",
        action=RESULT,
        kind="school",
        record="result.read",
        pages=True,
    ),
)
