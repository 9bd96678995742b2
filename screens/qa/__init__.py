"""QA: runs of checklists, and a run item by item."""
