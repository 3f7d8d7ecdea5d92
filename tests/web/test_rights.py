"""Every route, every role, own objects and those of others: who gets in, and who learns nothing."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Blueprint
from werkzeug.routing import Rule

from engine.loading import catalog
from engine.playbooks.check_ins import monthly_form
from engine.playbooks.folder import find_playbook
from engine.store import (
    Network,
    NewMembership,
    NewPrediction,
    NewUnit,
    PredictionKind,
    Role,
    School,
    Scope,
    UnitKind,
    WaveState,
)
from engine.store.board import PostState
from engine.store.check_ins import NewCheckIn
from engine.store.partnerships import Side
from engine.store.plan_records import SheetKey, TeamPlan
from engine.store.rubrics import AgreedLevel, NewRubricSave
from tests.engine.authoring.definition_files import FILES
from tests.web.visitor import SMALL, Office, new_wave
from web import rights
from web.rights import Action
from web.security import Settings
from web.whole import create_app

ROLES = ("hub", "researcher", "district", "leader", "team", "outsider")

# What each action is open to, written down a second time by hand. The district and the hub see the result of
# the school North only where it has agreed; here it has not.
OPEN_TO: dict[Action, set[str]] = {
    Action.MANAGE_PEOPLE: {"hub"},
    Action.MANAGE_SCHOOLS: {"hub"},
    Action.RUN_WAVES: {"hub"},
    Action.READ_LOG: {"hub"},
    Action.SEE_PLAN: {"hub", "researcher", "district"},
    Action.SEE_NETWORK_RESULT: {"hub", "researcher", "district"},
    Action.TAKE_RESPONSES: {"researcher"},
    Action.REVIEW_COMMENTS: {"hub", "researcher"},
    Action.WRITE_INSTRUMENTS: {"researcher"},
    Action.SEE_SCHOOL: {"hub", "district", "leader", "team"},
    Action.SEE_SCHOOL_RESULT: {"leader", "team"},
    Action.READ_SCHOOL_LOG: {"hub", "leader"},
    Action.CHOOSE_START: {"leader", "team"},
    Action.RATE_PARTNERSHIP: {"leader", "team"},
    Action.AGREE: {"leader"},
    Action.SAY_WHO_JOINS: {"leader"},
    Action.SEE_WHO_BELONGS: {"hub", "leader", "team"},
    Action.SEE_RUBRIC: {"hub", "leader", "team"},
    Action.KEEP_RUBRIC: {"leader", "team"},
    Action.KEEP_CHECK_INS: {"leader", "team"},
    Action.SEE_TEAM_PLANS: {"hub", "leader", "team"},
    Action.KEEP_TEAM_PLANS: {"leader", "team"},
    Action.READ_BOARD: {"leader", "team"},
    Action.RUN_BOARD: {"hub"},
    Action.SEE_PHASE: {"hub", "leader", "team"},
    Action.SAY_PHASE: {"hub", "leader"},
    Action.RECORD_FAMILIES: {"hub", "leader"},
    Action.HAND_OUT: {"hub", "leader", "team"},
    Action.MAKE_UNITS: {"hub", "leader"},
    Action.SEE_OWN_UNIT: {"leader", "team"},
}
PUBLIC = {
    "accounts.sign_in",
    "accounts.try_sign_in",
    "accounts.code",
    "accounts.try_code",
    "accounts.sign_out",
    "accounts.invitation",
    "accounts.accept",
    "accounts.forgotten",
    "accounts.send_reset",
    "accounts.reset",
    "accounts.set_password",
    "openid.begin",
    "openid.callback",
    "openid.leave",
    "set_up.set_up",
    "set_up.begin",
    "downloads.report_schema",
    "api.openapi",
    "guides.overview",
    "guides.guide",
    "guides.sheet",
    "guides.example",
    "help.reading",
    "help.who_sees_what",
}
ABSENT_HERE = {"construct"}  # the small survey has no guides: tests/web/school/test_guides.py opens them
OPEN_OR_BY_LINK = {
    *("own", "start", "join", "respond", "kiosk", "later", "take_back", "results", "studies"),
    *("choosing", "quick_check", "looking_back", "partner_link", "health"),
}


def routes(office: Office) -> Iterator[tuple[Rule, rights.Guard | None]]:
    for rule in office.app.url_map.iter_rules():
        yield rule, getattr(office.app.view_functions[rule.endpoint], "guard", None)


def arguments(office: Office, rule: Rule, *, foreign: bool) -> dict[str, Any]:
    """Numbers for a route's blanks: of objects of the network, or of the other one."""
    if foreign:
        study = next(iter(office.store.studies.of(office.other)), None) or office.store.studies.add(
            office.other, "Theirs"
        )
        waves = office.store.waves.of(study) or (
            office.store.waves.add(study, new_wave(office.clock, "Far", -1, 9)),
        )
        values = {
            "network": office.other.id,
            "school": office.stranger.id,
            "study": study.id,
            "wave": waves[0].id,
        }
    else:
        closed = rule.endpoint.startswith(
            ("school_results", "network_results", "choices", "predictions", "comments", "studies", "api.")
        )
        values = {
            "network": office.network.id,
            "school": office.schools[0].id,
            "study": office.study.id,
            "wave": office.closed.id if closed else office.open.id,
        }
    more = {"account": office.people["team"].id, "membership": 1}
    if "invitation" in rule.arguments:
        new = NewMembership(Role.RESEARCHER, values["network"])
        if "school" in rule.arguments:
            network = office.other.id if foreign else office.network.id
            new = NewMembership(Role.SCHOOL_TEAM, network, school_id=values["school"])
        office.store.invitations.add("waiting@people.example", "", new)
        waiting = office.store.invitations.of(office.other if foreign else office.network)
        more["invitation"] = waiting[-1].id
        if rule.endpoint.startswith("school_people.") and not foreign:
            office.store.invitations.confirm(
                office.schools[0], waiting[-1].id
            )  # those that wait are declined
    if "key" in rule.arguments:
        key_of(office, "team")
        more["key"] = office.store.keys.of(office.people["team"])[0].token.id
    more |= {} if foreign else of_the_team(office, rule)
    more |= team_plan(office, rule, office.stranger if foreign else office.schools[0])
    if rule.endpoint.startswith("own_surveys."):
        more |= {"id": SMALL.id, "version": SMALL.version}
    more |= partnership(office, rule, office.stranger if foreign else office.schools[0])
    if rule.endpoint == "wave_preview.survey":
        wave = office.store.waves.get(int(values["wave"]))
        more["rest"] = "".join(f"s/{site.link}/" for site in office.store.sites.of(wave)[:1])
    if {"site", "unit"} & rule.arguments:
        wave = values["wave"] if foreign or "wave" in rule.arguments else office.open.id
        more |= below(office, int(wave), office.stranger if foreign else office.schools[0])
    if "copy" in rule.arguments:
        more |= working_copy(office, office.other if foreign else office.network)
    more |= {"language": "en"}
    return {name: (values | more).get(name, 1) for name in rule.arguments}


