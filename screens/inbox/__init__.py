"""The Inbox pane: conversations with creators."""
