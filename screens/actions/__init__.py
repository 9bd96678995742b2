"""The Actions pane."""
