"""The checklists that ship with the desk, and those a workspace wrote itself."""
