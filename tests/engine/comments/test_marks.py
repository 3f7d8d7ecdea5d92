"""What is marked in comments as people write them; and what is not, so that marks keep their meaning."""

from itertools import pairwise

import pytest

from engine.comments.marks import REASONS, PersonMark, Reason, marks, pieces

CONTACT, TITLE, FULL, WRITER, ROLE, PLACE, TIME, NAME = Reason


def marked(text: str) -> list[tuple[str, Reason]]:
    return [(one.of(text), one.reason) for one in marks(text)]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Ask dana.whitfield@riverbend.example first.", [("dana.whitfield@riverbend.example", CONTACT)]),
        ("Call (555) 201-3344 or 201-3344.", [("(555) 201-3344", CONTACT), ("201-3344", CONTACT)]),
        ("It is all on www.ridge.example/photos now", [("www.ridge.example/photos", CONTACT)]),
        ("Mr. Alvarez interrupts people.", [("Mr. Alvarez", TITLE)]),
        ("Ms Okafor-Reyes is kind. So is Dr. Lindqvist.", [("Ms Okafor-Reyes", TITLE), ("Dr. Lindqvist", TITLE)]),
        ("mrs. green never answers", [("mrs. green", TITLE)]),
        ("Principal Haddad knows it.", [("Principal Haddad", TITLE)]),
        ("As the only music teacher I am alone.", [("As the only music teacher", WRITER)]),
        ("I have taught here 31 years and love it.", [("I have taught here 31 years", WRITER)]),
        ("I’m in my third year and still new.", [("in my third year", WRITER)]),
        ("My maternity leave was held against me.", [("My maternity leave", WRITER)]),
        ("Since I came from Lakeview I wait.", [("Since I came", WRITER), ("Lakeview", NAME)]),
        ("Our principal listens, the nurse too.", [("principal", ROLE), ("nurse", ROLE)]),
        ("We share the only lab.", [("the only lab", ROLE)]),
        ("The science department decides.", [("science department", ROLE)]),
        ("Everyone on the 4th grade team knows.", [("4th grade team", PLACE)]),
        ("It leaks in Room 112B and on bus 7.", [("Room 112B", PLACE), ("bus 7", PLACE)]),
        ("Twelve years of this. Nothing since 2019.", [("Twelve years", TIME), ("2019", TIME)]),
        ("On March 14th lunch was short.", [("March 14th", TIME)]),
        ("Some, like Jen, get every request; Maria Lopez too.", [("Jen", NAME), ("Maria Lopez", FULL)]),
        ("La Sra. Gómez ayuda mucho; la maestra Ana también.", [("Sra. Gómez", TITLE), ("maestra Ana", TITLE)]),
        ("Pregunten a don Luis o a María de la Cruz.", [("don Luis", TITLE), ("María de la Cruz", FULL)]),
        ("¿Por qué Ramón recibe todo?", [("Ramón", NAME)]),
        ("Como la única maestra de música estoy sola.", [("Como la única maestra de música", WRITER)]),
        ("Llevo aquí doce años.", [("Llevo aquí doce años", WRITER)]),
        ("La directora escucha, la enfermera también.", [("directora", ROLE), ("enfermera", ROLE)]),
        ("El equipo de segundo grado, en el salón 12.", [("segundo grado", PLACE), ("salón 12", PLACE)]),
        ("El 4 de mayo nadie vino.", [("4 de mayo", TIME)]),
        ("Tell them: \"Stop.\" Then tell Ana.", [("Ana", NAME)]),
    ],
)  # fmt: skip
def test_what_may_name_a_person_is_marked(comment: str, expected: list[tuple[str, Reason]]) -> None:
    assert marked(comment) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "Please give us time to plan together. Wednesdays are too full already and PLCs get cancelled.",
        "As a school we do better than before; as a whole staff we know it.",
        "THANK YOU to whoever fixed the copier! I'd say it works.",
        "The new schedule helps, but Friday assemblies and Spanish do not fit.",
        "Wednesday mornings are the only time our whole team is free.",
        "Meetings start late.\nThey end late.\n- Agendas would help.",
        "Se nos pide opinión, pero la decisión ya está tomada.",
        "¿Por qué no hay tiempo? ¡Gracias a todos! «Nos falta un plan», dice mucha gente.",
        "Los lunes se cancelan las reuniones; en Español y Matemáticas no.",
        "",
    ],
)
def test_ordinary_words_are_not(comment: str) -> None:
    assert marked(comment) == []


def test_marks_do_not_overlap_and_the_surest_reason_counts() -> None:
    text = "As the only librarian I asked Mr. Lee Brown in 2019, room 12."
    found = marks(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert marked(text)[:2] == [("As the only librarian", WRITER), ("Mr. Lee Brown", TITLE)]


def test_the_pieces_are_the_text() -> None:
    text = "Tell Ana and Mr. Lee."
    assert list(pieces(text, marks(text))) == [
        *[("Tell ", None), ("Ana", NAME), (" and ", None), ("Mr. Lee", TITLE), (".", None)]
    ]
    assert list(pieces("Fine.", ())) == [("Fine.", None)]
    assert "".join(piece for piece, _ in pieces(text, [PersonMark(0, len(text), NAME)])) == text


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Reason)


def test_a_name_that_begins_a_sentence_goes_unmarked() -> None:
    """What the help cannot see, and why every comment is read."""
    assert marked("Will decides everything. Grace never asks.") == []


def test_a_long_comment_is_marked_at_once() -> None:
    assert marks("word " * 1000 + "x" * 5000) == ()
