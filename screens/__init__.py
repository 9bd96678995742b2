"""What people see: the terminal console and the line mode. Holds no rule."""
