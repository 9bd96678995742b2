"""Where figures come from, and what products, creators and samples come to: as tables."""