def below(office: Office, wave: int, school: School) -> dict[str, Any]:
    """A school's part of a wave, and a team below it."""
    found = office.store.waves.get(wave)
    site = office.store.sites.find(found, school) or office.store.sites.add(found, school)
    if found.state is WaveState.CLOSED:
        return {"site": site.id}
    units = office.store.units.of(site) or office.store.units.add(site, UnitKind.TEAM, [NewUnit("A team")])
    return {"site": site.id, "unit": units[0].id}


def working_copy(office: Office, network: Network) -> dict[str, Any]:
    """A definition being written in that network, and a file, a save and a page of it."""
    kept = office.store.workshop.copies(network) or (
        office.store.workshop.begin(network, FILES, "me@x.example", "begun"),
    )
    return {"copy": kept[0].id, "name": "instrument.yaml", "number": 1, "rest": "s/full/", "form": "full"}


def of_the_team(office: Office, rule: Rule) -> dict[str, Any]:
    """What the school's team keeps, for a route that needs some of it."""
    if rule.endpoint.startswith("rubric."):
        return shared_meeting(office)
    if "post" in rule.arguments:
        return {"post": shown_post(office)}
    if rule.endpoint.startswith("predictions.") and "number" in rule.arguments:
        return {"number": sealed_prediction(office)}
    return kept_month(office) if "month" in rule.arguments else {}


