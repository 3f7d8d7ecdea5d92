"""What comes in is parsed at the door: every page that takes input has a form, and no value reaches a page by hand."""

import re
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from web.forms import IsoDayField, LineField, ManyField, ProseField, TickField, TypedForm, WholeField

WEB = Path(__file__).parents[2] / "web"
SENT = r"request\.(?:form|args|values)"
BY_HAND = re.compile(rf"{SENT}(?:\.(?:get|getlist|items)\(|\[)|in {SENT}\b")
# Places that hand a form on as it is, look for what must not be there, or for its token; the API parses its two by its
# own rules, and the table of rosters a row a school.
AS_IT_IS = {
    "errors.py",
    "security/__init__.py",
    "security/signing.py",
    "bearer.py",
    "authoring/framed.py",
    "api/answers.py",
    "network/rosters.py",
    "school/units.py",
}

# Forms that are read from addresses, which anybody can make up: each chooses, finds or orders what a page shows. What
# was done is told from the session or from what is kept, and never from an address.
OF_ADDRESSES = {
    *(
        "AnswerForm",
        "ArrivalForm",
        "AskedScoreForm",
        "BackForm",
        "ToProviderForm",
        "ChoiceOfWave",
        "CompareForm",
        "FindForm",
        "InviteeFindForm",
    ),
    *("LogForm", "LookForm", "MenuForm", "MergeForm", "OrderForm", "PaperForm", "PosterForm", "Press"),
    *(
        "SchoolForm",
        "SchoolsOfWaveForm",
        "ShelfForm",
        "ShownForm",
        "TableForm",
        "ThanksForm",
        "TurnForm",
        "WordsForm",
        "YearForm",
    ),
}


class AllKinds(TypedForm):
    line, day = LineField("Write it.", most=5), IsoDayField()
    prose, whole = ProseField(), WholeField()
    many, tick = ManyField(), TickField()


def test_no_page_reads_a_value_by_hand() -> None:
    by_hand = {
        str(path.relative_to(WEB)) for path in WEB.rglob("*.py") if BY_HAND.search(path.read_text("utf-8"))
    }
    assert by_hand == AS_IT_IS


def test_whoever_reads_an_address_tells_nothing_that_it_alone_claims() -> None:
    read = {
        name
        for path in WEB.rglob("*.py")
        for name in re.findall(r"(\w+)(?:\.of)?\(request\.args\)", path.read_text("utf-8"))
    }
    assert read - {"cls"} == OF_ADDRESSES


def test_each_field_reads_its_kind() -> None:
    sent = [("line", "  a   b "), ("day", "2027-05-08"), ("prose", "a\r\nb"), ("whole", "12"), ("many", "x")]
    form = AllKinds(MultiDict([*sent, ("many", "y"), ("tick", "")]))
    assert form.validate()
    assert (form.line.data, str(form.day.day), form.prose.data, form.whole.number) == (
        *("a b", "2027-05-08", "a\nb"),
        12,
    )
    assert (form.many.data, form.tick.ticked) == (["x", "y"], True)


def test_what_did_not_come_is_empty_and_told_where_it_is_needed() -> None:
    form = AllKinds(MultiDict())
    assert not form.validate()
    assert form.problems == {"line": "Write it."}
    assert (form.day.day, form.prose.data, form.whole.number, form.many.data) == (None, "", None, [])
    assert not form.tick.ticked


@pytest.mark.parametrize(
    "text", ["²", "١", "-1", "1.0", "1e3", " ", "9" * 10, "9" * 20, "9" * 400, "NaN", "0x1"]
)
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert AllKinds(MultiDict([("whole", text)])).whole.number is None


@pytest.mark.parametrize("text", ["2026-13-45", "soon", "9" * 300, "²"])
def test_what_is_no_day_is_told(text: str) -> None:
    form = AllKinds(MultiDict([("line", "a"), ("day", text)]))
    assert not form.validate()
    assert "day" in form.problems
