"""An author in a browser without scripts: upload, mend, preview, compare, publish, retire; and who may not."""

import io
import zipfile
from typing import Any

import pytest

from engine.store import NewMembership, Role
from tests.engine.authoring.definition_files import BAD_UPLOADS, FILES, INSTRUMENT, zipped
from tests.web.answering import Respondent
from tests.web.visitor import Office, Visitor


def root(office: Office) -> str:
    return f"/networks/{office.network.id}/instruments/"


def upload(author: Visitor, office: Office, **files: str) -> Visitor:
    """Upload files by the name before `.yaml`, all of FILES where none is given."""
    named = {f"{name}.yaml": text for name, text in files.items()} or FILES
    author.open(root(office))
    sent: Any = [(io.BytesIO(text.encode()), name) for name, text in named.items()]
    return author.press("/upload", files={"files": sent})


def save(author: Visitor, text: str) -> Visitor:
    """Save the file at hand with another text."""
    return author.press(author.path.partition("#")[0], text=text)


def publish(author: Visitor, office: Office) -> Visitor:
    copy = office.store.workshop.copies(office.network)[0]
    author.open(f"{root(office)}copies/{copy.id}/publish")
    return author.press("/publish", sure="on")


@pytest.fixture
def author(office: Office) -> Visitor:
    return office.visitor("researcher")


def test_strangers_and_other_roles_get_nowhere(office: Office, author: Visitor) -> None:
    upload(author, office)
    copy = office.store.workshop.copies(office.network)[0]
    office.add("elsewhere", NewMembership(Role.RESEARCHER, office.other.id))
    paths = ["", f"copies/{copy.id}/files/instrument.yaml", f"copies/{copy.id}/survey/s/full/"]
    for path in paths:
        office.visitor().open(root(office) + path).see("Sign in").not_see("Staff meetings", "Meetings end")
        for other in ("hub", "leader", "district"):
            visitor = (
                office.visitor(other).open(root(office) + path).not_see("Staff meetings", "Meetings end")
            )
            assert visitor.status == 403
        assert office.visitor("elsewhere").open(root(office) + path).status == 404
    theirs = root(office).replace(str(office.network.id), str(office.other.id), 1)
    assert office.visitor("elsewhere").open(f"{theirs}copies/{copy.id}/files/instrument.yaml").status == 404
    assert office.visitor("elsewhere").open(f"{theirs}copies/{copy.id}/survey/s/full/").status == 404


def test_files_are_uploaded_and_their_tabs_lead_to_them(office: Office, author: Visitor) -> None:
    upload(author, office).see("Staff meetings", "meetings 1.0.0", "no problems", "es.yaml")
    assert author.form("/files/instrument.yaml").values["text"] == [INSTRUMENT]
    author.open(next(link for link in author.page.links if link.endswith("es.yaml"))).see("Reuniones")


def test_a_zip_is_uploaded_and_handed_out_again(office: Office, author: Visitor) -> None:
    author.open(root(office))
    sent = (io.BytesIO(zipped({"m/instrument.yaml": INSTRUMENT, "m/notes.txt": "x"})), "m.zip")
    author.press("/upload", files={"files": sent}).see("Left out", "m/notes.txt", "Staff meetings")
    copy = office.store.workshop.copies(office.network)[0]
    data = author.client.get(f"{root(office)}copies/{copy.id}/download").get_data()
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.read("meetings-1-0-0/instrument.yaml").decode() == INSTRUMENT


@pytest.mark.parametrize("code", BAD_UPLOADS)
def test_a_bad_upload_says_why_and_begins_nothing(office: Office, author: Visitor, code: str) -> None:
    author.open(root(office))
    sent: Any = [(io.BytesIO(data), name) for name, data in BAD_UPLOADS[code].items()]
    author.press("/upload", files={"files": sent}).see("Nothing was uploaded", code)
    assert author.status == 400
    assert office.store.workshop.copies(office.network) == ()


def test_an_upload_without_an_instrument_says_what_to_choose(office: Office, author: Visitor) -> None:
    upload(author, office, es="language: es\n").see("no instrument.yaml was uploaded")
    assert upload(author, office, instrument="", es="").status == 200


def test_a_blank_has_no_problems_and_no_advice(office: Office, author: Visitor) -> None:
    author.open(root(office)).press("/new", source="").see(
        "My instrument", "no problems", "No advice for this file"
    )


