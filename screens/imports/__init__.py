"""The Imports pane: every file that came in, and what was wrong with it."""
