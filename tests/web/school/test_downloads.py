"""Files of results: what is in them, who gets them, and what is kept of it in the log."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from engine.report.media.origin import Origin
from engine.report.media.to_json import schema_text
from engine.waves.closing import close
from tests.web.visitor import Office, made_reports
from web.school.by_link import ResultAddress, sign
from web.worker.doing import do_all

FILES = {
    "page.pdf": (b"%PDF", "application/pdf"),
    "report.pdf": (b"%PDF", "application/pdf"),
    "report.xlsx": (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "tables.csv": ("\ufeffschool,".encode(), "text/csv"),
    "report.json": (b"{", "application/json"),
    "figure-1.svg": (b"<?xml", "image/svg+xml"),
    "figure-1.png": (b"\x89PNG", "image/png"),
}


def _link(office: Office, number: int = 0) -> str:
    site = next(
        one for one in office.store.sites.of(office.closed) if one.school_id == office.schools[number].id
    )
    return f"/result/{sign(office.app.config['SECRET_KEY'], ResultAddress(office.closed.id, site.id))}"


def _own(office: Office) -> str:
    return f"/schools/{office.schools[0].id}/results/{office.closed.id}"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are kept in a folder of the test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.mark.parametrize("name", FILES)
def test_each_file_comes_by_link_and_by_right(office: Office, name: str) -> None:
    start, kind = FILES[name]
    for visitor, path in ((office.visitor(), _link(office)), (office.visitor("leader"), _own(office))):
        answer = visitor.client.get(f"{path}/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert answer.data.startswith(start)
        disposition = answer.headers["Content-Disposition"]
        assert re.fullmatch(
            r'attachment; filename="(North School - Fall - [a-z0-9 ]+ - small\.\w+)"; filename\*=UTF-8\'\'\S+',
            disposition,
        )


def test_a_file_is_named_in_the_script_of_its_school(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    named = Origin("small", "1.0.0", wave="Fall", school="北京 “Nord” École/1")
    monkeypatch.setattr("web.school.files.origin_of", lambda *_: named)
    for name in (*FILES, "scores.csv"):
        found = office.visitor("leader").client.get(f"{_own(office)}/{name}").headers["Content-Disposition"]
        assert re.match(r'attachment; filename="Nord Ecole-1 - Fall - ', found)
        assert unquote(found.partition("UTF-8''")[2]).startswith("北京 “Nord” École-1 - Fall - ")


def test_the_page_offers_three_files_first_and_the_others_to_analysts(office: Office) -> None:
    page = office.visitor().client.get(_link(office)).get_data(as_text=True)
    first, analysts = page.partition('id="take"')[2].split("For analysts")
    link = re.escape(_link(office))
    assert re.findall(rf'href="{link}/([\w.]+)"', first) == ["page.pdf", "report.pdf", "report.xlsx"]
    assert re.findall(rf'href="{link}/([\w.]+)"', analysts) == ["tables.csv", "report.json", "scores.csv"]
    assert f'href="{_link(office)}/figure-1.svg"' in page


def test_files_hold_the_numbers_of_the_page(office: Office) -> None:
    client, path = office.visitor().client, _link(office)
    made = json.loads(client.get(f"{path}/report.json").data)
    figure = next(one for section in made["sections"] for one in section["blocks"] if one["kind"] == "figure")
    score = figure["table"]["rows"][0][1]
    assert score["text"] in client.get(path).get_data(as_text=True)
    book = load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").data))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert score["value"] in cells
    assert made["origin"]["n"] == 6


def test_the_page_to_forward_is_one_page(office: Office) -> None:
    made = office.visitor().client.get(f"{_link(office)}/page.pdf").data
    assert len(re.findall(rb"/Type ?/Page\b", made)) == 1


@pytest.mark.parametrize("name", ["report.pdf", "report.xlsx", "tables.csv", "report.json"])
def test_the_network_has_files_too(office: Office, name: str) -> None:
    client, path = office.visitor("hub").client, f"/waves/{office.closed.id}"
    assert f"{path}/{name}" in client.get(f"{path}/files").get_data(as_text=True)
    answer = client.get(f"{path}/{name}")
    assert answer.status_code == 200
    assert answer.data.startswith(FILES[name][0])
    assert b"North" not in answer.data


@pytest.mark.parametrize(("zone", "wide"), [("America/Chicago", b"612"), ("Europe/Berlin", b"595.")])
def test_pdfs_are_for_the_paper_of_the_networks_country(office: Office, zone: str, wide: bytes) -> None:
    office.store.studies.set_time_zone(office.network, zone)
    for who, path in (
        ("leader", f"{_own(office)}/page.pdf"),
        ("leader", f"{_own(office)}/report.pdf"),
        ("hub", f"/waves/{office.closed.id}/report.pdf"),
    ):
        made = office.visitor(who).client.get(path).data
        assert re.search(rb"/MediaBox ?\[ ?0 0 " + re.escape(wide), made), path


def test_there_is_no_file_of_what_is_not_shown(office: Office) -> None:
    link, own = _link(office), _own(office)
    client = office.visitor("leader").client
    for path in (f"{link}/figure-9.png", f"{own}/figure-0.svg", f"{link}x/report.pdf", f"{own}9/report.pdf"):
        assert client.get(path).status_code == 404, path


def test_a_school_with_too_few_answers_has_no_file(office: Office) -> None:
    site = office.store.sites.of(office.open)[0]
    close(office.store, office.open)
    path = f"/result/{sign(office.app.config['SECRET_KEY'], ResultAddress(office.open.id, site.id))}"
    assert office.visitor().client.get(path).status_code == 200
    for name in FILES:
        assert office.visitor().client.get(f"{path}/{name}").status_code == 404


def test_the_schema_is_open(office: Office) -> None:
    answer = office.visitor("team").client.get("/report.schema.json")
    assert answer.get_data(as_text=True) == schema_text()


def _log(office: Office, action: str) -> list[Any]:
    return [one for one in office.store.audit.entries(office.network) if one.action == action]


def test_a_file_that_was_taken_is_in_the_log(office: Office) -> None:
    office.visitor("leader").client.get(f"{_own(office)}/report.pdf")
    (entry,) = _log(office, "file.taken")
    assert entry.school_id == office.schools[0].id


def test_researchers_take_responses_and_codebooks(office: Office) -> None:
    client = office.visitor("researcher").client
    starts = {
        "responses.csv": b"instrument,wave,closed,data_digest,site,A1,role\r\n",
        "responses-numbers.csv": b"site,A1,role,A1.missing,role.missing\r\n",
        "responses.R": b"# Reads ",
        "responses.sav": b"$FL2",
        "responses.dta": b"<stata_dta>",
        "responses.parquet": b"PAR1",
        "codebook.html": b"<!doctype html>",
        "codebook.xml": b"<?xml",
    }
    page = client.get(f"/waves/{office.closed.id}/files").get_data(as_text=True)
    for name, start in starts.items():
        assert f"/waves/{office.closed.id}/{name}" in page
        answer = client.get(f"/waves/{office.closed.id}/{name}")
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert b"North" not in answer.data
    assert len(_log(office, "responses.taken")) == len(starts)


@pytest.mark.parametrize("who", ["hub", "district", "leader"])
def test_nobody_else_takes_responses(office: Office, who: str) -> None:
    client = office.visitor(who).client
    assert client.get(f"/waves/{office.closed.id}/responses.csv").status_code == 403
    page = client.get(f"/waves/{office.closed.id}/files")
    assert "responses.csv" not in page.get_data(as_text=True)


def test_an_open_wave_has_no_files(office: Office) -> None:
    visitor = office.visitor("researcher").open(f"/waves/{office.open.id}/responses.csv")
    assert "is not closed yet" in visitor.page.text


def _agree(office: Office, *schools: int) -> None:
    for number in schools:
        office.store.studies.agree(office.schools[number], named=True)


def test_the_hub_takes_the_reports_of_schools_that_agreed(office: Office) -> None:
    hub = office.visitor("hub")
    path = f"/waves/{office.closed.id}"
    assert "no school whose result you may see by name" in hub.open(f"{path}/files").page.text
    _agree(office, 0, 1, 2)
    assert "Make all 3 reports" in hub.open(f"{path}/files").page.text
    assert hub.client.get(f"{path}/reports.zip").headers["Location"].endswith(f"{path}/files")
    assert "3 reports are ready" in made_reports(office, hub, office.closed.id).page.text
    answer = hub.client.get(f"{path}/reports.zip", buffered=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as box:
        assert box.namelist() == [
            f"{name} School - Fall - full report - small.pdf" for name in ("North", "South", "East")
        ]
        assert all(box.read(name).startswith(b"%PDF") for name in box.namelist())
    taken = {entry.school_id for entry in _log(office, "file.taken")}
    assert taken == {None, *(school.id for school in office.schools)}


def test_making_reports_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    _agree(office, 0, 1, 2)
    hub, path = office.visitor("hub"), f"/waves/{office.closed.id}/files"
    hub.open(path).press("/files").see("0 of 3 made", "looks again by itself", "No program is running")
    assert hub.client.get(path).headers["Refresh"] == "2"
    made: list[object] = []

    def one(document: object) -> bytes:
        made.append(document)
        if len(made) == 2:
            raise OSError(28, "No space left on device")
        return b"%PDF"

    monkeypatch.setattr("web.network.school_reports.pdf_bytes", one)
    do_all(office.app)
    hub.open(path).see("1 of 3 made", "could not write or read a file (No space left on device)", "Go on")
    assert "Refresh" not in hub.client.get(path).headers
    assert "3 reports are ready" in made_reports(office, hub, office.closed.id).page.text
    assert len(made) == 4


def test_a_download_that_broke_off_goes_on(office: Office) -> None:
    _agree(office, 0, 1, 2)
    hub, path = office.visitor("hub"), f"/waves/{office.closed.id}"
    made_reports(office, hub, office.closed.id)
    whole = hub.client.get(f"{path}/reports.zip", buffered=True)
    before = len(_log(office, "file.taken"))
    rest = hub.client.get(
        f"{path}/reports.zip",
        headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]},
        buffered=True,
    )
    assert rest.status_code == 206
    assert whole.data[:100] + rest.data == whole.data
    assert len(_log(office, "file.taken")) == before


def test_a_download_in_parts_is_kept_in_the_log_too(office: Office) -> None:
    _agree(office, 0, 1, 2)
    hub, path = office.visitor("hub"), f"/waves/{office.closed.id}"
    made_reports(office, hub, office.closed.id)
    for given in ({"Range": "bytes=0-"}, {"Range": "bytes=1-", "If-Range": '"another"'}):
        before = len(_log(office, "file.taken"))
        hub.client.get(f"{path}/reports.zip", headers=given, buffered=True)
        assert len(_log(office, "file.taken")) == before + 4


def test_no_cache_on_the_way_keeps_reports(office: Office) -> None:
    _agree(office, 0, 1, 2)
    hub, path = office.visitor("hub"), f"/waves/{office.closed.id}"
    made_reports(office, hub, office.closed.id)
    answer = hub.client.get(f"{path}/reports.zip", buffered=True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Expires" not in answer.headers


@pytest.mark.parametrize(("who", "schools"), [("hub", (0, 1)), ("district", (0, 1, 2))])
def test_no_report_is_there_where_the_unnamed_school_could_be_worked_out(
    office: Office, who: str, schools: tuple[int, ...]
) -> None:
    _agree(office, *schools)
    visitor = office.visitor(who).open(f"/waves/{office.closed.id}/files")
    assert "no school whose result you may see by name" in visitor.page.text


def test_made_reports_are_for_this_program_alone(office: Office, tmp_path: Path) -> None:
    _agree(office, 0, 1, 2)
    made_reports(office, office.visitor("hub"), office.closed.id)
    folders = [path for path in tmp_path.rglob("*") if path.is_dir() and "barograph" in str(path)]
    assert folders
    assert {path.stat().st_mode & 0o077 for path in folders} == {0}
    assert not list(tmp_path.rglob("*north*"))
