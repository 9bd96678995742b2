"""What every pane is made of: lines, lists, forms, the pane itself."""
