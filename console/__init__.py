"""What the desk does: verbs and rules, one module a job. Knows no terminal."""
