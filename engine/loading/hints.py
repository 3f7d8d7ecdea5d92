"""What a YAML parser complains about, in the words of someone who writes a survey."""

from typing import Final

HINTS: Final = (
    (
        "mapping values are not allowed",
        "there is a colon where no key can begin",
        "put a text that holds a colon in quotes, and begin the keys of one level in the same column",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is opened here and not closed",
        "close it, or write an apostrophe in a text without quotes",
    ),
    (
        "expected ',' or",
        "a bracket is opened and not closed, or a comma is missing",
        "close each { with } and each [ with ], with commas between the values",
    ),
    (
        "expected <block end>",
        "the line does not fit those above it",
        "begin the entries of one list, and the keys of one level, in the same column; "
        "after a closing quotation mark nothing may follow",
    ),
    (
        "sequence entries are not allowed",
        "a list can't begin behind a colon",
        "begin its first dash on a line of its own",
    ),
    (
        "cannot start any token",
        "a text without quotes can't begin with this character",
        "put the text in quotes",
    ),
    (
        "escape",
        "a backslash in double quotes has a meaning of its own",
        "write it twice, or use single quotes",
    ),
    (
        "could not find expected ':'",
        "the line is neither `key: value` nor part of a list",
        "write a colon and a space after the key",
    ),
)


def hint(said: str) -> tuple[str, str]:
    """Cause and remedy for what the parser said."""
    for sign, cause, remedy in HINTS:
        if sign in said:
            return cause, remedy
    return f"this is not YAML ({said[:120]})", "look at this line and at the one above it"
