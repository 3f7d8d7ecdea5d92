"""Keeps definitions, studies, drafts, responses and frozen results; the only room that knows SQL."""

from engine.store.errors import DraftGone, NotFound, StaleDraft, StoreError, WaveClosed
from engine.store.records import (
    Door,
    Draft,
    DraftKey,
    Network,
    NewWave,
    OpenAnswers,
    Receipt,
    School,
    SchoolLevel,
    Site,
    SiteAtDoor,
    Snapshot,
    Study,
    StudyReport,
    Wave,
    WaveState,
)
from engine.store.store import Store
from engine.store.studies import check_name

__all__ = [
    "Door",
    "Draft",
    "DraftGone",
    "DraftKey",
    "Network",
    "NewWave",
    "NotFound",
    "OpenAnswers",
    "Receipt",
    "School",
    "SchoolLevel",
    "Site",
    "SiteAtDoor",
    "Snapshot",
    "StaleDraft",
    "Store",
    "StoreError",
    "Study",
    "StudyReport",
    "Wave",
    "WaveClosed",
    "WaveState",
    "check_name",
]
