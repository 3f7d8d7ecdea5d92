"""The commands that need a store or a server."""

import csv
import re
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from werkzeug.test import Client

from engine.demo.network import NETWORK
from engine.loading import catalog
from engine.store import Store
from tests import reference
from web.cli import main
from web.commands.server import free_port
from web.network.addresses import secret_for
from web.security import Settings
from web.whole import create_app


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "study.db"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Six people of North, four of South."""
    rows = [f"North,{n % 5 + 1},4,3,4,5,2" for n in range(6)] + ["South,1,1,1,1,1,1"] * 4
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["school,VS1,VS2,VS3,VS4,VS5,VS6", *rows]) + "\n", encoding="utf-8")
    return path


def imported(database: Path, answers: Path, *options: str | Path) -> Result:
    return run(
        "import", "collective-leadership@1.0.0", answers, "--site", "school", "--database", database, *options
    )


def page(database: Path, address: str) -> tuple[int, str]:
    with Store.open(database) as store:
        app = create_app(store, Settings(secret=secret_for(str(database)), secure=False))
        response = app.test_client().get(re.sub(r"^https?://[^/]+", "", address))
        return response.status_code, response.get_data(as_text=True)


def address_of(output: str, school: str) -> str:
    found = re.search(rf"{school}: (\S+)", output)
    assert found is not None, output
    return found[1]


def test_a_file_becomes_results_that_open_by_their_links(database: Path, answers: Path) -> None:
    output = imported(database, answers).stdout
    status, north = page(database, address_of(output, "North"))
    assert status == 200
    assert "Vision and strategy" in north
    assert "6 people answered" in north


def test_a_school_under_the_minimum_yields_nothing(database: Path, answers: Path) -> None:
    address = address_of(imported(database, answers).stdout, "South")
    status, south = page(database, address)
    assert status == 200
    assert "Too few answers to show a result" in south
    assert "csv" not in south.lower()
    assert page(database, f"{address}/scores.csv")[0] == 404


def test_rosters_give_the_response_rate(database: Path, answers: Path, tmp_path: Path) -> None:
    rosters = tmp_path / "schools.csv"
    rosters.write_text("school,roster,level\nNorth,8,high\n", encoding="utf-8")
    output = imported(database, answers, "--schools", rosters).stdout
    assert "6 of 8 people answered (75%)" in page(database, address_of(output, "North"))[1]


def test_a_link_that_was_changed_opens_nothing(database: Path, answers: Path) -> None:
    address = address_of(imported(database, answers).stdout, "North")
    status, text = page(database, address[:-2] + ("AA" if address[-2:] != "AA" else "BB"))
    assert status == 404
    assert "Vision" not in text


def test_nothing_is_half_imported(database: Path, answers: Path) -> None:
    answers.write_text("school,VS1\nNorth,4\n,9\n", encoding="utf-8")
    result = imported_fails(database, answers)
    assert "row 3, column VS1" in result.stderr
    answers.write_text("school,VS1\nNorth,4\n,2\n", encoding="utf-8")
    assert "column 'school' is empty in 1 rows" in imported_fails(database, answers).stderr
    assert not database.exists()


def imported_fails(database: Path, answers: Path) -> Result:
    return run(
        "import", "collective-leadership@1.0.0", answers, "--site", "school", "--database", database, code=1
    )


def test_a_file_that_does_not_say_its_schools(database: Path, answers: Path) -> None:
    result = run("import", "collective-leadership@1.0.0", answers, "--database", database, code=1)
    assert "add --site COLUMN" in result.stderr


def test_what_is_exported_is_what_was_imported(database: Path, answers: Path, tmp_path: Path) -> None:
    imported(database, answers)
    target = tmp_path / "out.csv"
    run("export", "1", "--format", "stored", "--database", database, "-o", target)
    before = sorted(csv.reader(answers.read_text(encoding="utf-8").splitlines()[1:]))
    rows = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    after = sorted([row["site"], *(row[f"VS{number}"] for number in range(1, 7))] for row in rows)
    assert after == before


def test_an_open_wave_is_not_exported(database: Path, answers: Path) -> None:
    imported(database, answers, "--keep-open")
    assert "can be read once it is closed" in run("export", "1", "--database", database, code=1).stderr
    assert "There is no wave 77" in run("export", "77", "--database", database, code=1).stderr


def test_a_wave_from_beginning_to_end(database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("school,roster,level\nNorth,40,high\nSouth,,\n", encoding="utf-8")
    words = ["--title", "Spring", "--schools", schools, "--database", database]
    output = run("wave", "new", "educator-efficacy@1.0.0", *words).stdout
    status, consent = page(database, address_of(output, "South"))
    assert status == 200
    assert "Educator efficacy" in consent
    assert "open" in run("wave", "list", "--database", database).stdout
    assert "Links to the survey" in run("wave", "links", "1", "--database", database).stdout
    closed = run("wave", "close", "1", "--yes", "--database", database).stdout
    assert "Links to the results" in closed
    assert "Too few answers" in page(database, address_of(closed, "North"))[1]
    assert run("wave", "close", "1", "--yes", "--database", database, code=1).stderr


def test_a_new_wave_closes_at_the_end_of_a_day_of_its_network(database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    words = ["--title", "Spring", "--schools", schools, "--database", database, "--days", "3"]
    run("wave", "new", "educator-efficacy@1.0.0", *words, "--time-zone", "America/Chicago")
    with Store.open(database) as store:
        (network,) = store.studies.networks()
        (wave,) = store.waves.of(store.studies.of(network)[0])
    assert wave.closes.isoformat()[10:19] == "T23:59:59"
    assert wave.closes.date() == wave.opens.date() + timedelta(days=3)
    assert network.zone.key == "America/Chicago"


def test_a_wave_asks_in_the_languages_that_are_named_the_first_first(database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    words = ["--title", "Spring", "--schools", schools, "--database", database]
    both = run(
        "wave", "new", "educator-efficacy@1.0.0", *words, "--language", "es", "--language", "en"
    ).stdout
    assert '<html lang="es"' in page(database, address_of(both, "North"))[1]
    one = run("wave", "new", "educator-efficacy@1.0.0", "--study", "Other", *words).stdout
    assert '<html lang="en"' in page(database, address_of(one, "North"))[1]
    with Store.open(database) as store:
        (network,) = store.studies.networks()
        asked = {wave.languages for study in store.studies.of(network) for wave in store.waves.of(study)}
    assert asked == {("es", "en"), ("en",)}


def test_no_wave_of_a_confidential_instrument_is_opened_by_link(database: Path, tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "engine" / "broken" / "privacy_by_codes"
    assert "privacy_by_codes" in run("check", folder).stderr
    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    words = ["--title", "Spring", "--schools", schools, "--database", database]
    assert "can't be opened by link" in run("wave", "new", folder, *words, code=1).stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name\nNorth\n", "there is no column “school”"),
        ("school,roster\nNorth,many\n", "row 2: roster"),
        ("school,level\nNorth,primary\n", "the levels are elementary, middle, high, other"),
        ("school\nNorth\nNorth\n", "row 3: school_twice"),
        ("school,roster,level\nA,10,\n\n\nA,20,\n", "row 5: school_twice: “A” stands in row 2 already"),
        ("school,roster,level\n", "there is a header and no row under it"),
        ("", "the list is empty"),
        ("school,roster\nNorth,0\n", "row 2: roster: the roster is 0"),
        ("school,roster\nNorth,10.5\n", "row 2: roster: “10.5” under roster is not a whole number"),
        ("school,roster\nN\u200borth,10\n", "row 2: list: “North” under school holds U+200B"),
        (
            "school\n" + "N" * 301 + "\n",
            "row 2: list: the name of the school has more than 300 characters: “NNN",
        ),
        ("school,roster\nNA,10\n", "row 2: no_school: the school has no name"),
        ("school,roser\nNorth,4\n", "did you mean 'roster'"),
        ("school,roster\n,4\n", "the school has no name"),
        (
            "school,roster\nNorth,99999999999999999999\n",
            "is not a whole number of people; write one from 1 to 1,000",
        ),
        ("school,roster\nNorth, upper,40\n", "row 2: cells: the row has 3 cells for 2 columns"),
    ],
)
def test_a_list_of_schools_with_mistakes(text: str, told: str, database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text(text, encoding="utf-8")
    words = ["--title", "Spring", "--schools", schools, "--database", database]
    assert told in run("wave", "new", "educator-efficacy@1.0.0", *words, code=1).stderr


def test_a_place_that_is_no_database(tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("not a database at all, only words", encoding="utf-8")
    assert run("wave", "list", "--database", place, code=1).stderr.startswith("Error:")


def test_the_secret_is_kept_to_its_owner(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = secret_for(str(database))
    assert secret_for(str(database)) == first
    assert len(first) >= 32
    assert database.with_name("study.db.secret").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("BAROGRAPH_SECRET", "short")
    with pytest.raises(Exception, match="fewer than 32 characters"):
        secret_for(str(database))
    monkeypatch.delenv("BAROGRAPH_SECRET")
    with pytest.raises(Exception, match="BAROGRAPH_SECRET"):
        secret_for("postgresql://host/name")


def test_real_pupils_of_thirty_classes(database: Path) -> None:
    file = reference.shared("data", "school-wellbeing", "responses.csv")
    output = run("import", "school-wellbeing", file, "--title", "2014", "--database", database)
    assert "639 responses of 30 sites imported" in output.stderr
    expected = reference.data("school-wellbeing")
    classes = expected.column("class")
    rows = expected.values[classes == 1][:, 1:8]
    _, text = page(database, address_of(output.stdout, "class-01") + "/scores.csv")
    scores = {row["measure"]: row for row in csv.DictReader(text.lstrip("\ufeff").splitlines())}
    assert scores["teachers"]["n"] == str(len(rows))
    assert float(scores["teachers"]["score"]) == round((rows.mean() - 1) * 25)
    assert scores["teachers"]["alpha"] == "0.87"


@pytest.mark.slow
def test_the_demonstration_is_made_once(database: Path) -> None:
    first = run("demo", "--no-serve", "--database", database).stdout
    assert "All data are simulated" in first
    before = database.stat().st_mtime_ns
    run("demo", "--no-serve", "--database", database)
    assert database.stat().st_mtime_ns == before
    with Store.open(database) as store:
        waves = [
            wave for study in store.studies.of(store.studies.networks()[0]) for wave in store.waves.of(study)
        ]
    titles = [wave.title for wave in waves]
    assert len(titles) == len(set(titles)) > 20
    assert all(wave.simulated for wave in waves)


@pytest.fixture
def more_answers(answers: Path) -> Path:
    """Eight people more of North, which is then large enough, and various enough, for its statements to be shown."""
    with answers.open("a", encoding="utf-8") as file:
        file.writelines("North" + f",{n % 5 + 1}" * 6 + "\n" for n in range(8))
    return answers


def test_what_researchers_take_names_no_school_and_leaves_small_ones_out(
    database: Path, more_answers: Path, tmp_path: Path
) -> None:
    imported(database, more_answers)
    target = tmp_path / "out.csv"
    told = run("export", "1", "--database", database, "-o", target).stderr
    text = target.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert "North" not in text
    assert {row["site"] for row in rows} == {"1"}
    assert len(rows) == 14
    assert {row["instrument"] for row in rows} == {"collective-leadership 1.0.0"}
    assert "14 responses written" in told
    twin = tmp_path / "out-numbers.csv"
    assert str(twin) in told
    with twin.open(newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert all(cell == "" or np.isfinite(float(cell)) for cell in cells)
    for file in (target, twin):
        again = run("validate", "collective-leadership@1.0.0", file, "--cluster", "site")
        assert "14 " in again.stdout
    assert (
        run("score", "collective-leadership@1.0.0", twin).stdout
        == run("score", "collective-leadership@1.0.0", target).stdout
    )
    alone = run("export", "1", "--format", "numbers", "--database", database).stdout
    assert alone.replace("\r\n", "\n") == twin.read_text(encoding="utf-8")
    run("export", "1", "--pooled", "--database", database, "-o", target)
    assert "site" not in target.read_text(encoding="utf-8").splitlines()[0].split(",")


def test_responses_for_spss(database: Path, more_answers: Path, tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    imported(database, more_answers)
    target = tmp_path / "out.sav"
    run("export", "1", "--format", "sav", "--database", database, "-o", target)
    table, about = pyreadstat.read_sav(str(target))
    assert len(table) == 14
    assert about.variable_value_labels["VS1"][1.0] == "Not at all true"


def test_responses_as_parquet_score_as_those_in_numbers_and_r_is_told_where_these_are(
    database: Path, more_answers: Path, tmp_path: Path
) -> None:
    pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    imported(database, more_answers)
    told = run("export", "1", "--format", "r", "--database", database, "-o", tmp_path / "out.R").output
    script, twin = (tmp_path / "out.R").read_text(encoding="ascii"), tmp_path / "out-numbers.csv"
    assert twin.name in told
    assert f'file <- "{twin.name}"' in script
    meant = run("score", "collective-leadership@1.0.0", twin).stdout.splitlines()
    assert len(meant) == 15
    target = tmp_path / "out.parquet"
    run("export", "1", "--format", "parquet", "--database", database, "-o", target)
    found = run("score", "collective-leadership@1.0.0", target).stdout.splitlines()
    assert found[0] == meant[0]
    mine, theirs = (sorted(line.split(",")[1:] for line in lines[1:]) for lines in (meant, found))
    assert mine == theirs  # schools have numbers that were drawn anew


@pytest.mark.parametrize(
    ("name", "start"), [("book.html", b"<!doctype html>"), ("book.xml", b"<?xml"), ("book.pdf", b"%PDF")]
)
def test_codebook(tmp_path: Path, name: str, start: bytes) -> None:
    target = tmp_path / name
    run("codebook", "collective-leadership@1.0.0", "--form", "short", "-o", target)
    assert target.read_bytes().startswith(start)


def test_a_codebook_of_unknown_kind(tmp_path: Path) -> None:
    told = run("codebook", "collective-leadership@1.0.0", "-o", tmp_path / "book.docx", code=1).stderr
    assert "let it end in .html" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--title", ""], "The wave has no name"),
        (["--title", "x" * 301], "301 characters"),
        (["--title", "Spring", "--network", "a\nb"], "holds a line end"),
        (["--title", "Spring", "--form", "nope"], "has no form 'nope'"),
        (["--title", "Spring", "--language", "fr"], "is not translated into 'fr'; its languages are en, es;"),
        (["--title", "Spring", "--language", "es", "--language", "ES"], "did you mean 'es'?"),
        (
            ["--title", "Spring", "--language", "es", "--language", "en", "--event", "a flood"],
            "in one language, and the wave asks in es, en",
        ),
    ],
)
def test_a_wave_with_mistakes_is_not_begun(
    words: list[str], told: str, database: Path, tmp_path: Path
) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    options = ["--schools", schools, "--database", database]
    assert told in run("wave", "new", "educator-efficacy@1.0.0", *words, *options, code=1).stderr
    assert "There is no wave yet" in run("wave", "list", "--database", database).stderr


def test_a_list_of_schools_as_spreadsheets_write_it(database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_bytes('\ufeffschool;roster\r\n"North; upper";40\r\nSouth;\r\n'.encode())
    options = ["--title", "Spring", "--schools", schools, "--database", database]
    output = run("wave", "new", "educator-efficacy@1.0.0", *options).stdout
    assert "  North; upper: http://" in output
    assert "  South: http://" in output


def test_a_list_of_schools_in_letters_that_nobody_said(database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_bytes("school,roster\nNorth,9\nŠkola,8\n".encode("cp1250"))
    words = ["--title", "Spring", "--schools", schools, "--database", database]
    told = run("wave", "new", "educator-efficacy@1.0.0", *words, code=1).stderr
    assert (
        "schools.csv, row 3, column school: not_text: '�kola' is not saved as UTF-8; it reads 'Škola' in"
        in told
    )
    assert told.splitlines()[0].endswith('save the table as "CSV UTF-8"')
    assert not database.exists()


@pytest.mark.parametrize(
    "text",
    [
        'school,roster,level,\nNorth,10.0,high,\nSouth,"1,200",,\n,,,\n',
        "sep=;\nschool;roster;level\nNorth;10;high\n\nSouth;1 200;NA\n",
        "\n\nschool\troster\tlevel\r\nNorth\u200b\t10\thigh\r\n South\u00a0\t1200\t-\r\n",
        'school,roster,level\r="North",="10",high\r"South",1200.00,\r',
    ],
)
def test_a_list_of_schools_as_people_have_it(text: str, database: Path, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text(text, encoding="utf-16" if "\t" in text else "utf-8", newline="")
    run(
        "wave", "new", "educator-efficacy@1.0.0", "--title", "T", "--schools", schools, "--database", database
    )
    with Store.open(database) as store:
        (wave,) = store.waves.of(store.studies.of(store.studies.networks()[0])[0])
        assert {site.school: site.roster for site in store.sites.of(wave)} == {"North": 10, "South": 1200}


def test_a_school_whose_name_cannot_be_kept_stops_the_import_before_it_begins(
    database: Path, answers: Path
) -> None:
    answers.write_text(answers.read_text(encoding="utf-8").replace("South", "S" * 301), encoding="utf-8")
    result = run(
        "import", "collective-leadership@1.0.0", answers, "--site", "school", "--database", database, code=1
    )
    assert "row 8, column school: no_site: The name of the school has 301 characters: 'SSS" in result.stderr
    assert not database.exists()


def test_answers_of_one_school_need_no_column_that_says_so(database: Path, answers: Path) -> None:
    asked = ("import", "collective-leadership@1.0.0", answers, "--database", database)
    told = run(*asked, code=1)
    assert "where all are of one school, --school NAME" in told.stderr
    assert "give one of them" in run(*asked, "--site", "school", "--school", "Oak", code=2).stderr
    assert "--school: no_site:" in run(*asked, "--school", " ", code=1).stderr
    assert not database.exists()
    run(*asked, "--school", "  Oak   School ")
    with Store.open(database) as store:
        (wave,) = store.waves.of(store.studies.of(store.studies.networks()[0])[0])
        (site,) = store.sites.of(wave)
        assert site.school == "Oak School"
        assert store.responses.counts(wave)[site.id] == len(answers.read_text(encoding="utf-8").split()) - 1


def test_schools_of_the_list_that_the_file_lacks_are_told(
    database: Path, answers: Path, tmp_path: Path
) -> None:
    rosters = tmp_path / "rosters.csv"
    rosters.write_text("school,roster\nNorth,9\nSouht,8\n", encoding="utf-8")
    assert "not in the file: Souht" in imported(database, answers, "--schools", rosters).stderr


def test_without_a_secret_nothing_is_imported_or_closed(
    database: Path, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_SECRET", "short")
    options = ["--site", "school", "--database", database]
    assert "short_secret" in run("import", "collective-leadership@1.0.0", answers, *options, code=1).stderr
    assert not database.exists()


def test_the_address_of_a_file_is_the_file(database: Path) -> None:
    assert secret_for(f"sqlite:///{database}") == secret_for(str(database))


def test_a_demonstration_never_takes_or_replaces_a_real_database(database: Path, answers: Path) -> None:
    imported(database, answers)
    for options in ([], ["--fresh"]):
        told = run("demo", "--no-serve", "--database", database, *options, code=1).stderr
        assert "it is no demonstration: it holds 'My network'" in told
    assert "6 answers" in run("wave", "list", "--database", database).stdout  # South is under its minimum


@pytest.mark.slow
def test_a_demonstration_that_was_broken_off_is_made_again_on_demand(database: Path) -> None:
    with Store.open(str(database)) as store:
        store.studies.add_network(NETWORK)
    assert "broken off" in run("demo", "--no-serve", "--database", database, code=1).stderr
    run("demo", "--no-serve", "--fresh", "--database", database)
    assert "Collective leadership, fall, year 1" in run("wave", "list", "--database", database).stdout


@pytest.mark.parametrize(
    "words",
    [
        ["export", "99999999999999999999"],
        ["wave", "close", "0"],
        ["serve", "--port", "65536"],
        ["preview", ".", "--port", "-1"],
        ["simulate", "collective-leadership@1.0.0", "--seed", "-1"],
        ["validate", "collective-leadership@1.0.0", "x.csv", "--seed", "-1"],
    ],
)
def test_numbers_that_cannot_be_are_told_by_the_option(words: list[str]) -> None:
    assert "is not in the range" in run(*words, code=2).stderr


@pytest.mark.parametrize(
    "address", ["http://surveys.example.org", "surveys.example.org", "https://x.org/path", "https://"]
)
def test_an_address_without_tls_or_with_a_path_is_refused(address: str, tmp_path: Path) -> None:
    told = run("serve", "--address", address, "--database", str(tmp_path / "x.db"), code=2).stderr
    assert "write one such as https://surveys.example.org" in told


def test_behind_a_server_with_tls_cookies_and_links_are_of_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, Any] = {}
    seen: list[tuple[str, int]] = []

    def visit(*_: object) -> None:
        client = Client(served["app"])
        there = client.get("/sign-in", base_url="https://surveys.example.org")
        elsewhere = client.get("/sign-in", base_url="https://elsewhere.example.org")
        seen.append((there.headers["Set-Cookie"], elsewhere.status_code))
        (listening,) = served["sockets"]
        served["port"] = listening.getsockname()[1]
        listening.close()

    monkeypatch.setattr("waitress.server.create_server", lambda app, **given: served.update(given, app=app))
    monkeypatch.setattr("web.commands.server.serve_until_told", visit)
    address, port = "https://surveys.example.org/", free_port(8000)
    asked = ("--address", address, "--workers", "0", "--port", str(port))
    told = run("serve", *asked, "--database", str(tmp_path / "x.db"))
    assert "\nhttps://surveys.example.org/set-up/" in told.stdout
    ((cookie, elsewhere),) = seen
    assert (cookie.startswith("__Host-session="), elsewhere) == (True, 400)
    assert (served["url_scheme"], served["trusted_proxy"], served["port"]) == ("https", "127.0.0.1", port)


def test_a_port_that_its_proxy_knows_is_not_exchanged_for_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        given = ("--address", "https://surveys.example.org", "--database", str(tmp_path / "x.db"))
        assert f"Port {port} is in use" in run("serve", "--port", port, *given, code=1).stderr


def test_the_last_ports_are_tried_and_no_more() -> None:
    assert free_port(65_535) == 65_535


def test_answers_that_the_form_does_not_ask_are_not_imported(database: Path, answers: Path) -> None:
    told = imported(database, answers, "--form", "pulse").stderr
    assert "5 columns are items that the form pulse does not have; they were left out: VS2" in told
    rows = list(
        csv.DictReader(run("export", "1", "--format", "stored", "--database", database).stdout.splitlines())
    )
    assert {row["VS2"] for row in rows} == {"not_on_form"}
    assert {row["VS1"] for row in rows} >= {"1", "2"}


def test_a_file_with_a_header_alone_makes_no_wave(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("school,VS1,VS2\n")
    told = run(
        "import", "collective-leadership@1.0.0", file, "--site", "school", "--database", database, code=1
    ).stderr
    assert "no_rows: the file has a header and no row below it; write a row of answers" in told
    assert not database.exists()


@pytest.mark.parametrize("command", ["export 1", "wave list", "wave links 1", "wave close 1 --yes"])
@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_mistyped_database_is_refused_and_not_made(command: str, prefix: str, tmp_path: Path) -> None:
    place = tmp_path / "studdy.db"
    told = run(*command.split(), "--database", f"{prefix}{place}", code=1).stderr
    assert f"{place}: no_database: there is no database here; name the right one" in told
    assert list(tmp_path.iterdir()) == []


def test_a_school_in_several_spellings_is_one(database: Path, tmp_path: Path) -> None:
    """Four people of each spelling would all stay under the minimum; together they are a school of twelve."""
    rows = [
        f"{name},{n % 5 + 1},4,3,4,5,2"
        for name in ("Northgate School", "NORTHGATE  School", "northgate school")
        for n in range(4)
    ]
    path = tmp_path / "spellings.csv"
    path.write_text("\n".join(["school,VS1,VS2,VS3,VS4,VS5,VS6", *rows]) + "\n", encoding="utf-8")
    output = imported(database, path).output
    assert "Read as one school, 'Northgate School'" in output
    assert "12 responses of 1 site imported" in output
    again = imported(database, path, "--title", "Again", "--again")
    assert "12 responses of 1 site imported" in again.output
    with Store.open(database) as store:
        (network,) = store.studies.networks()
        assert [school.name for school in store.studies.schools(network)] == ["Northgate School"]


def test_a_school_spelled_nearly_as_one_that_is_there_is_asked_about(database: Path, answers: Path) -> None:
    imported(database, answers)
    answers.write_text(answers.read_text(encoding="utf-8").replace("North", "Nörth"), encoding="utf-8")
    words = ["import", "collective-leadership@1.0.0", answers, "--site", "school", "--database", database]
    refused = run(*words, "--title", "Again", code=1)
    assert "school_alike: the network has no school 'Nörth', and one called 'North'" in refused.output
    assert "2 sites imported" in run(*words, "--title", "Again", "--new-schools").output


def test_texts_of_others_are_not_asked_by_a_form_of_ours(database: Path, tmp_path: Path) -> None:
    """Answers to the authors' form are brought in and scored; no wave and no result shows its authors' texts."""
    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    words = ["wave", "new", "school-wellbeing", "--title", "T", "--schools", schools, "--database", database]
    assert "texts_of_others" in run(*words, code=1).output
    file = reference.shared("data", "school-wellbeing", "responses.csv")
    words = ["import", "school-wellbeing", file, "--database", database]
    assert "texts_of_others" in run(*words, "--keep-open", code=1).output
    run(*words)
    texts = {
        item.text for item in catalog.find("school-wellbeing").items if len(item.text) > len(item.id) + 3
    }
    with Store.open(database) as store:
        (wave,) = store.waves.of(store.studies.of(store.studies.networks()[0])[0])
        kept = str(store.results.snapshot(wave).document)
    assert texts
    assert [text for text in texts if text in kept] == []


def test_answers_that_are_there_already_are_imported_again_only_on_purpose(
    database: Path, answers: Path, tmp_path: Path
) -> None:
    """The same answers of the same schools, whatever the file's name, order, encoding or the wave's title."""
    imported(database, answers, "--keep-open")
    header, *rows = answers.read_text(encoding="utf-8").splitlines()
    other = tmp_path / "other.csv"
    other.write_text("\n".join([header, *reversed(rows)]).replace(",", ";") + "\n", encoding="utf-16")
    words = ["import", "collective-leadership@1.0.0", other, "--site", "school", "--database", database]
    told = run(*words, "--title", "Autumn", code=1).stderr
    assert (
        "other.csv: imported_already: wave 1, 'answers', holds these answers of these schools already" in told
    )
    assert "10 responses of 2 sites imported" in run(*words, "--again").output
    other.write_text("\n".join([header, *rows[:-1], rows[0]]) + "\n", encoding="utf-8")
    assert "10 responses of 2 sites imported" in run(*words).output, (
        "one answer less of South, one more of North"
    )


def test_simulated_answers_stay_simulated_through_import_export_and_import(
    database: Path, tmp_path: Path
) -> None:
    made, out = tmp_path / "made.csv", tmp_path / "out.csv"
    run("simulate", "educator-efficacy@1.0.0", "--sites", "3", "--persons", "12", "-o", made)
    words = ["import", "educator-efficacy@1.0.0", "--site", "site", "--database", database]
    told = run(*words, made)
    assert "They are simulated" in told.stderr
    assert "Simulated data" in page(database, address_of(told.stdout, "site-001"))[1]
    for kind in ("csv", "stored"):
        run("export", "1", "--format", kind, "-o", out, "--database", database)
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
        assert {row["simulated"] for row in rows} == {"yes"}
    run(*words, out, "--title", "Again", "--again")
    run(*words, tmp_path / "out-numbers.csv", "--title", "Of numbers", "--again")
    with Store.open(database) as store:
        assert [store.waves.get(number).simulated for number in (1, 2, 3)] == [True, True, True]
        given = [
            sorted(
                row.tobytes()
                for block in store.responses.blocks(store.waves.get(number))
                for row in block.codes
            )
            for number in (1, 2, 3)
        ]
        assert given[0] == given[1] == given[2]


def test_answers_of_people_are_not_called_simulated(database: Path, answers: Path) -> None:
    assert "simulated" not in imported(database, answers).output
    with Store.open(database) as store:
        assert not store.waves.get(1).simulated


def test_nothing_is_half_made_when_the_database_fails(
    database: Path, answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.store import DatabaseFailure
    from engine.store.responses import Responses
    from engine.store.sites import Sites

    def full(*_: Any, **__: Any) -> None:
        raise DatabaseFailure("The disk is full", "free some space")

    schools = tmp_path / "schools.csv"
    schools.write_text("school\nNorth\n", encoding="utf-8")
    monkeypatch.setattr(Responses, "add", full)
    assert "The disk is full; free some space" in imported_fails(database, answers).stderr
    monkeypatch.setattr(Sites, "add", full)
    words = ["wave", "new", "educator-efficacy@1.0.0", "--title", "Spring", "--schools", schools]
    run(*words, "--database", database, code=1)
    with Store.open(database) as store:
        assert store.studies.networks() == ()
