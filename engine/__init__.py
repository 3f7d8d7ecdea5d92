"""Understands instruments, keeps answers, composes results."""