def test_a_shipped_instrument_is_begun_from(office: Office, author: Visitor) -> None:
    author.open(root(office)).press("/new", source="educator-efficacy@1.0.0").see("Educator efficacy")
    assert author.open(root(office)).press("/new", source="no-such@1.0.0").status == 404


def test_problems_show_the_line_and_lead_to_it(office: Office, author: Visitor) -> None:
    upload(author, office)
    save(author, INSTRUMENT.replace("scale: true3}", "scale: true4}", 1))
    author.see("Saved, with 1 problem to fix", "Line 17", "did you mean 'true3'", "unknown_scale")
    assert "#line-17" in author.page.links
    assert "line-17" in author.page.ids
    assert "text: Meetings end on time., scale: true4" in author.page.text
    save(author, INSTRUMENT).see("The definition has no problems").not_see("Line 17")


def test_advice_stands_apart_from_problems(office: Office, author: Visitor) -> None:
    upload(author, office)
    save(author, INSTRUMENT.replace("end on time", "always end on time"))
    author.see("1 piece of advice", "absolute_word", "Line 17", "Only English wording", "has no problems")


def test_problems_of_other_files_are_counted_and_their_tab_says_so(office: Office, author: Visitor) -> None:
    upload(author, office, instrument=INSTRUMENT, es="language: es\nitms: {}\n")
    author.see("1 more problem in other files", "es.yaml 1 problem")


def test_what_is_typed_is_kept_to_the_sign_and_shown_as_text(office: Office, author: Visitor) -> None:
    nasty = INSTRUMENT + "# </textarea><script>alert(1)</script> &amp; \n\n"
    upload(author, office)
    save(author, nasty.replace("\n", "\r\n"))
    assert author.form("/files/instrument.yaml").values["text"] == [nasty]
    assert "<script>alert" not in author.page.html


def test_two_authors_never_overwrite_each_other_unseen(office: Office, author: Visitor) -> None:
    office.add("second", NewMembership(Role.RESEARCHER, office.network.id))
    upload(author, office)
    second = office.visitor("second").open(author.path)
    save(author, INSTRUMENT.replace("Staff meetings", "Our meetings"))
    theirs = INSTRUMENT.replace("Staff meetings", "Their meetings")
    save(second, theirs).see("researcher@people.example saved this file in the meantime", "not saved yet")
    assert second.status == 409
    assert second.form("/files/instrument.yaml").values["text"] == [theirs]
    save(second, theirs).see("Saved.", "Their meetings")
    second.open(author.path.replace("files/instrument.yaml", "saves"))
    second.press("/saves/2").see("Our meetings")


def test_saves_of_different_files_join(office: Office, author: Visitor) -> None:
    office.add("second", NewMembership(Role.RESEARCHER, office.network.id))
    upload(author, office)
    second = office.visitor("second").open(author.path.replace("instrument.yaml", "es.yaml"))
    save(author, INSTRUMENT.replace("Staff meetings", "Our meetings"))
    save(second, FILES["es.yaml"].replace("Reuniones", "Juntas")).see("Saved.", "Our meetings")


def test_a_save_is_taken_back_and_that_too(office: Office, author: Visitor) -> None:
    upload(author, office)
    path = author.path
    save(author, "id: gone\n").see("to fix")
    author.open(path.replace("files/instrument.yaml", "saves")).see("Edited instrument.yaml", "Uploaded")
    author.press("/saves/1").see("Staff meetings", "no problems")
    author.open(path.replace("files/instrument.yaml", "saves")).see("Back to save 1").press("/saves/2")
    assert author.form("/files/instrument.yaml").values["text"] == ["id: gone\n"]


def test_a_language_is_added_by_name_replaced_by_upload_and_removed(office: Office, author: Visitor) -> None:
    upload(author, office, instrument=INSTRUMENT)
    author.press("/add", name="es.yaml").see("es.yaml", "not translated")
    author.press("/add", name="es.yaml").see("Nothing was saved", "open its tab")
    author.press("/add", name="notes.txt").see("nothing reads a file of that name")
    author.press("/add", name="../../es.yaml").see("nothing reads a file of that name")
    sent = (io.BytesIO(FILES["es.yaml"].encode()), "es.yaml")
    author.press("/add", files={"files": sent}).see("Reuniones", "no problems")
    author.press("/remove/es.yaml").not_see("Reuniones")
    assert set(office.store.workshop.files(office.store.workshop.copies(office.network)[0])) == {
        "instrument.yaml"
    }


