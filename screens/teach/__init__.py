"""Teaching an export: which of its columns is which of ours."""