def shared_meeting(office: Office) -> dict[str, Any]:
    """A meeting of the school's team that its hub may read, and its first save."""
    school, rubrics = office.schools[0], office.store.rubrics
    if not rubrics.meetings(school):
        definition = catalog.definition(catalog.folder("condition-rubric"))
        office.store.definitions.publish(definition.instrument, definition.translations.values())
        new = NewRubricSave(date(2026, 5, 1), {"CT_VS": AgreedLevel(2)}, "Team")
        rubrics.begin(school, definition.instrument, new, "me@x.example")
    rubrics.share(school, 1, "me@x.example", shared=True)
    return {"number": 1, "earlier": rubrics.history(school, 1)[-1].id}


def sealed_prediction(office: Office) -> int:
    """A prediction that the school sealed before its next survey opened."""
    room = office.store.predictions.by_clock(lambda: office.open.opens - timedelta(days=2))
    new = NewPrediction("one", PredictionKind.RANGE, 1, 30, "We meet each week.")
    if not room.on(office.schools[0], office.closed):
        room.seal(office.schools[0], office.closed, new, "me@x.example", shown=["one"])
    return room.on(office.schools[0], office.closed)[0].id


def shown_post(office: Office) -> int:
    """A post of the school's team that is on the board."""
    school, day = office.schools[0], date(2026, 5, 1)
    post = office.store.board.offer(school, day, "Start a visit late.", "me@x.example", named=False)
    return office.store.board.decide(office.network, post.id, PostState.SHOWN).id


def kept_month(office: Office) -> dict[str, Any]:
    """This month's check-in of the school's team, and its first save."""
    school, month = office.schools[0], office.store.now().date().replace(day=1)
    if not office.store.check_ins.history(school, month):
        form = monthly_form(find_playbook("collective-leadership"), "en", month)
        new = NewCheckIn({}, {"energy": 5})
        office.store.check_ins.save(school, month, form, new, "me@x.example", seen=0)
    earlier = office.store.check_ins.history(school, month)[-1].id
    return {"month": f"{month:%Y-%m}", "earlier": earlier}


def team_plan(office: Office, rule: Rule, school: School) -> dict[str, Any]:
    """A plan of a school's team that its hub may read, with a test; of a school without a result a number alone."""
    if not rule.endpoint.startswith(("plans.", "plan_", "inventory.", "own_sheets.")):
        return {}
    names = {"plan": 1, "sheet": "test-cycle-1", "earlier": 0, "comment": 1}
    if rule.endpoint.startswith("own_sheets."):
        return names | {"sheet": "competing-commitments"}
    if school == office.schools[0] and not office.store.plans.of(school):
        plan_of(office)
    return names


def plan_of(office: Office) -> TeamPlan:
    """A plan that the first school's team shares, with its first sheets and an inventory filled in."""
    store, school, folder = office.store, office.schools[0], find_playbook("collective-leadership")
    choice = store.choices.add(
        school, office.closed, "need", ["one"], "Low", "Team", "me@x.example", shown=["one"]
    )
    store.plans.begin(school, choice, "one", "shared-influence", folder.playbook, "me@x.example")
    plan = store.plans.share(school, 1, "me@x.example", shared=True)
    for key, values in (
        (SheetKey("theory_of_action"), {"barrier": "No time"}),
        (SheetKey("test_cycle"), {"question": "Do they?"}),
    ):
        store.sheet_saves.save(plan, key, folder, values, "me@x.example", seen=0)
    inventory = SheetKey("initiative_inventory")
    store.sheet_saves.save(school, inventory, folder, {"let_go": "Forms"}, "me@x.example", seen=0)
    store.sheet_comments.add(plan, SheetKey("test_cycle"), "Who looks?", "me@x.example")
    return plan


