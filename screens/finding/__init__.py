"""From what is named or looked for to the record itself."""
