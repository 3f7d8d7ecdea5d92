"""What axe finds wrong with a page that is open in a browser."""

from collections.abc import Sequence
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(page: Page, rules: Sequence[str] | None = RULES) -> list[str]:
    """Each rule that is broken and what breaks it; None stands for all rules that axe knows.

    Of rules that are kept no elements are asked for: to describe them took axe two thirds of its time.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules is not None:
        options["runOnly"] = list(rules)
    if page.evaluate("typeof axe") == "undefined":
        found = Axe().run(page, options=options).response
    else:  # its script is half a megabyte, and in the page since the last time
        found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} at {node['target']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
