"""The colours and sizes of everything that leaves as a file; the pages' own are in the web's `tokens.css`.

A file carries its style with it and knows no server, so the values stand here too; a test holds both alike.
"""

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#17202a",
        "ink-2": "#52606d",
        "rule": "#d9dee4",
        "edge": "#7b8794",
        "paper": "#ffffff",
        "wash": "#f5f7f9",
        "accent": "#0b5c7a",
        "accent-strong": "#084961",
        "accent-wash": "#e3f0f5",
        "band": "#c9d3dc",
        "warn": "#8a4b00",
        "warn-wash": "#fdf3e4",
        "low": "#b35806",
        "mid": "#8a94a0",
        "high": "#0b5c7a",
    }
)

DARK: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#e8edf2",
        "ink-2": "#a6b1bd",
        "rule": "#36404b",
        "edge": "#7d8a97",
        "paper": "#12171d",
        "wash": "#1a2129",
        "accent": "#6fc3e0",
        "accent-strong": "#97d5ea",
        "accent-wash": "#14303c",
        "band": "#3b4854",
        "warn": "#f0b35f",
        "warn-wash": "#2b2114",
        "low": "#f0a35f",
        "mid": "#8a94a0",
        "high": "#6fc3e0",
    }
)

SIZES: Mapping[str, str] = MappingProxyType(
    {
        "s1": "0.25rem",
        "s2": "0.5rem",
        "s3": "0.75rem",
        "s4": "1rem",
        "s6": "1.5rem",
        "s8": "2rem",
        "s12": "3rem",
        "s16": "4rem",
        "t-small": "0.875rem",
        "t": "1.0625rem",
        "t-lead": "1.25rem",
        "t-h2": "1.375rem",
        "t-h1": "1.875rem",
        "measure": "38rem",
        "wide": "58rem",
        "target": "2.75rem",
        "radius": "0.5rem",
        "face": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
        "mono": 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", monospace',
    }
)


def style() -> str:
    """The tokens as custom properties: light, dark where the reader's screen is, light again on paper."""
    light, dark, sizes = (_properties(values) for values in (LIGHT, DARK, SIZES))
    return (
        f":root{{color-scheme:light dark;{light}{sizes}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())
