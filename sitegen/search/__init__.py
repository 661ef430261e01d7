"""The search index: how text becomes terms, time becomes segments, and both become files."""