def partnership(office: Office, rule: Rule, school: School) -> dict[str, int]:
    """A partnership of a school that both partners let the hub read, for a route that needs one."""
    if "partnership" not in rule.arguments:
        return {}
    kept = office.store.partnerships.of(school)
    if kept:
        return {"partnership": kept[0].id}
    instrument = catalog.find("partnership-progressions")
    office.store.definitions.publish(instrument, catalog.translations(instrument))
    edition = instrument.id, instrument.version
    made = office.store.partnerships.add(school, *edition, "A school", "A partner", "me@x.example")
    for side in Side:
        office.store.partnerships.share(made, side, let=True)
    return {"partnership": made.id}


def key_of(office: Office, who: str, scopes: Iterable[Scope] = Scope) -> str:
    """A key of one of the people for the network they belong to."""
    account = office.people[who]
    (home,) = {one.network_id for one in office.store.members.memberships(account)}
    return office.store.keys.add(account, office.store.studies.network(home), "Tests", scopes)[0]


def is_api(rule: Rule) -> bool:
    return rule.endpoint.startswith("api.")


def path_of(office: Office, rule: Rule, *, foreign: bool) -> str:
    with office.app.test_request_context():
        adapter = office.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, arguments(office, rule, foreign=foreign), method=method_of(rule))


def method_of(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or ()) else "POST"


def test_every_action_is_written_down_twice() -> None:
    assert set(OPEN_TO) == set(Action) == set(rights.ALLOWED)


def test_every_route_says_who_may_open_it(office: Office) -> None:
    silent = []
    for rule, guard in routes(office):
        blueprint = rule.endpoint.rpartition(".")[0]
        if guard is None and blueprint not in OPEN_OR_BY_LINK and rule.endpoint != "static":
            silent.append(rule.endpoint)
        if guard is not None and guard.public:
            assert rule.endpoint in PUBLIC, f"{rule.endpoint} is open to all"
    assert silent == []


def test_a_route_that_says_nothing_is_shut(office: Office) -> None:
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten-view", view_func=lambda: "secret")
    app = create_app(office.store, Settings("x" * 32, secure=False), (*_all(), forgotten))
    assert app.test_client().get("/forgotten-view").status_code == 403


def _all() -> tuple[Blueprint, ...]:
    from web.whole import BLUEPRINTS

    return BLUEPRINTS


def test_a_stranger_gets_nowhere(office: Office) -> None:
    stranger = office.visitor()
    token = stranger.token()
    for rule, guard in routes(office):
        if guard is None or guard.public:
            continue
        path = path_of(office, rule, foreign=False)
        data = {"csrf_token": token}
        answer = stranger.client.open(
            path, method=method_of(rule), data=data if method_of(rule) == "POST" else None
        )
        if is_api(rule):
            assert (answer.status_code, "Location" in answer.headers) == (401, False), path
            continue
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in"), path


class Knocking:
    """One person who tries routes, and what each answered."""

    def __init__(self, office: Office, who: str) -> None:
        self.office, self.visitor = office, office.visitor(who)
        self.key = {"Authorization": f"Bearer {key_of(office, who)}"}
        self.token = self.visitor.token()
        self.guarded = [
            (rule, guard) for rule, guard in routes(office) if guard is not None and guard.action is not None
        ]

    def status(self, rule: Rule, *, foreign: bool = False) -> int:
        path = path_of(self.office, rule, foreign=foreign)
        if is_api(rule):
            return self.office.app.test_client().get(path, headers=self.key).status_code
        if method_of(rule) == "GET":
            return self.visitor.client.get(path).status_code
        return self.visitor.client.post(path, data={"csrf_token": self.token}).status_code


