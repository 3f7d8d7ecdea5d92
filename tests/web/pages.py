"""A page as a browser without scripts holds it: its text, and its forms with what they would send."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """A form: where it posts, what it holds, and its buttons by name and value."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.hidden_ids: set[str] = set()
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    @property
    def languages(self) -> list[str]:
        """The languages that buttons change to; none of them belongs to the form it stands before."""
        return re.findall(r'name="language" value="([\w-]+)"', self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
            if "hidden" in given:
                self.hidden_ids.add(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self.forms.append(PageForm(given.get("action", "")))
        elif tag == "input":
            self._input(given)
        elif tag == "button" and self.forms and given.get("name") != "language":
            self.forms[-1].buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given and self._select:
            self._hold(self._select, given["value"])
        elif tag == "textarea":
            self._area = given["name"]
            self._hold(self._area, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            values = self.forms[-1].values[self._area]
            values[0] = values[0].removeprefix("\n")
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data
        self.words.append(data)

    def _input(self, given: dict[str, str]) -> None:
        if given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        self._hold(given["name"], given.get("value", ""))

    def _hold(self, name: str, value: str) -> None:
        self.forms[-1].values.setdefault(name, []).append(value)
