"""Renderers: one document laid out as HTML, PDF, XLSX, JSON or CSV, with pictures and numbers as printed.

Typst, XlsxWriter and Jinja are imported where a file is made: they take a fifth of a second to load, and most pages
and commands make none.
"""