def test_too_large_a_text_is_refused_and_still_there(office: Office, author: Visitor) -> None:
    upload(author, office)
    save(author, INSTRUMENT + "# " + "0" * 300_000).see("Nothing was saved", "copy_too_large")
    assert author.status == 400
    assert len(author.form("/files/instrument.yaml").values["text"][0]) > 300_000


def test_the_preview_is_the_respondents_way_in_a_frame(office: Office, author: Visitor) -> None:
    upload(author, office)
    here = author.path.replace("files/instrument.yaml", "")
    page = author.client.get(f"{here}preview")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert f'src="{here}survey/s/full/"' in page.get_data(as_text=True)
    assert f'href="{here}forms/full/en.pdf"' in page.get_data(as_text=True)
    assert author.client.get(f"{here}forms/full/en.pdf").data.startswith(b"%PDF")
    assert author.client.get(f"{here}forms/full/xx.pdf").status_code == 404
    inside = author.client.get(f"{here}survey/s/full/")
    assert "frame-ancestors 'self'" in inside.headers["Content-Security-Policy"]
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    person = Respondent(office.app, "full", author.client)
    person.keep(inside).see("Staff meetings")
    person.press(person.form("/start"), {}).see("Meetings end on time.")
    person.answer(M1="3", M2="2", M3="1").go().see("Ready to send?")
    person.press(person.form("/review"), {}).see("Your answers are in")
    assert author.open(root(office)).status == 200, "the preview must not end the sign-in"


def test_the_preview_follows_each_save_and_waits_for_problems(office: Office, author: Visitor) -> None:
    upload(author, office)
    path, here = author.path, author.path.replace("files/instrument.yaml", "")
    author.open(f"{here}survey/s/full/").see("Staff meetings")
    save(author.open(path), INSTRUMENT.replace("Staff meetings", "Our meetings"))
    author.open(f"{here}survey/s/full/").see("Our meetings")
    save(author.open(path), "id: gone\n")
    author.open(f"{here}preview").see("nothing to show yet")


def test_publishing_asks_says_what_it_freezes_and_closes_the_copy(office: Office, author: Visitor) -> None:
    upload(author, office)
    path = author.path.replace("files/instrument.yaml", "publish")
    author.open(path).see(
        "Publish meetings 1.0.0?", "freezes", "3 items", "English and Español", "first version"
    )
    author.press("/publish").see("Tick the box")
    assert ("meetings", "1.0.0") not in office.store.definitions.versions()
    author.open(path).press("/publish", sure="on").see("meetings 1.0.0 is published")
    assert office.store.definitions.languages("meetings", "1.0.0") == ("en", "es")
    author.open(path.replace("publish", "files/instrument.yaml")).see("stays as it is")
    assert not [form for form in author.page.forms if form.action.endswith("/files/instrument.yaml")]
    log = [entry.action for entry in office.store.audit.entries(office.network)]
    assert "definition.published" in log


@pytest.mark.parametrize("to_all", [False, True])
def test_another_network_reads_it_only_where_it_is_for_all(
    office: Office, author: Visitor, to_all: bool
) -> None:
    upload(author, office)
    author.open(author.path.replace("files/instrument.yaml", "publish"))
    author.see("Lakeshore network alone", "Every network of this server")
    author.press("/publish", sure="on", **{"reach": "all"} if to_all else {}).see("is published")
    author.see("all networks" if to_all else "Lakeshore network alone")
    office.add("elsewhere", NewMembership(Role.RESEARCHER, office.other.id))
    stranger = office.visitor("elsewhere").open(f"/networks/{office.other.id}/instruments/")
    assert ("Staff meetings" in stranger.page.text) is to_all
    changed = INSTRUMENT.replace("1.0.0", "1.0.1").replace("Staff meetings", "Taken over")
    stranger.press("/upload", {"files": [(io.BytesIO(changed.encode()), "instrument.yaml")]})
    stranger.open(stranger.path.replace("files/instrument.yaml", "comparison"))
    assert ("1.0.0" in stranger.page.text) is to_all


