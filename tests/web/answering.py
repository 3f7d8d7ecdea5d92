"""A person who answers a survey in a browser without scripts: open, answer, submit, see."""

from typing import Self

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import Page, PageForm
from web.respondent.forms import PREFIX


class Respondent:
    """One browser at one link. Every verb follows redirections and keeps the page it leads to."""

    def __init__(self, app: Flask, link: str, client: FlaskClient | None = None) -> None:
        self.client = client or app.test_client()
        self.link = link
        self.status = 0
        self.address = ""
        self.page = Page("")

    def tab(self) -> "Respondent":
        """Another tab of the same browser."""
        return Respondent(self.client.application, self.link, self.client)

    def open(self, path: str = "") -> Self:
        return self.keep(self.client.get(f"/s/{self.link}/{path}", follow_redirects=True))

    def go_to(self, page: str) -> Self:
        """Follow a link of the page at hand to one of the form's pages."""
        assert any(link.partition("?")[0].endswith(f"/{page}") for link in self.page.links), (
            f"no link to page {page}"
        )
        return self.open(page)

    def visit(self, path: str) -> Self:
        """Open another address of the same host."""
        return self.keep(self.client.get(path, follow_redirects=True))

    def start(self, **fields: str) -> Self:
        self.open()
        return self.press(self.form("/start"), fields)

    def answer(self, **answers: str | list[str]) -> Self:
        """Fill in fields of the page at hand, by item id; an empty text clears, a list ticks several."""
        for item, value in answers.items():
            texts = value if isinstance(value, list) else [value]
            self.form().values[PREFIX + item] = texts
        return self

    def go(self, move: str = "next") -> Self:
        """Press one of the buttons under the page."""
        return self.press(self.form(), {"move": move})

    def submit(self) -> Self:
        self.open("review")
        return self.press(self.form("/review"), {})

    def press(self, form: PageForm, extra: dict[str, str]) -> Self:
        data: dict[str, str | list[str]] = {**form.values, **extra}
        return self.keep(self.client.post(form.action, data=data, follow_redirects=True))

    def see(self, *texts: str) -> Self:
        for text in texts:
            assert text in self.page.text, f"{text!r} is not on the page:\n{self.page.text}"
        return self

    def not_see(self, *texts: str) -> Self:
        for text in texts:
            assert text not in self.page.text, f"{text!r} is on the page:\n{self.page.text}"
        return self

    def holds(self, item: str) -> list[str]:
        """What the page at hand holds for an item."""
        return [text for text in self.form().values.get(PREFIX + item, []) if text]

    def shows(self, item: str) -> bool:
        return f"q-{item}" in self.page.ids and f"q-{item}" not in self.page.hidden_ids

    def form(self, ending: str = "") -> PageForm:
        forms = [form for form in self.page.forms if form.action.endswith(ending)]
        assert forms, f"no form posts to ...{ending} on {self.address} ({self.status}):\n{self.page.text}"
        return forms[0]

    def keep(self, response: TestResponse) -> Self:
        self.status = response.status_code
        self.address = response.request.path.rpartition("/")[2]
        self.page = Page(response.get_data(as_text=True))
        return self
