"""A creator and their samples: the card, and what is answered from it."""
