"""Validation studies of closed waves: computed elsewhere, kept here so that they are computed once."""

from sqlalchemy import insert, select

from engine.store import schema
from engine.store.closing import Closings
from engine.store.records import Snapshot, StudyReport


class Reports(Closings):
    """Keeps the report of a study beside the snapshot whose answers it is of."""

    def keep_study_report(self, snapshot: Snapshot, html: str, json: str, pdf: bytes) -> StudyReport:
        """Keep the study of a wave's answers as they were at a snapshot; one that is there already stays."""
        report = StudyReport(snapshot.wave_id, snapshot.number, self._today(), html, json, pdf)
        kept = self.study_report(snapshot)
        if kept is not None:
            return kept
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.study_report).values(
                    wave_id=report.wave_id,
                    number=report.number,
                    day=report.day,
                    html=html,
                    json=json,
                    pdf=pdf,
                )
            )
        return report

    def study_report(self, snapshot: Snapshot) -> StudyReport | None:
        """The kept study of a snapshot's answers, or None where it has not been computed."""
        table = schema.study_report
        query = select(table).where(table.c.wave_id == snapshot.wave_id, table.c.number == snapshot.number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return StudyReport(row.wave_id, row.number, row.day, row.html, row.json, bytes(row.pdf))
