"""How a code that people type is written: signs that are not taken for one another, and one that checks the others.

The twenty-nine signs are the digits and letters without O, I, L, Z, S, B and U, which are read as the sign that they
look like. Twenty-nine is a prime, so a sum of the signs' places, each with a weight of its own, is another one when
one sign is wrong, and when two signs change places, wherever they stand.
"""

import secrets
from typing import Final

SIGNS: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"})
LENGTH: Final = 10  # nine drawn signs are 43.7 bits
GROUP: Final = 5

JOIN_LENGTH: Final = 6


def draw() -> str:
    """A new code, its last sign checking the others."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return drawn + check_sign(drawn)


def check_sign(drawn: str) -> str:
    """The sign that makes the weighted sum of all places divisible by twenty-nine."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(drawn, start=2))
    return SIGNS[-total % len(SIGNS)]


def plain(typed: str) -> str | None:
    """A code as it was drawn, however it was typed; None for what no code can be, as with a sign that is wrong."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(MISREAD)
    if len(signs) != LENGTH or any(sign not in SIGNS for sign in signs):
        return None
    return signs if check_sign(signs[:-1]) == signs[-1] else None


def grouped(code: str) -> str:
    """A code as it is printed and read aloud: in groups of five."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def draw_join_code() -> str:
    """Six digits; none begins with 0, which a table of numbers would drop."""
    first = 10 ** (JOIN_LENGTH - 1)
    return str(first + secrets.randbelow(9 * first))


def plain_join_code(typed: str) -> str | None:
    """Six digits, however they were typed; None for anything else."""
    digits = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(MISREAD)
    return digits if len(digits) == JOIN_LENGTH and digits.isascii() and digits.isdigit() else None


def mistaken_for(code: str) -> frozenset[str]:
    """What a join code becomes with one wrong digit, or with two neighbours that change places."""
    wrong = {code[:at] + digit + code[at + 1 :] for at in range(JOIN_LENGTH) for digit in "0123456789"}
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(JOIN_LENGTH - 1)}
    return frozenset((wrong | swapped) - {code})
