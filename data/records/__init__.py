"""Typed records: one module a kind, and the book they are kept in."""
