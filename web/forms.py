"""What people type, parsed at the door: the fields of our forms but for the survey's own."""

import re
from datetime import date
from typing import Any, Final

from wtforms import Field, Form, StringField
from wtforms.validators import StopValidation

LONGEST_NUMBER: Final = 10  # signs


def whole_number(text: str) -> int | None:
    """The number that a text writes in digits, no larger than a database's keys get; None for whatever else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else None


def points(text: str, decimals: int) -> float | None:
    """A difference as people type it: with a sign or none, a comma or a point; None for whatever else.

    `decimals` is how many decimals it may have.
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    fits = re.fullmatch(
        rf"[+-]?[0-9]{{1,6}}(\.[0-9]{{1,{decimals}}})?" if decimals else r"[+-]?[0-9]{1,6}", plain
    )
    return float(plain) if fits else None


class TypedForm(Form):
    """A form as it came in; `problems` says what is wrong in it, by field."""

    @property
    def problems(self) -> dict[str, str]:
        return {field.name: str(field.errors[0]) for field in self if field.errors}


class SecretField(StringField):
    """A text taken to the letter, such as a password; empty where none came."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""

    def process_data(self, value: Any) -> None:
        self.data = value or ""


class LineField(SecretField):
    """One line, its spaces folded; `missing` is what an empty one is told."""

    def __init__(self, missing: str = "", most: int = 300, **settings: Any) -> None:
        super().__init__(**settings)
        self.missing, self.most = missing, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = " ".join(self.data.split())

    def pre_validate(self, form: Any) -> None:
        if self.missing and not self.data:
            raise StopValidation(self.missing)
        if len(self.data) > self.most:
            raise StopValidation(f"Write at most {self.most} characters here; these are {len(self.data)}.")


class IsoDayField(LineField):
    """A day as browsers send it (2027-05-08), as `day`; None where none was typed."""

    day: date | None = None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        try:
            self.day = date.fromisoformat(self.data) if self.data else None
        except ValueError:
            raise StopValidation("Write a day, such as 2027-05-08.") from None


class ProseField(SecretField):
    """A text of several lines, its line ends as one sign."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data.replace("\r\n", "\n")


class WholeField(SecretField):
    """A whole number, no larger than a database's keys get, as `number`; None for whatever else came."""

    @property
    def number(self) -> int | None:
        return whole_number(self.data)


class ManyField(Field):
    """Several texts under one name, such as boxes that were ticked."""

    data: list[str]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(value) for value in valuelist]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())


class TickField(ManyField):
    """One box, as `ticked`."""

    @property
    def ticked(self) -> bool:
        return bool(self.data)
