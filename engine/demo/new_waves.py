"""How the waves of the demonstration are made: simulated, of an instrument's main form, in two languages."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.demo.spoken import LANGUAGES
from engine.disclosure.policy import LINK_MINIMUM
from engine.instrument.model import Instrument
from engine.store import NewWave, WayIn

YEAR = timedelta(days=365)


def coded(instrument: Instrument, title: str, opens: datetime, closes: datetime) -> NewWave:
    """A wave in which people have personal codes, so that results of as few are shown as the instrument says."""
    return NewWave(
        title=title,
        instrument_id=instrument.id,
        version=instrument.version,
        form=instrument.main_form.id,
        languages=LANGUAGES,
        privacy=instrument.privacy,
        way_in=WayIn.CODES,
        minimum_group=instrument.minimum_group,
        opens=opens,
        closes=closes,
        simulated=True,
    )


def linked(instrument: Instrument, title: str, now: datetime) -> NewWave:
    """A wave that people answer by their school's link, open since yesterday; it asks for the higher minimum."""
    new = coded(instrument, title, now - timedelta(days=1), now + YEAR)
    return replace(new, way_in=WayIn.LINK, minimum_group=max(LINK_MINIMUM, instrument.minimum_group))
