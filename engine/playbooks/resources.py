"""What a guide names to read, watch, listen to or fill in: of which kind, how long, and where it is."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from engine.loading.format.values import Language, Minutes, Name, own_error
from engine.playbooks.values import Entry, Said, Words

Stage = Literal["why", "how", "do"]
Media = Literal["worksheet", "instrument", "document", "article", "video", "audio"]
Help = Literal["before-you-start", "reading-together", "predictions"]

TIMED: Final = frozenset({"video", "audio"})
OWN_MEDIA: Final = {"worksheet": "worksheet", "instrument": "instrument", "help": "document"}
CLOCK: Final = re.compile(r"(\d{1,2}:)?[0-5]?\d:[0-5]\d", re.ASCII)
ADDRESS: Final = re.compile(r"https://[^\s/?#]+\.[^\s/?#]+(/\S*)?", re.ASCII)


def _time(value: object) -> object:
    if isinstance(value, str) and CLOCK.fullmatch(value):
        return value
    remedy = 'write minutes and seconds, such as "2:10", or hours before them, such as "1:02:10"'
    raise own_error("resource_times", f"{str(value)[:40]!r} is no time of a recording", remedy)


def _address(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        remedy = "write the whole address, beginning with https://"
        raise own_error("resource_place", f"{value[:60]!r} is no address of a page", remedy)
    return value


def _schema(pattern: re.Pattern[str], example: str) -> Any:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern.pattern}$", "examples": [example]})


Clock = Annotated[str, BeforeValidator(_time), _schema(CLOCK, "2:10")]
Address = Annotated[str, AfterValidator(_address), _schema(ADDRESS, "https://example.org/a-page")]


def seconds(clock: str) -> int:
    """How many seconds into a recording: of "1:02:10" 3730."""
    total = 0
    for part in clock.split(":"):
        total = 60 * total + int(part)
    return total


class GuideResource(Entry):
    """One thing to use at a step. It is in one place: here as a worksheet, an instrument or a help, or elsewhere."""

    step: Stage
    media: Media
    use: Said = Field(description="What it is good for at this step.")
    worksheet: Name | None = Field(None, description="The worksheet of this playbook that it is.")
    instrument: Name | None = Field(None, description="The shipped instrument that it is.")
    help: Help | None = Field(None, description="The help of this playbook that it is.")
    address: Address | None = Field(None, description="Where it is, if it is somewhere else.")
    title: Said | None = Field(None, description="Of an instrument, and of what is somewhere else.")
    by: Words | None = Field(None, description="Who made it and when, of what is somewhere else.")
    language: Language | None = Field(None, description="The language it is in, of what is somewhere else.")
    minutes: Minutes | None = Field(None, description="About how long it takes; a worksheet says so itself.")
    from_: Clock | None = Field(None, alias="from", description="Where to begin, of video and audio.")
    to: Clock | None = Field(None, description="Where to stop, of video and audio.")

    @property
    def places(self) -> tuple[str, ...]:
        """The keys that say where it is; a whole one has one."""
        keys = (*OWN_MEDIA, "address")
        return tuple(key for key in keys if getattr(self, key) is not None)
