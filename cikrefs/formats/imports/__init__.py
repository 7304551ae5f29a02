"""Formats that are only read: the exports of databases and reference managers."""
