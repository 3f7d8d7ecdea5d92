"""How far slow work is, on a page that asks for itself while there is something to wait for."""

from typing import Final

from flask import Response

from engine.store import Job

SECONDS_BETWEEN_LOOKS: Final = 2


def waiting_page(page: str, job: Job | None) -> Response:
    """A page about a job; without JavaScript it is asked for again while the job waits or is being done."""
    waits = job is not None and job.live
    return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)} if waits else {})
