"""Comments in a school's report: by question and theme, counted from three on, nobody counted."""

from engine.disclosure.open_text import ShownComment
from engine.report.document import Bullets, Paragraph, Section
from engine.report.school.comments import comments_section

LABELS = {"more": "Anything else?", "wish": "What do you wish for?"}


def one(text: str, *themes: str, item: str = "more") -> ShownComment:
    return ShownComment(item, text, themes)


def made(*comments: ShownComment) -> Section:
    section = comments_section(comments, LABELS)
    assert section is not None
    return section


def words(section: Section) -> str:
    texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    return " ".join(texts)


def listed(section: Section) -> list[str]:
    return [text for block in section.blocks if isinstance(block, Bullets) for text in block.items]


def test_without_comments_there_is_no_part() -> None:
    assert comments_section((), LABELS) is None


def test_comments_of_one_question_stand_under_it() -> None:
    section = made(one("b"), one("a"), one("c\n\n  d"))
    assert "The question was: Anything else?" in words(section)
    assert listed(section) == ["“b”", "“a”", "“c d”"]  # in the order given, in one line each
    assert section.sections == ()


def test_comments_of_two_questions_stand_apart() -> None:
    section = made(one("a"), one("b", item="wish"), one("c"))
    assert [(part.title, listed(part)) for part in section.sections] == [
        ("Anything else?", ["“a”", "“c”"]),
        ("What do you wish for?", ["“b”"]),
    ]
    assert [part.id for part in section.sections] == ["comments-more", "comments-wish"]


def test_themes_come_by_size_and_a_comment_stands_once() -> None:
    section = made(
        one("a", "Time"),
        one("b", "Voice", "Time"),
        one("c", "Time"),
        one("d", "Voice"),
        one("e"),
    )
    assert [(part.title, listed(part)) for part in section.sections] == [
        ("Time", ["“a”", "“b” (also: Voice)", "“c”"]),
        ("Voice", ["“d”"]),
        ("Other comments", ["“e”"]),
    ]


def test_a_theme_is_counted_from_three_comments_on() -> None:
    section = made(one("a", "Time"), one("b", "Time"), one("c", "Time"), one("d", "Voice"), one("e", "Voice"))
    assert "about: Time (3)." in words(section)
    assert "Voice (" not in words(section)
    assert "several comments" not in words(made(one("a", "Time"), one("b", "Time"), one("c", "Voice")))


def test_the_note_is_the_same_whether_any_was_held_back_or_not_and_counts_nobody() -> None:
    few, many = made(one("a")), made(*(one(str(number)) for number in range(30)))
    assert words(few) == words(many)
    assert "left out" in words(few)
    assert not any(sign.isdigit() for sign in words(few))
