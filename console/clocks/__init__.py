"""Clocks: how long a creator waits, against what was promised, in working hours."""
