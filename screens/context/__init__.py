"""What belongs with the record under the cursor, at the right of a very wide terminal."""
