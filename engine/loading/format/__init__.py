"""The file format as strict models, one key a field: what editors complete and the loader reads."""

from engine.loading.format.companions import (
    ALL_KEYED,
    ColumnMapFile,
    ConstructMapFile,
    CrosswalkFile,
    ExamplesFile,
    NormsFile,
    TranslationFile,
)
from engine.loading.format.instrument import FormEntry, InstrumentFile, PageEntry, ValidationEntry
from engine.loading.format.items import (
    ANY_ITEM,
    KINDS,
    RULE_FORMS,
    ItemEntry,
    OptionEntry,
    RuleEntry,
    ScaleEntry,
    allowed,
)
from engine.loading.format.scores import CompositeEntry, LevelEntry, ScoreEntry, SubscaleEntry

__all__ = [
    "ALL_KEYED",
    "ANY_ITEM",
    "KINDS",
    "RULE_FORMS",
    "ColumnMapFile",
    "CompositeEntry",
    "ConstructMapFile",
    "CrosswalkFile",
    "ExamplesFile",
    "FormEntry",
    "InstrumentFile",
    "ItemEntry",
    "LevelEntry",
    "NormsFile",
    "OptionEntry",
    "PageEntry",
    "RuleEntry",
    "ScaleEntry",
    "ScoreEntry",
    "SubscaleEntry",
    "TranslationFile",
    "ValidationEntry",
    "allowed",
]
