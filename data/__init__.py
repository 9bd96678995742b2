"""What is kept: records, the store, exports and the facts they become. Knows no desk."""
