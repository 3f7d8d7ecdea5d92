"""On which paper a report is printed: Letter in the United States, A4 everywhere else.

Nobody is asked for it: a network says in which time zone its days end, and that tells the country.
"""

from typing import Final
from zoneinfo import ZoneInfo

from engine.report.document import Paper

STATES: Final = frozenset(
    "America/" + name
    for name in (
        *("New_York", "Detroit", "Chicago", "Menominee", "Denver", "Boise", "Phoenix", "Los_Angeles"),
        *(
            "Anchorage",
            "Juneau",
            "Sitka",
            "Metlakatla",
            "Yakutat",
            "Nome",
            "Adak",
            "Puerto_Rico",
            "St_Thomas",
        ),
        *("Louisville", "Indianapolis", "Fort_Wayne", "Knox_IN", "Shiprock", "Atka", "Virgin"),
    )
) | {"Pacific/Honolulu", "Pacific/Johnston", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago"}
PARTS: Final = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
OLD_NAMES: Final = frozenset({"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "EST", "MST", "HST", "Navajo"})


def paper_in(zone: ZoneInfo) -> Paper:
    """The paper of a time zone; the territories use the paper of the States."""
    name = zone.key
    american = name in STATES or name in OLD_NAMES or name.startswith(PARTS)
    return "letter" if american else "a4"