@pytest.mark.parametrize("who", ROLES)
def test_what_is_of_another_network_is_not_there(office: Office, who: str) -> None:
    knocking = Knocking(office, who)
    answers = {
        rule.rule: knocking.status(rule, foreign=who != "outsider")
        for rule, guard in knocking.guarded
        if guard.kind is not None
    }
    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("who", ROLES)
def test_what_a_role_may_not_do_is_refused(office: Office, who: str) -> None:
    knocking = Knocking(office, who)
    answers = {
        rule.rule: knocking.status(rule)
        for rule, guard in knocking.guarded
        if who not in OPEN_TO[guard.action] and (guard.kind is not None or who != "outsider")
    }
    assert set(answers.values()) == {404 if who == "outsider" else 403}, answers


@pytest.mark.parametrize("who", [who for who in ROLES if who != "outsider"])
def test_what_a_role_may_do_is_done(office: Office, who: str) -> None:
    knocking = Knocking(office, who)
    mine = [rule for rule, guard in knocking.guarded if who in OPEN_TO[guard.action]]
    assert mine
    read = [rule for rule in mine if method_of(rule) == "GET" and not rule.arguments & ABSENT_HERE]
    seen = {rule.rule: knocking.status(rule) for rule in read}
    assert set(seen.values()) <= {200, 302}, seen
    for rule in sorted(
        mine, key=lambda rule: rule.rule.endswith("/delete")
    ):  # what is deleted has no more pages
        if method_of(rule) == "POST" and not {"membership", "invitation"} & rule.arguments:
            assert knocking.status(rule) in (200, 302, 303, 400, 409), rule.rule


def test_a_district_reaches_its_own_schools_only(office: Office) -> None:
    visitor = office.visitor("district")
    assert visitor.open(f"/schools/{office.schools[1].id}/").status == 200
    assert visitor.open(f"/schools/{office.schools[2].id}/").status == 403


def test_a_school_does_not_see_the_others(office: Office) -> None:
    for who in ("leader", "team"):
        visitor = office.visitor(who)
        assert visitor.open(f"/schools/{office.schools[1].id}/").status == 403
        assert visitor.open(f"/schools/{office.schools[1].id}/results/{office.closed.id}").status == 403


def test_the_hub_reads_a_school_by_name_only_while_it_agrees(office: Office) -> None:
    north = office.schools[0]
    for other in office.schools[1:]:
        office.store.studies.agree(other, named=True)
    address = f"/schools/{north.id}/results/{office.closed.id}"
    hub, district = office.visitor("hub"), office.visitor("district")
    assert hub.open(address).status == 403
    leader = office.visitor("leader").open(f"/schools/{north.id}/people")
    leader.follow("/agreement").see("what they have read by then, they have read")
    assert hub.open(address).status == 403
    leader.press("/agreement").see("can now read the results of North School")
    assert hub.open(address).status == 200
    assert district.open(address).status == 403  # the one school outside the district could be worked out
    assert office.visitor("researcher").open(address).status == 403
    leader.follow("/agreement").see("End the agreement?").press("/agreement").see(
        "only North School itself reads"
    )
    assert hub.open(address).status == 403


def test_the_agreement_is_asked_for_and_ended_in_the_language_that_the_leader_chose(office: Office) -> None:
    school = office.schools[0]
    leader = office.visitor("leader").open(f"/schools/{school.id}/people?language=es")
    leader.follow("/agreement").see("¿Permitir que la red y el distrito lean", "Dejarlo como está")
    leader.press("/agreement").see("Su red y su distrito ya pueden leer")
    leader.follow("/agreement").see("¿Terminar el acuerdo?").press("/agreement")
    leader.see(f"Desde ahora solo {school.name} lee sus resultados")


