"""What people type, parsed at the door: the fields of our forms but for the survey's own."""

from datetime import date
from typing import Any

from wtforms import Form, StringField
from wtforms.validators import StopValidation


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
