"""The log: reads included, without answers or addresses, for the hub and for the school."""

from engine.playbooks.folder import find_playbook
from tests.web.visitor import Office
from web.network.audit import ACTIONS, OF_THE_TEAM

HIDDEN = ("check-in of a month", "check-ins.csv", "saved a sheet", "Theory of action", "theory_of_action")


def log(office: Office, who: str = "hub") -> str:
    return office.visitor(who).open(f"/networks/{office.network.id}/log").page.text


def test_sign_ins_and_their_failures_stand_in_the_log(office: Office) -> None:
    office.visitor().sign_in(office.people["leader"].email, "wrong wrong wrong")
    office.visitor("leader").press("/sign-out")
    text = log(office)
    for words in ("failed to sign in wrong password", "leader@people.example signed in", "signed out"):
        assert words in text


def test_who_saw_a_result_or_took_it_stands_in_the_log_with_the_object(office: Office) -> None:
    leader = office.visitor("leader")
    address = f"/schools/{office.schools[0].id}/results/{office.closed.id}"
    leader.open(address).open(f"{address}/scores.csv")
    text = log(office)
    assert "leader@people.example viewed a result North School · Fall" in text
    assert "leader@people.example downloaded a file North School · Fall · " in text


def test_what_was_refused_is_not_told_as_seen(office: Office) -> None:
    office.visitor("team").open(f"/schools/{office.schools[1].id}/results/{office.closed.id}")
    office.visitor("leader").open(f"/schools/{office.schools[0].id}/results/{office.open.id}")
    assert "viewed a result" not in log(office).partition("Times are UTC")[2].partition("Of")[2]


def test_looking_at_counts_and_at_the_log_is_logged_too(office: Office) -> None:
    office.visitor("hub").open(f"/waves/{office.open.id}/")
    log(office)
    text = log(office)
    assert "viewed counts Spring" in text
    assert "read the log Lakeshore network" in text


def test_a_school_sees_what_was_done_about_it_and_nothing_else(office: Office) -> None:
    for other in office.schools[1:]:  # of three schools the hub reads all names or none
        office.store.studies.agree(other, named=True)
    office.visitor("leader").open(f"/schools/{office.schools[0].id}/people").follow("/agreement").press(
        "/agreement"
    )
    office.visitor("hub").open(f"/schools/{office.schools[0].id}/results/{office.closed.id}")
    office.visitor("leader").open(f"/schools/{office.schools[0].id}/log").see(
        "hub@people.example viewed a result", "leader@people.example agreed to results by name"
    ).not_see("team@people.example")


def test_the_log_of_one_network_tells_nothing_of_another(office: Office) -> None:
    office.visitor("hub")
    text = office.visitor("outsider").open(f"/networks/{office.other.id}/log").page.text
    assert "outsider@people.example" in text
    assert "hub@people.example" not in text


def test_the_log_holds_no_address_of_a_machine_and_no_answers(office: Office) -> None:
    office.visitor().sign_in(office.people["hub"].email, "a password typed wrongly")
    entries = office.store.audit.entries(office.network, most=1000)
    told = " ".join(f"{one.who} {one.action} {one.what}" for one in entries)
    assert "127.0.0.1" not in told
    assert "typed wrongly" not in told
    assert all(one.at.microsecond == 0 for one in entries)


def test_the_log_is_turned_by_pages_and_narrowed_by_action(office: Office) -> None:
    for _ in range(3):
        office.visitor("team").press("/sign-out")
    hub = office.visitor("hub")
    for _ in range(51):
        hub.client.get(f"/waves/{office.open.id}/")
    hub.open(f"/networks/{office.network.id}/log").see("Page 1 of 2", "Older").not_see("Newer")
    hub.open(f"/networks/{office.network.id}/log?page=2").see("Page 2 of 2", "Newer")
    hub.open(f"/networks/{office.network.id}/log?action=sign-out").see("signed out").not_see(
        "viewed counts Spring"
    )
    assert hub.open(f"/networks/{office.network.id}/log?page=x&action=y").status == 200


def test_every_action_that_is_recorded_has_words(office: Office) -> None:
    import re
    from pathlib import Path

    from web.network import audit

    web = Path(audit.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in web.rglob("*.py"))
    used = set(re.findall(r'(?:record|note)\(\s*(?:[\w.]+, )?"([a-z]+[-.][a-z.-]+|sign-in|sign-out)"', text))
    used |= set(re.findall(r'record="([a-z.-]+)"', text))
    assert used
    assert used <= set(audit.ACTIONS)


def test_moments_are_told_in_the_time_zone_of_the_network(office: Office) -> None:
    office.store.studies.set_time_zone(office.network, "America/Chicago")
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/log")
    hub.see("Times are those of America/Chicago", "May 4, 2026, 7:00 AM CDT").not_see("UTC")


def test_the_hub_reads_nothing_in_a_log_of_what_a_team_does_for_itself(office: Office) -> None:
    school = office.schools[0]
    choice = office.store.choices.add(
        school, office.closed, "need", ["one"], "Low", "Team", "me@x.example", shown=["one"]
    )
    team = office.visitor("team").open(f"/schools/{school.id}/check-ins")
    team.press("/change", answer_energy="3").open(f"/schools/{school.id}/check-ins/check-ins.csv")
    team.open(f"/schools/{school.id}/plans")
    folder = find_playbook("collective-leadership")
    office.store.plans.begin(school, choice, "one", "shared-influence", folder.playbook, "me@x.example")
    team.open(f"/schools/{school.id}/plans/1/theory-of-action")
    team.press("/theory-of-action", **{"f.barrier": "Cover is a favor", "act": "save"})
    team.open(f"/schools/{school.id}/plans/1").press("/share")
    own = office.visitor("leader").open(f"/schools/{school.id}/log")
    own.see(
        "kept the team’s check-in of a month", "saved a sheet of the team North School · Theory of action"
    )
    own.see("downloaded a file of the team North School · check-ins.csv", "the hub reads none of it")
    own.not_see("theory_of_action")
    hub = office.visitor("hub")
    for address in (f"/networks/{office.network.id}/log", f"/schools/{school.id}/log"):
        for narrowed in ("", "?action=plan.saved", "?action=check_in.kept", "?action=team.file.taken"):
            hub.open(address + narrowed).not_see(*HIDDEN)
        hub.open(address).see("shared a plan of the team with the hub North School · Shared influence")


def test_every_deed_of_a_team_is_in_its_own_log_or_is_known_to_be_shared() -> None:
    shared = {"plan.shared", "plan.unshared", "rubric.shared", "rubric.unshared"}
    rooms = ("plan.", "check_in.", "rubric.", "team.")
    assert {one for one in ACTIONS if one.startswith(rooms)} == OF_THE_TEAM | shared


def test_a_school_reads_its_log_in_spanish_and_the_hub_its_own_in_english(office: Office) -> None:
    path = f"/schools/{office.schools[0].id}/log"
    leader = office.visitor("leader")
    leader.open(f"/schools/{office.schools[0].id}/results/{office.closed.id}")
    page = leader.open(f"{path}?language=es").see(
        "Quién ha mirado y qué se hizo", "vio un resultado", "Borrador"
    )
    page.not_see("viewed a result")
    office.visitor("hub").open(f"/networks/{office.network.id}/log").see(
        "viewed a result", "Times are those of"
    )
