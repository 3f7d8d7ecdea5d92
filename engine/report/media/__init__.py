"""Renderers: one document laid out as HTML, PDF, XLSX, JSON or CSV, with pictures and numbers as printed."""
