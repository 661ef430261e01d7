"""Which pages exist, and what they show."""
