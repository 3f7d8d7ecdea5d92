"""While readers are converted: what the model holds can also be read by key, as the kept JSON could."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def bridge(*modules: Mapping[str, object]) -> None:
    """Let every class of these modules be read by key."""
    for module in modules:
        for model in list(module.values()):
            if isinstance(model, type) and is_dataclass(model):
                for name, read in READS.items():
                    setattr(model, name, read)


def _item(self: Any, name: str) -> Any:
    return getattr(self, name)


def _get(self: Any, name: str, default: Any = None) -> Any:
    return getattr(self, name, default)


def _keys(self: Any) -> list[str]:
    return [key.name for key in fields(self)]


def _has(self: Any, name: str) -> bool:
    return hasattr(self, name)


READS = {"__getitem__": _item, "get": _get, "keys": _keys, "__contains__": _has}
