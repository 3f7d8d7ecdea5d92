"""Plain data -> the text of a YAML file that `yaml_source` reads back to the same."""

from typing import Any, Final

import yaml

from engine.loading.yaml_source import DECIMAL, INTEGER, NOT_FINITE, WORDS

WIDTH: Final = 110
TEXT: Final = "tag:yaml.org,2002:str"


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Lists and keys below their own, no anchors, texts of several lines as they read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """In quotes where YAML 1.2 or 1.1 would read something else than a text."""
    style = None
    if "\n" in text and not any(line != line.rstrip() or line.startswith(" ") for line in text.split("\n")):
        style = "|"
    elif _means_more(text) and dumper.resolve(yaml.ScalarNode, text, (True, False)) == TEXT:
        style = '"'
    return dumper.represent_scalar(TEXT, text, style=style)


def _means_more(text: str) -> bool:
    """Whether YAML 1.2 reads a text without quotes as a number or a word of its own."""
    return text in WORDS or any(form.fullmatch(text) for form in (INTEGER, DECIMAL, NOT_FINITE))


_Dumper.add_representer(str, _text)


def yaml_text(data: Any) -> str:
    """The text of a file that holds the data, its keys in their order."""
    written: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=None
    )
    return written
