"""How codes are written: every slip of the hand is found by the check sign, and lookalikes are forgiven."""

import time

import pytest

from engine.store import code_signs
from engine.store.code_signs import LENGTH, SIGNS
from engine.store.sealing import SlowHash

CODES = [code_signs.draw() for _ in range(60)]


def test_no_sign_looks_like_another() -> None:
    assert len(set(SIGNS)) == len(SIGNS) == 29
    assert not set(SIGNS) & set("OILZSBU")
    assert set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(SIGNS) == set("OILZSBU")


def test_the_check_sign_finds_each_wrong_sign_and_each_swap_for_every_code() -> None:
    """A proof: a slip changes the weighted sum by a difference that no code's other signs can make up for."""
    drawn = "".join(SIGNS[0] for _ in range(LENGTH - 1))
    base = SIGNS.index(code_signs.check_sign(drawn))
    weights = []
    for at in range(LENGTH - 1):
        one = drawn[:at] + SIGNS[1] + drawn[at + 1 :]
        weights.append((base - SIGNS.index(code_signs.check_sign(one))) % 29)
    weights.append(1)  # of the check sign itself
    places = range(len(SIGNS))
    differences = {(new - old) % 29 for new in places for old in places if new != old}
    for at, weight in enumerate(weights):
        assert all(weight * difference % 29 for difference in differences), f"a wrong sign at {at}"
        for other in weights[at + 1 :]:
            assert all((weight - other) * difference % 29 for difference in differences)


@pytest.mark.parametrize("code", CODES[:20], ids=[str(number) for number in range(20)])
def test_each_slip_in_a_drawn_code_is_refused(code: str) -> None:
    assert code_signs.plain(code) == code
    for at in range(LENGTH):
        for sign in SIGNS:
            assert (code_signs.plain(code[:at] + sign + code[at + 1 :]) is None) == (sign != code[at])
        for other in range(at + 1, LENGTH):
            swapped = list(code)
            swapped[at], swapped[other] = code[other], code[at]
            assert (code_signs.plain("".join(swapped)) is None) == (code[at] != code[other])


@pytest.mark.parametrize(
    ("sign", "typed"),
    [("0", "O"), ("0", "o"), ("1", "I"), ("1", "l"), ("2", "Z"), ("5", "s"), ("8", "B"), ("V", "u")],
)
def test_what_is_misread_is_forgiven(sign: str, typed: str) -> None:
    code = next(made for made in iter(code_signs.draw, None) if sign in made)
    assert code_signs.plain(code.replace(sign, typed)) == code


@pytest.mark.parametrize("between", ["", "-", " ", " \u2013 ", "\n"])
def test_case_and_signs_between_groups_do_not_matter(between: str) -> None:
    for code in CODES:
        assert code_signs.plain(f" {code[:5]}{between}{code[5:]} ".lower()) == code
        assert code_signs.plain(code_signs.grouped(code)) == code


@pytest.mark.parametrize("typed", ["", "12345", "0123456789A", "ÄÖÜ" * 4, "٠١٢٣٤٥٦٧٨٩", "x" * 5000, "\x00"])
def test_what_no_code_can_be_is_none(typed: str) -> None:
    assert code_signs.plain(typed) is None
    assert code_signs.plain_join_code(typed) is None


def test_codes_are_drawn_from_all_that_there_are() -> None:
    drawn = {code_signs.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert {code[at] for code in drawn for at in range(LENGTH)} == set(SIGNS)


def test_a_join_code_is_six_digits_that_no_table_shortens() -> None:
    drawn = [code_signs.draw_join_code() for _ in range(200)]
    assert all(len(code) == 6 and code[0] != "0" and code.isdigit() for code in drawn)
    assert code_signs.plain_join_code(" 1 O5-l2o ") == "105120"
    assert "123465" in code_signs.mistaken_for("123456")
    assert "923456" in code_signs.mistaken_for("123456")
    assert len(code_signs.mistaken_for("123456")) == 59


def test_the_slow_hash_is_slow_salted_and_as_it_was_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cost is what keeps 44 bits safe: at least ten milliseconds each, on whatever runs this."""
    monkeypatch.setattr("engine.store.sealing.DOUBLINGS", 14)
    first, second = SlowHash.new(), SlowHash.new()
    start = time.process_time()
    key = first.key("0123456789")
    assert time.process_time() - start > 0.01
    assert key == SlowHash.parse(str(first)).key("0123456789")
    assert key != second.key("0123456789")
