"""A part of `make fuzz`: no address answers a value that nobody means by an error of ours."""

import pytest

from engine.demo.fill import Demo
from engine.store import Store
from tests.faults.fuzz import Fuzzer, fields


def test_fields_are_found_in_pages_and_in_the_code_that_reads_them() -> None:
    assert {"password", "language", "cursor", "last", "move"} - set(fields()) == set()


@pytest.mark.slow
def test_no_address_fails(demo: tuple[Store, Demo]) -> None:
    found = Fuzzer(*demo).ask_all(times=1, most=500)
    assert found.requests == 500
    assert found.errors == {}, str(found)
