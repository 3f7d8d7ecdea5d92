"""Definitions as they are kept: canonical text and the three digests, read from a database that has them."""

from pathlib import Path
from typing import Final

from tests.sameness import kept
from tests.sameness.commands import SHIPPED
from tests.sameness.places import place
from tests.sameness.record import Record

SCRATCH: Final = "scratch.db"
EVENT: Final = "the new timetable"


def define(folder: Path, record: Record) -> None:
    """Publish each instrument by opening a wave with it, and keep what was published."""
    if record.wants("schema "):
        schema = place("schema of instruments")()
        record.keep("schema of instruments", str(schema))
    if not record.wants("definition "):
        return
    with kept.copied(folder):
        Path("schools.csv").write_text("school,roster,level\nNorth,12,high\n", encoding="utf-8")
        others = [one.parent for one in Path(kept.INPUTS).rglob("instrument.yaml")]
        whole = [str(one) for one in others if "broken" not in one.parts]
        for name in (*SHIPPED, *sorted(whole)):
            asked = ["wave", "new", name, "--title", name, "--schools", "schools.csv", "--database", SCRATCH]
            said = kept.run(asked)
            if said.code:
                said = kept.run([*asked, "--event", EVENT])
            record.keep(f"definition wave new {name}", f"{said.code}\n{said.err}")
        _keep_published(Path(SCRATCH), record)


def _keep_published(database: Path, record: Record) -> None:
    query = "SELECT id, instrument_id, version, structure_digest, scoring_digest, width FROM definition"
    for id, instrument, version, structure, scoring, width in kept.rows(database, query):
        record.keep(
            f"definition digests {instrument} {version}",
            f"structure {structure}\nscoring {scoring}\nwidth {width}\n",
        )
        texts = f"SELECT language, text_digest, canonical FROM definition_text WHERE definition_id = {id}"
        for language, digest, canonical in kept.rows(database, texts):
            record.keep(f"definition text digest {instrument} {version} {language}", str(digest))
            record.keep(f"definition canonical {instrument} {version} {language}", str(canonical))
