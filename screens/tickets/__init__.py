"""The Tickets pane."""
