"""Handing a survey out: links, messages, posters, slips with codes, and mail to those who pass them on."""
