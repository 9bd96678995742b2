"""Exports: recognise a file by its header, read it in a child, make facts and figures of it."""
