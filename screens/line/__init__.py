"""The line mode: the same verbs without a screen, for scripts, cron and screen readers."""
