"""The Today pane."""
