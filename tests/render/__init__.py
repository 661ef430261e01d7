"""Jobs to bytes."""
