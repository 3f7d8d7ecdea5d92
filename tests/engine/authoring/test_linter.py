"""The linter: what it sees, what it leaves alone, and that it never refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.authoring import linter, readability, spanish_reading
from engine.authoring.item_wording import remarks
from engine.authoring.spanish_wording import SPANISH
from engine.instrument import kinds
from engine.instrument.model import Audience, Instrument, Item, Option, ResponseScale
from engine.loading import catalog
from engine.problems.codes import ADVICE, LINT
from tests.engine.problem_cases import BROKEN
from tests.small import instrument, likert, subscale


def worded(*texts: str, **changes: object) -> Instrument:
    items = tuple(replace(likert(f"A{number}"), text=text) for number, text in enumerate(texts, 1))
    return instrument(*items, **changes)


def codes(text: str, stem: str = "", reading_grade: int | None = None) -> list[str]:
    return [remark.code for remark in remarks(text, stem, reading_grade)]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("make", 1), ("asked", 1), ("wanted", 2), ("table", 2), ("people", 2), ("idea", 3),
        ("create", 2), ("school's", 1), ("science", 2), ("responsibility", 6), ("administrators", 5), ("the", 1),
        ("agree", 2), ("value", 2), ("doesn't", 2), ("well-being", 3), ("studies", 2), ("every", 3), ("7", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_the_grade_is_the_formula_worked_by_hand() -> None:
    # 10 words, 2 sentences, 12 syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59
    text = ["The cat sat on the mat.", "My mother likes apples."]
    assert readability.grade(text) == pytest.approx(0.39 * 5 + 11.8 * 1.2 - 15.59)
    with pytest.raises(ValueError, match="no word"):
        readability.grade(["...", ""])


def test_a_text_with_two_sentences_counts_both() -> None:
    joined, apart = ["We meet. We plan."], ["We meet.", "We plan."]
    assert readability.grade(joined) == readability.grade(apart)


@pytest.mark.parametrize(
    "text",
    [
        "Meetings are short and useful.",
        "My principal listens to teachers and acts on what they say.",
        "I have the time or the training that I need.",
        "Lessons are planned and/or reviewed in teams.",
        "Leaders explain as well as follow the plan.",
    ],
)
def test_two_questions_in_one_are_seen(text: str) -> None:
    assert codes(text) == ["double_barrelled"]


@pytest.mark.parametrize(
    "text",
    [
        "Teachers and administrators wrote our goals together.",
        "There is trust between teachers and families.",
        "We have a suitable place, in person or online, to work.",
        "I get the support, such as time and money, that I need.",
        "When we disagree and time is short, we look at evidence.",
        "We try a new practice again and again.",
        "I know whether or not I may decide.",
        "We understand the standard.",
    ],
)
def test_a_pair_that_is_one_thing_is_left_alone(text: str) -> None:
    assert "double_barrelled" not in codes(text)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("I do not feel unable to ask.", ""),
        ("No one here would never help.", ""),
        ("I can't work without a plan.", ""),
        ("ask for help", "I do not avoid to ..."),
    ],
)
def test_denying_twice_is_seen(text: str, stem: str) -> None:
    expected = "double_negation" in codes(text, stem)
    assert expected is (stem == "")


def test_a_question_that_denies_under_a_stem_that_denies_is_seen() -> None:
    assert codes("fail to plan", "We do not ...") == ["double_negation"]
    assert codes("plan ahead", "We do not ...") == []


@pytest.mark.parametrize(
    "text", ["I do not know.", "Not only teachers lead.", "The plan is unclear and unfair to us."]
)
def test_denying_once_is_fine(text: str) -> None:
    assert "double_negation" not in codes(text)


def test_length_is_counted_in_words_and_children_get_a_lower_limit() -> None:
    twenty = " ".join(["word"] * 20)
    assert codes(twenty) == []
    assert codes(f"{twenty} more") == ["long_question"]
    assert codes(" ".join(["word"] * 16), reading_grade=6) == ["long_question"]
    assert codes(" ".join(["word"] * 16), reading_grade=7) == []


def test_absolute_words_and_idioms() -> None:
    assert codes("Meetings never start late.") == ["absolute_word"]
    assert codes("Leaders walk the talk.") == ["idiom"]
    assert codes("We all know the plan.") == []


def test_a_stated_grade_that_is_too_low_names_the_hardest_questions() -> None:
    easy, hard = "We plan our work.", "Administrators systematically communicate organizational priorities."
    found = linter.lint(worded(easy, easy, easy, hard, hard, hard, reading_grade=5))
    assert [one.code for one in found] == ["reading_grade"]
    assert "stated is 5" in found[0].cause
    assert "A4, A5, A6" in found[0].remedy
    assert linter.lint(worded(easy, easy, easy, easy, easy, reading_grade=5)) == ()


def test_no_stated_grade_is_asked_for_by_audience() -> None:
    texts = ["We plan our work."] * 5
    (found,) = linter.lint(worded(*texts, audience=Audience.FAMILIES))
    assert found.code == "reading_grade_missing"
    assert "6 suits" in found.remedy
    assert linter.lint(worded(*texts[:4])) == ()  # too few words to say


def test_other_languages_and_others_texts_are_not_read() -> None:
    text = "Meetings are always short and useful."
    assert [one.code for one in linter.lint(worded(text, language="en-GB"))] == [
        "double_barrelled",
        "absolute_word",
    ]
    assert linter.lint(worded(text, language="fr")) == ()
    assert linter.lint(worded(text, display_text=False)) == ()


def test_questions_about_the_respondent_are_not_statements() -> None:
    asked = replace(likert("A1"), text="Classified or support staff?", kind=kinds.CHOOSE_ONE, scale=None)
    assert linter.lint(instrument(asked)) == ()


def test_short_subscales_and_reversed_items_need_no_english() -> None:
    items = (likert("A1"), likert("A2", reverse=True))
    made = instrument(
        *items, subscales=(subscale("s", "A1", "A2"),), language="es", audience=Audience.STUDENTS
    )
    assert [one.code for one in linter.lint(made)] == ["few_items", "reversed_for_children"]
    staff = instrument(*items, subscales=(subscale("s", "A1", "A2"),), language="es")
    assert [one.code for one in linter.lint(staff)] == ["few_items"]


def test_every_piece_is_advice_and_none_refuses() -> None:
    assert set(LINT) <= ADVICE


def test_advice_has_the_line_it_is_about_and_without_a_file_the_name() -> None:
    definition = catalog.definition(BROKEN / "idiom")
    found, spanish = linter.lint_folder(definition)
    assert found.place.endswith("instrument.yaml:18")
    assert (spanish.place.rpartition("/")[2], spanish.path) == ("es.yaml:8", "items.A2.text")
    (bare,) = linter.lint(definition.instrument)
    assert bare.place == "broken 1.0.0"
    assert found.path == bare.path == "items.A2.text"


def test_our_own_instruments_for_staff_are_without_advice() -> None:
    assert linter.lint(catalog.find("collective-leadership@1.0.0")) == ()


def test_check_lists_advice_and_still_succeeds(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from web.cli import main

    result = CliRunner().invoke(main, ["check", str(BROKEN / "double_negation")])
    assert result.exit_code == 0
    assert "double_negation: items.A2.text" in result.stderr
    assert "(advice, no problem)" in result.stderr


def lint_codes(found: Instrument) -> list[str]:
    return [problem.code for problem in linter.lint(found)]


def test_questions_of_other_kinds_are_read_too() -> None:
    options = tuple(Option(value, value.title()) for value in ("pay", "time"))
    text = "Which of pay and working time matters most to you?"
    for kind in (kinds.RANKING, kinds.CONSTANT_SUM):
        item = Item("Q", text, kind, options=options)
        assert "double_barrelled" in lint_codes(instrument(item)), kind
    slider = Item("Q", "Nobody is never late.", kinds.SLIDER, ends=("No", "Yes"))
    assert "double_negation" in lint_codes(instrument(slider))
    role = Item("Q", text, kinds.CHOOSE_ONE, options=options)
    assert "double_barrelled" not in lint_codes(instrument(role))


def test_a_turned_item_with_faces_is_told_whoever_answers() -> None:
    item = likert("A1", faces=True, reverse=True)
    assert "reversed_for_children" in lint_codes(instrument(item))
    assert "reversed_for_children" not in lint_codes(instrument(replace(item, faces=False)))


@pytest.mark.parametrize(("points", "told"), [(4, False), (5, True)])
def test_more_than_four_faces_are_too_many(points: int, told: bool) -> None:
    scale = ResponseScale("faces", tuple(Option(n, str(n)) for n in range(points)), faces=True)
    assert ("many_faces" in lint_codes(instrument(likert("A1"), response_scales=(scale,)))) is told


@pytest.mark.parametrize(
    ("audience", "grade", "told"),
    [(Audience.STUDENTS, 6, False), (Audience.STUDENTS, 9, True), (Audience.STAFF, 12, False)],
)
def test_a_stated_grade_fits_its_audience(audience: Audience, grade: int, told: bool) -> None:
    easy = worded(
        "We plan.", "We meet.", "We ask.", "We act.", "We help.", audience=audience, reading_grade=grade
    )
    assert ("reading_grade_audience" in lint_codes(easy)) is told


def spanish(text: str, stem: str = "") -> list[str]:
    return [remark.code for remark in remarks(text, stem, None, SPANISH)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Los planes son claros y útiles.", ["double_barrelled"]),
        ("El equipo decide y/o propone.", ["double_barrelled"]),
        ("Las y los docentes comparten ideas.", []),
        ("Confío en quienes enseñan, sea en primaria o secundaria, de esta escuela.", []),
        ("Si hay dudas y problemas, los hablamos.", []),
        ("No conozco a nadie que lo sepa.", ["absolute_word"]),
        ("No es verdad que no nos escuchen.", ["double_negation"]),
        ("No es imposible cambiar.", ["double_negation"]),
        ("Rara vez nos reunimos.", []),
        ("Sin embargo, no llegamos tarde.", []),
        ("Metas claras: pan comido.", ["idiom"]),
    ],
    ids=str,
)
def test_spanish_is_read_by_rules_of_its_own(text: str, found: list[str]) -> None:
    assert spanish(text) == found


def test_a_spanish_stem_that_denies_turns_its_questions() -> None:
    assert spanish("no se cumple", "En esta escuela no es cierto que ...") == ["double_negation"]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(
            ("escuela", 3),
            ("idea", 3),
            ("país", 2),
            ("aéreo", 4),
            ("ciudad", 2),
            ("guerra", 2),
            ("pingüino", 3),
        ),
        *(("quien", 1), ("rey", 1), ("y", 1), ("averiguáis", 4), ("huérfano", 3), ("oír", 2), ("reunión", 2)),
        *(("continúa", 4), ("Uruguay", 3), ("evaluación", 4), ("mayo", 2), ("viuda", 2), ("niños", 2)),
    ],
)
def test_spanish_syllables_follow_from_spelling(word: str, syllables: int) -> None:
    assert spanish_reading.syllables(word) == syllables


def test_crawfords_grade_is_his_formula() -> None:
    # 10 words, 2 sentences, 17 syllables
    texts = ["Mi gato come pan duro.", "Mi perro toma agua fría."]
    counted = sum(spanish_reading.syllables(word) for text in texts for word in spanish_reading.words(text))
    assert counted == 17
    assert spanish_reading.grade(texts) == pytest.approx(0.049 * 170 - 0.205 * 20 - 3.407)
    with pytest.raises(ValueError, match="no word"):
        spanish_reading.grade(["…"])


def test_a_spanish_text_that_is_too_hard_is_held_to_the_stated_grade() -> None:
    hard = "La administración comunica sistemáticamente prioridades organizacionales."
    found = linter.lint(worded(*[hard] * 5, language="es", reading_grade=6))
    assert [one.code for one in found] == ["reading_grade"]
    assert "(Crawford)" in found[0].cause
    assert linter.lint(worded(*["Me gusta mi clase."] * 5, language="es", reading_grade=4)) == ()
