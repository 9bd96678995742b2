"""The Clients pane."""
