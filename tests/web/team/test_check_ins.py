"""A team's monthly check-ins: written down, changed, brought back, charted, printed; read by the school alone."""

import csv
import io
import subprocess
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from engine.playbooks.check_ins import monthly_form
from engine.playbooks.folder import find_playbook
from engine.store.check_ins import NewCheckIn
from engine.waves.check_in_charts import month_after
from tests.programs import needed
from tests.web.visitor import Office, Visitor

SAID = {
    "answer_condition": "enabling-work-structures",
    "answer_test_state": "running",
    "answer_what_moved": "Ten of twelve visits held",
    "answer_energy": "6",
    "answer_in_the_way_1_obstacle": "No substitutes on Fridays",
    "answer_in_the_way_1_ours": "not_ours",
}


@pytest.fixture
def there(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/check-ins"


def this_month(office: Office) -> date:
    return office.network.day_of(office.store.now()).replace(day=1)


def check_in(office: Office, there: str, who: str = "leader", **changes: Any) -> Visitor:
    return office.visitor(who).open(there).press("/change", **(SAID | changes))


def keep_many(office: Office, energies: list[int]) -> None:
    """Check-ins of the months before this one, the last of them last month."""
    folder, first = find_playbook("collective-leadership"), this_month(office)
    for at, energy in enumerate(energies):
        month = month_after(first, at - len(energies))
        form = monthly_form(folder, "en", month)
        pulse = {one.item.id: 1 + energy // 3 for one in form.statements}
        new = NewCheckIn(pulse, {"energy": energy, "what_moved": "=SUM(A1)"})
        office.store.check_ins.save(office.schools[0], month, form, new, "team@people.example", seen=0)


def test_a_team_writes_down_changes_and_brings_back(office: Office, there: str) -> None:
    leader = check_in(office, there)
    leader.see("The check-in is kept.", "Ten of twelve visits held", "Enabling work structures")
    leader.see(
        "No substitutes on Fridays · Can we do something about it? No, it is not in our hands", "Not answered"
    )
    month = leader.path.rpartition("/")[2]
    team = office.visitor("team").open(f"{there}/{month}/change")
    team.press("/change", answer_energy="3", answer_what_moved="").see(
        "Still empty, to be added at any time: What has moved since last month?"
    )
    (first,) = [one.id for one in office.store.check_ins.history(office.schools[0], this_month(office))[1:]]
    team.press(f"/bring-back/{first}").see("The earlier save counts again.", "Ten of twelve visits held")
    team.press("/remove").see("It can be brought back.", "This check-in was taken out.")
    team.open(there).see("Taken out")
    kept = [one.action for one in office.store.audit.entries(office.schools[0]) if "check_in" in one.action]
    assert kept == ["check_in.removed", "check_in.brought_back", "check_in.kept", "check_in.kept"]


def test_nobody_but_the_school_reads_a_check_in(office: Office, there: str) -> None:
    leader = check_in(office, there)
    month = leader.path.rpartition("/")[2]
    addresses = ("", "/charts", f"/{month}", f"/{month}/change", "/check-in.pdf", "/check-ins.csv")
    for who, status in (("hub", 403), ("district", 403), ("researcher", 403), ("outsider", 404)):
        visitor = office.visitor(who)
        assert [visitor.open(there + one).status for one in addresses] == [status] * len(addresses)
        assert visitor.post(f"{there}/{month}/change", **SAID).status == status
    office.visitor("hub").open(f"/schools/{office.schools[0].id}/").not_see("Monthly check-ins")
    assert office.visitor("leader").open(f"/schools/{office.schools[1].id}/check-ins").status == 403


def test_who_saves_over_another_sees_both(office: Office, there: str) -> None:
    month = check_in(office, there).path.rpartition("/")[2]
    one, other = (office.visitor(who).open(f"{there}/{month}/change") for who in ("leader", "team"))
    one.press("/change", answer_energy="9", answer_what_moved="Read aloud in May")
    other.press("/change", answer_what_moved="My own words")
    assert other.status == 409
    other.see("saved this month while you had it open", "Saved meanwhile: Read aloud in May")
    assert "My own words" in other.page.html
    other.press("/change").see("The check-in is kept.", "My own words")
    mine, again = (office.visitor("team").open(f"{there}/{month}/change") for _ in range(2))
    mine.press("/change", answer_what_moved="From the first window")
    again.press("/change", answer_what_moved="From the second")
    again.see("You saved this month in another window", "Saved meanwhile: From the first window")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (dict.fromkeys(SAID, ""), "Answer at least one question."),
        ({"answer_energy": "11"}, "whole number from 0 to 10"),
        ({"answer_energy": "six"}, "whole number from 0 to 10"),
        ({"answer_condition": "love"}, "Choose one of the answers"),
        ({"answer_what_moved": "x" * 501}, "500 characters or fewer"),
        ({"answer_in_the_way_1_obstacle": "x" * 501}, "500 characters or fewer"),
        ({"answer_in_the_way_1_ours": "perhaps"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    office: Office, there: str, changes: dict[str, str], words: str
) -> None:
    visitor = check_in(office, there, **changes)
    assert visitor.status == 400
    visitor.see(words)
    assert office.store.check_ins.of(office.schools[0]) == ()


def test_a_month_is_written_this_month_or_the_next_and_no_other(office: Office, there: str) -> None:
    this, leader = this_month(office), office.visitor("leader")
    for steps, status in ((1, 404), (0, 200), (-1, 200), (-2, 404)):
        assert leader.open(f"{there}/{month_after(this, steps):%Y-%m}/change").status == status, steps
    for wrong in ("2026-13", "2026-1", "soon", "2026-01-01"):
        assert leader.open(f"{there}/{wrong}").status == 404


def test_a_chart_says_its_signal_its_chance_and_no_cause(office: Office, there: str) -> None:
    keep_many(office, [3, 4, 3, 2, 4, 3, 7, 8, 7, 8, 9, 8])
    leader = office.visitor("leader").open(there)
    leader.see("Shift: 6 check-ins in a row above the median", "of 100 such charts would signal")
    leader.see("It names no cause", "Perla et al., 2011", "Median 5.5")
    leader.open(f"{there}/charts").see("Vision and strategy", "a trend needs 5", "There are 8 charts here.")
    leader.open(f"{there}/charts?language=es").see("Energía para este trabajo", "0 ninguna").not_see(
        "Energy for this work", "0 none", "10 most"
    )
    leader.see("10.1136/bmjqs.2009.037895")


def test_months_without_a_check_in_are_named_and_nothing_is_filled_in(office: Office, there: str) -> None:
    keep_many(office, [5, 6, 5, 6, 5])
    gone = month_after(this_month(office), -3)
    office.store.check_ins.remove(office.schools[0], gone, "team@people.example")
    page = office.visitor("leader").open(there)
    page.see("No check-in in", "The line is broken there", "no check-in")
    assert "Too few check-ins for a rule yet" in page.page.text


def test_few_check_ins_say_what_comes_next(office: Office, there: str) -> None:
    leader = office.visitor("leader").open(there)
    leader.see("Nothing is written down yet.", "Once three check-ins")
    keep_many(office, [5, 6])
    leader.open(there).see("One more check-in, and the chart stands here.")
    leader.open(f"{there}/charts").see("One more check-in").not_see("There is", "There are")


@pytest.mark.parametrize("simulated", [True, False])
def test_what_leaves_a_made_up_school_s_pages_says_so(office: Office, there: str, simulated: bool) -> None:
    with office.store._database.writing() as connection:
        connection.execute(text("UPDATE wave SET simulated = :so"), {"so": simulated})
    keep_many(office, [5])
    leader = office.visitor("leader").open(f"/schools/{office.schools[0].id}/inventory")
    leader.press("/inventory", **{"f.let_go": "Forms", "act": "save"})
    (row,) = csv.DictReader(io.StringIO(leader.client.get(f"{there}/check-ins.csv").text))
    assert row["simulated"] == ("yes" if simulated else "no")
    for path in (f"{there}/check-in.pdf", f"/schools/{office.schools[0].id}/inventory/sheet.pdf"):
        assert ("Simulated data" in words_of_pdf(leader.client.get(path).data)) is simulated


def words_of_pdf(made: bytes) -> str:
    program = needed("pdftotext", "poppler-utils")
    return subprocess.run([program, "-", "-"], input=made, capture_output=True, check=True).stdout.decode()


def test_no_share_of_chance_is_said_to_be_none(office: Office, there: str) -> None:
    keep_many(office, [5, 5, 5, 5, 6])
    page = office.visitor("leader").open(there)
    page.see("fewer than 1 of 100 such charts would signal").not_see("0 of 100")


def test_it_speaks_spanish_prints_and_gives_a_table(office: Office, there: str) -> None:
    keep_many(office, [5, 6, 5, 6, 5])
    leader = office.visitor("leader").open(f"{there}?language=es")
    leader.see("Repasos mensuales", "Mediana 5", "¿Qué tan cierto es ahora en nuestra escuela?")
    assert leader.client.get(f"{there}/check-in.pdf").data.startswith(b"%PDF")
    rows = list(csv.DictReader(io.StringIO(leader.client.get(f"{there}/check-ins.csv").text)))
    assert [row["energy"] for row in rows] == ["5", "6", "5", "6", "5"]
    assert {row["what_moved"] for row in rows} == {"'=SUM(A1)"}  # no spreadsheet runs it
    assert "team@people.example" not in leader.client.get(f"{there}/check-ins.csv").text
