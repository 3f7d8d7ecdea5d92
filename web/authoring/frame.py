"""What stands around every page of a working copy: its tabs, one a file, with the problems of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from engine.authoring import working_copy
from engine.authoring.working_copy import Checked
from engine.loading.folder import INSTRUMENT
from engine.store import Network, WorkingCopy
from web.authoring.problems import about
from web.sessions import store


@dataclass(frozen=True, slots=True)
class Tab:
    """A file of a copy, with the number of its problems and of its pieces of advice."""

    name: str
    problems: int
    advice: int


class Around(TypedDict):
    """What every page of a copy shows: its tabs, and how many problems each file has."""

    network: Network
    copy: WorkingCopy
    checked: Checked
    tabs: list[Tab]
    files: Mapping[str, str]


def around(network: Network, copy: WorkingCopy, checked: Checked | None = None) -> Around:
    """What every page of this copy shows."""
    files = store().workshop.files(copy)
    checked = checked or working_copy.check(files)
    tabs = [
        Tab(name, len(about(checked.problems, name)), len(about(checked.advice, name)))
        for name in working_copy.in_tab_order({*files, INSTRUMENT})
    ]
    return {"network": network, "copy": copy, "checked": checked, "tabs": tabs, "files": files}