def test_a_result_of_a_wave_the_school_has_no_part_in_is_not_there(office: Office) -> None:
    visitor = office.visitor("leader")
    assert visitor.open(f"/schools/{office.schools[0].id}/results/{office.open.id}").status == 404
    assert visitor.open(f"/schools/{office.schools[0].id}/results/999").status == 404


def test_what_is_not_there_and_what_is_of_others_look_the_same(office: Office) -> None:
    visitor = office.visitor("leader")
    there = visitor.open(f"/schools/{office.stranger.id}/").page.text
    assert visitor.status == 404
    assert visitor.open("/schools/999/").page.text == there


def test_a_role_that_was_ended_opens_nothing_at_once(office: Office) -> None:
    visitor = office.visitor("leader")
    address = f"/schools/{office.schools[0].id}/"
    assert visitor.open(address).status == 200
    (held,) = office.store.members.memberships(office.people["leader"])
    office.store.members.remove(office.network, held.id)
    assert visitor.open(address).status == 404
    visitor.open("/home").see("There is nothing here for you yet")


def test_two_roles_in_two_networks_do_not_mix(office: Office) -> None:
    office.add(
        "both",
        NewMembership(Role.HUB_ADMINISTRATOR, office.other.id),
        NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[0].id),
    )
    visitor = office.visitor("both")
    assert visitor.open(f"/networks/{office.other.id}/people").status == 200
    assert visitor.open(f"/networks/{office.network.id}/people").status == 403
    assert visitor.open(f"/schools/{office.schools[1].id}/").status == 403


def test_signed_links_open_results_until_they_are_switched_off(office: Office) -> None:
    from web.school.by_link import ResultAddress, sign

    site = office.store.sites.of(office.closed)[0]
    for links, status in ((True, 200), (False, 404)):
        settings = Settings("x" * 32, secure=False, result_links=links)
        app = create_app(office.store, settings)
        path = f"/result/{sign(settings.secret, ResultAddress(office.closed.id, site.id))}"
        assert app.test_client().get(path).status_code == status
        assert app.test_client().get(f"{path}/scores.csv").status_code == status


# What each scope of a key is for, written down a second time by hand.
IN_SCOPE: dict[Scope, set[Action]] = {
    Scope.WAVES: {Action.SEE_PLAN, Action.SEE_SCHOOL},
    Scope.SCHOOL_RESULTS: {Action.SEE_SCHOOL, Action.SEE_SCHOOL_RESULT},
    Scope.NETWORK_RESULTS: {Action.SEE_NETWORK_RESULT},
    Scope.RESPONSES: {Action.TAKE_RESPONSES},
}


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("who", [who for who in ROLES if who != "outsider"])
def test_a_key_opens_what_its_scope_and_its_owners_role_both_include(
    office: Office, who: str, scope: Scope
) -> None:
    key = {"Authorization": f"Bearer {key_of(office, who, [scope])}"}
    for rule, guard in routes(office):
        if guard is None or guard.public or not is_api(rule):
            continue
        answer = office.app.test_client().get(path_of(office, rule, foreign=False), headers=key)
        in_scope = guard.action is None or guard.action in IN_SCOPE[scope]
        in_role = guard.action is None or who in OPEN_TO[guard.action]
        assert answer.status_code == (200 if in_scope and in_role else 403), rule.rule
        asked = answer.headers.get("WWW-Authenticate", "")
        assert ("insufficient_scope" in asked) == (not in_scope), rule.rule


def test_a_sign_in_opens_nothing_of_the_api_and_a_key_no_page(office: Office) -> None:
    visitor = office.visitor("hub")
    key = {"Authorization": f"Bearer {key_of(office, 'hub')}"}
    for rule, guard in routes(office):
        if guard is None or guard.public or method_of(rule) != "GET":
            continue
        path = path_of(office, rule, foreign=False)
        if is_api(rule):
            assert visitor.client.get(path).status_code == 401, path
        else:
            assert office.app.test_client().get(path, headers=key).status_code == 302, path