def test_a_definition_with_problems_is_not_published(office: Office, author: Visitor) -> None:
    upload(author, office, instrument=INSTRUMENT.replace("scale: true3}", "scale: true4}", 1))
    path = author.path.replace("files/instrument.yaml", "publish")
    author.open(path).see("Not yet", "unknown_scale")
    number = office.store.workshop.copies(office.network)[0].last.number
    author.post(path, sure="on", number=number).see("Nothing was published")
    assert author.status == 400


def test_what_was_saved_after_the_question_is_not_published_unseen(office: Office, author: Visitor) -> None:
    upload(author, office)
    path = author.path
    asked = author.open(path.replace("files/instrument.yaml", "publish")).form("/publish")
    save(author.open(path), INSTRUMENT.replace("Staff meetings", "Our meetings"))
    page = author.client.post(asked.action, data={**asked.values, "sure": "on"})
    assert page.status_code == 409
    assert ("meetings", "1.0.0") not in office.store.definitions.versions()


@pytest.mark.parametrize("number", ["9" * 10, "9" * 20, "²", "-1", ""])
def test_a_save_of_no_number_there_is_asks_once_more(office: Office, author: Visitor, number: str) -> None:
    upload(author, office)
    path = author.path
    asked = author.open(path.replace("files/instrument.yaml", "publish")).form("/publish")
    page = author.client.post(asked.action, data={**asked.values, "sure": "on", "number": number})
    assert page.status_code == 400
    saved = author.open(path).press("/files/instrument.yaml", text=INSTRUMENT + "\n", number=number)
    assert saved.status in (200, 409)
    assert ("meetings", "1.0.0") not in office.store.definitions.versions()


def test_a_new_version_is_compared_in_words_and_counted_up_by_what_changed(
    office: Office, author: Visitor
) -> None:
    upload(author, office)
    publish(author, office).press("/next").see("meetings 1.0.1")
    path = author.path
    turned = INSTRUMENT.replace("version: 1.0.0", "version: 1.0.1").replace(
        "{id: M3, text: Meetings help my work., scale: true3}",
        "{id: M3, text: Meetings cost me time., scale: true3, reverse: true}",
    )
    save(author, turned)
    author.open(path.replace("files/instrument.yaml", "comparison"))
    author.see(
        "What changed since 1.0.0",
        "M3 is worded otherwise",
        "Meetings help my work.",
    )
    author.see("M3 is reverse-keyed now", "at least version 2.0.0", "this one says 1.0.1")
    author.open(path.replace("files/instrument.yaml", "publish")).see("version_step_too_small")
    save(author.open(path), turned.replace("1.0.1", "2.0.0"))
    author.open(path.replace("files/instrument.yaml", "publish")).see("crosswalk_missing")
    author.open(path).press("/add", name="crosswalk.yaml")
    save(author, "crosswalks:\n  - {from: 1.0.0, to: 2.0.0, items: {M1: M1, M2: M2}}\n")
    author.open(path.replace("files/instrument.yaml", "publish")).see("Publish meetings 2.0.0?")
    author.press("/publish", sure="on").see("meetings 2.0.0 is published")


def test_a_retired_version_is_hidden_and_can_be_brought_back(office: Office, author: Visitor) -> None:
    upload(author, office)
    publish(author, office)
    author.press("/retire", id="meetings", version="1.0.0").see("hidden from new waves", "retired")
    offered = office.store.workshop.offered_versions(office.network)
    assert ("meetings", "1.0.0") not in offered
    hub = office.visitor("hub").open(f"/studies/{office.study.id}/waves/new").not_see("Staff meetings")
    hub.see("A small instrument")
    author.press("/bring-back", id="meetings", version="1.0.0").see("can use meetings 1.0.0 again")
    hub.open(f"/studies/{office.study.id}/waves/new").see("Staff meetings")
    author.press("/retire", id="meetings", version="9.9.9").see("9.9.9 was not published here")


def test_throwing_away_asks_first(office: Office, author: Visitor) -> None:
    upload(author, office)
    path = author.path.replace("files/instrument.yaml", "saves")
    author.open(path).press("/discard").see("Tick the box first")
    author.press("/discard", sure="on").see("was thrown away")
    assert office.store.workshop.copies(office.network) == ()


def test_a_post_without_our_token_changes_nothing(office: Office, author: Visitor) -> None:
    upload(author, office)
    copy = office.store.workshop.copies(office.network)[0]
    author.client.post(author.path, data={"text": "id: gone\n"})
    assert office.store.workshop.copy(office.network, copy.id) == copy
