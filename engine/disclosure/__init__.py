"""Disclosure control: what may be shown, of how many people, how finely; applied once, when a result is frozen.

The rules and their reasons are in docs/disclosure-control.md; tests/engine/disclosure attacks them.
"""
